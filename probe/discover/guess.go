package discover

import (
	"context"
	"net/netip"
	"slices"
	"sync"

	"postern/probe"
)

// madeUp is a label that nobody gives a host. Where it has an address, every name
// has one (RFC 4592), and that smtp.example.org has one says nothing.
const madeUp = "postern-wildcard-check"

// guesses looks up the names that mail servers often have, each on its own.
func (t *task) guesses(ctx context.Context) error {
	d := t.run.query.Domain
	g := guessing{task: t, slots: make([]*guess, 4)}
	var looking sync.WaitGroup
	looking.Go(func() { g.lookAnywhere(ctx, madeUp+"."+d) })
	for i, host := range []string{0: "smtp." + d, 1: "mail." + d, 3: d} {
		if host != "" {
			looking.Go(func() { g.look(ctx, i, host) })
		}
	}
	switch host := t.run.bestMX(ctx); host {
	case "", d:
	case "smtp." + d, "mail." + d:
		g.isNamed(host)
	default:
		looking.Go(func() { g.look(ctx, 2, host) })
	}
	looking.Wait()
	return g.end()
}

// guessing keeps the guesses in their order, whichever is known first.
type guessing struct {
	task *task

	mu       sync.Mutex
	slots    []*guess
	named    string       // the one that is an MX host too
	anywhere []netip.Addr // where the name that nobody has leads
}

// A guess is one that has been looked up.
type guess struct {
	Finding
	addrs []netip.Addr
}

// look finds out whether there is such a host.
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
	g.tell()
}

// lookAnywhere finds out whether every name under the domain has an address.
func (g *guessing) lookAnywhere(ctx context.Context, host string) {
	addrs, end, known := g.lookup(ctx, host)
	if !known || end != probe.DNSOK {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.anywhere = addrs
	g.task.update(func(a *Answer) {
		a.Notes = []probe.Text{clip("every name under " + g.task.run.query.Domain + " has an address, made up or not")}
	})
	g.tell()
}

// isNamed notes that DNS names a host that was guessed too.
func (g *guessing) isNamed(host string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.named = host
	g.tell()
}

// lookup asks for the addresses of a host. They are not known if it was not the
// name servers that ended it.
func (g *guessing) lookup(ctx context.Context, host string) (addrs []netip.Addr, end probe.DNS, known bool) {
	g.task.asks("DNS A and AAAA " + host)
	addrs, end = g.task.run.finder.addresses(ctx, host)
	return addrs, end, !over(ctx)
}

// tell publishes what is known.
func (g *guessing) tell() {
	known := g.known()
	g.task.update(func(a *Answer) { a.Findings = known })
}

// known returns the guesses that have been looked up. The domain itself and its MX
// host are somebody's; the others may be nobody's.
func (g *guessing) known() []Finding {
	var all []Finding
	for i, s := range g.slots {
		if s == nil {
			continue
		}
		f := s.Finding
		f.Wildcard = i < 2 && f.Host != g.named && slices.ContainsFunc(s.addrs, func(a netip.Addr) bool { return slices.Contains(g.anywhere, a) })
		all = append(all, f)
	}
	return all
}

// end says what came of it. A lookup that failed outweighs one that found no name:
// there may be one.
func (g *guessing) end() error {
	found := g.known()
	for _, end := range []probe.DNS{probe.DNSOK, probe.DNSTimeout, probe.DNSServFail, probe.DNSNoData} {
		i := slices.IndexFunc(found, func(f Finding) bool { return f.DNS == end })
		switch {
		case i >= 0 && end == probe.DNSOK:
			return nil
		case i >= 0:
			return ofDNS(end, found[i].Host)
		}
	}
	return trouble{NoSuchName, g.task.run.query.Domain}
}
