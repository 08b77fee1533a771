package probe_test

import (
	"context"
	"net"
	"net/netip"
	"syscall"
	"testing"

	"postern/probe"
)

// TestZeroAddress: 0.0.0.0 is what a name server answers that blocks a name; to
// dial it would be to ask this computer.
func TestZeroAddress(t *testing.T) {
	for name, test := range map[string]struct {
		addrs []string
		dns   probe.DNS
		found int
	}{
		"alone":        {[]string{"0.0.0.0", "::"}, probe.DNSNoData, 0},
		"beside one":   {[]string{"::", v4}, probe.DNSOK, 1},
		"IPv4 in IPv6": {[]string{"::ffff:192.0.2.1", "192.0.2.1", v6}, probe.DNSOK, 2},
		"a group":      {[]string{"224.0.0.1", "ff02::1"}, probe.DNSNoData, 0},
	} {
		t.Run(name, func(t *testing.T) {
			dial := func(context.Context, string, string) (net.Conn, error) { return nil, syscall.ECONNREFUSED }
			p := &probe.Prober{Lookup: lookupOf(test.addrs...), Dial: dial}
			r := p.Probe(t.Context(), "mail.example", []probe.Door{probe.DoorAt(25)})
			if r.Doors[0].DNS != test.dns || len(r.Addresses) != test.found {
				t.Errorf("got %s, %v", r.Doors[0].DNS, r.Addresses)
			}
			for _, a := range r.Addresses {
				if a.Is4In6() || a == netip.IPv6Unspecified() {
					t.Errorf("%s was tried", a)
				}
			}
		})
	}
}
