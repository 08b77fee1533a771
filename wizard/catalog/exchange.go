package catalog

import (
	_ "embed"
	"iter"
	"strings"
)

// exchanges are the suffixes of the hosts that take mail for a provider's customers,
// a line each: suffix, provider, and where that is known from.
//
//go:embed data/exchanges.txt
var exchanges string

// ByExchange returns the likeliest of [Catalog.AllByExchange].
func (c *Catalog) ByExchange(mxHost string) (*Provider, bool) {
	if all := c.AllByExchange(mxHost); len(all) > 0 {
		return all[0], true
	}
	return &Provider{}, false
}

// AllByExchange returns the providers that one of a domain's mail hosts (MX) may
// belong to, the likeliest first: whose suffix, a written one or one of their mail
// domains, the host's name ends in, label by label. The longest suffix decides, and it
// has several where one company sells several services. It is how a provider is known
// behind a domain of the person's own: likely, for mail may be taken in elsewhere than
// it is handed in.
func (c *Catalog) AllByExchange(mxHost string) []*Provider {
	for name := range parents(fold(mxHost)) {
		var all []*Provider
		for _, id := range exchangeIDs(name) {
			if p, ok := c.Find(id); ok {
				all = append(all, p)
			}
		}
		if p, ok := c.ByDomain(name); ok && all == nil {
			all = append(all, p)
		}
		if all != nil {
			return all
		}
	}
	return nil
}

// exchangeIDs returns the ids that are written for exactly this suffix.
func exchangeIDs(suffix string) []string {
	for line := range strings.Lines(exchanges) {
		if fields := strings.Fields(line); len(fields) == 3 && fields[0] == suffix {
			return strings.Split(fields[1], ",")
		}
	}
	return nil
}

// parents returns a name and the names above it, the nearest first, as long as they
// have two labels: mx1.mail.example.org, mail.example.org, example.org.
func parents(name string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for strings.Contains(name, ".") {
			if !yield(name) {
				return
			}
			_, name, _ = strings.Cut(name, ".")
		}
	}
}
