package advice

import (
	"cmp"
	"slices"
	"sort"
	"time"

	"postern/probe"
	"postern/wizard/catalog"
)

// patience is how long a better door is waited for while a good one is known.
const patience = 1500 * time.Millisecond

// Advise returns the door to use, and why. It may be called at any time during a
// probe: a Provisional recommendation may still change, a Final one only if a better
// door answers very late. Once all doors have settled, the result depends on their
// facts only, and not on how fast they were.
func Advise(c Case) Advice {
	v := newView(c)
	a := Advice{Policy: v.Policy}
	best := slices.IndexFunc(v.doors, door.usable)
	a.Waiting = v.waiting(best)
	if best >= 0 {
		v.recommend(&a, v.doors[best])
		for _, d := range v.doors[best+1:] {
			if d.usable() && d.rank != rankRelay {
				a.Also = append(a.Also, d.port())
			}
		}
	} else if len(a.Waiting) == 0 {
		a.Untried = v.untried()
	}
	for _, d := range v.doors {
		if !v.expected(d) {
			a.unlisted = append(a.unlisted, d.port())
		}
	}
	a.Pattern = v.pattern(a)
	a.Likely = v.likely(a.Pattern)
	if a.Port == 0 {
		a.Ask, a.Lifts = v.ask(a.Pattern), v.lifts(a.Likely)
	}
	a.Reasons = v.reasons(a)
	a.Headline = v.headline(a)
	return a
}

// waiting returns the ports still being tried that would come before the best door
// (an index); if there is none (-1), all ports still being tried that could be
// recommended.
func (v *view) waiting(best int) []int {
	before := v.doors
	if best >= 0 {
		before = v.doors[:best]
	}
	var ports []int
	for _, d := range before {
		if d.pending() && d.rank != rankNever {
			ports = append(ports, d.port())
		}
	}
	return ports
}

func (v *view) recommend(a *Advice, d door) {
	a.Port = d.port()
	a.Security = securityFor(d.Result)
	a.Label = d.label()
	a.State = Final
	if len(a.Waiting) > 0 && v.Elapsed < patience {
		a.State = Provisional
	}
}

// SecurityOf is how a program must begin on a door: starttls, tls or none. Only a
// relay of one's own may go without, where its TLS is missing or proves nothing.
func SecurityOf(r probe.Result) string { return securityFor(&r) }

func securityFor(r *probe.Result) string {
	switch v := judge(r); {
	case v == NoSTARTTLS, v == BadCertificate:
		return "none"
	case r.Door.Implicit():
		return string(probe.ImplicitTLS)
	}
	return string(probe.STARTTLS)
}

func (d door) label() string {
	switch d.rank {
	case rankByAddress, rankWithLogin:
		return LabelByAddress
	case rankNamed, rankStandard, rankUnlisted:
		return ""
	case rankSecond:
		return LabelFallback
	case rankRelay:
		return LabelLocalRelay
	case rankAlternate, rankSpare, rankGuessed, rankOther, rankNever:
	}
	return LabelUnofficial
}

// untried returns the documented doors that are not in the report.
func (v *view) untried() []probe.Door {
	var doors []probe.Door
	for port, e := range v.docs {
		if _, tried := v.Report.Door(port); tried || port == 25 {
			continue
		}
		doors = append(doors, doorOfEndpoint(e))
	}
	sort.Slice(doors, func(i, j int) bool {
		a, b := doors[i], doors[j]
		x := door{Result: &probe.Result{Door: a}, rank: v.rank(a.Port)}
		y := door{Result: &probe.Result{Door: b}, rank: v.rank(b.Port)}
		return cmp.Or(v.compare(x, y), a.Port-b.Port) < 0
	})
	return doors
}

// doorOfEndpoint is a documented door, as it is to be spoken to.
func doorOfEndpoint(e catalog.Endpoint) probe.Door {
	d := probe.Door{Port: e.Port, Security: probe.STARTTLS}
	if e.Security == string(probe.ImplicitTLS) {
		d.Security = probe.ImplicitTLS
	}
	return d
}

func (v *view) headline(a Advice) string {
	facts := facts{"port": portName(a.Port), "waiting": list(a.Waiting, "and")}
	switch {
	case a.Port == 0 && len(v.doors) > 0 && len(a.Waiting) == len(v.doors):
		return say("headline.trying", facts)
	case a.Port == 0 && len(a.Waiting) > 0:
		return say("headline.still", facts)
	case a.Port == 0:
		return say("headline.none", facts)
	case a.State == Provisional:
		return say("headline.provisional", facts)
	case a.Label == LabelLocalRelay:
		return say("headline.relay", facts)
	case a.Label == LabelByAddress:
		return say("headline.by-address", facts)
	case a.Label == LabelUnofficial:
		return say("headline.unofficial", facts)
	}
	return say("headline", facts)
}
