package candidate

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"postern/probe"
	"postern/probe/discover"
	"postern/wizard/advice"
)

// The places of the order, the best first. See the package's comment.
const (
	ownFile = iota
	catalogueDomain
	tableDomain
	srvRecord
	catalogueMX
	tableMX
	mxFile
	publicTable
	publicMX
	unprotected
	guess
)

// Rank returns the servers that may take mail from the address, the best first. It is
// a pure function.
func Rank(in Input) Ranking {
	r := &ranker{in: in, domain: domainOf(in.Address)}
	if in.Report.Domain != r.domain {
		r.in.Report = discover.Report{}
	}
	r.addBuiltIn()
	r.addFound()
	r.sort()
	r.explain()
	return Ranking{
		Domain: r.domain, Candidates: r.all, Notes: r.notes(), Asked: r.in.Report.Asked(),
	}
}

func domainOf(address string) string {
	return strings.ToLower(address[strings.LastIndexByte(address, '@')+1:])
}

// A ranker gathers the candidates of one address.
type ranker struct {
	in     Input
	domain string
	all    []Candidate
	added  int
}

// add adds a claim, or merges it with one about the same host, port and security. The
// claims of one source are to be added in its own order.
func (r *ranker) add(c Candidate) {
	r.added++
	c.turn = r.added
	i := slices.IndexFunc(r.all, func(o Candidate) bool {
		return o.Host == c.Host && o.Port == c.Port && o.Security == c.Security
	})
	if i < 0 {
		r.all = append(r.all, c)
		return
	}
	r.all[i] = merged(r.all[i], c)
}

// merged merges two claims about the same door. What the better source does not say is
// taken from the other.
func merged(a, b Candidate) Candidate {
	if b.place < a.place {
		a, b = b, a
	}
	a.Sources = slices.Clone(a.Sources)
	for _, s := range b.Sources {
		if !slices.Contains(a.Sources, s) {
			a.Sources = append(a.Sources, s)
		}
	}
	if a.UserForm == "" {
		a.UserForm, a.User = b.UserForm, b.User
	}
	if a.Logins == nil {
		a.Logins = b.Logins
	}
	a.Provider, a.Name = cmp.Or(a.Provider, b.Provider), cmp.Or(a.Name, b.Name)
	a.Unprotected = a.Unprotected && b.Unprotected
	a.Outside = a.Outside && b.Outside
	a.Wildcard = a.Wildcard && b.Wildcard
	return a
}

// sort puts the candidates into their order. Guesses of hosts that some source names
// are left out.
func (r *ranker) sort() {
	named := make(map[string]bool)
	for _, c := range r.all {
		named[c.Host] = named[c.Host] || !c.Guess
	}
	r.recognise()
	r.all = slices.DeleteFunc(r.all, func(c Candidate) bool { return c.Guess && named[c.Host] })
	sort.SliceStable(r.all, func(i, j int) bool {
		a, b := r.all[i], r.all[j]
		return cmp.Or(cmp.Compare(rank(a), rank(b)), r.tie(a, b), cmp.Compare(a.turn, b.turn)) < 0
	})
}

// rank is a candidate's place. Guesses that prove nothing stand behind the others, and
// what is named without encryption behind all.
func rank(c Candidate) int {
	switch {
	case c.Plaintext:
		return guess + 2
	case c.Wildcard:
		return guess + 1
	}
	return c.place
}

// tie orders two doors of the same place. Only those of SRV records can be equals: all
// others stand in their source's order.
func (r *ranker) tie(a, b Candidate) int {
	if a.place != srvRecord || b.place != srvRecord {
		return 0
	}
	x, y := r.record(a), r.record(b)
	return cmp.Or(
		cmp.Compare(x.Priority, y.Priority),
		cmp.Compare(r.byPolicy(a), r.byPolicy(b)),
		cmp.Compare(y.Weight, x.Weight),
	)
}

// tied reports whether a candidate has an equal at its host.
func (r *ranker) tied(c Candidate) bool {
	return c.place == srvRecord && slices.ContainsFunc(r.all, func(o Candidate) bool {
		return o.place == srvRecord && o.Host == c.Host && o.Port != c.Port && r.record(o).Priority == r.record(c).Priority
	})
}

// byPolicy is when a way to encrypt has its turn among equals.
func (r *ranker) byPolicy(c Candidate) int {
	first := probe.STARTTLS
	if r.in.Policy == advice.Prefer465 {
		first = probe.ImplicitTLS
	}
	if c.Security == first {
		return 0
	}
	return 1
}

// record is the SRV record a candidate stands in.
//
//go:noinline
func (r *ranker) record(c Candidate) discover.Finding {
	for _, a := range r.in.Report.Answers {
		if a.Source != discover.SRVSubmissions && a.Source != discover.SRVSubmission {
			continue
		}
		for _, f := range a.Findings {
			if f.Host == c.Host && f.Port == c.Port && f.Security == c.Security {
				return f
			}
		}
	}
	return discover.Finding{}
}

// recognise tells whose servers those are that a file or a record names: a provider
// of the catalogue's, the one its mail host belongs to if that has such a server.
func (r *ranker) recognise() {
	if r.in.Catalog == nil {
		return
	}
	for i, c := range r.all {
		if c.Guess || c.Provider != "" {
			continue
		}
		if j := slices.IndexFunc(r.all, func(o Candidate) bool { return o.Host == c.Host && o.Provider != "" }); j >= 0 {
			r.all[i].Provider, r.all[i].Name = r.all[j].Provider, r.all[j].Name
		} else if p, ok := r.in.Catalog.ByHost(c.Host); ok {
			r.all[i].Provider, r.all[i].Name = p.ID, p.Name
		}
	}
}
