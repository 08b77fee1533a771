package probe

import (
	"context"
	"net/netip"
	"slices"
)

// lookup finds the addresses of a host, within lookupLimit.
func (p *Prober) lookup(ctx context.Context, host string) ([]netip.Addr, DNS) {
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a.Unmap()}, DNSOK
	}
	ctx, cancel := context.WithTimeout(ctx, lookupLimit)
	defer cancel()
	ask := p.Lookup
	if ask == nil {
		ask = Resolver{}.Addresses
	}
	type result struct {
		addrs []netip.Addr
		end   DNS
	}
	answer := make(chan result, 1)
	go func() {
		addrs, end := ask(ctx, host)
		answer <- result{UsableAddresses(addrs), end}
	}()
	select {
	case <-ctx.Done(): // even if the resolver does not heed it
		return nil, DNSTimeout
	case r := <-answer:
		switch {
		case r.end != DNSOK:
			return nil, r.end
		case len(r.addrs) == 0:
			return nil, DNSNoData
		}
		return r.addrs, DNSOK
	}
}

// UsableAddresses returns the addresses that can be one host's, each once, in order,
// with IPv4-mapped ones as IPv4. It leaves out 0.0.0.0 and ::, with which some name
// servers block a name: to dial them would be to dial this computer.
func UsableAddresses(addrs []netip.Addr) []netip.Addr {
	var once []netip.Addr
	for _, a := range addrs {
		if a = a.Unmap(); isHosts(a) && !slices.Contains(once, a) {
			once = append(once, a)
		}
	}
	return once
}

// isHosts reports whether an address can be one host's.
func isHosts(a netip.Addr) bool {
	return a.IsValid() && !a.WithZone("").IsUnspecified() && !a.IsMulticast()
}
