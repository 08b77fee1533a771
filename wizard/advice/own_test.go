package advice

import (
	"strings"
	"testing"
	"time"

	"postern/probe"
)

// TestReceivesOnlyAtHome: what takes mail without a login on this computer, or on a network
// of one's own, is likely a relay. What is recommended does not change.
func TestReceivesOnlyAtHome(t *testing.T) {
	open := probe.NewResult(probe.DoorAt(25))
	open.Step, open.DNS, open.Connect, open.Greeting, open.Hello = probe.StepSettled, probe.DNSOK, probe.ConnectOK, probe.GreetingOK, probe.HelloOK
	open.TLS, open.TLSVersion, open.TLSVerified, open.TLSMode = probe.TLSOK, "1.3", true, probe.ModeSTARTTLS
	shut := probe.NewResult(probe.DoorAt(587))
	shut.Step, shut.DNS, shut.Connect = probe.StepSettled, probe.DNSOK, probe.ConnectRefused
	for host, want := range map[string]struct{ likely, door string }{
		"127.0.0.1":        {`"postern 127.0.0.1" writes the settings`, "a relay of your own"},
		"localhost":        {"this computer's own relay", "a relay of your own"},
		"::1":              {"this computer's own relay", "a relay of your own"},
		"192.168.1.25":     {"a relay of this network", "a relay of your own"},
		"fd00::25":         {"a relay of this network", "a relay of your own"},
		"192.0.2.25":       {"a server that receives mail (an MX)", "That is what 25 is for"},
		"mail.example.org": {"a server that receives mail (an MX)", "That is what 25 is for"},
	} {
		r := probe.NewReport(host, time.Time{}, []probe.Door{open.Door, shut.Door})
		r = r.With(probe.Event{Door: 0, Result: open}).With(probe.Event{Door: 1, Result: shut})
		a := Advise(Case{Report: r, Policy: Prefer587, Elapsed: time.Minute})
		if a.Pattern != ReceivesOnly || a.Port != 0 || !strings.Contains(a.Likely, want.likely) {
			t.Errorf("%s: got %s, %d, %q", host, a.Pattern, a.Port, a.Likely)
		}
		if e := Explain(host, open); e.Verdict != ReadyForRelay || !strings.Contains(e.Cause, want.door) {
			t.Errorf("%s: got %s, %q", host, e.Verdict, e.Cause)
		}
	}
}

// TestACertificateAlone: of an unknown issuer it is said that the link may only be missing.
func TestACertificateAlone(t *testing.T) {
	r := probe.NewResult(probe.DoorAt(587))
	r.Step, r.DNS, r.Connect, r.Greeting, r.Hello, r.TLS, r.TLSVersion = probe.StepSettled, probe.DNSOK, probe.ConnectOK, probe.GreetingOK, probe.HelloOK, probe.TLSOK, "1.3"
	for _, alone := range []bool{true, false} {
		r.Certificate = &probe.Certificate{Problems: []probe.CertificateProblem{probe.CertUnknownCA}, Alone: alone}
		if e := Explain("mail.example.org", r); strings.Contains(e.Cause, "without its intermediate") != alone || e.Verdict != BadCertificate {
			t.Errorf("alone %v: got %s, %q", alone, e.Verdict, e.Cause)
		}
	}
}
