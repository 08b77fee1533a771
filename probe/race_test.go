package probe_test

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"postern/probe"
	"postern/probe/smtptest"
)

// A route is how connecting to one address goes.
type route struct {
	after time.Duration
	err   error // nil connects
}

// network dials by address: to the server, or to an error.
type network struct {
	server *smtptest.Server
	routes map[string]route
}

func (n network) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, _, _ := net.SplitHostPort(address)
	r, known := n.routes[host]
	if !known {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-time.After(r.after):
	}
	if r.err != nil {
		return nil, &net.OpError{Op: "dial", Err: r.err}
	}
	return n.server.Dial(ctx, network, address)
}

const v6, v4, otherV4 = "2001:db8::1", "192.0.2.1", "192.0.2.2"

func lookupOf(addrs ...string) func(context.Context, string) ([]netip.Addr, probe.DNS) {
	return func(context.Context, string) ([]netip.Addr, probe.DNS) {
		var all []netip.Addr
		for _, a := range addrs {
			all = append(all, netip.MustParseAddr(a))
		}
		return all, probe.DNSOK
	}
}

func TestRace(t *testing.T) {
	const ms, second = time.Millisecond, time.Second
	type routes = map[string]route
	tests := map[string]struct {
		addrs  []string
		routes routes
		// slow makes the dialogue long enough for a loser to finish.
		slow     time.Duration
		want     string // address result, …
		connect  probe.Connect
		elapsed  time.Duration // of the whole
		warnings []probe.Warning
	}{
		"the first answers, no other is tried": {
			addrs: []string{v6, v4}, routes: routes{v6: {}, v4: {}},
			want: v6 + " ok", connect: probe.ConnectOK,
		},
		"IPv6 refuses: IPv4 at once": {
			addrs: []string{v6, v4}, routes: routes{v6: {10 * ms, syscall.ECONNREFUSED}, v4: {}},
			want: v6 + " refused, " + v4 + " ok", connect: probe.ConnectOK, elapsed: 10 * ms,
			warnings: []probe.Warning{probe.WarnIPv6Broken},
		},
		"no route to IPv6 is usual": {
			addrs: []string{v6, v4}, routes: routes{v6: {0, syscall.ENETUNREACH}, v4: {}},
			want: v6 + " unreachable, " + v4 + " ok", connect: probe.ConnectOK,
		},
		"IPv6 never answers: IPv4 after the head start": {
			addrs: []string{v6, v4}, routes: routes{v4: {}},
			want: v6 + " abandoned, " + v4 + " ok", connect: probe.ConnectOK, elapsed: 250 * ms,
		},
		"the loser may finish": {
			addrs: []string{v6, v4}, routes: routes{v6: {2 * second, nil}, v4: {}}, slow: 2500 * ms,
			want: v6 + " ok, " + v4 + " ok", connect: probe.ConnectOK, elapsed: 2750 * ms,
		},
		"the loser may fail": {
			addrs: []string{v6, v4}, routes: routes{v6: {2 * second, syscall.EHOSTDOWN}, v4: {}}, slow: 2500 * ms,
			want: v6 + " unreachable, " + v4 + " ok", connect: probe.ConnectOK, elapsed: 2750 * ms,
		},
		"the loser may time out": {
			addrs: []string{v6, v4}, routes: routes{v4: {}}, slow: 9 * second,
			want: v6 + " timeout, " + v4 + " ok", connect: probe.ConnectOK, elapsed: 9250 * ms,
			warnings: []probe.Warning{probe.WarnIPv6Broken, probe.WarnSlowGreeting},
		},
		"IPv4 broken": {
			addrs: []string{v4, v6}, routes: routes{v4: {0, syscall.ECONNREFUSED}, v6: {}},
			want: v4 + " refused, " + v6 + " ok", connect: probe.ConnectOK,
		},
		"families in turn": {
			addrs: []string{v4, otherV4, v6}, routes: routes{v4: {0, syscall.ECONNREFUSED}, otherV4: {0, syscall.ECONNREFUSED}, v6: {}},
			want: v4 + " refused, " + v6 + " ok", connect: probe.ConnectOK,
		},
		"all refuse": {
			addrs: []string{v6, v4}, routes: routes{v6: {0, syscall.ECONNREFUSED}, v4: {0, syscall.ECONNREFUSED}},
			want: v6 + " refused, " + v4 + " refused", connect: probe.ConnectRefused,
		},
		"nobody answers": {
			addrs: []string{v6, v4},
			want:  v6 + " timeout, " + v4 + " timeout", connect: probe.ConnectTimeout, elapsed: 8250 * ms,
		},
		"no route, and no answer": {
			addrs: []string{v6, v4}, routes: routes{v6: {0, syscall.ENETUNREACH}},
			want: v6 + " unreachable, " + v4 + " timeout", connect: probe.ConnectTimeout, elapsed: 8 * second,
		},
		"no route, and refused": {
			addrs: []string{v6, v4}, routes: routes{v6: {0, syscall.ENETUNREACH}, v4: {0, syscall.ECONNREFUSED}},
			want: v6 + " unreachable, " + v4 + " refused", connect: probe.ConnectRefused,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &smtptest.Server{DelayAt: smtptest.Greeting, Delay: test.slow}
				if test.slow > 3*time.Second { // no second try: it would greet beside it
					s.Delay, s.DripAt, s.Drip, s.SayGreeting = 0, smtptest.Greeting, test.slow/5, "220"
				}
				p := &probe.Prober{Lookup: lookupOf(test.addrs...), Dial: network{s, test.routes}.dial, Roots: s.Roots()}
				r := checkedProbe(t, p, probe.DoorAt(587))
				var got []string
				for _, a := range r.Connects {
					got = append(got, a.Address.String()+" "+string(a.Result))
				}
				if got := strings.Join(got, ", "); got != test.want {
					t.Errorf("got %s, want %s", got, test.want)
				}
				if r.Connect != test.connect || r.Elapsed != test.elapsed {
					t.Errorf("got %s after %v, want %s after %v", r.Connect, r.Elapsed, test.connect, test.elapsed)
				}
				slices.Sort(r.Warnings)
				if !slices.Equal(r.Warnings, test.warnings) {
					t.Errorf("got warnings %q, want %q", r.Warnings, test.warnings)
				}
				synctest.Wait()
				s.Close()
				if n := len(s.Commands()); r.Connect == probe.ConnectOK && n != 4 {
					t.Errorf("%d commands were said, the loser is to be closed unspoken: %q", n, s.Commands())
				}
			})
		})
	}
}

