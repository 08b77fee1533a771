package advice

import (
	"strings"
	"time"

	"postern/probe"
	"postern/wizard/catalog"
)

// A SignInExplanation is the verdict on a login or on a message, in words. It does not
// repeat the server's own reply, which is to be shown below it.
type SignInExplanation struct {
	Tone     Tone
	Word     string   // at most 13 cells
	Sentence string   // what happened
	Cause    string   // why, most likely
	Next     string   // what to do
	Note     string   // what the provider asks for first, from the catalogue; "" where that is not the matter
	Link     string   // the provider's page about that; may be ""
	Dates    []string // the provider's announced changes, one a line; commonly none
	Lesson   string   // lesson ID
}

// Help joins what to do with the provider's note and page, as one text.
func (t SignInExplanation) Help() string {
	parts := []string{t.Next}
	for _, s := range []string{t.Note, t.Link} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " ")
}

var (
	loginWords   = wordsOf("login")
	sendingWords = wordsOf("sending")
)

// ExplainLogin puts what a sign-in at the host came to into words. The provider
// may be nil.
func ExplainLogin(host string, s *probe.SignIn, p *catalog.Provider) SignInExplanation {
	return explainSignIn(loginWords(), loginSections(s, p), signInFacts(host, s, p), p)
}

// ExplainSend puts what sending the message came to into words. The provider may
// be nil.
func ExplainSend(host string, s *probe.SignIn, p *catalog.Provider) SignInExplanation {
	return explainSignIn(sendingWords(), sendSections(s, p), signInFacts(host, s, p), p)
}

// loginSections returns the sections of login.txt that fit, as [sections] does.
func loginSections(s *probe.SignIn, p *catalog.Provider) []string {
	tags := kindsOf(p)
	if byMicrosoft(s, p) {
		tags = append(tags, "microsoft")
	}
	if s.NoLogin {
		tags = append(tags, "no-login")
	}
	return variants(loginCase(s, p), tags)
}

// sendSections returns the sections of sending.txt that fit.
func sendSections(s *probe.SignIn, p *catalog.Provider) []string {
	tags := kindsOf(p)
	if p != nil && p.Group == catalog.SendingService {
		tags = append(tags, "service")
	}
	if s.NoLogin {
		tags = append(tags, "no-login")
	}
	return variants(sendCase(s), tags)
}

// kindsOf returns what the provider takes for a password, the most particular
// first: "account.app-password", "account".
func kindsOf(p *catalog.Provider) []string {
	if p == nil {
		return nil
	}
	kind := string(p.PasswordKind)
	var kinds []string
	for _, alt := range p.PasswordAlt {
		kinds = append(kinds, kind+"."+string(alt))
	}
	return append(kinds, kind)
}

// variants returns a section's variants for the provider, then the section and
// those it takes fields from.
func variants(section string, tags []string) []string {
	var names []string
	for _, tag := range tags {
		names = append(names, section+"."+tag)
	}
	return append(names, withParents(section)...)
}

// explainSignIn takes each field from the first of the sections that has it.
func explainSignIn(w sectionMap, sections []string, f facts, p *catalog.Provider) SignInExplanation {
	get := func(field string) string { return f.Line(w.first(sections, field)) }
	t := SignInExplanation{
		Tone: toneOf(get("tone")), Word: get("word"), Sentence: get("sentence"),
		Cause: get("cause"), Next: strings.TrimSpace(get("next")), Lesson: get("lesson"),
	}
	if p != nil && w.wants(sections, "note") {
		t.Note, t.Link = p.SetupNote, p.SetupURL
	}
	if p != nil && w.wants(sections, "dates") {
		t.Dates = datesOf(p)
	}
	return t
}

// wants reports whether the first section that has the field says yes in it.
func (w sectionMap) wants(sections []string, field string) bool {
	for _, name := range sections {
		if s, ok := w[name][field]; ok {
			return s == "yes"
		}
	}
	return false
}

// datesOf words the provider's announced changes.
func datesOf(p *catalog.Provider) []string {
	var lines []string
	for _, d := range p.Timeline {
		lines = append(lines, dayOf(d.Date)+": "+d.Event)
	}
	return lines
}

// dayOf writes 2026-12-31 as 31 December 2026 and 2027-H2 as second half of 2027.
func dayOf(date string) string {
	if t, err := time.Parse(time.DateOnly, date); err == nil {
		return day(t)
	}
	year, half, _ := strings.Cut(date, "-")
	switch half {
	case "H1":
		return "first half of " + year
	case "H2":
		return "second half of " + year
	}
	return date
}

// signInFacts are what the texts can say about a sign-in.
func signInFacts(host string, s *probe.SignIn, p *catalog.Provider) facts {
	f := resultFacts(host, &s.Door)
	f["provider"], f["mechanism"], f["secret"], f["with"] = host, s.Mechanism, "password", ""
	if s.Mechanism != "" {
		f["with"] = ", with " + s.Mechanism + " over " + f["tls"]
	}
	if tokenLogin(s.Mechanism) {
		f["secret"] = "token"
	}
	addUserRule(f, p)
	if s.NoLogin {
		addDoor(f, explainRelay(host, s.Door))
	} else {
		addDoor(f, Explain(host, s.Door))
	}
	return f
}

// explainRelay is Explain for a relay that is to take mail without a login. Its door is as
// good on 25 as on any port, so no words for a port of its own are right there.
func explainRelay(host string, r probe.Result) Explanation {
	port := portName(r.Door.Port)
	r.Door.Port = 0
	return explain(host, &r, time.Time{}, doorNames{all: port, any: port})
}

// addDoor adds what is to be said of the door itself, for a sign-in that never
// came about.
func addDoor(f facts, e Explanation) {
	f["door"], f["door-cause"], f["door-next"] = e.Sentence, e.Cause, e.Next
	f["door-tone"], f["door-lesson"] = e.Tone.String(), e.Lesson
}
