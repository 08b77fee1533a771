package candidate

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"postern/probe"
	"postern/probe/discover"
	"postern/wizard/fill"
	"postern/wizard/packed"
)

//go:generate go run postern/wizard/packed/pack text.pack text

// pack is the folder text.
//
//go:embed text.pack
var pack string

var words = fill.Later(packed.Later(pack), "reasons.txt")

// explain gives every candidate its sentences.
func (r *ranker) explain() {
	for i := range r.all {
		r.all[i].Tied = r.tied(r.all[i])
		r.all[i].Reason = r.reason(r.all[i])
		r.all[i].Disagreement = r.disagreement(r.all[i])
	}
}

// reason says who names a candidate, what that is worth, and what to know besides.
func (r *ranker) reason(c Candidate) string {
	v := fill.Values{"named": namers(c), "host": c.Host, "domain": r.domain, "provider": c.Name}
	if c.Name == "" {
		v["provider"] = "Its company"
	}
	var sentences []string
	add := func(key string, holds bool) {
		if holds {
			sentences = append(sentences, v.Line(words()[key]))
		}
	}
	add("named.one", !c.Guess && !agreed(c))
	add("named.more", !c.Guess && agreed(c))
	add(r.worth(c), true)
	add("outside", c.Outside && c.place != unprotected) // whose sentence says so too
	add("plain", c.Plaintext)
	add("oauth", c.OAuthOnly())
	return strings.Join(sentences, " ")
}

// worth names the sentence of what the best source's word is worth.
func (r *ranker) worth(c Candidate) string {
	switch c.place {
	case ownFile:
		return "own"
	case catalogueDomain:
		return "catalogue"
	case tableDomain:
		return "table"
	case srvRecord:
		return "srv"
	case catalogueMX, tableMX, publicMX:
		return "exchange"
	case mxFile:
		return "neighbour"
	case publicTable:
		return "public"
	case unprotected:
		return "unprotected"
	}
	switch {
	case c.Wildcard:
		return "guess.wildcard"
	case slices.ContainsFunc(r.exchanges(), func(x discover.Exchange) bool { return x.Host == c.Host }):
		return "guess.exchange"
	case c.Host == r.domain:
		return "guess.domain"
	}
	return "guess"
}

// namers lists who names a candidate, as a part of a sentence.
func namers(c Candidate) string {
	var all []string
	for _, s := range c.Sources {
		if !slices.Contains(all, s.Words) {
			all = append(all, s.Words)
		}
	}
	if len(all) < 2 {
		return strings.Join(all, "")
	}
	return strings.Join(all[:len(all)-1], ", by ") + " and by " + all[len(all)-1]
}

// agreed reports whether a candidate is named by two who do not speak with one voice.
// That Postern's copy of a collection says what the collection says is no agreement.
func agreed(c Candidate) bool {
	origin := func(s Source) string { return strings.TrimPrefix(voice(s.ID), "Postern's copy of ") }
	return slices.ContainsFunc(c.Sources, func(s Source) bool { return origin(s) != origin(c.Sources[0]) })
}

// voice is who speaks through a source: the two kinds of SRV records are one domain's
// word, and so are its two files.
//
//go:noinline
func voice(s SourceID) string {
	switch s {
	case SourceID(discover.SRVSubmissions), SourceID(discover.SRVSubmission):
		return "DNS"
	case SourceID(discover.Autoconfig), SourceID(discover.WellKnown):
		return "the domain's own settings file"
	case SourceID(discover.AutoconfigHTTP), SourceID(discover.WellKnownHTTP):
		return "the domain's settings file, read without encryption"
	case SourceID(discover.AutoconfigMX):
		return "the settings file of the mail host's domain"
	case SourceID(discover.ISPDB):
		return "Thunderbird's collection"
	case Table, TableByMX:
		return "Postern's copy of Thunderbird's collection"
	}
	return "Postern's catalogue"
}

// says is one voice, and every door it names.
type says struct {
	voice string
	doors []Candidate
}

// voices are all who name something, in the order of what they name.
func (r *ranker) voices() []says {
	var all []says
	for _, c := range r.all {
		if c.Guess {
			continue
		}
		for _, s := range c.Sources {
			v := voice(s.ID)
			i := slices.IndexFunc(all, func(o says) bool { return o.voice == v })
			if i < 0 {
				i, all = len(all), append(all, says{voice: v})
			}
			all[i].doors = append(all[i].doors, c)
		}
	}
	return all
}

// disagreement says who names other doors alone, where a candidate's best voice names
// none of them.
func (r *ranker) disagreement(c Candidate) string {
	if c.Guess || len(c.Sources) == 0 {
		return ""
	}
	voices := r.voices()
	own := voice(c.Sources[0].ID)
	i := slices.IndexFunc(voices, func(s says) bool { return s.voice == own })
	for _, other := range voices {
		if other.voice == own || agree(voices[i], other) || slices.ContainsFunc(c.Sources, func(s Source) bool { return voice(s.ID) == other.voice }) {
			continue
		}
		return r.differ(voices[i], other)
	}
	return ""
}

// agree reports whether two voices name a door in common.
func agree(a, b says) bool {
	return slices.ContainsFunc(a.doors, func(x Candidate) bool {
		return slices.ContainsFunc(b.doors, func(y Candidate) bool { return x.Host == y.Host && x.Port == y.Port && x.Security == y.Security })
	})
}

// differ is the sentence of two voices that have nothing in common: ports alone where
// the host is the same.
func (r *ranker) differ(a, b says) string {
	brief := func(c Candidate) string { return fmt.Sprintf("%s, port %d", c.Host, c.Port) }
	x, y := a.doors[0], b.doors[0]
	if x.Host == y.Host {
		brief = func(c Candidate) string { return fmt.Sprint(c.Port) }
		if x.Port == y.Port {
			brief = func(c Candidate) string { return fmt.Sprintf("%d with %s", c.Port, securityWords(c.Security)) }
		}
	}
	one := a.voice
	if one[0] >= 'a' && one[0] <= 'z' {
		one = string(one[0]-'a'+'A') + one[1:]
	}
	return fill.Values{"one": one, "this": brief(x), "other": b.voice, "that": brief(y)}.Line(words()["differ.host"])
}

// securityWords says how a door is encrypted, in a word or two.
func securityWords(s probe.Security) string {
	switch s {
	case probe.ImplicitTLS:
		return "TLS at once"
	case probe.STARTTLS:
		return "STARTTLS"
	case discover.Plaintext:
		return "no encryption"
	}
	return ""
}
