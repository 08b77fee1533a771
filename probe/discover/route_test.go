package discover

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"postern/probe"
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
		if r := deaf.Route(t.Context(), "example.org"); r.Reason != NameTimeout || time.Since(began) != RouteLimit {
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

// TestRouteAsksOnlyForTheDomain lets a real name server hear the questions.
func TestRouteAsksOnlyForTheDomain(t *testing.T) {
	questions := make(chan string, 10)
	server := newNameServer(t, func(q dnsmessage.Question) *dnsmessage.Message {
		questions <- q.Type.String() + " " + q.Name.String()
		return says(&dnsmessage.MXResource{Pref: 10, MX: dnsmessage.MustNewName("mx.example.net.")})(q)
	})
	r := Finder{MX: resolver{server.dial}.mx}
	if got := told(r.Route(t.Context(), "example.org")); got != " [10 mx.example.net] [] 1" {
		t.Error(got)
	}
	if got := <-questions; got != "TypeMX example.org." || len(questions) > 0 {
		t.Errorf("the name server heard %s, and %d more", got, len(questions))
	}
}
