package advice

import (
	"slices"
	"strings"
	"time"

	"postern/probe"
	"postern/wizard/catalog"
)

// reasons says why the recommended door, and why not the others: first what
// decided, then what to know of that door, then what became of the rest.
func (v *view) reasons(a Advice) []Reason {
	t := &telling{view: v, advice: a}
	switch {
	case a.Port != 0:
		t.why()
		t.notes()
		t.passwordKind()
		t.others()
	case len(a.Waiting) > 0 || len(v.doors) == 0:
		return nil
	default:
		t.nothing()
	}
	return t.told
}

// Limits says what every result is worth: it holds for this computer, now.
func Limits() string { return say("limits", nil) }

// A telling is a list of reasons being made.
type telling struct {
	*view
	advice Advice
	told   []Reason
}

// tell adds the text of a section of reasons.txt.
func (t *telling) tell(section string, port int, more facts) {
	f := t.facts(port)
	for name, value := range more {
		f[name] = value
	}
	t.told = append(t.told, Reason{
		Port: port, Text: say(section, f), Lesson: f.Line(reasonWords().get(section, "lesson")),
	})
}

// facts are what every reason can speak of.
func (t *telling) facts(port int) facts {
	r, _ := t.Report.Door(port)
	f := resultFacts(t.Report.Host, &r)
	f["port"], f["provider"] = portName(port), t.owner()
	f["waiting"] = list(t.advice.Waiting, "and")
	f["by"] = t.NamedBy
	f["other"], f["named"] = portName(otherStandard(port)), list(t.named(), "or")
	return f
}

// owner is what to call whoever runs the host.
func (v *view) owner() string {
	if v.Provider == nil {
		return v.Report.Host
	}
	name, _, _ := strings.Cut(v.Provider.Name, " (")
	return name
}

// named returns the ports the provider names as those to use.
func (t *telling) named() []int {
	var ports []int
	for port := range t.docs {
		if t.rank(port) == rankNamed {
			ports = append(ports, port)
		}
	}
	slices.Sort(ports)
	return ports
}

func otherStandard(port int) int {
	if port == 465 {
		return 587
	}
	return 465
}

// best returns the recommended door.
//
//go:noinline
func (t *telling) best() door {
	return t.doors[slices.IndexFunc(t.doors, func(d door) bool { return d.port() == t.advice.Port })]
}

// why tells what decided for the recommended door.
func (t *telling) why() {
	d := t.best()
	switch {
	case t.advice.State == Provisional:
		t.tell("so-far", d.port(), nil)
	case len(t.advice.Waiting) > 1:
		t.tell("enough.several", d.port(), nil)
	case len(t.advice.Waiting) > 0:
		t.tell("enough", d.port(), nil)
	default:
		t.whyRank(d)
	}
}

func (t *telling) whyRank(d door) {
	found := ""
	if len(t.docs) == 0 && len(t.Named) > 0 {
		found = ".found"
	}
	switch d.rank {
	case rankNamed, rankStandard:
		t.tell(t.whyStandard(d), d.port(), nil)
	case rankSecond:
		t.tell("second", d.port(), nil)
	case rankUnlisted:
		t.tell("unlisted"+found, d.port(), nil)
	case rankAlternate, rankSpare:
		t.tell("spare", d.port(), facts{"lack": t.lack()})
	case rankGuessed, rankOther:
		t.tell("guessed", d.port(), facts{"lack": t.lack()})
	case rankRelay, rankNever:
		section := "relay"
		if t.advice.Security != "none" {
			section = "relay.encrypted"
		}
		t.tell(section, d.port(), nil)
	}
}

