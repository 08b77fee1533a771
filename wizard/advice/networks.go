package advice

import (
	"slices"
	"strings"

	"postern/probe"
	"postern/wizard/catalog"
)

// networks are those whose documented blocks fit what was met, one of each kind. A
// network's block shows as silence, so only doors that were filtered count.
func (v *view) networks() []catalog.Network {
	shut := v.only(func(d door) bool { return isFiltered(d) && d.rank != rankGuessed && v.mattersHere(d) })
	open := v.only(func(d door) bool { return d.Connect == probe.ConnectOK })
	var out []catalog.Network
	for _, n := range catalog.Fitting(shut.shownPorts(), open.shownPorts()) {
		if !slices.ContainsFunc(out, func(o catalog.Network) bool { return o.Kind == n.Kind }) {
			out = append(out, n)
		}
	}
	return out
}

// lifts says how the networks that a text names open doors again, one a line, so far as
// that is known.
func (v *view) lifts(text string) []string {
	var out []string
	for _, n := range v.networks() {
		if n.HowToLift != "" && strings.Contains(text, n.Name) {
			out = append(out, n.Name+": "+n.HowToLift+".")
		}
	}
	return out
}

// examples names the networks: ", as for example X and Y do"; nothing if none fits.
func (v *view) examples() string {
	var names []string
	for _, n := range v.networks() {
		names = append(names, n.Name)
	}
	switch len(names) {
	case 0:
		return ""
	case 1:
		return ", as for example " + names[0] + " does"
	}
	return ", as for example " + join(names, "and") + " do"
}

// mattersHere reports whether a door's being shut says something of the network:
// 25, whatever the provider documents, and the doors that ought to work.
func (v *view) mattersHere(d door) bool { return d.port() == 25 || v.expected(d) }
