package probe_test

import (
	"strings"
	"testing"
	"time"

	"postern/probe"
	"postern/probe/smtptest"
)

// A stop is a stage of the dialogue, with the facts as they stand when nothing
// good came of it.
type stop struct {
	stage    smtptest.Stage
	implicit bool
	want     func(probe.Greeting, probe.Hello) facts
}

// stops are all the stages there are. The functions turn how the stage ended, in
// the words for a greeting and for EHLO, into facts.
var stops = map[string]stop{
	"greeting": {smtptest.Greeting, false, func(g probe.Greeting, _ probe.Hello) facts {
		return early(g, probe.HelloNotReached, 0)
	}},
	"hello": {smtptest.Hello, false, func(_ probe.Greeting, h probe.Hello) facts {
		return early(probe.GreetingOK, h, 0)
	}},
	"starttls":  {smtptest.STARTTLS, false, func(probe.Greeting, probe.Hello) facts { return noTLS }},
	"handshake": {smtptest.Handshake, false, func(probe.Greeting, probe.Hello) facts { return noTLS }},
	"hello again": {smtptest.HelloAgain, false, func(_ probe.Greeting, h probe.Hello) facts {
		return good.but(func(f *facts) { f.Hello = h })
	}},
	"implicit handshake": {smtptest.Handshake, true, func(probe.Greeting, probe.Hello) facts {
		f := early(probe.GreetingNotReached, probe.HelloNotReached, 0)
		f.Mode, f.TLS = probe.ModeImplicit, probe.TLSFailed
		return f
	}},
	"implicit greeting": {smtptest.Greeting, true, func(g probe.Greeting, _ probe.Hello) facts {
		return hidden.but(func(f *facts) { f.Greeting, f.Hello = g, probe.HelloNotReached })
	}},
	"implicit hello": {smtptest.Hello, true, func(_ probe.Greeting, h probe.Hello) facts {
		return hidden.but(func(f *facts) { f.Hello = h })
	}},
}

var (
	// noTLS are the facts of a door that offers STARTTLS and never gets to TLS.
	noTLS = good.but(func(f *facts) { f.TLS, f.Verified, f.Version = probe.TLSFailed, false, "" })
	// hidden are those of a good door with implicit TLS.
	hidden = good.but(func(f *facts) { f.Mode, f.Offered = probe.ModeImplicit, false })
)

// TestEveryStage lets servers misbehave in every way at every stage.
func TestEveryStage(t *testing.T) {
	tests := map[string]struct {
		set      func(*smtptest.Server, smtptest.Stage)
		greeting probe.Greeting
		hello    probe.Hello
	}{
		"silent": {func(s *smtptest.Server, at smtptest.Stage) { s.SilentAt = at }, probe.GreetingNone, probe.HelloNone},
		"closed": {func(s *smtptest.Server, at smtptest.Stage) { s.CloseAt = at }, probe.GreetingClosed, probe.HelloClosed},
		// In TLS this is a close_notify, as when a server hangs up politely right
		// after the handshake.
		"half closed":    {func(s *smtptest.Server, at smtptest.Stage) { s.EndAt = at }, probe.GreetingClosed, probe.HelloClosed},
		"reset":          {func(s *smtptest.Server, at smtptest.Stage) { s.ResetAt = at }, probe.GreetingReset, probe.HelloReset},
		"half an answer": {func(s *smtptest.Server, at smtptest.Stage) { s.HalfAt = at }, probe.GreetingClosed, probe.HelloClosed},
		"without end":    {func(s *smtptest.Server, at smtptest.Stage) { s.EndlessAt = at }, probe.GreetingOversized, probe.HelloOversized},
		"a line without end": {
			func(s *smtptest.Server, at smtptest.Stage) { s.LongLineAt = at }, probe.GreetingOversized, probe.HelloOversized,
		},
		"drips": {
			func(s *smtptest.Server, at smtptest.Stage) { s.DripAt, s.Drip = at, 2*time.Second }, probe.GreetingNone, probe.HelloNone,
		},
	}
	for how, test := range tests {
		for where, stop := range stops {
			handshake := stop.stage == smtptest.Handshake
			if handshake && (how == "half an answer" || how == "drips") {
				continue // TLS is not a reply
			}
			if stop.implicit && handshake && (how == "without end" || how == "a line without end") {
				continue // it speaks in the clear, which is tried then
			}
			t.Run(how+", "+where, func(t *testing.T) {
				s := &smtptest.Server{Implicit: stop.implicit}
				test.set(s, stop.stage)
				r := tryVirtual(t, s)
				if got, want := factsOf(r), stop.want(test.greeting, test.hello); got != want {
					t.Errorf("\ngot  %+v\nwant %+v\n%s", got, want, print(r))
				}
				if r.Elapsed > 20*time.Second {
					t.Errorf("it took %v", r.Elapsed)
				}
			})
		}
	}
}

