package advice

import (
	"slices"
	"strings"

	"postern/probe"
)

// A ConclusionID names the conclusion from a control question. The names are part of
// the JSON report.
type ConclusionID string

// The conclusions.
const (
	// ConcludeNetwork: the other host fails in the same way, so likely this network
	// or computer is the cause.
	ConcludeNetwork ConclusionID = "network"
	// ConcludeServer: the other host answers, so likely the cause is the server, or
	// what is right before it.
	ConcludeServer ConclusionID = "server"
	// ConcludeBoth: some doors fail at both hosts, others at the first alone.
	ConcludeBoth ConclusionID = "both"
	// ConcludeUnclear: the answers do not fit together, or there are none.
	ConcludeUnclear ConclusionID = "unclear"
	// ConcludeNotNeeded: there was nothing to ask.
	ConcludeNotNeeded ConclusionID = "not-needed"
)

// A Conclusion is what follows from a control question. It is always a guess.
type Conclusion struct {
	ID       ConclusionID
	Headline string // one sentence
	Meaning  string // what it rests on
	Next     string // what to do; "" where nothing has to be done
	// Ask is what to write to whoever can change it, in the place of Advice.Ask; ""
	// where there is nobody to ask.
	Ask    string
	Lesson string // lesson ID
}

// Conclude compares a case with what the host of ControlFor answered, and says whether
// the network or the server is at fault. A report without doors means that nobody was
// asked: the conclusion then says why there was no question.
func Conclude(c Case, control probe.Report) Conclusion {
	v := newView(c)
	if len(control.Doors) == 0 {
		return v.unquestioned()
	}
	compared := v.compareWith(control)
	switch id := compared.id(); id {
	case ConcludeNetwork:
		return v.concluded(id, variantOf(compared.alike), compared)
	case ConcludeServer:
		return v.concluded(id, variantOf(compared.apart), compared)
	case ConcludeBoth, ConcludeUnclear, ConcludeNotNeeded:
		return v.concluded(id, "", compared)
	}
	return Conclusion{}
}

// unquestioned says why there was no control question.
func (v *view) unquestioned() Conclusion {
	section := v.unasked()
	if section == "" {
		section = "unclear.nobody"
	}
	id, variant, _ := strings.Cut(section, ".")
	return v.concluded(ConclusionID(id), variant, comparison{alike: v.questionable().doors})
}

// A comparison sorts the doors that failed by what another host did with them.
type comparison struct {
	host  string // the other one
	alike []door // it fails in the same way
	apart []door // it answers
}

// compareWith compares the doors that failed with those of another host. Doors that are
// not known of both, or that fail in different ways, are in neither list.
func (v *view) compareWith(control probe.Report) comparison {
	out := comparison{host: control.Host}
	for _, d := range v.questionable().doors {
		r, asked := control.Door(d.port())
		if !asked {
			continue
		}
		switch t := troubleOf(door{Result: &r, verdict: Judge(r)}); t {
		case troubleNone:
			out.apart = append(out.apart, d)
		case troubleOf(d):
			out.alike = append(out.alike, d)
		case troubleUndecided, troubleName, troubleClosed, troubleChanged:
		}
	}
	return out
}

func (c comparison) id() ConclusionID {
	switch {
	case len(c.alike) > 0 && len(c.apart) > 0:
		return ConcludeBoth
	case len(c.alike) > 0:
		return ConcludeNetwork
	case len(c.apart) > 0:
		return ConcludeServer
	}
	return ConcludeUnclear
}

// variantOf returns the variant of a conclusion that fits how all the doors failed.
func variantOf(doors []door) string {
	all := func(is func(door) bool) bool {
		return !slices.ContainsFunc(doors, func(d door) bool { return !is(d) })
	}
	switch {
	case all(isVerdict(Unreachable)):
		return "unreachable"
	case all(func(d door) bool { return d.port() == 25 && troubleOf(d) == troubleClosed }):
		return "25"
	case all(func(d door) bool { return troubleOf(d) == troubleName }):
		return "unnamed"
	case all(func(d door) bool { return troubleOf(d) == troubleChanged }):
		return "changed"
	}
	return ""
}

// concluded puts a conclusion into words.
func (v *view) concluded(id ConclusionID, variant string, c comparison) Conclusion {
	section := string(id)
	if variant != "" {
		section += "." + variant
	}
	f := facts{
		"host": v.Report.Host, "control": c.host,
		"alike": countedPorts(portsOfDoors(c.alike)), "apart": countedPorts(portsOfDoors(c.apart)), "not25": "",
	}
	if !slices.ContainsFunc(c.alike, func(d door) bool { return d.port() == 25 }) {
		f["not25"] = "; I do not need port 25"
	}
	get := func(field string) string { return f.Line(controlWords().get(section, field)) }
	out := Conclusion{
		ID: id, Headline: get("headline"), Meaning: get("meaning"), Next: get("next"),
		Ask: get("ask"), Lesson: get("lesson"),
	}
	switch a := Advise(v.Case); {
	case id == ConcludeUnclear:
		out.Ask = a.Ask
	case id != ConcludeNotNeeded && a.Port != 0:
		out.Next = facts{"port": portName(a.Port)}.Line(controlWords().get("works", "next")) + " " + out.Next
	}
	return out
}

func portsOfDoors(doors []door) []int { return (&view{doors: doors}).shownPorts() }
