package catalog

import (
	"slices"
	"sort"
	"strings"
)

// maxSlips is how many meanings of a mistyped domain are worth offering.
const maxSlips = 3

// Slips returns the mail domains that a mistyped one most likely meant, the likeliest
// first: those of the catalogue and of the table, which may be nil, that it is a typing
// error or two away from. It is nil for a domain that one of them knows, and for one
// that is near none: there are many domains, and few of them are slips.
func (c *Catalog) Slips(domain string, t *Table) []string {
	domain = fold(domain)
	if len(domain) < 4 || len(domain) > longestTyped || c.knowsDomain(domain, t) {
		return nil
	}
	type slip struct {
		domain string
		errors int
	}
	var found []slip
	try := func(known string) {
		if n := slipped(domain, known); n > 0 && !slices.ContainsFunc(found, func(s slip) bool { return s.domain == known }) {
			found = append(found, slip{known, n})
		}
	}
	for i := range c.Providers { // a key press waits for this
		for _, d := range c.Providers[i].Domains {
			try(d)
		}
	}
	if t != nil {
		for _, isp := range t.ISPs {
			for _, d := range isp.Domains {
				try(d)
			}
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].errors < found[j].errors })
	var out []string
	for _, s := range found[:min(len(found), maxSlips)] {
		out = append(out, s.domain)
	}
	return out
}

func (c *Catalog) knowsDomain(domain string, t *Table) bool {
	if _, ok := c.ByDomain(domain); ok {
		return true
	}
	if t == nil {
		return false
	}
	_, ok := t.ByDomain(domain)
	return ok
}

// slipped counts the typing errors between a domain and a known one, 0 if they are too
// many for a slip. The name and what follows its first dot are compared each on its
// own: one letter more or less makes another name of a short one, and another country
// of a country.
func slipped(typed, known string) int {
	name, rest, dotted := strings.Cut(typed, ".")
	knownName, knownRest, _ := strings.Cut(known, ".")
	if !dotted { // gmailcom, or gmail alone
		if name == knownName {
			return 2
		}
		if len(known) > 6 && name == strings.ReplaceAll(known, ".", "") {
			return 1
		}
		return 0
	}
	if len(rest)-len(knownRest) > 1 || len(knownRest)-len(rest) > 1 { // most are, and this is quick
		return 0
	}
	inName := slippedName(name, knownName)
	if inName < 0 {
		return 0
	}
	inRest := slippedRest(rest, knownRest)
	if inRest < 0 || inName > 0 && inRest > 0 && len(knownName) < 5 {
		return 0
	}
	return inName + inRest
}

// slippedName counts the errors in a domain's own name, -1 for too many. What begins
// otherwise, or is a letter longer or shorter than a short name, is commonly a name of
// its own: fmail, mails.
func slippedName(typed, known string) int {
	limit := 0
	switch {
	case typed == known:
		return 0
	case !beginsAlike(typed, known):
		return -1
	case len(known) > 8:
		limit = 2
	case len(known) > 4, len(known) == len(typed) && len(known) > 3:
		limit = 1
	}
	if n := distance(typed, known, limit); n <= limit {
		return n
	}
	return -1
}

// beginsAlike reports whether two words have the same first letter, or the first two
// the other way round.
func beginsAlike(a, b string) bool {
	return a != "" && b != "" && (a[0] == b[0] || len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0])
}

// slippedRest counts the errors in what follows the name, -1 for too many. Two letters
// are a country's: only where .com lost one of its letters are they a slip.
func slippedRest(typed, known string) int {
	if typed == known {
		return 0
	}
	if known == "com" && (typed == "co" || typed == "cm" || typed == "om") {
		return 1
	}
	if last := typed[strings.LastIndexByte(typed, '.')+1:]; len(last) == 2 || slices.Contains(otherRests, typed) {
		return -1
	}
	if n := distance(typed, known, 1); n <= 1 {
		return n
	}
	return -1
}

// otherRests are ends of domains that look like a slip of another, and are none.
var otherRests = []string{"net", "org", "com", "info", "biz", "name", "pro", "cat", "xyz", "app", "dev", "email", "cam", "fm", "me"}

// HostSlips returns the servers for outgoing mail, of the catalogue and of the table,
// that a mistyped name most likely meant: those it is one typing error away from, or
// whose domain it has a slip of. It is nil for a name that one of them has.
func (c *Catalog) HostSlips(host string, t *Table) []string {
	host = fold(host)
	label, domain, ok := strings.Cut(host, ".")
	if !ok || len(host) > longestTyped {
		return nil
	}
	var found []string
	known := false
	try := func(name string) {
		if name == host {
			known = true
		}
		near := len(name) > 8 && distance(host, name, 1) == 1 && beginsAlike(host, name)
		if nameLabel, nameDomain, ok := strings.Cut(name, "."); ok && nameLabel == label && slipped(domain, nameDomain) > 0 {
			near = true
		}
		if near && !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	for _, p := range c.Providers {
		for _, h := range p.Hosts() {
			try(h)
		}
	}
	if t != nil {
		for _, isp := range t.ISPs {
			for _, o := range isp.Servers {
				try(o.Host)
			}
		}
	}
	if known {
		return nil
	}
	return found[:min(len(found), maxSlips)]
}
