package probe_test

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"postern/probe"
	"postern/probe/smtptest"
)

// TestRoundTrips proves the two numbers of the design twice over: by the count,
// and by the time that passes when every crossing takes a tenth of a second.
func TestRoundTrips(t *testing.T) {
	const trip = 100 * time.Millisecond
	tests := map[string]struct {
		server *smtptest.Server
		want   int
	}{
		"587": {&smtptest.Server{Latency: trip}, 6},
		"465": {&smtptest.Server{Latency: trip, Implicit: true}, 4},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := tryVirtual(t, test.server)
			if r.RoundTrips != test.want {
				t.Errorf("got %d round trips, want %d", r.RoundTrips, test.want)
			}
			if want := time.Duration(test.want) * trip; r.Elapsed != want {
				t.Errorf("it took %v, want %v", r.Elapsed, want)
			}
			if !r.TLSVerified || r.TLSVersion != "1.3" {
				t.Errorf("the door is not as it should be: %+v", factsOf(r))
			}
		})
	}
}

// TestTripsThatBringNothing: waiting in vain is no crossing of the network.
func TestTripsThatBringNothing(t *testing.T) {
	for name, test := range map[string]struct {
		server *smtptest.Server
		want   int
	}{
		"silent":          {&smtptest.Server{SilentAt: smtptest.Greeting}, 1},
		"closed":          {&smtptest.Server{CloseAt: smtptest.Greeting}, 2},
		"silent at EHLO":  {&smtptest.Server{SilentAt: smtptest.Hello}, 2},
		"implicit silent": {&smtptest.Server{Implicit: true, SilentAt: smtptest.Handshake}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			if r := tryVirtual(t, test.server); r.RoundTrips != test.want {
				t.Errorf("got %d round trips, want %d", r.RoundTrips, test.want)
			}
		})
	}
}

// TestMoments checks when doors settle that have to be waited for.
func TestMoments(t *testing.T) {
	const second = time.Second
	tests := map[string]struct {
		server *smtptest.Server
		want   time.Duration
	}{
		"silent":                  {&smtptest.Server{SilentAt: smtptest.Greeting}, 20 * second},
		"silent after EHLO":       {&smtptest.Server{SilentAt: smtptest.Hello}, 10 * second},
		"silent after HELO":       {&smtptest.Server{SayHello: "500 what", SilentAt: smtptest.OldHello}, 10 * second},
		"silent after STARTTLS":   {&smtptest.Server{SilentAt: smtptest.STARTTLS}, 10 * second},
		"silent at the handshake": {&smtptest.Server{SilentAt: smtptest.Handshake}, 10 * second},
		"silent at EHLO again":    {&smtptest.Server{SilentAt: smtptest.HelloAgain}, 10 * second},
		"implicit and silent":     {&smtptest.Server{Implicit: true, SilentAt: smtptest.Handshake}, 10 * second},
		"implicit, no greeting":   {&smtptest.Server{Implicit: true, SilentAt: smtptest.Greeting}, 20 * second},
		"greets after 15 s":       {&smtptest.Server{DelayAt: smtptest.Greeting, Delay: 15 * second}, 15 * second},
		"a greeting in drips":     {&smtptest.Server{DripAt: smtptest.Greeting, Drip: second, SayGreeting: "220 mail.example.org at your service"}, 20 * second},
		"EHLO answered in drips":  {&smtptest.Server{DripAt: smtptest.Hello, Drip: second}, 10 * second},
		"all slow": {
			&smtptest.Server{DelayAt: smtptest.Greeting, Delay: 19 * second, SilentAt: smtptest.Hello}, 29 * second,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if r := tryVirtual(t, test.server); r.Elapsed != test.want {
				t.Errorf("settled after %v, want %v\n%s", r.Elapsed, test.want, print(r))
			}
		})
	}
}

func TestSlowGreeting(t *testing.T) {
	tests := map[string]struct {
		delay time.Duration
		slow  bool
	}{
		"at once":   {0, false},
		"after 4 s": {4 * time.Second, false},
		"6 s":       {6 * time.Second, true},
		"15 s":      {15 * time.Second, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := tryVirtual(t, &smtptest.Server{DelayAt: smtptest.Greeting, Delay: test.delay})
			if got := factsOf(r); got != good {
				t.Errorf("\ngot  %+v\nwant %+v", got, good)
			}
			if got := slices.Contains(r.Warnings, probe.WarnSlowGreeting); got != test.slow {
				t.Errorf("slow-greeting is %v, want %v", got, test.slow)
			}
		})
	}
}

