// Package advice judges the facts that package probe collects. [Judge] returns the
// verdict on one door, and [Explain] puts it into words; [Advise] returns the door to
// use, with reasons, from the verdicts on all doors. All are pure functions.
//
//	a := advice.Advise(advice.Case{Report: report, Provider: &provider})
//	fmt.Println(a.Headline, a.Reasons[0].Text)
//
// # The rule
//
// A door is usable only if Judge calls it [Ready]. Among usable doors the one the
// provider names comes first, then 587 and 465 in the order of the [Policy], then what
// else the provider documents, then 2525. Port 25 is never recommended for submission.
// The one exception to all of this is a relay of the person's own, which is used on
// port 25 without a password.
//
// # The pattern, and the control question
//
// A [Pattern] is what all doors together suggest; the lesson "patterns" lists them.
// To tell a fault of the network from one of the server, the same doors of another,
// well-known host can be probed: [ControlFor] returns that host, and [Conclude] says
// what follows from its answers. Whoever starts that probe asks the person first, and
// shows them the host:
//
//	if q, ok := advice.ControlFor(c, catalog.Default()); ok {
//		told := advice.Conclude(c, prober.Probe(ctx, q.Host, q.Doors))
//		fmt.Println(told.Headline, told.Meaning, told.Next)
//	}
//
// # The result of a sign-in
//
// [JudgeLogin] and [JudgeSend] return the verdicts on a probe.SignIn, [ExplainLogin]
// and [ExplainSend] put them into words, and [OtherUser] suggests a user name that may
// be the right one. They go by the code and the enhanced status code of a reply. Where
// one code has several meanings, the reply's wording decides: text/wordings.txt.
//
//	e := advice.ExplainLogin(host, signIn, &provider)
//	fmt.Println(e.Sentence, e.Cause, e.Help())
//
// # The words
//
// Every sentence is in text/*.txt, so that it can be edited without touching Go code
// (run go generate afterwards):
//
//	[section]
//	field: words with {placeholders}, as long
//	  as they need to be
//
// A section "a.b" is a variant of "a" and takes from it the fields it lacks. Sentences
// that are a guess say "likely".
//
// # Reading the code
//
// Begin with judge.go: the checks of one dialogue in the order in which they decide.
// advise.go and rank.go choose a door, reasons.go says why, find_pattern.go and
// likely.go look at all doors together, control.go and conclude.go handle the control
// question. judge_login.go, judge_send.go and explain_signin.go are about sign-ins.
// sections.go reads the texts.
package advice
