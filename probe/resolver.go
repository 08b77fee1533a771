package probe

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"runtime"
	"strings"
)

// A Resolver looks names up in the hosts file and with the name servers this computer
// is set up with, and returns how the lookup ended. Go's own resolver does the work,
// and its messages are observed, because its errors do not tell a name that does not
// exist from one without such records. Where the system has other ways to resolve
// names, it is asked too before a name counts as unknown. The zero value is ready to
// use; it may be used by several goroutines at once.
//
// A name with a dot in it is taken as absolute: search domains would lead a mistyped
// name somewhere else entirely.
type Resolver struct {
	// Dial reaches the name server at an address; nil means net.Dialer.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// Addresses finds the addresses of a host. The result is DNSOK if there are any, even
// if the lookup of the other address family failed.
func (r Resolver) Addresses(ctx context.Context, host string) (addrs []netip.Addr, end DNS) {
	end = r.ask(ctx, host, func(by *net.Resolver, name string) (n int, err error) {
		addrs, err = by.LookupNetIP(ctx, "ip", name)
		return len(addrs), err
	})
	return addrs, end
}

// SRV finds the SRV records under a name such as _submissions._tcp.example.org.
func (r Resolver) SRV(ctx context.Context, name string) (records []*net.SRV, end DNS) {
	end = r.ask(ctx, name, func(by *net.Resolver, name string) (n int, err error) {
		_, records, err = by.LookupSRV(ctx, "", "", name)
		return len(records), err
	})
	return records, end
}

// MX finds the MX records of a domain.
func (r Resolver) MX(ctx context.Context, domain string) (records []*net.MX, end DNS) {
	end = r.ask(ctx, domain, func(by *net.Resolver, name string) (n int, err error) {
		records, err = by.LookupMX(ctx, name)
		return len(records), err
	})
	return records, end
}

// ask asks one question by calling put, and returns how it ended. It is DNSOK if there
// are any records, even if the resolver left others out as malformed.
func (r Resolver) ask(ctx context.Context, name string, put func(by *net.Resolver, name string) (int, error)) DNS {
	heard := &dnsAnswers{dialer: r.Dial}
	if heard.dialer == nil {
		heard.dialer = new(net.Dialer).DialContext
	}
	n, err := put(&net.Resolver{PreferGo: !nearby(name, runtime.GOOS), Dial: heard.dial}, absolute(name))
	if n > 0 || err == nil {
		return DNSOK
	}
	end := heard.end(ctx, err)
	if r.Dial == nil && systemMayKnow(end, runtime.GOOS) {
		if n, _ = put(new(net.Resolver), absolute(name)); n > 0 {
			return DNSOK
		}
	}
	return end
}

// nearby reports whether a name is one that the system's own resolver may know
// without a name server, and Go's does not: on the local network (RFC 6762), and on
// Windows also every name without a dot, and this computer's own (RFC 6761, section
// 6.3), which the hosts file there does not list.
func nearby(name, goos string) bool {
	name = strings.TrimSuffix(strings.ToLower(name), ".")
	return onLink(name) || goos == "windows" && (!strings.Contains(name, ".") || strings.HasSuffix(name, ".localhost"))
}

func onLink(name string) bool { return strings.HasSuffix(name, ".local") }

// systemMayKnow reports whether the system's own resolver may find what Go's did not.
// Windows and macOS have name servers for some domains only, as those of a VPN, and
// Windows may let no program but itself ask them; mail programs ask the system.
func systemMayKnow(end DNS, goos string) bool {
	return (goos == "windows" || goos == "darwin") && end != DNSOK && end != DNSNoData
}

// absolute returns the name with a final dot, which keeps search domains off it, if
// there is another dot in it.
func absolute(name string) string {
	if strings.Contains(name, ".") && !onLink(name) && !strings.HasSuffix(name, ".") {
		return name + "."
	}
	return name
}

// end returns how a lookup ended that found nothing.
func (a *dnsAnswers) end(ctx context.Context, err error) DNS {
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
