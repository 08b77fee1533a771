package discover

import (
	"context"
	"net/netip"
	"slices"
	"testing"

	"postern/probe"
)

// TestAddresses: what cannot be a host's is left out, and an address is its own.
func TestAddresses(t *testing.T) {
	f := &Finder{Lookup: func(context.Context, string) ([]netip.Addr, probe.DNS) {
		return []netip.Addr{{}, netip.IPv4Unspecified(), netip.IPv6Unspecified(), netip.MustParseAddr("224.0.0.1"), netip.MustParseAddr("::ffff:192.0.2.1")}, probe.DNSOK
	}}
	want := []netip.Addr{netip.MustParseAddr("192.0.2.1")}
	if addrs, end := f.addresses(t.Context(), "example.org"); end != probe.DNSOK || !slices.Equal(addrs, want) {
		t.Errorf("got %v, %s", addrs, end)
	}
	if addrs, end := f.addresses(t.Context(), "::ffff:192.0.2.1"); end != probe.DNSOK || !slices.Equal(addrs, want) {
		t.Errorf("got %v, %s", addrs, end)
	}
}
