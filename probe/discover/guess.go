package discover

import (
	"context"
	"net/netip"
	"slices"
	"sync"

	"postern/probe"
)

// wildcardLabel is a label that nobody gives a host. If it has an address, every name
// under the domain has one (RFC 4592), and a guess that has one says nothing.
const wildcardLabel = "postern-wildcard-check"

// tryGuesses looks up the names that mail servers often have, concurrently.
func (t *task) tryGuesses(ctx context.Context) error {
	d := t.run.query.Domain
	g := guessing{task: t, slots: make([]*guess, 4)}
	var looking sync.WaitGroup
	looking.Go(func() { g.lookForWildcard(ctx, wildcardLabel+"."+d) })
	for i, host := range []string{0: "smtp." + d, 1: "mail." + d, 3: d} {
		if host != "" {
			looking.Go(func() { g.look(ctx, i, host) })
		}
	}
	switch host := t.run.bestMX(ctx); host {
	case "", d:
	case "smtp." + d, "mail." + d:
		g.namedByMX(host)
	default:
		looking.Go(func() { g.look(ctx, 2, host) })
	}
	looking.Wait()
	return g.end()
}

// A guessing keeps the guesses in their order, whichever is known first.
type guessing struct {
	task *task

	mu       sync.Mutex
	slots    []*guess
	named    string       // the guess that is an MX host too; "" if none
	wildcard []netip.Addr // the addresses of the name with wildcardLabel
}

// A guess is one that has been looked up.
type guess struct {
	Finding
	addrs []netip.Addr
}

// look looks one guess up.
func (g *guessing) look(ctx context.Context, slot int, host string) {
	addrs, end, known := g.lookup(ctx, host)
	if !known {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.slots[slot] = &guess{Finding{
		Source: Guesses, Where: probe.NewText("a guess"),
		Host: host, Guess: true, DNS: end,
	}, addrs}
	g.publish()
}

// lookForWildcard finds out whether every name under the domain has an address.
func (g *guessing) lookForWildcard(ctx context.Context, host string) {
	addrs, end, known := g.lookup(ctx, host)
	if !known || end != probe.DNSOK {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.wildcard = addrs
	g.task.update(func(a *Answer) {
		a.Notes = []probe.Text{evidence("every name under " + g.task.run.query.Domain + " has an address, made up or not")}
	})
	g.publish()
}

// namedByMX notes that a guess is an MX host of the domain too.
func (g *guessing) namedByMX(host string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.named = host
	g.publish()
}

// lookup asks for the addresses of a host. known is false if ctx ended it.
func (g *guessing) lookup(ctx context.Context, host string) (addrs []netip.Addr, end probe.DNS, known bool) {
	g.task.noteAsked("DNS A and AAAA " + host)
	addrs, end = g.task.run.finder.addresses(ctx, host)
	return addrs, end, !ended(ctx)
}

// publish publishes the guesses that are known.
func (g *guessing) publish() {
	known := g.known()
	g.task.update(func(a *Answer) { a.Findings = known })
}

// known returns the guesses that have been looked up. Only smtp. and mail. can be due
// to a wildcard: the domain itself and its MX host do exist.
func (g *guessing) known() []Finding {
	var all []Finding
	for i, s := range g.slots {
		if s == nil {
			continue
		}
		f := s.Finding
		f.Wildcard = i < 2 && f.Host != g.named && slices.ContainsFunc(s.addrs, func(a netip.Addr) bool { return slices.Contains(g.wildcard, a) })
		all = append(all, f)
	}
	return all
}

// end returns what came of all guesses; nil if a host was found. A lookup that failed
// outweighs one that found no name, because there may be one.
func (g *guessing) end() error {
	found := g.known()
	for _, end := range []probe.DNS{probe.DNSOK, probe.DNSTimeout, probe.DNSServFail, probe.DNSNoData} {
		i := slices.IndexFunc(found, func(f Finding) bool { return f.DNS == end })
		switch {
		case i >= 0 && end == probe.DNSOK:
			return nil
		case i >= 0:
			return dnsFailure(end, found[i].Host)
		}
	}
	return failure{NoSuchName, g.task.run.query.Domain}
}
