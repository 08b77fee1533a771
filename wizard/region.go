package wizard

import (
	"fmt"
	"slices"
	"strings"

	"postern/wizard/catalog"
)

// askRegion asks what the host's name depends on. Where it is made from the region,
// one that is not in the list can be typed.
func (s Session) askRegion() Ask {
	p, _ := s.provider()
	a := Ask{
		Field: Region, Prompt: "Which region is your account in?",
		Default: s.Get(Region), Lesson: "server-name", page: PageProvider,
	}
	a.Choices = regionChoices(p)
	switch {
	case p.HostTemplate != "":
		a.Prompt, a.Hint, a.Free = "Which region is your login for?", "a region, such as "+a.Default, true
		a.Find = func(words string) []Choice { return findRegions(p, a.Choices, words) }
	case slices.Contains(p.RegionNames(), "broadcast"):
		a.Prompt = "Which stream do you send with?"
	}
	return a
}

func regionChoices(p *catalog.Provider) []Choice {
	var out []Choice
	for _, n := range p.RegionNames() {
		host, _ := p.Region(n)
		out = append(out, Choice{Value: n, Label: regionWords(n), Remark: host})
	}
	return out
}

// findRegions returns the listed regions that have the words in them, and what was
// typed where it may be another one.
func findRegions(p *catalog.Provider, listed []Choice, words string) []Choice {
	words = strings.ToLower(strings.TrimSpace(words))
	var out []Choice
	for _, c := range listed {
		if strings.Contains(c.Value, words) || c.Remark == words {
			out = append(out, c)
		}
	}
	if len(out) > 0 {
		return out
	}
	if near := p.NearRegion(words); near != "" {
		host, _ := p.Region(near)
		out = append(out, Choice{Value: near, Label: near, Remark: host})
	}
	if host, ok := p.Region(words); ok {
		return append(out, Choice{Value: words, Label: words, Remark: "not in the list; " + host + " is tried"})
	}
	return append(out, Choice{Value: words, Label: quote(words), Remark: "no region looks like that"})
}

// regionWords says what a region or a stream is.
func regionWords(region string) string {
	switch region {
	case "us":
		return "us, the United States"
	case "eu":
		return "eu, the European Union"
	case "transactional":
		return "transactional, mail to one person each"
	case "broadcast":
		return "broadcast, one mail to many"
	}
	return region
}

func (s Session) putRegion(v string) (Session, error) {
	p, _ := s.provider()
	region, ok := p.RegionOf(v)
	if !ok {
		return s, fmt.Errorf("%s has no region %s; it has %s", p.Name, quote(v), strings.Join(p.RegionNames(), ", "))
	}
	if region != s.Get(Region) {
		s = s.withoutAnswers(Door, Write)
	}
	return s.withAnswer(Region, region), nil
}
