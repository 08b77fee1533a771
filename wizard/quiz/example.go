package quiz

import (
	"strconv"
	"strings"

	"postern/probe"
	"postern/wizard/advice"
	"postern/wizard/catalog"
)

// exampleHost is the server of the examples that are no provider's.
const exampleHost = "smtp.example.org"

// examples returns the results of own.txt, by their names.
func examples() []field { return own()["examples"].fields }

// readExample makes a case of an example: "gmail 465 ready, 25 no-answer".
func readExample(text string) *advice.Case {
	provider, doors, _ := strings.Cut(text, " ")
	c := &advice.Case{Report: probe.Report{Host: exampleHost}}
	if p, ok := catalog.Default().Find(provider); ok {
		c.Provider, c.Report.Host = p, p.Hosts()[0]
	}
	for _, part := range strings.Split(doors, ", ") {
		number, verdict, _ := strings.Cut(part, " ")
		port, _ := strconv.Atoi(number)
		c.Report.Doors = append(c.Report.Doors, exampleDoor(probe.DoorAt(port), advice.Verdict(verdict)))
	}
	return c
}

// exampleDoor returns a door as one with that verdict typically is.
func exampleDoor(d probe.Door, v advice.Verdict) probe.Result {
	r := probe.NewResult(d)
	r.Step = probe.StepSettled
	r.Connect, r.Greeting, r.GreetingCode, r.Hello = probe.ConnectOK, probe.GreetingOK, 220, probe.HelloOK
	r.TLSMode, r.TLS, r.TLSVersion, r.TLSVerified = probe.ModeSTARTTLS, probe.TLSOK, "1.3", true
	if d.Implicit() {
		r.TLSMode = probe.ModeImplicit
	}
	r.AuthAfterTLS = []string{"PLAIN", "LOGIN"}
	switch v {
	case advice.Refused:
		r.Connect = probe.ConnectRefused
	case advice.NoAnswer:
		r.Connect = probe.ConnectTimeout
	case advice.RejectedByFirewall:
		r.Connect = probe.ConnectRejected
	case advice.Unreachable:
		r.Connect = probe.ConnectUnreachable
	case advice.NoLogin, advice.ReadyForRelay:
		r.AuthAfterTLS = nil
	case advice.NoSTARTTLS:
		r.TLSMode, r.TLS = probe.ModeNone, probe.TLSNone
	case advice.PlaintextOnTLSPort:
		r.TLSMode, r.TLS = probe.ModePlaintextOnTLS, probe.TLSFailed
	case advice.BadCertificate:
		r.TLSVerified = false
		r.Certificate = &probe.Certificate{
			Problems: []probe.CertificateProblem{probe.CertWrongHost}, Names: []probe.Text{probe.NewText("mail.other.example")},
		}
	case advice.Silent:
		r.Greeting, r.Hello = probe.GreetingNone, probe.HelloNotReached
	case advice.TemporaryRefusal:
		r.Greeting, r.GreetingCode, r.Refusal = probe.GreetingTempError, 421, probe.Reply{Code: 421}
	}
	return r
}
