package catalog

import (
	"slices"
	"strings"
)

// index returns what the finding and searching methods read. The first page needs none
// of it, which would come half a millisecond later with it.
func (c *Catalog) index() *index {
	c.asked.Do(func() { c.found = newIndex(c.Providers) })
	return &c.found
}

func newIndex(all []Provider) index {
	x := index{
		keys:   make([]keys, len(all)),
		byName: make(map[string]int), byDomain: make(map[string]int), byHost: make(map[string]int),
	}
	for i, p := range all {
		x.keys[i] = newKeys(p)
		first(x.byName, p.ID, i)
		for _, d := range p.Domains {
			first(x.byDomain, d, i)
		}
		for _, h := range p.allHosts() {
			first(x.byHost, h, i)
		}
	}
	for i, p := range all { // an id outranks another entry's name
		first(x.byName, fold(p.Name), i)
	}
	return x
}

// first keeps the first of those that share a key: the better known provider.
func first(m map[string]int, key string, i int) {
	if _, taken := m[key]; !taken {
		m[key] = i
	}
}

// allHosts returns every SMTP host, those of all regions included.
func (p *Provider) allHosts() []string {
	hosts := p.Hosts()
	if p.HostTemplate == "" {
		return hosts
	}
	for _, r := range p.Regions {
		if h := p.regional(r); !slices.Contains(hosts, h) {
			hosts = append(hosts, h)
		}
	}
	return hosts
}

// fold is how words are compared: lower case, no space around, no final dot.
func fold(s string) string {
	return strings.TrimSuffix(strings.ToLower(strings.TrimSpace(s)), ".")
}

// at returns a provider of the catalogue itself: nobody may write to it.
func (c *Catalog) at(m map[string]int, key string) (*Provider, bool) {
	i, ok := m[fold(key)]
	if !ok {
		return &Provider{}, false
	}
	return &c.Providers[i], true
}

// Find returns the provider with exactly this id or, without regard to case, exactly
// this name; an empty one if there is none. It is the catalogue's own.
func (c *Catalog) Find(name string) (*Provider, bool) {
	return c.at(c.index().byName, name)
}

// ByDomain returns the provider of an e-mail domain, the part after the @.
func (c *Catalog) ByDomain(domain string) (*Provider, bool) {
	return c.at(c.index().byDomain, domain)
}

// ByHost returns the provider that documents the SMTP host. Where several share
// it, as Gmail and Google Workspace do, it is the first in the file.
func (c *Catalog) ByHost(host string) (*Provider, bool) {
	if p, ok := c.at(c.index().byHost, host); ok {
		return p, true
	}
	host = fold(host)
	for i := range c.Providers { // a region that is newer than the list
		if p := &c.Providers[i]; p.HostTemplate != "" {
			if _, ok := p.templated(host); ok {
				return p, true
			}
		}
	}
	return &Provider{}, false
}

// Suggest returns the id that a mistyped id or name most likely meant, "" if
// none is near.
func (c *Catalog) Suggest(word string) string {
	word = fold(word)
	if p, ok := c.Find(word); ok {
		return p.ID
	}
	best, found := len(word)/3+1, ""
	for i, p := range c.Providers {
		for _, name := range strings.Split(c.index().keys[i].names, "\n") {
			if d := distance(word, name, best-1); name != "" && d < best {
				best, found = d, p.ID
			}
		}
	}
	if found != "" || len(word) < 3 {
		return found
	}
	for _, p := range c.Providers {
		if strings.HasPrefix(p.ID, word) {
			return p.ID
		}
	}
	return ""
}
