package practice

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"postern/probe"
)

// facts are what a door must lead the prober to, in short.
type facts struct {
	dns      probe.DNS // empty means ok
	connect  probe.Connect
	greeting probe.Greeting
	hello    probe.Hello
	mode     probe.TLSMode
	tls      probe.TLSResult
	verified bool
	login    bool // offered after TLS
}

func factsOf(r probe.Result) facts {
	f := facts{
		connect: r.Connect, greeting: r.Greeting, hello: r.Hello,
		mode: r.TLSMode, tls: r.TLS, verified: r.TLSVerified, login: len(r.AuthAfterTLS) > 0,
	}
	if r.DNS != probe.DNSOK {
		f.dns = r.DNS
	}
	return f
}

var (
	goodSTARTTLS = facts{"", probe.ConnectOK, probe.GreetingOK, probe.HelloOK, probe.ModeSTARTTLS, probe.TLSOK, true, true}
	goodImplicit = facts{"", probe.ConnectOK, probe.GreetingOK, probe.HelloOK, probe.ModeImplicit, probe.TLSOK, true, true}
	goodRelay    = facts{"", probe.ConnectOK, probe.GreetingOK, probe.HelloOK, probe.ModeSTARTTLS, probe.TLSOK, true, false}
)

// good returns what a door as it should be leads to.
func good(port int) facts {
	switch port {
	case 465:
		return goodImplicit
	case 25:
		return goodRelay
	}
	return goodSTARTTLS
}

// cannot returns the facts of a door that was not connected to.
func cannot(dns probe.DNS, connect probe.Connect) facts {
	return facts{
		dns: dns, connect: connect, greeting: probe.GreetingNotReached, hello: probe.HelloNotReached,
		mode: probe.ModeNone, tls: probe.TLSNotReached,
	}
}

// ends returns the facts of a STARTTLS door whose greeting was the last thing heard.
func ends(greeting probe.Greeting) facts {
	return facts{
		connect: probe.ConnectOK, greeting: greeting, hello: probe.HelloNotReached,
		mode: probe.ModeNone, tls: probe.TLSNotReached,
	}
}

func (f facts) with(change func(*facts)) facts { change(&f); return f }

// brief is enough for a door that keeps the prober waiting to be found so.
const brief = 200 * time.Millisecond

// TestProbedScenes lets the prober try doors of each scene.
func TestProbedScenes(t *testing.T) {
	unverified := func(f *facts) { f.verified = false }
	noLogin := func(f *facts) { f.login = false }
	failed := func(f *facts) {
		*f = facts{connect: f.connect, greeting: f.greeting, hello: f.hello, mode: f.mode, tls: probe.TLSFailed}
	}
	failedImplicit := facts{
		connect: probe.ConnectOK, greeting: probe.GreetingNotReached, hello: probe.HelloNotReached,
		mode: probe.ModeImplicit, tls: probe.TLSFailed,
	}
	tests := []struct {
		scene string
		ports []int
		waits bool // the door would keep the prober until a limit
		want  func(port int) facts
	}{
		{"open", []int{25, 465, 587, 2525}, false, good},
		{"blocked", []int{25}, true, is(cannot("", probe.ConnectTimeout))},
		{"blocked", []int{465, 587, 2525}, false, good},
		{"quiet", []int{587}, true, is(ends(probe.GreetingNone))},
		{"quiet", []int{465}, false, good},
		{"spare", []int{25, 465, 587}, true, is(cannot("", probe.ConnectTimeout))},
		{"spare", []int{2525}, false, good},
		{"no-starttls", []int{587}, false, is(facts{"", probe.ConnectOK, probe.GreetingOK, probe.HelloOK, probe.ModeNone, probe.TLSNone, false, false})},
		{"no-starttls", []int{465}, false, good},
		{"wrong-name", []int{25, 465, 587, 2525}, false, but(unverified)},
		{"expired", []int{25, 465, 587, 2525}, false, but(unverified)},
		{"closed", []int{25, 465, 587, 2525}, false, is(cannot("", probe.ConnectRefused))},
		{"filtered", []int{25, 465, 587, 2525}, true, is(cannot("", probe.ConnectTimeout))},
		{"relay-only", []int{25}, false, good},
		{"relay-only", []int{465, 587, 2525}, false, is(cannot("", probe.ConnectRefused))},
		{"busy", []int{25, 587, 2525}, false, is(ends(probe.GreetingTempError))},
		{"busy", []int{465}, false, is(goodImplicit.with(func(f *facts) { f.greeting, f.hello, f.login = probe.GreetingTempError, probe.HelloNotReached, false }))},
		{"refuses", []int{25, 587, 2525}, false, is(ends(probe.GreetingPermError))},
		{"refuses", []int{465}, false, is(goodImplicit.with(func(f *facts) { f.greeting, f.hello, f.login = probe.GreetingPermError, probe.HelloNotReached, false }))},
		{"not-smtp", []int{587}, false, is(ends(probe.GreetingNotSMTP))},
		{"no-login", []int{465, 587, 2525}, false, but(noLogin)},
		{"self-signed", []int{465, 587}, false, but(unverified)},
		{"unknown-ca", []int{465, 587}, false, but(unverified)},
		{"not-yet-valid", []int{465, 587}, false, but(unverified)},
		{"starttls-refused", []int{587}, false, is(facts{"", probe.ConnectOK, probe.GreetingOK, probe.HelloOK, probe.ModeSTARTTLS, probe.TLSRefused, false, false})},
		{"plaintext-injected", []int{587}, false, good},
		{"tls-failed", []int{587}, false, but(failed)},
		{"tls-failed", []int{465}, false, is(failedImplicit)},
		{"tls-too-old", []int{587}, false, but(failed)},
		{"tls-too-old", []int{465}, false, is(failedImplicit)},
		{"plaintext-on-tls-port", []int{465}, false, is(facts{"", probe.ConnectOK, probe.GreetingOK, probe.HelloOK, probe.ModePlaintextOnTLS, probe.TLSFailed, false, false})},
		{"malformed", []int{587}, false, is(ends(probe.GreetingMalformed))},
		{"too-long", []int{587}, false, is(ends(probe.GreetingOversized))},
		{"closed-early", []int{587}, false, is(ends(probe.GreetingClosed))},
		{"reset", []int{587}, false, is(ends(probe.GreetingReset))},
		{"rejected-by-firewall", []int{25, 587, 2525}, false, is(cannot("", probe.ConnectRejected))},
		{"rejected-by-firewall", []int{465}, false, good},
		{"unreachable", []int{25, 465, 587, 2525}, false, is(cannot("", probe.ConnectUnreachable))},
		{"no-such-name", []int{587}, false, is(cannot(probe.DNSNXDomain, probe.ConnectNotReached))},
		{"no-address", []int{587}, false, is(cannot(probe.DNSNoData, probe.ConnectNotReached))},
		{"name-lookup-failed", []int{587}, false, is(cannot(probe.DNSServFail, probe.ConnectNotReached))},
		{"name-lookup-timeout", []int{587}, true, is(cannot(probe.DNSTimeout, probe.ConnectNotReached))},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%s %v", tt.scene, tt.ports), func(t *testing.T) {
			t.Parallel()
			s := start(t, tt.scene)
			for _, r := range tryDoors(t, s, tt.ports, tt.waits).Doors {
				if got, want := factsOf(r), tt.want(r.Door.Port); got != want {
					t.Errorf("%v:\n got %+v\nwant %+v\n%v", r.Door, got, want, r.Transcript)
				}
			}
		})
	}
}

