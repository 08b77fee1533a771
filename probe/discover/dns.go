package discover

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
	"strings"

	"postern/probe"
)

// addresses finds the addresses of a host, which may be one.
func (f *Finder) addresses(ctx context.Context, host string) ([]netip.Addr, probe.DNS) {
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a.Unmap()}, probe.DNSOK
	}
	ask := f.Lookup
	if ask == nil {
		ask = system.addresses
	}
	addrs, end := ask(ctx, host)
	addrs = slices.Clone(addrs)
	for i := range addrs {
		addrs[i] = addrs[i].Unmap()
	}
	// 0.0.0.0 is how some name servers block a name: to dial it would be to ask
	// this computer.
	addrs = slices.DeleteFunc(addrs, func(a netip.Addr) bool {
		return !a.IsValid() || a.IsUnspecified() || a.IsMulticast()
	})
	if end == probe.DNSOK && len(addrs) == 0 {
		end = probe.DNSNoData
	}
	return addrs, end
}

func (f *Finder) srv(ctx context.Context, name string) ([]*net.SRV, probe.DNS) {
	if f.SRV != nil {
		return f.SRV(ctx, name)
	}
	return system.srv(ctx, name)
}

func (f *Finder) mx(ctx context.Context, domain string) ([]*net.MX, probe.DNS) {
	if f.MX != nil {
		return f.MX(ctx, domain)
	}
	return system.mx(ctx, domain)
}

// A resolver asks name servers, which dial reaches. Go's own resolver does it, and
// is listened to: its errors do not tell a name that does not exist from one
// without such records.
type resolver struct{ dial dialFunc }

// system asks the hosts file and the name servers this computer is set up with.
var system = resolver{new(net.Dialer).DialContext}

// dialFunc is a function such as net.Dialer's DialContext.
type dialFunc func(ctx context.Context, network, address string) (net.Conn, error)

// addresses asks for both families side by side. One that answers is enough.
func (r resolver) addresses(ctx context.Context, host string) ([]netip.Addr, probe.DNS) {
	type result struct {
		addrs []netip.Addr
		end   probe.DNS
	}
	six := make(chan result, 1)
	go func() {
		addrs, end := r.family(ctx, "ip6", host)
		six <- result{addrs, end}
	}()
	addrs, end := r.family(ctx, "ip4", host)
	other := <-six
	addrs = append(other.addrs, addrs...)
	if len(addrs) > 0 {
		return addrs, probe.DNSOK
	}
	return nil, worse(end, other.end)
}

// worse returns the end that leaves more open.
func worse(a, b probe.DNS) probe.DNS {
	order := []probe.DNS{probe.DNSNXDomain, probe.DNSNoData, probe.DNSTimeout, probe.DNSServFail}
	return order[max(slices.Index(order, a), slices.Index(order, b), 0)]
}

func (r resolver) family(ctx context.Context, network, host string) (addrs []netip.Addr, end probe.DNS) {
	end = r.ask(ctx, func(by *net.Resolver) (err error) {
		addrs, err = by.LookupNetIP(ctx, network, absolute(host))
		return err
	})
	return addrs, end
}

func (r resolver) srv(ctx context.Context, name string) (records []*net.SRV, end probe.DNS) {
	end = r.ask(ctx, func(by *net.Resolver) (err error) {
		_, records, err = by.LookupSRV(ctx, "", "", absolute(name))
		return sorted(err, len(records))
	})
	return records, end
}

func (r resolver) mx(ctx context.Context, domain string) (records []*net.MX, end probe.DNS) {
	end = r.ask(ctx, func(by *net.Resolver) (err error) {
		records, err = by.LookupMX(ctx, absolute(domain))
		return sorted(err, len(records))
	})
	return records, end
}

// sorted drops the error that says that some records were left out as malformed.
func sorted(err error, left int) error {
	if left > 0 {
		return nil
	}
	return err
}

// absolute keeps search domains off a name that has a dot in it.
func absolute(name string) string {
	if strings.Contains(name, ".") && !strings.HasSuffix(name, ".local") {
		return name + "."
	}
	return name
}

// ask puts one question and says how it ended.
func (r resolver) ask(ctx context.Context, put func(*net.Resolver) error) probe.DNS {
	ear := &ear{dialer: r.dial}
	err := put(&net.Resolver{PreferGo: true, Dial: ear.dial})
	var failed *net.DNSError
	switch {
	case err == nil:
		return probe.DNSOK
	case ctx.Err() != nil, errors.As(err, &failed) && failed.IsTimeout:
		return probe.DNSTimeout
	case failed == nil:
		return probe.DNSServFail
	}
	// A server that forgets to say that it recurses, as small home routers do, is
	// believed all the same.
	if failed.IsNotFound || failed.Err == "lame referral" {
		return ear.end()
	}
	return probe.DNSServFail // nobody could be asked, or what came makes no sense
}
