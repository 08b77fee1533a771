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
	l := &reasonList{view: v, advice: a}
	switch {
	case a.Port != 0:
		l.addWhy()
		l.addNotes()
		l.addPasswordKind()
		l.addOthers()
	case len(a.Waiting) > 0 || len(v.doors) == 0:
		return nil
	default:
		l.addNothingUsable()
	}
	return l.reasons
}

// Limits returns the sentence on what every result is limited to: this computer, now.
func Limits() string { return say("limits", nil) }

// A reasonList builds the reasons of an advice.
type reasonList struct {
	*view
	advice  Advice
	reasons []Reason
}

// add adds the text of a section of reasons.txt.
func (l *reasonList) add(section string, port int, more facts) {
	f := l.facts(port)
	for name, value := range more {
		f[name] = value
	}
	l.reasons = append(l.reasons, Reason{
		Port: port, Text: say(section, f), Lesson: f.Line(reasonWords().get(section, "lesson")),
	})
}

// facts are what every reason can speak of.
func (l *reasonList) facts(port int) facts {
	r, _ := l.Report.Door(port)
	f := resultFacts(l.Report.Host, &r)
	f["port"], f["provider"] = portName(port), l.owner()
	f["waiting"] = list(l.advice.Waiting, "and")
	f["by"] = l.NamedBy
	f["other"], f["named"] = portName(otherStandard(port)), list(l.named(), "or")
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
func (l *reasonList) named() []int {
	var ports []int
	for port := range l.docs {
		if l.rank(port) == rankNamed {
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
func (l *reasonList) best() door {
	return l.doors[slices.IndexFunc(l.doors, func(d door) bool { return d.port() == l.advice.Port })]
}

// addWhy adds what decided for the recommended door.
func (l *reasonList) addWhy() {
	d := l.best()
	switch {
	case l.advice.State == Provisional:
		l.add("so-far", d.port(), nil)
	case d.loginless():
		l.add("by-address", d.port(), nil)
	case len(l.advice.Waiting) > 1:
		l.add("enough.several", d.port(), nil)
	case len(l.advice.Waiting) > 0:
		l.add("enough", d.port(), nil)
	default:
		l.addWhyRank(d)
	}
}

func (l *reasonList) addWhyRank(d door) {
	found := ""
	if len(l.docs) == 0 && len(l.Named) > 0 {
		found = ".found"
	}
	switch d.rank {
	case rankNamed, rankStandard:
		l.add(l.whyStandard(d), d.port(), nil)
	case rankSecond:
		l.add("second", d.port(), nil)
	case rankUnlisted:
		l.add("unlisted"+found, d.port(), nil)
	case rankAlternate, rankSpare:
		l.add("spare", d.port(), facts{"lack": l.lack()})
	case rankGuessed, rankOther:
		l.add("guessed", d.port(), facts{"lack": l.lack()})
	case rankRelay, rankNever, rankByAddress, rankWithLogin:
		section := "relay"
		if l.advice.Security != "none" {
			section = "relay.encrypted"
		}
		l.add(section, d.port(), nil)
	}
}

// whyStandard returns the section for 465 or 587, or a door that the provider
// names, when it simply is the best.
func (l *reasonList) whyStandard(d door) string {
	other := otherStandard(d.port())
	_, otherListed := l.docs[other]
	alsoNamed := l.rank(other) == rankNamed
	policy := "." + string(l.Policy)
	switch {
	case d.rank == rankNamed && len(l.docs) == 0:
		return "named.found"
	case !d.standard():
		return "named"
	case len(l.docs) > 0 && !otherListed:
		return "only-listed"
	case d.rank == rankNamed && !alsoNamed:
		return "named"
	case !slices.Contains(l.advice.Also, other):
		return "passed"
	case len(l.docs) > 0:
		return "unranked" + policy
	}
	return "both" + policy
}

// lack says what is wrong with the standard doors.
func (l *reasonList) lack() string {
	var shut, tried []int
	for _, d := range l.doors {
		if d.standard() {
			tried = append(tried, d.port())
		}
		if filtered(d.verdict) && (d.standard() || d.port() == 25) {
			shut = append(shut, d.port())
		}
	}
	slices.Sort(shut)
	slices.Sort(tried)
	standard := l.only(door.standard)
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

// addNotes adds what to know about the recommended door.
func (l *reasonList) addNotes() {
	d := l.best()
	if d.rank != rankRelay && !d.loginless() && tokenOnly(d.Result) {
		l.add("token-only", d.port(), nil)
	}
	if l.opened.at != 0 {
		l.add("opened", l.opened.at, facts{"product": l.opened.by.name})
	}
	for _, w := range d.Warnings {
		section := "warning." + string(w)
		if _, known := reasonWords()[section]; !known {
			continue
		}
		f := facts{}
		addCertificate(f, d.Certificate, time.Time{})
		l.add(section, d.port(), f)
	}
}

// addPasswordKind adds what goes into the password field, if it is not simply the
// password of the account.
func (l *reasonList) addPasswordKind() {
	if l.Provider == nil || l.best().rank == rankRelay || l.best().loginless() {
		return
	}
	if l.Provider.PasswordKind == catalog.OAuthOnly && tokenOnly(l.best().Result) {
		return // told already
	}
	section := "password." + string(l.Provider.PasswordKind)
	if _, known := reasonWords()[section]; !known {
		return
	}
	for _, alt := range l.Provider.PasswordAlt {
		if _, known := reasonWords()[section+"."+string(alt)]; known {
			section += "." + string(alt)
			break
		}
	}
	l.add(section, 0, nil)
}

// addOthers adds what became of the doors that were not recommended.
func (l *reasonList) addOthers() {
	var spare []int
	for _, d := range l.doors {
		switch {
		case d.port() == l.advice.Port || d.pending() || d.port() == 25 && !d.loginless():
		case d.loginless() && d.usable():
			l.add("also-fine", d.port(), nil)
		case d.usable() && d.standard():
			l.addAlsoUsable(d)
		case d.usable():
			spare = append(spare, d.port())
		case l.worthTelling(d):
			l.addLost(d)
		}
	}
	switch len(spare) {
	case 0:
	case 1:
		l.add("not-needed", spare[0], nil)
	default:
		l.add("not-needed.several", 0, facts{"ports": list(spare, "and")})
	}
	if r, ok := l.Report.Door(25); ok && l.advice.Port != 25 && !l.ByAddress {
		l.addPort25(&r)
	}
}

// addAlsoUsable adds that 465 or 587 is as good, unless the first reason says so.
func (l *reasonList) addAlsoUsable(d door) {
	first := l.reasons[0].Text
	if !strings.Contains(first, portName(d.port())) || l.advice.State == Provisional {
		l.add("also-fine", d.port(), nil)
	}
}

// worthTelling reports whether somebody would ask why a door cannot be used.
func (l *reasonList) worthTelling(d door) bool {
	best := l.best()
	switch {
	case best.rank == rankRelay || !l.expected(d):
		return false
	case !d.standard():
		return d.rank < best.rank
	}
	return !l.toldByLack(d.verdict)
}

// toldByLack reports whether the first reason already says, as what the standard doors
// lack, that a door with this verdict cannot be used.
func (l *reasonList) toldByLack(v Verdict) bool { return filtered(v) && l.best().rank >= rankAlternate }

// addLost adds why a door cannot be recommended.
func (l *reasonList) addLost(d door) {
	switch {
	case l.hides(d):
		l.add("hidden", d.port(), nil)
	case !l.expected(d) && shut(d.verdict):
		l.add("not-offered", d.port(), nil)
	default:
		l.addFinding(findingOf(l.Report, []*probe.Result{d.Result}))
	}
}

// addFinding adds what became of one or several doors.
func (l *reasonList) addFinding(f Finding) {
	text := f.Sentence
	switch {
	case f.Verdict == BadCertificate && isLocal(l.Report.Host): // there is nobody to tell
		text += " " + f.Next
	case forTheOwner(f.Verdict):
		text += " " + say("tell-them", nil)
	}
	r := Reason{Text: text, Lesson: f.Lesson}
	if len(f.Ports) == 1 {
		r.Port = f.Ports[0]
	}
	l.reasons = append(l.reasons, r)
}

// forTheOwner reports whether a verdict is for the server's owner to mend.
func forTheOwner(v Verdict) bool {
	return v == BadCertificate || v == PlaintextOnTLSPort || v == TLSTooOld || v == STARTTLSRefused
}

// addPort25 adds what port 25 is for, once it has settled.
func (l *reasonList) addPort25(r *probe.Result) {
	switch v := judge(r); {
	case v == Ready:
		l.add("25.works", 25, nil)
	case shut(v) && !l.toldByLack(v):
		l.addOutcome(r, "25.shut."+string(v))
	case shut(v) || v == Pending || v == Cancelled || nameUnresolved(v):
	case r.Greeting == probe.GreetingOK:
		l.add("25", 25, nil)
	default:
		l.addOutcome(r, "25.other")
	}
}

// addOutcome adds what became of a door, followed by the text of a section.
func (l *reasonList) addOutcome(r *probe.Result, section string) {
	l.reasons = append(l.reasons, Reason{
		Port:   r.Door.Port,
		Text:   explainAt(l.Report.Host, r, l.Report.Started).Sentence + " " + say(section, nil),
		Lesson: reasonWords().get(section, "lesson"),
	})
}

// addNothingUsable adds why no door can be recommended, and what is left to try.
func (l *reasonList) addNothingUsable() {
	p := l.advice.Pattern
	switch {
	case p == HiddenSTARTTLS: // the door's own reason says it better
	case p != "":
		l.reasons = append(l.reasons, Reason{Text: l.advice.Likely, Lesson: p.Lesson()})
	default:
		l.addEachDoor()
	}
	for _, d := range l.doors {
		if d.rank != rankNever && (l.hides(d) || !l.expected(d) && shut(d.verdict)) {
			l.addLost(d)
		}
	}
	if len(l.advice.Untried) > 0 {
		l.add("untried", 0, facts{"ports": list(portsOf(l.advice.Untried), "and")})
	}
}

// addEachDoor adds what became of each door, for doors that have no pattern in common;
// those that ended alike are told together.
func (l *reasonList) addEachDoor() {
	r := l.Report
	r.Doors = nil
	for i := range l.Report.Doors {
		d := l.door(&l.Report.Doors[i])
		if d.rank != rankNever && l.expected(d) && !l.hides(d) && !nameUnresolved(d.verdict) && d.verdict != Cancelled {
			r.Doors = append(r.Doors, *d.Result)
		}
	}
	if len(r.Doors) == 0 { // there is nothing better to tell
		r.Doors = l.Report.Doors
	}
	found := Findings(r)
	if len(found) > 1 {
		l.add("mixed", 0, facts{"lesson": found[0].Lesson})
	}
	for _, f := range found {
		l.addFinding(f)
	}
}

func portsOf(doors []probe.Door) []int {
	ports := make([]int, len(doors))
	for i, d := range doors {
		ports[i] = d.Port
	}
	return ports
}
