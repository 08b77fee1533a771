package probe_test

import (
	"context"
	"net"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"postern/probe"
	"postern/probe/smtptest"
)

// toLoopback looks every name up as 127.0.0.1.
func toLoopback(context.Context, string) ([]netip.Addr, probe.DNS) {
	return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, probe.DNSOK
}

// doorOf returns the door a server stands behind.
func doorOf(s *smtptest.Server) probe.Door {
	if s.Implicit {
		return probe.DoorAt(465)
	}
	return probe.DoorAt(587)
}

// tryVirtual probes the server, as localhost, over connections in memory and in
// virtual time. Every property that holds for all probes is checked on the way.
func tryVirtual(t *testing.T, s *smtptest.Server) (r probe.Result) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		p := &probe.Prober{Lookup: toLoopback, Dial: s.Dial, Roots: s.Roots()}
		r = checkedProbe(t, p, doorOf(s))
		time.Sleep(s.Latency) // what was said last is under way
		synctest.Wait()
		s.Close()
		for _, c := range s.Complaints() {
			t.Errorf("the server complains: %s", c)
		}
		checkCommands(t, s.Commands())
	})
	return r
}

// checkedProbe probes one door and checks the stream of events.
func checkedProbe(t *testing.T, p *probe.Prober, d probe.Door) probe.Result {
	t.Helper()
	report, events := p.Start(t.Context(), "localhost", []probe.Door{d})
	var seen []probe.Event
	var printed []string
	for e := range events {
		seen = append(seen, e)
		printed = append(printed, print(e.Result))
		report = report.With(e)
	}
	if len(seen) >= cap(events) {
		t.Errorf("%d events fill the channel's %d places: the visit may have left some out", len(seen), cap(events))
	}
	for i, e := range seen {
		if got := print(e.Result); got != printed[i] {
			t.Errorf("event %d was changed after it was sent:\ngot  %s\nwant %s", i, got, printed[i])
		}
		if cap(e.Result.Transcript) != len(e.Result.Transcript) || cap(e.Result.Warnings) != len(e.Result.Warnings) {
			t.Errorf("event %d: who appends to its slices writes into later ones", i)
		}
		if settled := e.Result.Settled(); settled != (i == len(seen)-1) {
			t.Errorf("event %d of %d: settled is %v", i, len(seen), settled)
		}
	}
	r := report.Doors[0]
	checkTranscript(t, r)
	checkFacts(t, r)
	checkPrintable(t, "Result", reflect.ValueOf(r))
	return r
}

// print writes out all of a result that an event could share.
func print(r probe.Result) string {
	var b strings.Builder
	for _, l := range r.Transcript {
		b.WriteString(string(l.From) + ": " + l.Text.String() + "\n")
	}
	for _, w := range r.Warnings {
		b.WriteString("warning " + string(w) + "\n")
	}
	for _, a := range r.Connects {
		b.WriteString("connect " + a.Address.String() + " " + string(a.Result) + "\n")
	}
	return b.String()
}

// checkTranscript checks that time only goes forward in a transcript.
func checkTranscript(t *testing.T, r probe.Result) {
	t.Helper()
	if !slices.IsSortedFunc(r.Transcript, func(a, b probe.Line) int { return int(a.At - b.At) }) {
		t.Errorf("the transcript jumps in time:\n%s", print(r))
	}
}

// checkCommands checks that nothing was said but what the package promises.
func checkCommands(t *testing.T, commands []string) {
	t.Helper()
	for _, c := range commands {
		switch verb, _, _ := strings.Cut(c, " "); verb {
		case "EHLO", "HELO", "STARTTLS", "QUIT", "TLS":
		default:
			t.Errorf("the probe said %q", c)
		}
	}
}

func TestLoopback(t *testing.T) {
	tests := map[string]struct {
		server *smtptest.Server
		want   func(probe.Result) bool
	}{
		"starttls": {&smtptest.Server{}, func(r probe.Result) bool { return r.TLSVerified && r.Hello == probe.HelloOK }},
		"implicit": {&smtptest.Server{Implicit: true}, func(r probe.Result) bool { return r.TLSVerified && r.Hello == probe.HelloOK }},
		"closed":   {&smtptest.Server{CloseAt: smtptest.Greeting}, func(r probe.Result) bool { return r.Greeting == probe.GreetingClosed }},
		"reset":    {&smtptest.Server{ResetAt: smtptest.Hello}, func(r probe.Result) bool { return r.Hello == probe.HelloReset }},
		"endless":  {&smtptest.Server{EndlessAt: smtptest.Hello}, func(r probe.Result) bool { return r.Hello == probe.HelloOversized }},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := test.server
			s.Start()
			defer s.Close()
			d := doorOf(s)
			d.DialPort = s.Port()
			p := &probe.Prober{Lookup: toLoopback, Roots: s.Roots()}
			if r := checkedProbe(t, p, d); !test.want(r) {
				t.Errorf("got %+v", r)
			}
		})
	}
}

func TestRefused(t *testing.T) {
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	_ = l.Close()
	r := checkedProbe(t, &probe.Prober{Lookup: toLoopback}, probe.Door{Port: 25, DialPort: port})
	if r.Connect != probe.ConnectRefused || r.Greeting != probe.GreetingNotReached || r.TLS != probe.TLSNotReached || r.RoundTrips != 1 {
		t.Errorf("got %+v", r)
	}
}

// TestIPv6Loopback speaks over IPv6, where the machine has it.
func TestIPv6Loopback(t *testing.T) {
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp6", "[::1]:0")
	if err != nil {
		t.Skip("this machine has no IPv6: ", err)
	}
	_ = l.Close()
	s := &smtptest.Server{Listen: "[::1]:0"}
	s.Start()
	defer s.Close()
	p := &probe.Prober{Roots: s.Roots()}
	r := p.Probe(t.Context(), "::1", []probe.Door{{Port: 587, DialPort: s.Port()}}).Doors[0]
	if !r.TLSVerified || r.Address != netip.IPv6Loopback() {
		t.Errorf("got %+v", r)
	}
	if got := s.Commands()[0]; got != "EHLO [IPv6:::1]" {
		t.Errorf("it said %q", got)
	}
}

func TestLocalName(t *testing.T) {
	for name, want := range map[string]string{"laptop.example": "EHLO laptop.example", "a\r\nRSET": "EHLO [127.0.0.1]"} {
		synctest.Test(t, func(t *testing.T) {
			s := &smtptest.Server{}
			p := &probe.Prober{Lookup: toLoopback, Dial: s.Dial, Roots: s.Roots(), LocalName: name}
			p.Probe(t.Context(), "localhost", []probe.Door{probe.DoorAt(587)})
			s.Close()
			if got := s.Commands()[0]; got != want {
				t.Errorf("it said %q, want %q", got, want)
			}
		})
	}
}
