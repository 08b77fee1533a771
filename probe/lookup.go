package probe

import (
	"context"
	"net/netip"
	"slices"
)

// lookup finds the host's addresses: once for all doors.
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
		answer <- result{distinct(addrs), end}
	}()
	select {
	case <-ctx.Done(): // whether or not the resolver watches it
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

// distinct returns each address once, in order, IPv4 ones as such. It leaves out
// what is no host's: 0.0.0.0 is how some name servers block a name, and to dial
// it would be to ask this computer.
func distinct(addrs []netip.Addr) []netip.Addr {
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