// is and but say what a row of the table wants: always the same facts, or
// those of a good door with a change.
func is(f facts) func(int) facts { return func(int) facts { return f } }

func but(change func(*facts)) func(int) facts {
	return func(port int) facts { return good(port).with(change) }
}

// tryDoors lets the prober try some doors of the server.
func tryDoors(t *testing.T, s *Server, ports []int, waits bool) probe.Report {
	t.Helper()
	p := s.Prober()
	if waits {
		p.Timeout = brief
	}
	doors := slices.DeleteFunc(slices.Clone(s.Doors), func(d probe.Door) bool { return !slices.Contains(ports, d.Port) })
	return p.Probe(context.Background(), s.Host, doors)
}

func TestProbedCertificates(t *testing.T) {
	tests := []struct {
		scene string
		want  []probe.CertificateProblem
	}{
		{"open", nil},
		{"wrong-name", []probe.CertificateProblem{probe.CertWrongHost}},
		{"expired", []probe.CertificateProblem{probe.CertExpired}},
		{"not-yet-valid", []probe.CertificateProblem{probe.CertNotYetValid}},
		{"self-signed", []probe.CertificateProblem{probe.CertSelfSigned}},
	}
	for _, tt := range tests {
		t.Run(tt.scene, func(t *testing.T) {
			t.Parallel()
			r := tryDoors(t, start(t, tt.scene), []int{465}, false).Doors[0]
			if r.Certificate == nil {
				t.Fatalf("no certificate: %v", r.Transcript)
			}
			if got := r.Certificate.Problems; !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestProbedInjection(t *testing.T) {
	t.Parallel()
	r := tryDoors(t, start(t, "plaintext-injected"), []int{587}, false).Doors[0]
	if !r.Injected || r.InjectedExcerpt.Empty() {
		t.Errorf("got injected %v %q, want it seen", r.Injected, r.InjectedExcerpt)
	}
}

func TestProbedWebServer(t *testing.T) {
	t.Parallel()
	r := tryDoors(t, start(t, "not-smtp"), []int{587}, false).Doors[0]
	if r.Protocol != "HTTP" {
		t.Errorf("got protocol %q, want HTTP", r.Protocol)
	}
}

func TestProbedOldTLS(t *testing.T) {
	t.Parallel()
	for _, r := range tryDoors(t, start(t, "tls-too-old"), []int{465, 587}, false).Doors {
		if r.TLSVersion != "1.0" {
			t.Errorf("%v: got TLS %q, want 1.0", r.Door, r.TLSVersion)
		}
	}
}

// TestProbedTLSFirst waits as long as the prober does before it tries TLS on a
// silent door.
func TestProbedTLSFirst(t *testing.T) {
	if testing.Short() {
		t.Skip("takes three seconds")
	}
	t.Parallel()
	r := tryDoors(t, start(t, "tls-on-starttls-port"), []int{587}, false).Doors[0]
	want := goodSTARTTLS.with(func(f *facts) { f.mode, f.greeting = probe.ModeImplicitOnSTARTTLS, probe.GreetingNone })
	if got := factsOf(r); got != want {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

// TestGoodDoorsGiveNoWarnings keeps practice calm: a scene in order must look so.
func TestGoodDoorsGiveNoWarnings(t *testing.T) {
	for _, r := range tryDoors(t, start(t, "open"), []int{25, 465, 587, 2525}, false).Doors {
		if len(r.Warnings) != 0 {
			t.Errorf("%v: got warnings %v, want none", r.Door, r.Warnings)
		}
	}
}
