package cli

import (
	"cmp"
	"slices"
	"sort"

	"postern/probe"
	"postern/wizard/advice"
	"postern/wizard/catalog"
	"postern/wizard/recipe"
)

// door is the port and how it is encrypted, as far as they were not named: what
// the provider prefers, else what the tie policy says.
func (f configFlags) door(host string, p *catalog.Provider) (int, recipe.Security) {
	switch {
	case f.port != 0 && f.security != "":
		return f.port, f.security
	case p != nil && p.SMTPLocal != nil: // its own program chose the port
		return cmp.Or(f.port, p.SMTPLocal.Port), cmp.Or(f.security, recipe.Security(p.SMTPLocal.Security))
	case f.security == recipe.Plain:
		return 25, f.security
	case f.noLogin && p == nil && f.port == 0 && f.security != recipe.ImplicitTLS: // such a relay is most often there
		return 25, recipe.STARTTLS
	}
	doors := documentedDoors(host, p)
	sort.SliceStable(doors, func(i, j int) bool { return f.compare(doors[i], doors[j]) < 0 })
	i := slices.IndexFunc(doors, func(d documented) bool {
		return (f.port == 0 || d.Port == f.port) && (f.security == "" || recipe.Security(d.Security) == f.security)
	})
	switch {
	case i >= 0:
		return doors[i].Port, recipe.Security(doors[i].Security)
	case f.port != 0:
		return f.port, recipe.Security(probe.DoorAt(f.port).Security)
	case f.security == recipe.ImplicitTLS:
		return 465, f.security
	}
	return 587, recipe.STARTTLS
}

// A documented door is one that a provider names.
type documented struct {
	probe.Door
	preferred bool // the provider says: this one
}

// standard reports whether it is the door for TLS from the start.
func (d documented) standard() bool { return d.Port == 465 && d.Implicit() }

// documentedDoors are those the provider names for the host; for a host of
// nobody's they are the two that are made for submission.
func documentedDoors(host string, p *catalog.Provider) []documented {
	if p == nil {
		return []documented{{Door: probe.DoorAt(587)}, {Door: probe.DoorAt(465)}}
	}
	var out []documented
	for _, e := range p.Endpoints(host) {
		s := probe.Security(e.Security)
		if s == probe.STARTTLS || s == probe.ImplicitTLS {
			out = append(out, documented{
				Door:      probe.Door{Port: e.Port, Security: s},
				preferred: e.Preferred != nil && *e.Preferred,
			})
		}
	}
	return out
}

// compare puts the door to use first: for a lenient program the one that begins with
// TLS, else the provider's choice, then the two that
// are made for submission, then their twins on other numbers, spares and 25.
// Among equals the tie policy decides.
func (f configFlags) compare(a, b documented) int {
	return cmp.Or(
		-compareBool(f.lenient && a.standard(), f.lenient && b.standard()),
		-compareBool(a.preferred, b.preferred),
		cmp.Compare(remoteness(a.Port), remoteness(b.Port)),
		-compareBool(f.favours(a), f.favours(b)),
	)
}

func (f configFlags) favours(d documented) bool {
	return d.Implicit() == (f.policy == advice.Prefer465)
}

func remoteness(port int) int {
	switch port {
	case 465, 587:
		return 0
	case 2525:
		return 2
	case 25:
		return 3
	}
	return 1
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}
