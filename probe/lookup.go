package probe

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
	"strings"
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
		ask = systemLookup
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

// systemLookup asks the hosts file and the name servers this computer is set up
// with.
func systemLookup(ctx context.Context, host string) ([]netip.Addr, DNS) {
	return lookupOver(ctx, host, new(net.Dialer).DialContext)
}

// lookupOver is systemLookup, with dial to reach the name servers. Go's own
// resolver asks, for its questions can be listened to: its errors do not tell a
// name that does not exist from one without addresses.
func lookupOver(ctx context.Context, host string, dial dialFunc) ([]netip.Addr, DNS) {
	heard := &answers{dialer: dial}
	r := &net.Resolver{PreferGo: !onLink(host), Dial: heard.dial}
	addrs, err := r.LookupNetIP(ctx, "ip", absolute(host))
	if err == nil {
		return addrs, DNSOK
	}
	return nil, heard.end(ctx, err)
}

// onLink reports whether a name is looked for on the local network (RFC 6762),
// which the system's own resolver may know how to do, and Go's does not.
func onLink(host string) bool { return strings.HasSuffix(host, ".local") }

// absolute keeps search domains off a name that has a dot in it: one with a
// wildcard record would lead a mistyped name somewhere else entirely.
func absolute(host string) string {
	if strings.Contains(host, ".") && !onLink(host) {
		return host + "."
	}
	return host
}

// end says how a lookup without addresses ended.
func (a *answers) end(ctx context.Context, err error) DNS {
	var failed *net.DNSError
	if ctx.Err() != nil || errors.As(err, &failed) && failed.IsTimeout {
		return DNSTimeout
	}
	if failed == nil || !failed.IsNotFound && !lame(failed) {
		return DNSServFail
	}
	switch a.worst() {
	case failure:
		return DNSServFail
	case unanswered:
		return DNSTimeout
	case present:
		return DNSNoData
	default:
		return DNSNXDomain
	}
}

// lame reports whether the resolver took an empty answer for that of a server
// which is not responsible. A server that forgets to say that it recurses,
// as small home routers do, is believed all the same.
func lame(err *net.DNSError) bool { return err.Err == "lame referral" }
