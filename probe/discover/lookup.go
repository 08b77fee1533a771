package discover

import (
	"context"
	"net"
	"net/netip"

	"postern/probe"
)

// addresses finds the addresses of a host, which may be an address itself.
func (f *Finder) addresses(ctx context.Context, host string) ([]netip.Addr, probe.DNS) {
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a.Unmap()}, probe.DNSOK
	}
	ask := f.Lookup
	if ask == nil {
		ask = probe.Resolver{}.Addresses
	}
	addrs, end := ask(ctx, host)
	addrs = probe.UsableAddresses(addrs)
	if end == probe.DNSOK && len(addrs) == 0 {
		end = probe.DNSNoData
	}
	return addrs, end
}

func (f *Finder) srv(ctx context.Context, name string) ([]*net.SRV, probe.DNS) {
	if f.SRV != nil {
		return f.SRV(ctx, name)
	}
	return probe.Resolver{}.SRV(ctx, name)
}

func (f *Finder) mx(ctx context.Context, domain string) ([]*net.MX, probe.DNS) {
	if f.MX != nil {
		return f.MX(ctx, domain)
	}
	return probe.Resolver{}.MX(ctx, domain)
}
