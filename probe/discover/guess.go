package discover

import (
	"context"
	"slices"
	"sync"

	"postern/probe"
)

// guesses looks up the names that mail servers often have, each on its own.
func (t *task) guesses(ctx context.Context) error {
	d := t.run.query.Domain
	g := guessing{task: t, slots: make([]*Finding, 4)}
	var looking sync.WaitGroup
	for i, host := range []string{0: "smtp." + d, 1: "mail." + d, 3: d} {
		if host != "" {
			looking.Go(func() { g.look(ctx, i, host) })
		}
	}
	if host := t.run.bestMX(ctx); host != "" && host != "smtp."+d && host != "mail."+d && host != d {
		looking.Go(func() { g.look(ctx, 2, host) })
	}
	looking.Wait()
	return g.end()
}

// guessing keeps the guesses in their order, whichever is known first.
type guessing struct {
	task *task

	mu    sync.Mutex
	slots []*Finding
}

// look finds out whether there is such a host.
func (g *guessing) look(ctx context.Context, slot int, host string) {
	g.task.asks("DNS A and AAAA " + host)
	_, end := g.task.run.finder.addresses(ctx, host)
	if over(ctx) {
		return // it was not the name servers that ended it
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.slots[slot] = &Finding{
		Source: Guesses, Where: probe.NewText("a guess"),
		Host: host, Guess: true, DNS: end,
	}
	known := g.known()
	g.task.update(func(a *Answer) { a.Findings = known })
}

// known returns the guesses that have been looked up.
func (g *guessing) known() []Finding {
	var all []Finding
	for _, f := range g.slots {
		if f != nil {
			all = append(all, *f)
		}
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
