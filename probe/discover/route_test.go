package discover

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"postern/probe"
	"postern/probe/nettest"
)

func TestRoute(t *testing.T) {
	host := netip.MustParseAddr("192.0.2.25")
	for _, tt := range []struct {
		name, domain string
		records      []*net.MX
		end          probe.DNS
		addrs        []netip.Addr
		addrsEnd     probe.DNS
		want         string // reason, hosts, the own addresses or why there are none, how often asked
	}{
		{
			name: "in the order they are tried", domain: "example.org", end: probe.DNSOK,
			records: []*net.MX{{Host: "b.example.net.", Pref: 20}, {Host: "a.example.net.", Pref: 5}},
			want:    " [5 a.example.net, 20 b.example.net] [] 1",
		},
		{
			name: "no MX, an address", domain: "example.org", end: probe.DNSNoData,
			addrs: []netip.Addr{host}, addrsEnd: probe.DNSOK,
			want: "no-record [] [192.0.2.25] 3",
		},
		{
			name: "no MX, no address", domain: "example.org", end: probe.DNSNoData, addrsEnd: probe.DNSNoData,
			want: "no-record [] [] no-record 3",
		},
		{
			name: "no MX, a blocked name", domain: "example.org", end: probe.DNSNoData,
			addrs: []netip.Addr{netip.IPv4Unspecified()}, addrsEnd: probe.DNSOK,
			want: "no-record [] [] no-record 3",
		},
		{
			name: "null MX", domain: "example.org", end: probe.DNSOK, records: []*net.MX{{Host: ".", Pref: 0}},
			want: "null-mx [] [] 1",
		},
		{
			name: "a null MX beside another is none", domain: "example.org", end: probe.DNSOK,
			records: []*net.MX{{Host: ".", Pref: 0}, {Host: "mx.example.org.", Pref: 10}},
			want:    " [10 mx.example.org] [] 1",
		},
		{
			name: "an address for a name", domain: "example.org", end: probe.DNSOK,
			records: []*net.MX{{Host: "192.0.2.1.", Pref: 0}},
			want:    "bad-records [] [] 1",
		},
		{name: "no such domain", domain: "example.org", end: probe.DNSNXDomain, want: "no-such-name [] [] 1"},
		{name: "trouble of its own", domain: "example.org", end: probe.DNSServFail, want: "name-server [] [] 1"},
		{name: "no answer", domain: "example.org", end: probe.DNSTimeout, want: "name-timeout [] [] 1"},
		{name: "of one network only", domain: "printer.local", want: "local-domain [] [] 0"},
		{name: "not for name servers", domain: "example.onion", want: "local-domain [] [] 0"},
		{name: "no domain", domain: "Example.org.", want: "bad-query [] [] 0"},
		{name: "an address", domain: "192.0.2.1", want: "bad-query [] [] 0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := Finder{
				MX: func(context.Context, string) ([]*net.MX, probe.DNS) { return tt.records, tt.end },
				Lookup: func(_ context.Context, host string) ([]netip.Addr, probe.DNS) {
					if host != tt.domain {
						t.Errorf("asked for the addresses of %s", host)
					}
					return tt.addrs, tt.addrsEnd
				},
			}
			if got := told(f.Route(t.Context(), tt.domain)); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

// told is a route in a line.
func told(r Route) string {
	var hosts []string
	for _, x := range r.Exchanges {
		hosts = append(hosts, fmt.Sprint(x.Preference, " ", x.Host))
	}
	out := fmt.Sprintf("%s [%s] %v", r.Reason, strings.Join(hosts, ", "), r.Addresses)
	if r.AddressReason != "" {
		out += " " + string(r.AddressReason)
	}
	return fmt.Sprint(out, " ", len(r.Asked))
}

func TestRouteIsNotHeldUp(t *testing.T) {
	deaf := Finder{MX: func(context.Context, string) ([]*net.MX, probe.DNS) {
		time.Sleep(time.Hour)
		return nil, probe.DNSOK
	}}
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		if r := deaf.Route(t.Context(), "example.org"); r.Reason != NameTimeout || time.Since(began) != routeLimit {
			t.Errorf("%s after %s", r.Reason, time.Since(began))
		}
		time.Sleep(time.Hour)
	})
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		began := time.Now()
		if r := deaf.Route(ctx, "example.org"); r.Reason != Cancelled || time.Since(began) != time.Second {
			t.Errorf("%s after %s", r.Reason, time.Since(began))
		}
		time.Sleep(time.Hour)
	})
}

// TestRouteSleptThrough: who wakes asks once more, and knows that it was so.
func TestRouteSleptThrough(t *testing.T) {
	for name, tt := range map[string]struct {
		asleep []time.Duration // when, after the beginning
		deaf   int32           // questions that get no answer
		asked  int32
		want   string
	}{
		"awake":         {nil, 9, 1, "name-timeout false false 5s"},
		"once":          {[]time.Duration{time.Second}, 1, 2, " true false 1s"},
		"once, no luck": {[]time.Duration{time.Second}, 9, 2, "name-timeout true false 6s"},
		"twice":         {[]time.Duration{time.Second, 2 * time.Second}, 9, 2, "name-timeout true true 6s"},
	} {
		synctest.Test(t, func(t *testing.T) {
			var asked atomic.Int32
			began := time.Now()
			f := Finder{
				Uptime: func() time.Duration {
					up := time.Since(began)
					for _, at := range tt.asleep {
						if time.Since(began) >= at {
							up += time.Hour
						}
					}
					return up
				},
				MX: func(ctx context.Context, _ string) ([]*net.MX, probe.DNS) {
					if asked.Add(1) <= tt.deaf {
						<-ctx.Done()
						return nil, probe.DNSTimeout
					}
					return []*net.MX{{Host: "mx.example.org.", Pref: 10}}, probe.DNSOK
				},
			}
			r := f.Route(t.Context(), "example.org")
			got := fmt.Sprint(r.Reason, " ", r.Slept >= time.Hour, " ", r.SleptAgain, " ", time.Since(began).Truncate(time.Second))
			if got != tt.want || asked.Load() != tt.asked {
				t.Errorf("%s: got %q, asked %d times; want %q, %d", name, got, asked.Load(), tt.want, tt.asked)
			}
		})
	}
}

// TestRouteByRealNameServers lets a real name server answer.
func TestRouteByRealNameServers(t *testing.T) {
	n := &nettest.Net{Zone: `
		example.org     MX 20 mx2.example.net
		example.org     MX 5 mx1.example.net
		address.example A 198.51.100.7
		none.example    MX 0 .
		mute.example    SILENT
		sick.example    SERVFAIL`}
	if err := n.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.Close)
	names := probe.Resolver{Dial: n.DialNames}
	f := Finder{MX: names.MX, Lookup: names.Addresses}
	for domain, want := range map[string]string{
		"example.org":     " [5 mx1.example.net, 20 mx2.example.net] [] 1",
		"address.example": "no-record [] [198.51.100.7] 3",
		"none.example":    "null-mx [] [] 1",
		"sick.example":    "name-server [] [] 1",
		"nobody.example":  "no-such-name [] [] 1",
	} {
		if got := told(f.Route(t.Context(), domain)); got != want {
			t.Errorf("%s: got  %q\nwant %q", domain, got, want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(10*time.Millisecond, cancel)
	if got, want := told(f.Route(ctx, "mute.example")), "cancelled [] [] 1"; got != want {
		t.Errorf("mute.example: got %q, want %q", got, want)
	}
}
