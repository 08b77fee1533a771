package discover

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"time"

	"postern/probe"
)

// A Route is where mail for a domain is delivered, according to DNS. It is what
// [Finder.Route] returns.
type Route struct {
	Domain string
	// Asked are the questions to name servers, in order: "DNS MX example.org".
	Asked []probe.Text
	// Reason says why there are no exchanges, "" if there are some. NoRecord means
	// that the domain's own addresses count (RFC 5321, section 5.1).
	Reason Reason
	// Exchanges are the hosts that take the mail, in the order they are tried.
	Exchanges []Exchange
	// Addresses are the domain's own, and AddressReason why there are none. They
	// are asked for only where there is no MX record.
	Addresses     []netip.Addr
	AddressReason Reason
	// Notes say what was left out, and why.
	Notes   []probe.Text
	Elapsed time.Duration
	// Slept is how long the computer slept, or the program was stopped, while name
	// servers were asked, so that all was asked once more; commonly 0. SleptAgain says
	// that it happened the second time too, so that a missing answer proves nothing.
	Slept      time.Duration
	SleptAgain bool
}

// routeLimit is how long the questions of a route have together.
const routeLimit = 5 * time.Second

// Route asks where mail for a domain is delivered: for its MX records and, only if
// there are none, for its own addresses. Nothing but the domain is told, and only to
// name servers. It returns when ctx ends, at the latest after 5 s; if the computer
// slept meanwhile, all is asked once more, with the same limit.
func (f *Finder) Route(ctx context.Context, domain string) Route {
	r, slept := f.routeWatched(ctx, domain, true)
	if slept == 0 || ctx.Err() != nil {
		return r
	}
	r, again := f.routeWatched(ctx, domain, false)
	r.Slept, r.SleptAgain = max(slept, again), again > 0
	return r
}

// routeWatched asks once, and returns for how long the computer slept meanwhile. With
// abandon it gives up as soon as it notices that.
func (f *Finder) routeWatched(parent context.Context, domain string, abandon bool) (Route, time.Duration) {
	ctx, stop := context.WithCancel(parent)
	defer stop()
	sleep := probe.NewSleepDetector(f.Uptime)
	go func() {
		if sleep.Wait(ctx) && abandon {
			stop()
		}
	}()
	r := f.routeOnce(ctx, domain)
	return r, sleep.Slept()
}

// routeOnce asks once, within routeLimit.
func (f *Finder) routeOnce(ctx context.Context, domain string) Route {
	began := time.Now()
	r := Route{Domain: domain}
	limited, cancel := context.WithTimeout(ctx, routeLimit)
	defer cancel()
	r = f.askRoute(limited, r)
	if ctx.Err() != nil && r.Reason == NameTimeout {
		r.Reason = Cancelled
	}
	if ctx.Err() != nil && r.AddressReason == NameTimeout {
		r.AddressReason = Cancelled
	}
	r.Elapsed = time.Since(began)
	return r
}

func (f *Finder) askRoute(ctx context.Context, r Route) Route {
	domain, err := CheckDomain(r.Domain)
	switch {
	case err != nil || domain != r.Domain:
		r.Reason = BadQuery
		return r
	case local(domain):
		r.Reason = LocalDomain
		return r
	}
	r.Asked = append(r.Asked, probe.NewText("DNS MX "+domain))
	records, end := within(ctx, func() ([]*net.MX, probe.DNS) { return f.mx(ctx, domain) })
	switch {
	case end != probe.DNSOK || len(records) == 0:
		r.Reason = reasonOf(end, domain)
		if r.Reason == NoRecord {
			r = f.ownAddresses(ctx, r)
		}
		return r
	case len(records) == 1 && records[0].Host == ".":
		r.Reason = NullMX
		return r
	}
	for _, x := range byPreference(records) {
		host, err := checkTarget(x.Host)
		if err != nil {
			r.Notes = append(atMost(r.Notes, maxNotes-1), evidence(err.Error()))
			continue
		}
		r.Exchanges = append(r.Exchanges, Exchange{host, x.Pref})
	}
	if len(r.Exchanges) == 0 {
		r.Reason = BadRecords
	}
	return r
}

// ownAddresses asks for the addresses of a domain without MX records.
func (f *Finder) ownAddresses(ctx context.Context, r Route) Route {
	r.Asked = append(r.Asked, probe.NewText("DNS A "+r.Domain), probe.NewText("DNS AAAA "+r.Domain))
	var end probe.DNS
	r.Addresses, end = within(ctx, func() ([]netip.Addr, probe.DNS) { return f.addresses(ctx, r.Domain) })
	if end != probe.DNSOK {
		r.Addresses, r.AddressReason = nil, reasonOf(end, r.Domain)
	}
	return r
}

// within returns the result of a lookup, or DNSTimeout when ctx ends, even if the
// lookup does not heed ctx.
func within[T any](ctx context.Context, look func() ([]T, probe.DNS)) ([]T, probe.DNS) {
	type result struct {
		found []T
		end   probe.DNS
	}
	answer := make(chan result, 1)
	go func() {
		found, end := look()
		answer <- result{found, end}
	}()
	select {
	case <-ctx.Done():
		return nil, probe.DNSTimeout
	case r := <-answer:
		return r.found, r.end
	}
}

// reasonOf returns the reason for a lookup that found nothing.
func reasonOf(end probe.DNS, name string) Reason {
	var t failure
	if errors.As(dnsFailure(end, name), &t) {
		return t.reason
	}
	return NameServer
}
