package advice_test

import (
	"fmt"

	"postern/probe"
	"postern/wizard/advice"
)

// passed returns a door where every check passed.
func passed(port int) probe.Result {
	r := probe.NewResult(probe.DoorAt(port))
	r.Step = probe.StepSettled
	r.Connect, r.Greeting, r.Hello = probe.ConnectOK, probe.GreetingOK, probe.HelloOK
	r.TLS, r.TLSVersion, r.TLSVerified = probe.TLSOK, "1.3", true
	r.AuthAfterTLS = []string{"PLAIN"}
	return r
}

func ExampleAdvise() {
	closed := probe.NewResult(probe.DoorAt(25))
	closed.Step, closed.Connect = probe.StepSettled, probe.ConnectTimeout
	report := probe.Report{Host: "mail.example.org", Doors: []probe.Result{passed(465), passed(587), closed}}

	a := advice.Advise(advice.Case{Report: report, Policy: advice.Prefer465})
	fmt.Println(a.Headline)
	for _, door := range report.Doors {
		fmt.Println(door.Door.Port, advice.Explain(report.Host, door).Word, "-", advice.Remark(a, door))
	}
	fmt.Println(a.Likely)
	// Output:
	// Use 465.
	// 465 ready - recommended
	// 587 ready - just as safe here
	// 25 no answer - usual, and not yours
	// Likely an ordinary line: 25 does not answer, as is common on home lines and at clouds, as for example Amazon EC2, Kinsta and Comcast / Xfinity do, and the doors for your own mail work. Nothing has to be done.
}

func ExampleExplain() {
	r := probe.NewResult(probe.DoorAt(587))
	r.Step, r.Connect, r.Greeting = probe.StepSettled, probe.ConnectOK, probe.GreetingTempError
	r.Refusal = probe.Reply{Code: 421, Text: probe.NewText("4.7.0 too many connections")}

	e := advice.Explain("mail.example.org", r)
	fmt.Println(e.Word+":", e.Sentence)
	fmt.Println(e.Cause)
	fmt.Println(e.Next)
	// Output:
	// try later: 587 says not now: 421 “4.7.0 too many connections”.
	// Likely the server is busy, or slows down callers it does not know.
	// Wait some minutes, then try again.
}