// byPort dials the server of each port; a port without one never answers.
func byPort(servers map[string]*smtptest.Server) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		_, port, _ := net.SplitHostPort(address)
		if s := servers[port]; s != nil {
			return s.Dial(ctx, network, address)
		}
		<-ctx.Done()
		return nil, ctx.Err()
	}
}

// TestDoorsDoNotWait checks that a door that hangs delays no other, and that
// nobody has to read the events for the doors to be tried.
func TestDoorsDoNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ca := smtptest.NewCA("Test Root")
		servers := map[string]*smtptest.Server{
			"465": {CA: ca, Implicit: true, Latency: 100 * time.Millisecond},
			"587": {CA: ca, Latency: 100 * time.Millisecond},
			"25":  {CA: ca, SilentAt: smtptest.Greeting},
		}
		p := &probe.Prober{Lookup: toLoopback, Dial: byPort(servers), Roots: ca.Pool()}
		report, events := p.Start(t.Context(), "localhost", probe.StandardDoors())
		time.Sleep(time.Minute) // virtual; all that while nobody reads
		for e := range events {
			report = report.With(e)
		}
		want := map[int]time.Duration{
			465: 400 * time.Millisecond, 587: 600 * time.Millisecond, 2525: 8 * time.Second, 25: 20 * time.Second,
		}
		for port, elapsed := range want {
			if r, _ := report.Door(port); r.Elapsed != elapsed {
				t.Errorf("door %d settled after %v, want %v", port, r.Elapsed, elapsed)
			}
		}
		if r, _ := report.Door(2525); r.Connect != probe.ConnectTimeout || r.RoundTrips != 0 || r.End != probe.EndNormal {
			t.Errorf("door 2525: got %+v", r)
		}
		for _, s := range servers {
			s.Close()
		}
	})
}

// stages are servers that keep a dialogue waiting, at every stage there is.
var stages = map[string]func() *smtptest.Server{
	"greeting":            func() *smtptest.Server { return &smtptest.Server{SilentAt: smtptest.Greeting} },
	"hello":               func() *smtptest.Server { return &smtptest.Server{SilentAt: smtptest.Hello} },
	"old hello":           func() *smtptest.Server { return &smtptest.Server{SayHello: "500 what", SilentAt: smtptest.OldHello} },
	"starttls":            func() *smtptest.Server { return &smtptest.Server{SilentAt: smtptest.STARTTLS} },
	"handshake":           func() *smtptest.Server { return &smtptest.Server{SilentAt: smtptest.Handshake} },
	"hello again":         func() *smtptest.Server { return &smtptest.Server{SilentAt: smtptest.HelloAgain} },
	"implicit handshake":  func() *smtptest.Server { return &smtptest.Server{Implicit: true, SilentAt: smtptest.Handshake} },
	"implicit greeting":   func() *smtptest.Server { return &smtptest.Server{Implicit: true, SilentAt: smtptest.Greeting} },
	"an endless greeting": func() *smtptest.Server { return &smtptest.Server{DripAt: smtptest.Greeting, Drip: time.Hour} },
}

func TestCancel(t *testing.T) {
	for name, server := range stages {
		t.Run(name, func(t *testing.T) {
			for _, after := range []time.Duration{0, 2 * time.Second, 4 * time.Second} {
				synctest.Test(t, func(t *testing.T) {
					s := server()
					ctx, cancel := context.WithCancel(t.Context())
					time.AfterFunc(after, cancel)
					p := &probe.Prober{Lookup: toLoopback, Dial: s.Dial, Roots: s.Roots()}
					r := p.Probe(ctx, "localhost", []probe.Door{doorOf(s)}).Doors[0]
					if r.End != probe.EndCancelled || !r.Settled() || r.Elapsed != after {
						t.Errorf("after %v: end %q, step %v, elapsed %v", after, r.End, r.Step, r.Elapsed)
					}
					if slices.Contains([]probe.Greeting{probe.GreetingNone, probe.GreetingClosed}, r.Greeting) {
						t.Errorf("after %v: the greeting is said to be %q, and was only not waited for", after, r.Greeting)
					}
					s.Close()
				})
			}
		})
	}
}

