package probe_test

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"postern/probe"
	"postern/probe/smtptest"
)

// elsewhere is a name that the certificates of these tests are for.
const elsewhere = "mail.elsewhere.example"

// A resolver looks up localhost at once, and elsewhere after a while.
type resolver struct {
	addr  string        // of elsewhere; "" if it leads nowhere
	after time.Duration // an hour: never
	mu    sync.Mutex
	asked []string
	ended int // look-ups that were given up
}

func (r *resolver) lookup(ctx context.Context, host string) ([]netip.Addr, probe.DNS) {
	r.mu.Lock()
	r.asked = append(r.asked, host)
	r.mu.Unlock()
	if host == "localhost" {
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, probe.DNSOK
	}
	select {
	case <-time.After(r.after):
	case <-ctx.Done():
		r.mu.Lock()
		r.ended++
		r.mu.Unlock()
		return nil, probe.DNSTimeout
	}
	if r.addr == "" {
		return nil, probe.DNSNXDomain
	}
	return []netip.Addr{netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr(r.addr)}, probe.DNSOK
}

// met returns the names that were looked up, and how many were given up.
func (r *resolver) met() ([]string, int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.asked), r.ended
}

// leads are the names that were found to lead to the same address.
func leads(r probe.Result) (names []string) {
	if r.Certificate != nil {
		for _, n := range r.Certificate.LeadsHere {
			names = append(names, n.String())
		}
	}
	return names
}

// TestLeadsHere: the names of a certificate for another host are looked up while
// the talk goes on, and are waited for a second at most.
func TestLeadsHere(t *testing.T) {
	const trip, ms = 100 * time.Millisecond, time.Millisecond
	tests := map[string]struct {
		resolver *resolver
		server   *smtptest.Server
		port     int
		want     []string
		elapsed  time.Duration
		note     string
	}{
		"at once":           {&resolver{addr: "127.0.0.1"}, &smtptest.Server{}, 587, []string{elsewhere}, 600 * ms, "leads to the same address"},
		"implicit":          {&resolver{addr: "127.0.0.1"}, &smtptest.Server{Implicit: true}, 465, []string{elsewhere}, 400 * ms, "leads to the same address"},
		"as the talk ends":  {&resolver{addr: "127.0.0.1", after: trip - 1}, &smtptest.Server{}, 587, []string{elsewhere}, 600 * ms, "leads to the same address"},
		"somewhat later":    {&resolver{addr: "127.0.0.1", after: 700 * ms}, &smtptest.Server{}, 587, []string{elsewhere}, 1200 * ms, "leads to the same address"},
		"too late":          {&resolver{addr: "127.0.0.1", after: 1200 * ms}, &smtptest.Server{}, 587, nil, 1600 * ms, "no answer in time"},
		"never":             {&resolver{addr: "127.0.0.1", after: time.Hour}, &smtptest.Server{}, 587, nil, 1600 * ms, "no answer in time"},
		"elsewhere":         {&resolver{addr: "192.0.2.9"}, &smtptest.Server{}, 587, nil, 600 * ms, "leads to another address"},
		"nowhere":           {&resolver{}, &smtptest.Server{}, 587, nil, 600 * ms, "leads nowhere"},
		"and it is expired": {&resolver{addr: "127.0.0.1"}, &smtptest.Server{Certificate: smtptest.Expired}, 587, []string{elsewhere}, 600 * ms, "leads to the same address"},
		"no login":          {&resolver{addr: "127.0.0.1"}, &smtptest.Server{SayHelloAgain: "554 no"}, 587, []string{elsewhere}, 600 * ms, "leads to the same address"},
		"TLS on 587":        {&resolver{addr: "127.0.0.1"}, &smtptest.Server{Implicit: true}, 587, []string{elsewhere}, 3500 * ms, "leads to the same address"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := test.server
				s.Host, s.Latency = elsewhere, trip
				p := &probe.Prober{Lookup: test.resolver.lookup, Dial: s.Dial, Roots: s.Roots()}
				r := checkedProbe(t, p, probe.DoorAt(test.port))
				time.Sleep(time.Second)
				s.Close()
				if got := leads(r); !slices.Equal(got, test.want) || r.Elapsed != test.elapsed {
					t.Errorf("got %q after %v, want %q after %v", got, r.Elapsed, test.want, test.elapsed)
				}
				if note := "note: looked up " + elsewhere; !strings.Contains(print(r), note) || !strings.Contains(print(r), test.note) {
					t.Errorf("no note %q: %q\n%s", note, test.note, print(r))
				}
				if asked, _ := test.resolver.met(); !slices.Equal(asked, []string{"localhost", elsewhere}) {
					t.Errorf("looked up: %q", asked)
				}
				if test.port == 587 && !test.server.Implicit && r.RoundTrips != 6 {
					t.Errorf("got %d round trips", r.RoundTrips)
				}
			})
		})
	}
}

