package candidate

import (
	"slices"
	"strings"

	"postern/probe"
	"postern/probe/discover"
	"postern/wizard/catalog"
)

// addBuiltIn adds what the program itself knows.
func (r *ranker) addBuiltIn() {
	if r.in.Catalog != nil {
		if p, ok := r.in.Catalog.ByDomain(r.domain); ok {
			r.addProvider(p, catalogueDomain, Source{Catalogue, "Postern's catalogue"})
		}
	}
	if r.in.ISPs != nil {
		if isp, ok := r.in.ISPs.ByDomain(r.domain); ok {
			r.addISP(isp, tableDomain, Source{Table, "Postern's copy of Thunderbird's collection"})
		}
	}
	for _, mx := range r.exchanges() {
		if r.addByExchange(mx.Host) {
			break // the best that is known
		}
	}
}

// exchanges are the hosts that take the domain's mail, best first.
func (r *ranker) exchanges() []discover.Exchange {
	a, _ := r.in.Report.Answer(discover.MX)
	return a.Exchanges
}

// addByExchange adds what is known of the host that takes the domain's mail.
func (r *ranker) addByExchange(host string) bool {
	known := false
	if r.in.Catalog != nil {
		for _, p := range r.in.Catalog.AllByExchange(host) {
			known = true
			r.addProvider(p, catalogueMX, Source{CatalogueByMX, "the mail host " + host})
		}
	}
	if r.in.ISPs == nil || known {
		return known
	}
	isp, ok := r.in.ISPs.ByExchange(host)
	if ok {
		r.addISP(isp, tableMX, Source{TableByMX, "the mail host " + host})
	}
	return ok
}

// addProvider adds the doors of a catalogue entry.
func (r *ranker) addProvider(p *catalog.Provider, place int, from Source) {
	for _, e := range p.SMTP {
		security := probe.Security(e.Security)
		if e.Security == "plain" {
			security = discover.Plaintext
		}
		r.add(Candidate{
			Host: e.Host, Port: e.Port, Security: security, User: p.UserFor(r.in.Address),
			Logins: loginsOf(p), Provider: p.ID, Name: p.Name, Sources: []Source{from},
			Plaintext: security == discover.Plaintext, place: place,
		})
	}
	if p.SMTPLocal != nil {
		r.add(Candidate{
			Host: "127.0.0.1", Port: p.SMTPLocal.Port, Security: probe.Security(p.SMTPLocal.Security),
			User: p.UserFor(r.in.Address), Provider: p.ID, Name: p.Name, Sources: []Source{from}, place: place,
		})
	}
}

// loginsOf are a provider's ways to sign in, in the words of the files.
func loginsOf(p *catalog.Provider) []discover.Login {
	if p.PasswordKind == catalog.OAuthOnly {
		return []discover.Login{discover.LoginOAuth2}
	}
	return []discover.Login{discover.LoginPassword}
}

// addISP adds the servers of an entry of the built-in collection.
func (r *ranker) addISP(isp catalog.ISP, place int, from Source) {
	for _, o := range isp.Servers {
		c := Candidate{
			Host: o.HostFor(r.domain), Port: o.Port, Security: probe.Security(o.Security),
			UserForm: userForms[o.User], Name: isp.Name, Sources: []Source{from}, place: place,
		}
		if o.Security == "plain" {
			c.Security, c.Plaintext = discover.Plaintext, true
		}
		for _, a := range o.Auth {
			c.Logins = append(c.Logins, discover.Login(a))
		}
		c.User = FillUser(c.UserForm, r.in.Address)
		if _, err := probe.CheckHost(c.Host); err == nil {
			r.add(c)
		}
	}
}

// userForms are the table's words in those of the settings files.
var userForms = map[string]string{
	"email":            discover.PlaceAddress,
	"localpart":        discover.PlaceLocalPart,
	"localpart.domain": discover.PlaceLocalPart + "." + discover.PlaceDomain,
}

// FillUser returns the login name that a form makes of an address, "" if the form or
// the address makes none.
func FillUser(form, address string) string {
	at := strings.LastIndexByte(address, '@')
	if at < 1 {
		return ""
	}
	return strings.NewReplacer(
		discover.PlaceAddress, address, discover.PlaceLocalPart, address[:at], discover.PlaceDomain, address[at+1:],
	).Replace(form)
}

// addFound adds what package discover found.
func (r *ranker) addFound() {
	for _, a := range r.in.Report.Answers {
		for _, f := range a.Findings {
			r.addFinding(a, f)
		}
	}
}

func (r *ranker) addFinding(a discover.Answer, f discover.Finding) {
	if f.Guess && (f.DNS != probe.DNSOK || r.knownExchange(f.Host)) {
		return
	}
	filled, err := f.Filled(r.in.Address)
	if err != nil {
		return // no host for this address
	}
	c := Candidate{
		Host: filled.Host, Port: f.Port, Security: f.Security,
		User: filled.User.String(), UserForm: f.User.String(), Logins: slices.Clone(f.Logins), Name: a.Provider.String(),
		Sources: []Source{{SourceID(f.Source), sourceWords(f)}},
		Guess:   f.Guess, Wildcard: f.Wildcard,
		Plaintext: f.Security == discover.Plaintext, Unprotected: f.Unprotected,
		place: placeOf(f),
	}
	c.Outside = forgeable(c) && !within(c.Host, r.domain)
	r.add(c)
}

// forgeable reports whether somebody on the way could have put the name there: it
// stands in DNS, in a file that was read without encryption, or in the settings of a
// domain that DNS alone led to.
func forgeable(c Candidate) bool {
	return c.place == srvRecord || c.place == mxFile || c.place == publicMX || c.place == unprotected
}

// knownExchange reports whether a guess is a mail host of a provider that is known by
// it: that provider's servers are, and this is none of them.
func (r *ranker) knownExchange(host string) bool {
	takes := slices.ContainsFunc(r.exchanges(), func(x discover.Exchange) bool { return x.Host == host })
	return takes && slices.ContainsFunc(r.all, func(c Candidate) bool {
		return slices.ContainsFunc(c.Sources, func(s Source) bool { return s.ID == CatalogueByMX || s.ID == TableByMX })
	})
}

// within reports whether a host is in the domain.
func within(host, domain string) bool {
	return host == domain || strings.HasSuffix(host, "."+domain)
}

func placeOf(f discover.Finding) int {
	switch {
	case f.Guess:
		return guess
	case f.Unprotected:
		return unprotected
	}
	switch f.Source {
	case discover.Autoconfig, discover.WellKnown:
		return ownFile
	case discover.SRVSubmissions, discover.SRVSubmission:
		return srvRecord
	case discover.AutoconfigMX:
		return mxFile
	case discover.ISPDB:
		if f.Exchange {
			return publicMX
		}
		return publicTable
	default:
		return unprotected
	}
}

// sourceWords say who names a server, as a part of a sentence.
func sourceWords(f discover.Finding) string {
	where := f.Where.String()
	switch f.Source {
	case discover.SRVSubmissions, discover.SRVSubmission:
		return "the " + where
	case discover.ISPDB:
		if f.Exchange {
			return "Thunderbird's collection, for the mail host's domain"
		}
		return "Thunderbird's collection"
	case discover.Guesses:
		return "a guess"
	}
	// A file is known by the host it lies on; the whole address stands in the report.
	_, rest, _ := strings.Cut(where, "://")
	host, _, _ := strings.Cut(rest, "/")
	if host == "" {
		host = where
	}
	return "the settings file at " + host
}
