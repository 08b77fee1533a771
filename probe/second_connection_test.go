package probe_test

import (
	"context"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"postern/probe"
	"postern/probe/smtptest"
)

// inTurn dials one server after the other; the last one again and again.
func inTurn(servers ...*smtptest.Server) func(context.Context, string, string) (net.Conn, error) {
	var mu sync.Mutex
	next := 0
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		mu.Lock()
		s := servers[min(next, len(servers)-1)]
		next++
		mu.Unlock()
		return s.Dial(ctx, network, address)
	}
}

// tryInTurn probes a door where each connection meets another server.
func tryInTurn(t *testing.T, d probe.Door, servers ...*smtptest.Server) (r probe.Result) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ca := smtptest.NewCA("Test Root")
		for _, s := range servers {
			s.CA = ca
		}
		p := &probe.Prober{Lookup: toLoopback, Dial: inTurn(servers...), Roots: ca.Pool()}
		r = checkedProbe(t, p, d)
		for _, s := range servers {
			s.Close()
			checkCommands(t, s.Commands())
		}
	})
	return r
}

// TestTLSOnSTARTTLSDoor: a server that speaks TLS at once on a door where the
// greeting is waited for in the clear.
func TestTLSOnSTARTTLSDoor(t *testing.T) {
	r := tryInTurn(t, probe.DoorAt(587), &smtptest.Server{Implicit: true, Latency: 100 * time.Millisecond})
	want := facts{
		Greeting: probe.GreetingNone, Hello: probe.HelloOK, Mode: probe.ModeImplicitOnSTARTTLS,
		TLS: probe.TLSOK, Verified: true, Version: "1.3",
	}
	if got := factsOf(r); got != want {
		t.Errorf("\ngot  %+v\nwant %+v\n%s", got, want, print(r))
	}
	if got, want := r.AuthAfterTLS, []string{"PLAIN", "LOGIN"}; !slices.Equal(got, want) {
		t.Errorf("login after TLS: got %q, want %q", got, want)
	}
	if r.GreetingCode != 0 || !r.GreetingText.Empty() || r.AuthBeforeTLS != nil || r.Certificate == nil {
		t.Errorf("got %+v", r)
	}
	if want := 100*time.Millisecond + 3*time.Second + 400*time.Millisecond; r.Elapsed != want {
		t.Errorf("settled after %v, want %v", r.Elapsed, want)
	}
	if !strings.Contains(print(r), "note: second connection: TLS from the start") {
		t.Errorf("the transcript does not name the second connection:\n%s", print(r))
	}
}

// TestSecondTryChangesNothing: a silent door where TLS does not work either.
func TestSecondTryChangesNothing(t *testing.T) {
	silent := func() *smtptest.Server { return &smtptest.Server{SilentAt: smtptest.Greeting} }
	want := early(probe.GreetingNone, probe.HelloNotReached, 0)
	tests := map[string]*smtptest.Server{
		"silent too":          silent(),
		"in the clear":        {},
		"closed":              {CloseAt: smtptest.Greeting},
		"TLS, not SMTP":       {Implicit: true, SayGreeting: "* OK IMAP"},
		"TLS, and then quiet": {Implicit: true, SilentAt: smtptest.Greeting},
		"TLS too old":         {Implicit: true, Version: 0x0301},
	}
	for name, second := range tests {
		t.Run(name, func(t *testing.T) {
			r := tryInTurn(t, probe.DoorAt(587), silent(), second)
			if got := factsOf(r); got != want {
				t.Errorf("\ngot  %+v\nwant %+v\n%s", got, want, print(r))
			}
			if r.Elapsed != 20*time.Second || r.Certificate != nil || r.AuthAfterTLS != nil {
				t.Errorf("after %v: %+v", r.Elapsed, r)
			}
		})
	}
}