// TestNoLeads: a certificate that is for the host needs no look-up.
func TestNoLeads(t *testing.T) {
	for name, kind := range map[string]smtptest.Kind{
		"good": smtptest.Good, "expired": smtptest.Expired, "unknown": smtptest.UnknownCA, "for no name": smtptest.CommonNameOnly,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				res := &resolver{addr: "127.0.0.1"}
				s := &smtptest.Server{Certificate: kind}
				r := checkedProbe(t, &probe.Prober{Lookup: res.lookup, Dial: s.Dial, Roots: s.Roots()}, probe.DoorAt(587))
				s.Close()
				if asked, _ := res.met(); len(asked) != 1 || leads(r) != nil {
					t.Errorf("looked up: %q, lead here: %q", asked, leads(r))
				}
			})
		})
	}
}

// TestLeadsOnce: the doors of a run share their look-ups, and none waits for
// another; those nobody waits for any more are given up.
func TestLeadsOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const trip = 100 * time.Millisecond
		ca := smtptest.NewCA("Test Root")
		servers := map[string]*smtptest.Server{
			"465": {CA: ca, Host: elsewhere, Implicit: true, Latency: trip},
			"587": {CA: ca, Host: elsewhere, Latency: trip},
			"25":  {CA: ca, Latency: trip},
		}
		res := &resolver{after: time.Hour}
		p := &probe.Prober{Lookup: res.lookup, Dial: byPort(servers), Roots: ca.Pool()}
		report := p.Probe(t.Context(), "localhost", []probe.Door{probe.DoorAt(465), probe.DoorAt(587), probe.DoorAt(25)})
		for i, want := range []time.Duration{4*trip + time.Second, 6*trip + time.Second, 6 * trip} {
			if r := report.Doors[i]; r.Elapsed != want || r.End != probe.EndNormal {
				t.Errorf("door %s settled after %v, want %v, end %q", r.Door, r.Elapsed, want, r.End)
			}
		}
		synctest.Wait()
		if asked, ended := res.met(); !slices.Equal(asked, []string{"localhost", elsewhere}) || ended != 1 {
			t.Errorf("looked up: %q; given up: %d", asked, ended)
		}
		time.Sleep(time.Second)
		for _, s := range servers {
			s.Close()
		}
	})
}

// TestLeadsStopped: whoever leaves need not wait for a look-up.
func TestLeadsStopped(t *testing.T) {
	for name, test := range map[string]struct {
		after, timeout time.Duration
		end            probe.End
	}{
		"cancelled":      {500 * time.Millisecond, 0, probe.EndCancelled},
		"the door limit": {time.Hour, 500 * time.Millisecond, probe.EndNormal}, // the talk had come to its end
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				res := &resolver{after: time.Hour}
				s := &smtptest.Server{Host: elsewhere}
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				time.AfterFunc(test.after, cancel)
				p := &probe.Prober{Lookup: res.lookup, Dial: s.Dial, Roots: s.Roots(), Timeout: test.timeout}
				r := p.Probe(ctx, "localhost", []probe.Door{probe.DoorAt(587)}).Doors[0]
				synctest.Wait()
				s.Close()
				if _, ended := res.met(); r.Elapsed != 500*time.Millisecond || r.End != test.end || ended != 1 {
					t.Errorf("settled after %v, end %q, given up: %d", r.Elapsed, r.End, ended)
				}
			})
		})
	}
}

// TestLeadsToThisAddress: it is the address of the connection that counts, and
// not another one of the host.
func TestLeadsToThisAddress(t *testing.T) {
	six, four := netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("192.0.2.1")
	for name, test := range map[string]struct {
		leads []netip.Addr
		want  []string
	}{
		"to both":          {[]netip.Addr{six, four}, []string{elsewhere}},
		"to this one":      {[]netip.Addr{four}, []string{elsewhere}},
		"to it, as mapped": {[]netip.Addr{netip.MustParseAddr("::ffff:192.0.2.1")}, []string{elsewhere}},
		"to the other one": {[]netip.Addr{six}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &smtptest.Server{Host: elsewhere}
				lookup := func(_ context.Context, host string) ([]netip.Addr, probe.DNS) {
					if host == elsewhere {
						return test.leads, probe.DNSOK
					}
					return []netip.Addr{six, four}, probe.DNSOK
				}
				dial := func(ctx context.Context, network, address string) (net.Conn, error) {
					if strings.HasPrefix(address, "[") {
						return nil, &net.OpError{Op: "dial", Err: net.ErrClosed}
					}
					return s.Dial(ctx, network, address)
				}
				p := &probe.Prober{Lookup: lookup, Dial: dial, Roots: s.Roots()}
				r := checkedProbe(t, p, probe.DoorAt(587))
				s.Close()
				if got := leads(r); !slices.Equal(got, test.want) || r.Address != four {
					t.Errorf("got %q at %v, want %q", got, r.Address, test.want)
				}
			})
		})
	}
}