func TestCancelDuringLookup(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		deaf := make(chan struct{})
		p := &probe.Prober{Lookup: func(context.Context, string) ([]netip.Addr, probe.DNS) {
			<-deaf // a resolver that does not watch its context
			return nil, probe.DNSOK
		}}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		r := p.Probe(ctx, "localhost", probe.StandardDoors()).Doors[0]
		close(deaf)
		if r.End != probe.EndCancelled || r.Elapsed != time.Second || r.Connect != probe.ConnectNotReached {
			t.Errorf("got %+v", r)
		}
	})
}

// TestDeafResolver: the limit for a lookup holds for a resolver that does not
// keep to it.
func TestDeafResolver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		deaf := make(chan struct{})
		p := &probe.Prober{Lookup: func(context.Context, string) ([]netip.Addr, probe.DNS) {
			<-deaf
			return nil, probe.DNSOK
		}}
		r := checkedProbe(t, p, probe.DoorAt(25))
		close(deaf)
		if r.DNS != probe.DNSTimeout || r.Elapsed != 5*time.Second || r.End != probe.EndNormal {
			t.Errorf("got %s after %v, end %q", r.DNS, r.Elapsed, r.End)
		}
	})
}

func TestCancelDuringConnect(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &probe.Prober{Lookup: toLoopback, Dial: byPort(nil)}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		r := p.Probe(ctx, "localhost", []probe.Door{probe.DoorAt(25)}).Doors[0]
		if r.End != probe.EndCancelled || r.Elapsed != time.Second || r.Connect != probe.ConnectNotReached {
			t.Errorf("got %+v", r)
		}
	})
}

// TestDoorLimit checks that the limit for a door leaves the facts as they stood.
func TestDoorLimit(t *testing.T) {
	wants := map[string]func(probe.Result) bool{
		"greeting":            func(r probe.Result) bool { return r.Greeting == probe.GreetingNone },
		"hello":               func(r probe.Result) bool { return r.Hello == probe.HelloNone },
		"old hello":           func(r probe.Result) bool { return r.Hello == probe.HelloFailed },
		"starttls":            func(r probe.Result) bool { return r.TLS == probe.TLSFailed },
		"handshake":           func(r probe.Result) bool { return r.TLS == probe.TLSFailed },
		"hello again":         func(r probe.Result) bool { return r.TLS == probe.TLSOK && r.Hello == probe.HelloNone },
		"implicit handshake":  func(r probe.Result) bool { return r.TLS == probe.TLSFailed },
		"implicit greeting":   func(r probe.Result) bool { return r.TLS == probe.TLSOK && r.Greeting == probe.GreetingNone },
		"an endless greeting": func(r probe.Result) bool { return r.Greeting == probe.GreetingNone },
	}
	for name, server := range stages {
		t.Run(name, func(t *testing.T) {
			// Before and after a silent greeting has its second try beside it.
			for _, limit := range []time.Duration{2 * time.Second, 5 * time.Second} {
				synctest.Test(t, func(t *testing.T) {
					s := server()
					p := &probe.Prober{Lookup: toLoopback, Dial: s.Dial, Roots: s.Roots(), Timeout: limit}
					r := checkedProbe(t, p, doorOf(s))
					if r.End != probe.EndTimeout || r.Elapsed != limit || !wants[name](r) {
						t.Errorf("end %q after %v, limit %v: %+v", r.End, r.Elapsed, limit, factsOf(r))
					}
					s.Close()
				})
			}
		})
	}
	t.Run("connect", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := &probe.Prober{Lookup: toLoopback, Dial: byPort(nil), Timeout: time.Second}
			r := checkedProbe(t, p, probe.DoorAt(25))
			if r.End != probe.EndTimeout || r.Elapsed != time.Second || r.Connect != probe.ConnectTimeout {
				t.Errorf("got %+v", r)
			}
		})
	})
}