// TestBusyAtEveryStage: 421 may be the answer to anything (RFC 5321, section 3.8).
func TestBusyAtEveryStage(t *testing.T) {
	const busy = "421 4.3.2 going down"
	code := func(f *facts) { f.Code = 421 }
	runFacts(t, map[string]factsTest{
		"greeting": {&smtptest.Server{SayGreeting: busy}, early(probe.GreetingTempError, probe.HelloNotReached, 421)},
		"hello":    {&smtptest.Server{SayHello: busy}, early(probe.GreetingOK, probe.HelloFailed, 421)},
		"starttls": {&smtptest.Server{SaySTARTTLS: busy}, noTLS.but(code).but(func(f *facts) { f.TLS = probe.TLSRefused })},
		"instead of TLS": {
			&smtptest.Server{ClearInstead: busy + "\r\n"}, noTLS,
		},
		"hello again": {
			&smtptest.Server{SayHelloAgain: busy}, good.but(code).but(func(f *facts) { f.Hello = probe.HelloFailed }),
		},
		"HELO": {&smtptest.Server{SayHello: "502 what", SayOldHello: busy}, early(probe.GreetingOK, probe.HelloFailed, 502)},
		"implicit greeting": {&smtptest.Server{Implicit: true, SayGreeting: busy}, hidden.but(code).but(func(f *facts) {
			f.Greeting, f.Hello = probe.GreetingTempError, probe.HelloNotReached
		})},
		"implicit hello": {
			&smtptest.Server{Implicit: true, SayHello: busy}, hidden.but(code).but(func(f *facts) { f.Hello = probe.HelloFailed }),
		},
	})
}

// TestBytewise: however the network cuts it up, TLS included, a door is the same.
func TestBytewise(t *testing.T) {
	runFacts(t, map[string]factsTest{
		"starttls": {&smtptest.Server{Bytewise: true}, good},
		"implicit": {&smtptest.Server{Bytewise: true, Implicit: true}, hidden},
		"injected": {
			&smtptest.Server{Bytewise: true, Injected: "250 hi\r\n"}, good.but(func(f *facts) { f.Injected = true }),
		},
		"injected later": {
			&smtptest.Server{Bytewise: true, InjectedLater: "250 hi\r\n"}, good.but(func(f *facts) { f.Injected = true }),
		},
		"TLS 1.0": {
			&smtptest.Server{Bytewise: true, Version: 0x0301}, noTLS.but(func(f *facts) { f.Version = "1.0" }),
		},
	})
}

// TestLateAlert: in TLS 1.3 a server that wants a certificate says so once the
// handshake is over, where it would look like hanging up.
func TestLateAlert(t *testing.T) {
	for _, implicit := range []bool{false, true} {
		r := tryVirtual(t, &smtptest.Server{WantsCertificate: true, Implicit: implicit})
		if r.TLS != probe.TLSOK || !strings.Contains(r.TLSAlert.String(), "certificate required") {
			t.Errorf("implicit %v: TLS is %q, the alert %q", implicit, r.TLS, r.TLSAlert)
		}
	}
}

