// Package advice judges facts. [Judge] turns what was met at one door into its
// verdict, [Explain] puts that into words; [Advise] turns the verdicts of all
// doors into the door to use, with reasons. All are pure functions.
//
//	a := advice.Advise(advice.Case{Report: report, Provider: &provider})
//	fmt.Println(a.Headline, a.Reasons[0].Text)
//
// # The rule
//
// A door is usable if Judge calls it ready, and nothing waives that. Among
// usable doors the one the provider names comes first, then 587 and 465 in the
// order of the [Policy], then what else the provider documents, then 2525. Port
// 25 is never recommended for submission; only a relay of one's own is used
// there, without a password.
//
// # The pattern, and the control question
//
// A [Pattern] is what all doors together suggest; the lesson "patterns" lists them.
// [ControlFor] says whom to ask the same, to tell a network from a server, and
// [Conclude] what follows from the answer. Whoever starts that probe asks the person
// first, and shows them the host:
//
//	if q, ok := advice.ControlFor(c, catalog.Default()); ok {
//		told := advice.Conclude(c, prober.Probe(ctx, q.Host, q.Doors))
//		fmt.Println(told.Headline, told.Meaning, told.Next)
//	}
//
// # What a sign-in came to
//
// [JudgeLogin] and [JudgeSend] are the same for a probe.SignIn, [ExplainLogin] and
// [ExplainSend] its words, and [OtherUser] a user name that may be the right one.
// They go by the number and the enhanced code of a reply. The wordings that tell
// one number's meanings apart stand in text/wordings.txt.
//
//	told := advice.ExplainLogin(host, signIn, &provider)
//	fmt.Println(told.Sentence, told.Cause, told.Help())
//
// # The words
//
// Every sentence stands in text/*.txt, so that it can be mended without Go (and
// packed anew with go generate):
//
//	[section]
//	field: words with {placeholders}, as long
//	  as they need to be
//
// A section "a.b" is a variant of "a" and takes from it the fields it lacks.
// What is a guess is called likely.
package advice