// TestImpatientTLS: a server of TLS that does not wait long for the client to
// begin says so in TLS, which is no greeting, or just goes.
func TestImpatientTLS(t *testing.T) {
	want := facts{
		Greeting: probe.GreetingNone, Hello: probe.HelloOK, Mode: probe.ModeImplicitOnSTARTTLS,
		TLS: probe.TLSOK, Verified: true, Version: "1.3",
	}
	const slow = 4 * time.Second
	tests := map[string][]*smtptest.Server{
		"an alert at once":           {{Implicit: true, Patience: time.Second}},
		"an alert during the second": {{Implicit: true, Patience: 5 * time.Second}, {Implicit: true, DelayAt: smtptest.Greeting, Delay: slow}},
		"a close during the second":  {{DelayAt: smtptest.Greeting, Delay: slow, CloseAt: smtptest.Greeting}, {Implicit: true, DelayAt: smtptest.Greeting, Delay: slow}},
		"a reset during the second":  {{DelayAt: smtptest.Greeting, Delay: slow, ResetAt: smtptest.Greeting}, {Implicit: true, DelayAt: smtptest.Greeting, Delay: slow}},
	}
	for name, servers := range tests {
		t.Run(name, func(t *testing.T) {
			r := tryInTurn(t, probe.DoorAt(587), servers...)
			if got := factsOf(r); got != want {
				t.Errorf("\ngot  %+v\nwant %+v\n%s", got, want, print(r))
			}
			if !r.GreetingText.Empty() || r.End != probe.EndNormal {
				t.Errorf("greeting %q, end %q", r.GreetingText, r.End)
			}
		})
	}
}

// TestAlertAlone: where TLS does not work either, the alert is what was met.
func TestAlertAlone(t *testing.T) {
	r := tryInTurn(t, probe.DoorAt(587), &smtptest.Server{Implicit: true, Patience: time.Second}, &smtptest.Server{CloseAt: smtptest.Greeting})
	if got, want := factsOf(r), foreign("TLS"); got != want {
		t.Errorf("\ngot  %+v\nwant %+v\n%s", got, want, print(r))
	}
}

// TestSilenceThenClose: the first connection's end stands beside what a second
// one met.
func TestSilenceThenClose(t *testing.T) {
	first := &smtptest.Server{DelayAt: smtptest.Greeting, Delay: 5 * time.Second, CloseAt: smtptest.Greeting}
	r := tryInTurn(t, probe.DoorAt(587), first, &smtptest.Server{SilentAt: smtptest.Greeting})
	want := early(probe.GreetingClosed, probe.HelloNotReached, 0)
	if got := factsOf(r); got != want {
		t.Errorf("\ngot  %+v\nwant %+v\n%s", got, want, print(r))
	}
}

// TestGreetingDuringSecondTry: the greeting comes while TLS is being tried.
func TestGreetingDuringSecondTry(t *testing.T) {
	first := &smtptest.Server{DelayAt: smtptest.Greeting, Delay: 4 * time.Second}
	second := &smtptest.Server{Implicit: true, DelayAt: smtptest.Handshake, Delay: 5 * time.Second}
	r := tryInTurn(t, probe.DoorAt(587), first, second)
	if got := factsOf(r); got != good {
		t.Errorf("\ngot  %+v\nwant %+v\n%s", got, good, print(r))
	}
	if r.Elapsed != 4*time.Second {
		t.Errorf("settled after %v, want 4s", r.Elapsed)
	}
}

// TestNoSecondTryAfterDrips: a server that has begun to greet is not silent.
func TestNoSecondTryAfterDrips(t *testing.T) {
	s := &smtptest.Server{DripAt: smtptest.Greeting, Drip: 2 * time.Second, SayGreeting: "220"}
	r := tryVirtual(t, s)
	if s.Connections() != 1 || r.Greeting != probe.GreetingOK {
		t.Errorf("%d connections, greeting %q", s.Connections(), r.Greeting)
	}
}

func TestPlaintextOnTLSDoor(t *testing.T) {
	met := facts{
		Greeting: probe.GreetingOK, Hello: probe.HelloOK, Mode: probe.ModePlaintextOnTLS,
		TLS: probe.TLSFailed, Offered: true,
	}
	unmet := facts{
		Greeting: probe.GreetingNotReached, Hello: probe.HelloNotReached, Mode: probe.ModeImplicit, TLS: probe.TLSFailed,
	}
	tests := map[string]struct {
		server *smtptest.Server
		want   facts
	}{
		"SMTP":        {&smtptest.Server{}, met},
		"no STARTTLS": {&smtptest.Server{Offers: []string{"AUTH PLAIN"}}, met.but(func(f *facts) { f.Offered = false })},
		"greets late": {&smtptest.Server{DelayAt: smtptest.Greeting, Delay: 6 * time.Second}, met},
		"refuses": {&smtptest.Server{SayGreeting: "554 no"}, met.but(func(f *facts) {
			f.Greeting, f.Hello, f.Offered, f.Code = probe.GreetingPermError, probe.HelloNotReached, false, 554
		})},
		"EHLO refused": {&smtptest.Server{SayHello: "554 no"}, met.but(func(f *facts) { f.Hello, f.Offered, f.Code = probe.HelloFailed, false, 554 })},
		"SSH":          {&smtptest.Server{SayGreeting: "SSH-2.0-x"}, unmet.but(func(f *facts) { f.Protocol = "SSH" })},
		"FTP":          {&smtptest.Server{SayGreeting: "220 FTP", SayHello: "530 USER first"}, unmet.but(func(f *facts) { f.Protocol = "FTP" })},
		"babble":       {&smtptest.Server{SayGreeting: "hello"}, unmet},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := tryInTurn(t, probe.DoorAt(465), test.server)
			if got := factsOf(r); got != test.want {
				t.Errorf("\ngot  %+v\nwant %+v\n%s", got, test.want, print(r))
			}
			if slices.Contains(test.server.Commands(), "STARTTLS") {
				t.Error("STARTTLS was tried on a TLS door")
			}
		})
	}
}

