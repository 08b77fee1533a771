package advice

import (
	"slices"

	"postern/probe"
)

// A Finding is what became of a door, or of several that became the same.
type Finding struct {
	Ports []int // in the order shown
	Explanation
}

// Findings explains the doors of a report, each state once: doors that ended
// alike, their numbers apart, stand together.
func Findings(r probe.Report) []Finding {
	var alike [][]*probe.Result
	var said []Explanation
	for i := range r.Doors {
		d := &r.Doors[i]
		e := explain(r.Host, d, r.Started, doorNames{all: "#", any: "#"})
		at := slices.Index(said, e)
		if at < 0 {
			at = len(said)
			alike, said = append(alike, nil), append(said, e)
		}
		alike[at] = append(alike[at], d)
	}
	out := make([]Finding, len(alike))
	for i, doors := range alike {
		out[i] = findingOf(r, doors)
	}
	return out
}

func findingOf(r probe.Report, doors []*probe.Result) Finding {
	ports := make([]int, len(doors))
	for i, d := range doors {
		ports[i] = d.Door.Port
	}
	names := doorNames{all: list(ports, "and"), any: list(ports, "or"), several: len(ports) > 1}
	return Finding{Ports: ports, Explanation: explain(r.Host, doors[0], r.Started, names)}
}
