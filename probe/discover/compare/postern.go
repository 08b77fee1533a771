package main

import (
	"context"
	"net/url"
	"strings"

	"postern/probe"
	"postern/probe/discover"
	"postern/wizard/advice"
	"postern/wizard/candidate"
	"postern/wizard/catalog"
	"postern/wizard/typed"
)

// postern runs what Postern runs: it asks, ranks, and tries the door of what comes
// first; where nothing was named, the doors of what was guessed. Where a file can be
// had without encryption alone, the person is asked, and here agrees.
func postern(ctx context.Context, n network, address string) answer {
	address, err := typed.CheckAddress(address)
	if err != nil {
		return answer{warning: err.Error()}
	}
	_, domain, _ := strings.Cut(address, "@")
	p := posternRun{n, address, domain}
	a := p.run(ctx, false)
	if a.host == "" || a.warning != "" {
		if agreed := p.run(ctx, true); agreed.host != "" && agreed.warning == "" {
			agreed.asked = true
			return agreed
		}
	}
	return a
}

type posternRun struct {
	network
	address, domain string
}

func (p posternRun) run(ctx context.Context, plainHTTP bool) answer {
	names := probe.Resolver{Dial: p.DialNames}
	finder := &discover.Finder{
		Lookup: names.Addresses, SRV: names.SRV, MX: names.MX, Dial: p.Dial, Roots: p.Roots(),
		Proxy: func(*url.URL) (*url.URL, error) { return nil, nil },
	}
	ranking := candidate.Rank(candidate.Input{
		Address: p.address, Catalog: catalog.Default(), ISPs: catalog.ISPs(),
		Report: finder.Find(ctx, discover.Query{Domain: p.domain, PlainHTTP: plainHTTP}),
	})
	prober := &probe.Prober{Lookup: names.Addresses, Dial: p.Dial, Roots: p.Roots()}
	if all := ranking.Candidates; len(all) > 0 && !all[0].Guess {
		return p.tried(ctx, prober, all[0])
	}
	var last answer
	for _, c := range ranking.Candidates {
		if last = p.tried(ctx, prober, c); last.warning == "" {
			break
		}
	}
	return last
}

// tried tries the doors of a candidate.
func (p posternRun) tried(ctx context.Context, prober *probe.Prober, c candidate.Candidate) answer {
	doors := probe.StandardDoors()
	if door, ok := c.Door(); ok {
		doors = []probe.Door{door}
	}
	report := prober.Probe(ctx, c.Host, doors)
	a := answer{host: c.Host, user: c.User}
	door, ok := usable(report)
	if !ok {
		a.warning = said(report)
		return a
	}
	a.port, a.security = door.Port, door.Security
	return a
}

// usable is the door that is recommended, or the first that is ready: a port that only
// a source names may be any.
func usable(r probe.Report) (probe.Door, bool) {
	if d, ok := r.Door(advice.Advise(advice.Case{Report: r, Elapsed: r.Elapsed}).Port); ok {
		return d.Door, true
	}
	for _, d := range r.Doors {
		if advice.Judge(d) == advice.Ready {
			return d.Door, true
		}
	}
	return probe.Door{}, false
}

// said is the verdict where no door can be used: that of the first which answers, if
// one does.
func said(r probe.Report) string {
	verdict := advice.Judge(r.Doors[0])
	for _, d := range r.Doors[1:] {
		if verdict == advice.Refused {
			verdict = advice.Judge(d)
		}
	}
	return string(verdict)
}