// whyStandard returns the section for 465 or 587, or a door that the provider
// names, when it simply is the best.
func (t *telling) whyStandard(d door) string {
	other := otherStandard(d.port())
	_, otherListed := t.docs[other]
	alsoNamed := t.rank(other) == rankNamed
	policy := "." + string(t.Policy)
	switch {
	case d.rank == rankNamed && len(t.docs) == 0:
		return "named.found"
	case !d.standard():
		return "named"
	case len(t.docs) > 0 && !otherListed:
		return "only-listed"
	case d.rank == rankNamed && !alsoNamed:
		return "named"
	case !slices.Contains(t.advice.Also, other):
		return "passed"
	case len(t.docs) > 0:
		return "unranked" + policy
	}
	return "both" + policy
}

// lack says what is wrong with the standard doors.
func (t *telling) lack() string {
	var shut, tried []int
	for _, d := range t.doors {
		if d.standard() {
			tried = append(tried, d.port())
		}
		if filtered(d.verdict) && (d.standard() || d.port() == 25) {
			shut = append(shut, d.port())
		}
	}
	slices.Sort(shut)
	slices.Sort(tried)
	standard := t.only(door.standard)
	switch {
	case len(tried) == 0:
		return ""
	case standard.all(isFiltered) && standard.shared() != string(NoAnswer):
		return say("lack.barred", facts{"shut": list(shut, "and")}) + " "
	case standard.all(isFiltered) && len(shut) == 1:
		return say("lack.one", facts{"shut": list(shut, "and")}) + " "
	case standard.all(isFiltered):
		return say("lack.filtered", facts{"shut": list(shut, "and")}) + " "
	}
	return say("lack", facts{"tried": list(tried, "and")}) + " "
}

// notes tells what to know of the recommended door.
func (t *telling) notes() {
	d := t.best()
	if d.rank != rankRelay && tokenOnly(d.Result) {
		t.tell("token-only", d.port(), nil)
	}
	if t.opened.at != 0 {
		t.tell("opened", t.opened.at, facts{"product": t.opened.by.name})
	}
	for _, w := range d.Warnings {
		section := "warning." + string(w)
		if _, known := reasonWords()[section]; !known {
			continue
		}
		f := facts{}
		addCertificate(f, d.Certificate, time.Time{})
		t.tell(section, d.port(), f)
	}
}

// passwordKind tells what goes into the password field, where it is not simply
// the password of the account.
func (t *telling) passwordKind() {
	if t.Provider == nil || t.best().rank == rankRelay {
		return
	}
	if t.Provider.PasswordKind == catalog.OAuthOnly && tokenOnly(t.best().Result) {
		return // told already
	}
	section := "password." + string(t.Provider.PasswordKind)
	if _, known := reasonWords()[section]; !known {
		return
	}
	for _, alt := range t.Provider.PasswordAlt {
		if _, known := reasonWords()[section+"."+string(alt)]; known {
			section += "." + string(alt)
			break
		}
	}
	t.tell(section, 0, nil)
}

// others tells what became of the doors that were not recommended.
func (t *telling) others() {
	var spare []int
	for _, d := range t.doors {
		switch {
		case d.port() == t.advice.Port || d.pending() || d.port() == 25:
		case d.usable() && d.standard():
			t.usableToo(d)
		case d.usable():
			spare = append(spare, d.port())
		case t.missed(d):
			t.lost(d)
		}
	}
	switch len(spare) {
	case 0:
	case 1:
		t.tell("not-needed", spare[0], nil)
	default:
		t.tell("not-needed.several", 0, facts{"ports": list(spare, "and")})
	}
	if r, ok := t.Report.Door(25); ok && t.advice.Port != 25 {
		t.between(&r)
	}
}

// usableToo tells that 465 or 587 is as good, unless that was said first.
func (t *telling) usableToo(d door) {
	first := t.told[0].Text
	if !strings.Contains(first, portName(d.port())) || t.advice.State == Provisional {
		t.tell("also-fine", d.port(), nil)
	}
}

// missed reports whether a door of no use is one that somebody would ask about.
func (t *telling) missed(d door) bool {
	best := t.best()
	switch {
	case best.rank == rankRelay || !t.expected(d):
		return false
	case !d.standard():
		return d.rank < best.rank
	}
	return !t.lacked(d.verdict)
}

