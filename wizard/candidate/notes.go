package candidate

import (
	"slices"
	"strings"

	"postern/probe"
	"postern/probe/discover"
	"postern/wizard/catalog"
	"postern/wizard/fill"
)

// notes are what is to be said of the domain as a whole, the gravest first.
func (r *ranker) notes() []string {
	var keys []string
	mx, _ := r.in.Report.Answer(discover.MX)
	v := fill.Values{"domain": r.domain}
	switch {
	case mx.Reason == discover.NullMX:
		keys = append(keys, "note.null-mx")
	case r.noSuchDomain() && r.named():
		keys = append(keys, "note.named-no-name")
	case r.noSuchDomain():
		keys = append(keys, "note.no-name")
	case r.noNetwork():
		keys = append(keys, "note.no-network")
	}
	if p, ok := r.withoutSMTP(); ok {
		v["provider"], v["setup"] = p.Name, p.SetupNote
		keys = append(keys, "note.no-smtp")
	}
	if r.wildcard() {
		keys = append(keys, "note.wildcard")
	}
	if r.badCertificate() {
		keys = append(keys, "note.bad-certificate")
	}
	var notes []string
	for _, k := range keys {
		notes = append(notes, strings.TrimSpace(v.Line(words()[k])))
	}
	return notes
}

// named reports whether anybody names a server for the domain, so that it once was
// there.
func (r *ranker) named() bool {
	return slices.ContainsFunc(r.all, func(c Candidate) bool { return !c.Guess })
}

// noSuchDomain reports whether the name servers know no such domain: neither it nor
// anything under it.
func (r *ranker) noSuchDomain() bool {
	mx, _ := r.in.Report.Answer(discover.MX)
	if mx.Reason != discover.NoSuchName {
		return false
	}
	g, _ := r.in.Report.Answer(discover.Guesses)
	for _, f := range g.Findings {
		if f.DNS != probe.DNSNXDomain {
			return false
		}
	}
	return true
}

// noNetwork reports whether no question at all got through to a name server. One that
// is silent about a domain alone may answer for others, such as Thunderbird's.
func (r *ranker) noNetwork() bool {
	asked := false
	for _, a := range r.in.Report.Answers {
		switch {
		case a.State == discover.Skipped:
		case a.Reason != discover.NameTimeout && a.Reason != discover.NameServer && a.Reason != discover.Timeout:
			return false
		case slices.ContainsFunc(a.Findings, heard):
			return false
		default:
			asked = true
		}
	}
	return asked
}

// heard reports whether somebody answered for a finding to be.
func heard(f discover.Finding) bool {
	return !f.Guess || f.DNS == probe.DNSOK || f.DNS == probe.DNSNXDomain || f.DNS == probe.DNSNoData
}

// withoutSMTP returns the provider that takes the domain's mail, if no program can
// send through it.
func (r *ranker) withoutSMTP() (*catalog.Provider, bool) {
	if r.in.Catalog == nil {
		return &catalog.Provider{}, false
	}
	if p, ok := r.in.Catalog.ByDomain(r.domain); ok {
		return p, !p.SMTPAvailable
	}
	for _, mx := range r.exchanges() {
		if p, ok := r.in.Catalog.ByExchange(mx.Host); ok {
			return p, !p.SMTPAvailable
		}
	}
	return &catalog.Provider{}, false
}

// wildcard reports whether any name under the domain seems to lead somewhere.
func (r *ranker) wildcard() bool {
	g, _ := r.in.Report.Answer(discover.Guesses)
	return slices.ContainsFunc(g.Findings, func(f discover.Finding) bool { return f.Wildcard })
}

// badCertificate reports whether the domain's own web servers could not prove who they
// are, so that their files were not read.
func (r *ranker) badCertificate() bool {
	for _, id := range []discover.SourceID{discover.Autoconfig, discover.WellKnown} {
		if a, _ := r.in.Report.Answer(id); len(a.Findings) > 0 {
			return false
		}
	}
	a, _ := r.in.Report.Answer(discover.Autoconfig)
	return a.Reason == discover.BadCertificate
}
