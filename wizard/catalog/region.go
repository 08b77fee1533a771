package catalog

import (
	"slices"
	"strings"
)

// Region returns the host for one of RegionNames or, where HostTemplate makes the
// name, for any region that is formed like them: providers open new ones. ok is
// false for any other word.
func (p *Provider) Region(r string) (host string, ok bool) {
	if p.HostTemplate != "" && p.wellFormed(r) {
		return p.regional(r), true
	}
	for _, e := range p.SMTP {
		if r != "" && e.Region == r {
			return e.Host, true
		}
	}
	return "", false
}

// RegionOf reads a region as a person types it, without regard to case, or the host
// that is made of it.
func (p *Provider) RegionOf(word string) (region string, ok bool) {
	word = fold(word)
	if _, ok := p.Region(word); ok {
		return word, true
	}
	if r, ok := p.templated(word); ok {
		return r, true
	}
	for _, e := range p.SMTP {
		if e.Host == word && e.Region != "" {
			return e.Region, true
		}
	}
	return "", false
}

// NearRegion returns the one of RegionNames that a mistyped one most likely meant,
// "" if none is near.
func (p *Provider) NearRegion(word string) string {
	best, found := 2, ""
	if len(word) > 6 {
		best = 3
	}
	for _, r := range p.RegionNames() {
		if d := distance(fold(word), r, best-1); d < best {
			best, found = d, r
		}
	}
	return found
}

// wellFormed reports whether the word looks like the regions of HostTemplate: a
// slug, with as many parts as the shortest of them at least, that ends in a number
// if they all do.
func (p *Provider) wellFormed(r string) bool {
	if !isSlug(r) || !isHost(p.regional(r)) {
		return false
	}
	parts, numbered := 63, true
	for _, known := range p.Regions {
		if known == r {
			return true
		}
		parts = min(parts, strings.Count(known, "-"))
		numbered = numbered && endsInNumber(known)
	}
	return strings.Count(r, "-") >= parts && (!numbered || endsInNumber(r))
}

// endsInNumber reports whether the last part of a region is a number.
func endsInNumber(r string) bool {
	last := r[strings.LastIndexByte(r, '-')+1:]
	return last != "" && strings.Trim(last, "0123456789") == ""
}

// templated returns the region that stands in a host made by HostTemplate.
func (p *Provider) templated(host string) (region string, ok bool) {
	before, after, ok := strings.Cut(p.HostTemplate, "{region}")
	if !ok {
		return "", false
	}
	r, begins := strings.CutPrefix(host, before)
	r, ends := strings.CutSuffix(r, after)
	return r, begins && ends && p.wellFormed(r)
}

func (p *Provider) regional(region string) string {
	return strings.ReplaceAll(p.HostTemplate, "{region}", region)
}

// Endpoints returns the documented doors of one of the provider's hosts, the
// most useful first; nil for a host that is not the provider's. Every region of
// HostTemplate has the doors of the region that is listed.
func (p *Provider) Endpoints(host string) []Endpoint {
	host = fold(host)
	var found []Endpoint
	for _, e := range p.SMTP {
		if e.Host == host {
			found = append(found, e)
		}
	}
	if found != nil {
		return found
	}
	if r, ok := p.templated(host); ok {
		return p.inRegion(r)
	}
	return nil
}

// EndpointsAs returns the doors of a host that somebody says is the provider's: the
// documented ones of that host, or, for a name the catalogue does not list, those of
// the provider's first host.
func (p *Provider) EndpointsAs(host string) []Endpoint {
	if found := p.Endpoints(host); found != nil || len(p.SMTP) == 0 {
		return found
	}
	return p.Endpoints(p.SMTP[0].Host)
}

// inRegion returns the listed endpoints as they are in another region.
func (p *Provider) inRegion(r string) []Endpoint {
	out := slices.Clone(p.SMTP)
	for i := range out {
		out[i].Host, out[i].Region = p.regional(r), r
	}
	return out
}