// TestManyAddresses checks the limits on a host of many addresses.
func TestManyAddresses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var many []string
		for i := range 200 {
			many = append(many, netip.AddrFrom4([4]byte{192, 0, 2, byte(i)}).String())
		}
		dial := func(context.Context, string, string) (net.Conn, error) { return nil, errors.New("no") }
		p := &probe.Prober{Lookup: lookupOf(many...), Dial: dial}
		r := checkedProbe(t, p, probe.DoorAt(25))
		if len(r.Connects) != 8 || r.Connect != probe.ConnectUnreachable {
			t.Errorf("%d addresses were tried, and found %s", len(r.Connects), r.Connect)
		}
	})
}

// TestMostEvents is the door with the most events there can be: each address
// but the last fails, and each step has its second try.
func TestMostEvents(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &smtptest.Server{Version: 0x0301, DelayAt: smtptest.Greeting, Delay: 4 * time.Second}
		addrs := []string{v6, v4, otherV4, "192.0.2.3", "192.0.2.4", "192.0.2.5", "192.0.2.6", "192.0.2.7"}
		routes := map[string]route{}
		for _, a := range addrs {
			routes[a] = route{err: syscall.ECONNREFUSED}
		}
		routes["192.0.2.7"] = route{}
		p := &probe.Prober{Lookup: lookupOf(addrs...), Dial: network{s, routes}.dial, Roots: s.Roots()}
		r := checkedProbe(t, p, probe.DoorAt(587)) // which fails if the channel was full
		if r.TLSVersion != "1.0" || len(r.Connects) != len(addrs) {
			t.Errorf("got %+v", r)
		}
		s.Close()
	})
}