// TestKnownProtocol: what was recognised need not be asked again.
func TestKnownProtocol(t *testing.T) {
	s := &smtptest.Server{Implicit: true, ClearInstead: "SSH-2.0-x\r\n"}
	if r := tryVirtual(t, s); r.Protocol != "SSH" || s.Connections() != 1 {
		t.Errorf("got %q over %d connections", r.Protocol, s.Connections())
	}
}

func TestOldTLSSendsNothing(t *testing.T) {
	for name, s := range map[string]*smtptest.Server{
		"starttls": {Version: 0x0301},
		"implicit": {Version: 0x0301, Implicit: true},
	} {
		t.Run(name, func(t *testing.T) {
			r := tryVirtual(t, s)
			if r.TLSVersion != "1.0" || r.TLS != probe.TLSFailed || s.Connections() != 2 {
				t.Errorf("version %q, tls %q, %d connections", r.TLSVersion, r.TLS, s.Connections())
			}
			for _, c := range s.Commands() {
				if s.Implicit {
					t.Errorf("%q was sent over TLS 1.0", c)
				}
			}
			if n := len(s.Commands()); !s.Implicit && n != 4 { // EHLO and STARTTLS, twice
				t.Errorf("%d commands were sent: %q", n, s.Commands())
			}
		})
	}
}

// TestSecondTryEndsWithTheWait: what the second connection was at when the wait
// for the greeting ended on the first stands as unanswered, not as cancelled.
func TestSecondTryEndsWithTheWait(t *testing.T) {
	r := tryInTurn(t, probe.DoorAt(587),
		&smtptest.Server{SilentAt: smtptest.Greeting},
		&smtptest.Server{Implicit: true, DelayAt: smtptest.Greeting, Delay: 16 * time.Second, SilentAt: smtptest.Hello})
	if r.TLSMode != probe.ModeImplicitOnSTARTTLS || r.Hello != probe.HelloNone || r.End != probe.EndNormal {
		t.Errorf("mode %s, hello %s, end %q", r.TLSMode, r.Hello, r.End)
	}
}

// TestCutDuringSecondTry: the door's limit strikes, or the person leaves, after
// the first connection has yielded its facts.
func TestCutDuringSecondTry(t *testing.T) {
	firsts := map[string]func() (first, second *smtptest.Server){
		"in the clear": func() (_, _ *smtptest.Server) {
			return &smtptest.Server{Implicit: true, ClearInstead: "220 hello\r\n"}, &smtptest.Server{SilentAt: smtptest.Greeting}
		},
		"old TLS": func() (_, _ *smtptest.Server) {
			return &smtptest.Server{Implicit: true, Version: 0x0301}, &smtptest.Server{Implicit: true, SilentAt: smtptest.Handshake}
		},
	}
	const after = 2 * time.Second
	for name, servers := range firsts {
		for want, cut := range map[probe.End]func(*probe.Prober, context.CancelFunc){
			probe.EndTimeout:   func(p *probe.Prober, _ context.CancelFunc) { p.Timeout = after },
			probe.EndCancelled: func(_ *probe.Prober, cancel context.CancelFunc) { time.AfterFunc(after, cancel) },
		} {
			t.Run(name+", "+string(want), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					first, second := servers()
					ctx, cancel := context.WithCancel(t.Context())
					defer cancel()
					p := &probe.Prober{Lookup: toLoopback, Dial: inTurn(first, second), Roots: first.Roots()}
					cut(p, cancel)
					r := p.Probe(ctx, "localhost", []probe.Door{probe.DoorAt(465)}).Doors[0]
					if r.TLS != probe.TLSFailed || r.End != want || r.Elapsed != after {
						t.Errorf("tls %s, end %q after %v", r.TLS, r.End, r.Elapsed)
					}
					first.Close()
					second.Close()
				})
			})
		}
	}
}
