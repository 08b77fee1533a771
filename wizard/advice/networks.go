package advice

import (
	"slices"

	"postern/probe"
	"postern/wizard/catalog"
)

// examples names networks whose documented blocks fit what was met, one of each
// kind: ", as for example X and Y do"; nothing if none fits. A network's block
// shows as silence, so only doors that were filtered count.
func (v *view) examples() string {
	shut := v.only(func(d door) bool { return isFiltered(d) && d.rank != rankGuessed && v.mattersHere(d) })
	open := v.only(func(d door) bool { return d.Connect == probe.ConnectOK })
	var names []string
	var kinds []catalog.NetworkKind
	for _, n := range catalog.Fitting(shut.shownPorts(), open.shownPorts()) {
		if !slices.Contains(kinds, n.Kind) {
			names, kinds = append(names, n.Name), append(kinds, n.Kind)
		}
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
