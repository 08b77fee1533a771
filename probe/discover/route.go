package discover

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"time"

	"postern/probe"
)

// A Route is where a domain's mail is handed over by whoever has some for it, as the
// name servers say. It is what [Finder.Route] returns.
type Route struct {
	Domain string
	// Asked are the questions put outside, in order: "DNS MX example.org".
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
	// Stood is how long nothing went on while they were asked, as when the computer
	// sleeps, so that all was asked once more; commonly 0. Twice: and it was so again, so
	// that no answer proves nothing.
	Stood time.Duration
	Twice bool
}

// RouteLimit is how long the questions of a route have together.
const RouteLimit = 5 * time.Second

// Route asks where a domain's mail goes: for its MX records and, only if there are
// none, for its own addresses. Nothing but the domain is told, and only to name
// servers. It returns when ctx ends or, at the latest, after RouteLimit; where the
// computer slept meanwhile, all is asked once more, and has that time again.
func (f *Finder) Route(ctx context.Context, domain string) Route {
	r, stood := f.watched(ctx, domain, true)
	if stood == 0 || ctx.Err() != nil {
		return r
	}
	r, again := f.watched(ctx, domain, false)
	r.Stood, r.Twice = max(stood, again), again > 0
	return r
}

// watched asks once, and says how long nothing went on meanwhile; if it is to be
// abandoned then, nobody waits for the answers any longer.
func (f *Finder) watched(parent context.Context, domain string, abandon bool) (Route, time.Duration) {
	ctx, stop := context.WithCancel(parent)
	defer stop()
	pulse := probe.NewPulse(f.Uptime)
	go func() {
		if pulse.Beat(ctx) && abandon {
			stop()
		}
	}()
	r := f.once(ctx, domain)
	return r, pulse.Stood()
}

// once asks once.
func (f *Finder) once(ctx context.Context, domain string) Route {
	began := time.Now()
	r := Route{Domain: domain}
	limited, cancel := context.WithTimeout(ctx, RouteLimit)
	defer cancel()
	r = f.route(limited, r)
	if ctx.Err() != nil && r.Reason == NameTimeout {
		r.Reason = Cancelled
	}
	if ctx.Err() != nil && r.AddressReason == NameTimeout {
		r.AddressReason = Cancelled
	}
	r.Elapsed = time.Since(began)
	return r
}

func (f *Finder) route(ctx context.Context, r Route) Route {
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
			r.Notes = append(first(r.Notes, maxNotes-1), clip(err.Error()))
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

// within returns what a lookup comes to, or that it timed out when ctx ends, whether
// or not the lookup watches it.
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

// reasonOf words how a lookup ended without an answer to use.
func reasonOf(end probe.DNS, name string) Reason {
	var t trouble
	if errors.As(ofDNS(end, name), &t) {
		return t.reason
	}
	return NameServer
}
