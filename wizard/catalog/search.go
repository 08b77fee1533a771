package catalog

import (
	"iter"
	"slices"
	"strings"
)

// keys are what one provider is found by: folded, each word or phrase between
// line feeds, so that "whole", "beginning" and "somewhere" are one search each.
type keys struct {
	names   string // name and id
	domains string
	hosts   string
}

func newKeys(p Provider) keys {
	return keys{
		names:   lines(p.Name, p.ID),
		domains: lines(p.Domains...),
		hosts:   lines(p.allHosts()...),
	}
}

func lines(words ...string) string {
	return "\n" + strings.ToLower(strings.Join(words, "\n")) + "\n"
}

// A tier is how well a provider answers to what was typed, the best first.
type tier uint8

const (
	exact tier = iota
	namePrefix
	wordPrefix  // of any word of the name
	placePrefix // of a domain or a host
	inName
	inPlace
	subsequence
	typo  // only when nothing else is found
	typos // two of them
	tiers
	noMatch = tiers
)

// A query is what was typed, prepared once for all providers.
type query struct {
	text  string
	line  string // at the beginning of a key
	whole string // a key and nothing more
	// domainOnly: an address was typed, and text is what follows its @.
	domainOnly bool
	words      []query // where there are several
}

func newQuery(s string) query {
	if i := strings.LastIndexByte(s, '@'); i >= 0 {
		q := phrase(s[i+1:])
		q.domainOnly = true
		return q
	}
	q := phrase(withoutPort(s))
	if fields := strings.Fields(s); len(fields) > 1 {
		for _, f := range fields {
			q.words = append(q.words, phrase(f))
		}
	}
	return q
}

func phrase(s string) query {
	s = strings.TrimSuffix(strings.ReplaceAll(s, "\n", " "), ".")
	return query{text: s, line: "\n" + s, whole: "\n" + s + "\n"}
}

// withoutPort takes the port off a host as it is often pasted, "host:465".
func withoutPort(s string) string {
	host, port, ok := strings.Cut(s, ":")
	if ok && strings.Trim(port, "0123456789") == "" {
		return host
	}
	return s
}

// Search returns the providers that what was typed could mean, the likeliest
// first and those alike in the file's order: by name or id, by an address (its
// domain, also while that is only begun), by a domain or by a host. The empty
// string gives all.
func (c *Catalog) Search(words string) []Provider {
	var out []Provider
	for p := range c.Matches(words) {
		out = append(out, *p)
	}
	return out
}

// Guessed reports whether Search finds something only by taking what was typed for a
// typing error.
func (c *Catalog) Guessed(words string) bool {
	q := newQuery(strings.ToLower(strings.TrimSpace(words)))
	if q.text == "" {
		return false
	}
	ranks := make([]tier, len(c.Providers))
	c.rank(q, ranks)
	return slices.ContainsFunc(ranks, func(r tier) bool { return r == typo || r == typos })
}

// Matches is [Catalog.Search] without a copy of each provider, fast enough to be
// called at each key press. What the pointers lead to must not be written to.
func (c *Catalog) Matches(words string) iter.Seq[*Provider] {
	q := newQuery(strings.ToLower(strings.TrimSpace(words)))
	ranks := make([]tier, len(c.Providers)) // all as good, if nothing was typed
	if q.text != "" {
		c.rank(q, ranks)
	}
	return func(yield func(*Provider) bool) {
		for t := exact; t < tiers; t++ {
			for i, r := range ranks {
				if r == t && !yield(&c.Providers[i]) {
					return
				}
			}
		}
	}
}

// rank says how well each provider answers. Only if none does are typing errors
// thought of.
func (c *Catalog) rank(q query, ranks []tier) {
	found, all := false, c.index().keys
	for i := range all {
		ranks[i] = all[i].match(q)
		found = found || ranks[i] != noMatch
	}
	for i := range all {
		if !found {
			ranks[i] = all[i].mistyped(q)
		}
	}
}

func (k *keys) match(q query) tier {
	if q.domainOnly {
		return k.matchDomain(q)
	}
	best := k.matchPhrase(q)
	if best == noMatch && len(q.words) > 0 {
		best = exact
		for _, w := range q.words { // every word must be found somewhere
			best = max(best, k.matchPhrase(w))
		}
	}
	return best
}

func (k *keys) matchDomain(q query) tier {
	switch {
	case strings.Contains(k.domains, q.whole):
		return exact
	case strings.Contains(k.domains, q.line):
		return placePrefix
	}
	return noMatch
}

func (k *keys) matchPhrase(q query) tier {
	switch {
	case strings.Contains(k.names, q.whole), strings.Contains(k.domains, q.whole), strings.Contains(k.hosts, q.whole):
		return exact
	case strings.Contains(k.names, q.line):
		return namePrefix
	case beginsWord(k.names, q.text):
		return wordPrefix
	case strings.Contains(k.domains, q.line), strings.Contains(k.hosts, q.line):
		return placePrefix
	case strings.Contains(k.names, q.text):
		return inName
	case len(q.text) < 3: // two letters are in every other domain
		return noMatch
	case strings.Contains(k.domains, q.text), strings.Contains(k.hosts, q.text):
		return inPlace
	case hasSubsequence(k.names, q.text):
		return subsequence
	}
	return noMatch
}

// beginsWord reports whether one of the words in s begins with prefix.
func beginsWord(s, prefix string) bool {
	for from := 0; ; {
		i := strings.Index(s[from:], prefix)
		if i < 0 {
			return false
		}
		if i += from; i == 0 || !isWordByte(s[i-1]) {
			return true
		}
		from = i + 1
	}
}

func isWordByte(c byte) bool {
	return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c >= 0x80
}

// hasSubsequence reports whether the letters of want stand in one of the lines,
// in order, the first of them at its beginning and the rest not too far apart:
// a long name holds nearly any letters in some order.
func hasSubsequence(lines, want string) bool {
	for _, line := range strings.Split(lines, "\n") {
		if line == "" || line[0] != want[0] {
			continue
		}
		i := 0
		for j := 0; j < min(len(line), 2*len(want)) && i < len(want); j++ {
			if line[j] == want[i] {
				i++
			}
		}
		if i == len(want) {
			return true
		}
	}
	return false
}

// mistyped says whether what was typed is one or two typing errors away from a name,
// or one from a domain where an address was typed. The first letter must be right.
func (k *keys) mistyped(q query) tier {
	limit := 1
	switch {
	case len(q.text) < 4:
		return noMatch
	case len(q.text) > 7 && !q.domainOnly:
		limit = 2
	}
	where := k.names
	if q.domainOnly {
		where = k.domains
	}
	best := noMatch
	for _, key := range strings.Split(where, "\n") {
		if key == "" || key[0] != q.text[0] {
			continue
		}
		switch distance(q.text, key, limit) {
		case 0, 1:
			return typo
		case 2:
			if limit == 2 {
				best = typos
			}
		}
	}
	return best
}
