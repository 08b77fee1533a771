package quiz

import (
	"fmt"
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
func readExample(text string) (advice.Case, error) {
	provider, doors, _ := strings.Cut(text, " ")
	c := advice.Case{Report: probe.Report{Host: exampleHost}}
	if provider != "-" {
		p, ok := catalog.Default().Find(provider)
		if !ok || len(p.Hosts()) == 0 {
			return c, fmt.Errorf("no provider %q with a host", provider)
		}
		c.Provider, c.Report.Host = &p, p.Hosts()[0]
	}
	for part := range strings.SplitSeq(doors, ", ") {
		number, verdict, _ := strings.Cut(part, " ")
		port, err := strconv.Atoi(number)
		if err != nil {
			return c, fmt.Errorf("no port %q", number)
		}
		d := exampleDoor(probe.DoorAt(port), advice.Verdict(verdict))
		if got := string(advice.Judge(d)); got != verdict && (got != string(advice.ReadyForRelay) || port != 25) {
			return c, fmt.Errorf("%s: there is no example of %s", number, verdict)
		}
		c.Report.Doors = append(c.Report.Doors, d)
	}
	return c, nil
}

// exampleDoor returns a door as one with that verdict typically is.
func exampleDoor(d probe.Door, v advice.Verdict) probe.Result {
	r := probe.NewResult(d)
	r.Step = probe.StepSettled
	if how, ok := shutBy[v]; ok {
		r.Connect = how
		return r
	}
	r.Connect, r.Greeting, r.GreetingCode, r.Hello = probe.ConnectOK, probe.GreetingOK, 220, probe.HelloOK
	r.TLSMode, r.TLS, r.TLSVersion, r.TLSVerified = probe.ModeSTARTTLS, probe.TLSOK, "1.3", true
	if d.Implicit() {
		r.TLSMode = probe.ModeImplicit
	}
	r.AuthAfterTLS = []string{"PLAIN", "LOGIN"}
	switch v {
	case advice.NoLogin:
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

// shutBy is how connecting ended at a door that is shut.
var shutBy = map[advice.Verdict]probe.Connect{
	advice.Refused: probe.ConnectRefused, advice.NoAnswer: probe.ConnectTimeout,
	advice.RejectedByFirewall: probe.ConnectRejected, advice.Unreachable: probe.ConnectUnreachable,
}