// TestOddTLS are ends of TLS that are neither a success nor a plain failure.
func TestOddTLS(t *testing.T) {
	const sslv3 = "\x16\x03\x00\x00\x2a\x02\x00\x00\x26\x03\x00" + // ServerHello of SSL 3.0
		"0123456789abcdef0123456789abcdef" + "\x00\x00\x2f\x00"
	const alert = "\x15\x03\x01\x00\x02\x02\x28"
	unimplicit := stops["implicit handshake"].want("", "")
	runFacts(t, map[string]factsTest{
		"SSL 3.0":            {&smtptest.Server{ClearInstead: sslv3}, noTLS.but(func(f *facts) { f.Version = "SSL 3.0" })},
		"implicit, SSL 3.0":  {&smtptest.Server{Implicit: true, ClearInstead: sslv3}, unimplicit.but(func(f *facts) { f.Version = "SSL 3.0" })},
		"an alert":           {&smtptest.Server{ClearInstead: alert}, noTLS},
		"implicit, an alert": {&smtptest.Server{Implicit: true, ClearInstead: alert}, unimplicit},
		// Nothing says that this is not TLS.
		"the beginning of TLS":           {&smtptest.Server{ClearInstead: alert[:3]}, noTLS},
		"implicit, the beginning of TLS": {&smtptest.Server{Implicit: true, ClearInstead: alert[:3]}, unimplicit},
		"wants a certificate": {
			&smtptest.Server{WantsCertificate: true}, good.but(func(f *facts) { f.Hello = probe.HelloClosed }),
		},
		"wants a certificate, TLS 1.2": {&smtptest.Server{WantsCertificate: true, Version: 0x0303}, noTLS},
		"greets again": {
			&smtptest.Server{SayHelloAgain: "220 hello again"},
			good.but(func(f *facts) { f.Hello, f.Code = probe.HelloFailed, 220 }),
		},
		"a refusal of two lines": {
			&smtptest.Server{SaySTARTTLS: "454-not\n454 now"},
			noTLS.but(func(f *facts) { f.TLS, f.Code = probe.TLSRefused, 454 }),
		},
		"220 in two lines":        {&smtptest.Server{SaySTARTTLS: "220-go\n220 ahead"}, good},
		"220 alone":               {&smtptest.Server{SaySTARTTLS: "220"}, good},
		"220 and another":         {&smtptest.Server{SaySTARTTLS: "220-go\n250 ahead"}, noTLS.but(func(f *facts) { f.TLS = probe.TLSRefused })},
		"a record with the 220":   {&smtptest.Server{Injected: alert}, good.but(func(f *facts) { f.Injected = true })},
		"a line and a false 0x16": {&smtptest.Server{Injected: "250 x\r\n\x16"}, good.but(func(f *facts) { f.Injected = true })},
		"injected twice":          {&smtptest.Server{Injected: "25", InjectedLater: "0 x\r\n"}, good.but(func(f *facts) { f.Injected = true })},
		// What looks like the server's first record ends TLS, as it must.
		"an alert slipped in":  {&smtptest.Server{InjectedLater: alert}, noTLS},
		"a record slipped in":  {&smtptest.Server{InjectedLater: "\x16\x03\x03\x00\x04abcd"}, noTLS},
		"words, then a record": {&smtptest.Server{InjectedLater: "250 x\r\n\x16\x03\x03\x00\x04abcd"}, noTLS.but(func(f *facts) { f.Injected = true })},
		"injected, expired": {
			&smtptest.Server{Injected: "250 x\r\n", Certificate: smtptest.Expired},
			good.but(func(f *facts) { f.Injected, f.Verified = true, false }),
		},
	})
}

// TestInjectionTold: what came in the clear is counted and shown, never dropped
// in silence, however much it was.
func TestInjectionTold(t *testing.T) {
	r := tryVirtual(t, &smtptest.Server{Injected: "250-\x1b[2J\r\n", InjectedLater: strings.Repeat("x", 5000)})
	if !r.Injected || !strings.Contains(print(r), `note: in the clear, before TLS, 5010 bytes: 250-\x1B[2J\x0D\x0Axxx`) {
		t.Errorf("injected is %v\n%s", r.Injected, print(r))
	}
	if got := r.InjectedExcerpt.String(); !strings.HasPrefix(got, `250-\x1B[2J`) || len(got) > 210 {
		t.Errorf("the excerpt is %q", got)
	}
}