// lacked reports whether the first reason, by its lack, already told that a
// door with this verdict is of no use.
func (t *telling) lacked(v Verdict) bool { return filtered(v) && t.best().rank >= rankAlternate }

// lost tells why a door cannot be recommended.
func (t *telling) lost(d door) {
	switch {
	case t.hides(d):
		t.tell("hidden", d.port(), nil)
	case !t.expected(d) && shut(d.verdict):
		t.tell("not-offered", d.port(), nil)
	default:
		t.found(findingOf(t.Report, []*probe.Result{d.Result}))
	}
}

// found tells what became of one or several doors.
func (t *telling) found(f Finding) {
	text := f.Sentence
	switch {
	case f.Verdict == BadCertificate && isLocal(t.Report.Host): // there is nobody to tell
		text += " " + f.Next
	case theirs(f.Verdict):
		text += " " + say("tell-them", nil)
	}
	r := Reason{Text: text, Lesson: f.Lesson}
	if len(f.Ports) == 1 {
		r.Port = f.Ports[0]
	}
	t.told = append(t.told, r)
}

// theirs reports whether a verdict is for the server's owner to mend.
func theirs(v Verdict) bool {
	return v == BadCertificate || v == PlaintextOnTLSPort || v == TLSTooOld || v == STARTTLSRefused
}

// between tells what 25 is, once it has settled.
func (t *telling) between(r *probe.Result) {
	switch v := judge(r); {
	case v == Ready:
		t.tell("25.works", 25, nil)
	case shut(v) && !t.lacked(v):
		t.after(r, "25.shut."+string(v))
	case shut(v) || v == Pending || v == Cancelled || nameless(v):
	case r.Greeting == probe.GreetingOK:
		t.tell("25", 25, nil)
	default:
		t.after(r, "25.other")
	}
}

// after tells what became of a door, and the text of a section.
func (t *telling) after(r *probe.Result, section string) {
	t.told = append(t.told, Reason{
		Port:   r.Door.Port,
		Text:   explainAt(t.Report.Host, r, t.Report.Started).Sentence + " " + say(section, nil),
		Lesson: reasonWords().get(section, "lesson"),
	})
}

// nothing tells why no door can be recommended, and what is left to try.
func (t *telling) nothing() {
	p := t.advice.Pattern
	switch {
	case p == HiddenSTARTTLS: // the door's own reason says it better
	case p != "":
		t.told = append(t.told, Reason{Text: t.advice.Likely, Lesson: p.Lesson()})
	default:
		t.various()
	}
	for _, d := range t.doors {
		if d.rank != rankNever && (t.hides(d) || !t.expected(d) && shut(d.verdict)) {
			t.lost(d)
		}
	}
	if len(t.advice.Untried) > 0 {
		t.tell("untried", 0, facts{"ports": list(portsOf(t.advice.Untried), "and")})
	}
}

// various tells what became of each door where nothing is common to all, doors
// that ended alike together.
func (t *telling) various() {
	r := t.Report
	r.Doors = nil
	for i := range t.Report.Doors {
		d := t.door(&t.Report.Doors[i])
		if d.rank != rankNever && t.expected(d) && !t.hides(d) && !nameless(d.verdict) && d.verdict != Cancelled {
			r.Doors = append(r.Doors, *d.Result)
		}
	}
	if len(r.Doors) == 0 { // there is nothing better to tell
		r.Doors = t.Report.Doors
	}
	found := Findings(r)
	if len(found) > 1 {
		t.tell("mixed", 0, facts{"lesson": found[0].Lesson})
	}
	for _, f := range found {
		t.found(f)
	}
}

func portsOf(doors []probe.Door) []int {
	ports := make([]int, len(doors))
	for i, d := range doors {
		ports[i] = d.Port
	}
	return ports
}
