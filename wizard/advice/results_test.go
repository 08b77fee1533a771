package advice

import (
	"slices"
	"time"

	"postern/probe"
)

const host = "smtp.example.org"

// start returns what is known of a door that was reached and has settled.
func start(port int) probe.Result {
	r := probe.NewResult(probe.DoorAt(port))
	r.Step = probe.StepSettled
	r.Connect = probe.ConnectOK
	r.Connects = []probe.Attempt{{Result: probe.ConnectOK}}
	return r
}

// ready returns a door that passed every check.
func ready(port int) probe.Result {
	r := start(port)
	r.Greeting, r.GreetingCode, r.GreetingText = probe.GreetingOK, 220, probe.NewText("mx.example.org ESMTP")
	r.Hello = probe.HelloOK
	r.TLSMode = probe.ModeImplicit
	if !r.Door.Implicit() {
		r.TLSMode, r.STARTTLSOffered = probe.ModeSTARTTLS, true
	}
	r.TLS, r.TLSVersion, r.TLSVerified = probe.TLSOK, "1.3", true
	r.Certificate = &probe.Certificate{
		Subject: probe.NewText("CN=" + host), Issuer: probe.NewText("CN=Example CA"),
		Names: []probe.Text{probe.NewText(host)}, NotBefore: date(2026, 10, 1), NotAfter: date(2026, 12, 30),
	}
	r.AuthAfterTLS = []string{"PLAIN", "LOGIN"}
	return r
}

func date(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 12, 0, 0, 0, time.UTC) }

// with returns the result after a change.
func with(r probe.Result, change func(*probe.Result)) probe.Result {
	change(&r)
	return r
}

// badCertificate returns a door whose certificate has these problems.
func badCertificate(port int, problems ...probe.CertificateProblem) probe.Result {
	return with(ready(port), func(r *probe.Result) {
		c := *r.Certificate
		c.Problems = problems
		if slices.Contains(problems, probe.CertWrongHost) {
			c.Names = []probe.Text{probe.NewText("mail.other.example")}
		}
		r.Certificate, r.TLSVerified = &c, false
	})
}

// unconnected returns a door that was never entered.
func unconnected(port int, how probe.Connect) probe.Result {
	r := start(port)
	r.Connect = how
	return r
}

// unnamed returns a door of a host whose name led nowhere.
func unnamed(port int, how probe.DNS) probe.Result {
	r := start(port)
	r.DNS, r.Connect = how, probe.ConnectNotReached
	return r
}

// deaf returns a door with a greeting that stopped the dialogue.
func deaf(port int, g probe.Greeting, code int, text string) probe.Result {
	r := start(port)
	r.Greeting, r.GreetingCode, r.GreetingText = g, code, probe.NewText(text)
	r.Refusal = probe.Reply{Code: code, Text: probe.NewText(text)}
	return r
}

// inTheClear returns a door that answers EHLO in the clear and offers no STARTTLS.
func inTheClear(port int) probe.Result {
	r := deaf(port, probe.GreetingOK, 220, "ESMTP")
	r.Refusal = probe.Reply{}
	r.Hello, r.TLS = probe.HelloOK, probe.TLSNone
	if r.Door.Implicit() {
		r.TLSMode, r.TLS = probe.ModePlaintextOnTLS, probe.TLSFailed
	}
	return r
}

// A word of the worked cases makes a door.
func doorOf(port int, word string) (probe.Result, bool) {
	switch word {
	case "ok":
		return ready(port), true
	case "noTLS":
		return inTheClear(port), true
	case "cert":
		return badCertificate(port, probe.CertWrongHost), true
	case "noauth":
		return with(ready(port), func(r *probe.Result) { r.AuthAfterTLS = nil }), true
	case "to":
		return unconnected(port, probe.ConnectTimeout), true
	case "rf":
		return unconnected(port, probe.ConnectRefused), true
	case "un":
		return unconnected(port, probe.ConnectUnreachable), true
	case "held":
		return held(port), true
	case "wait":
		return probe.NewResult(probe.DoorAt(port)), true
	}
	return probe.Result{}, false
}

// report makes a report of doors given as words, in the order shown; a word not
// known leaves the door out.
func report(doors map[int]string) probe.Report {
	r := probe.Report{Host: host}
	for _, port := range []int{465, 587, 2525, 25, 2587, 2465, 8025, 1025} {
		if d, ok := doorOf(port, doors[port]); ok {
			r.Doors = append(r.Doors, d)
		}
	}
	return r
}
