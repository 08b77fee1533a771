package wizard

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"postern/probe"
	"postern/wizard/advice"
	"postern/wizard/fill"
	"postern/wizard/recipe"
)

// seenWords are the sentences of text/seen.txt by their names.
var seenWords = fill.Later(texts, "seen.txt")

// Seen is what was found here that a lesson is about: the person's own doors, provider
// or settings, a paragraph each. It is empty where nothing was.
func (s Session) Seen(lesson string) []string {
	w := lessonFacts{s: s}
	if s.report.Host == s.Get(Host) { // and not of a host chosen before
		w.doors = slices.DeleteFunc(slices.Clone(s.report.Doors), func(r probe.Result) bool { return !r.Settled() })
	}
	said := w.about(lesson)
	if len(said) == 0 {
		return nil
	}
	if host := w.host(); host != "" && !slices.Contains(unseen, lesson) {
		lead := fill.Values{"host": host}.Line(seenWords()["lead"])
		said[0] = strings.TrimSpace(lead + " " + said[0])
	}
	return said
}

// unseen are the lessons where nothing that a server answered is told, but what is known
// beforehand.
var unseen = []string{"choosing-a-program", "app-password", "oauth", "password-from", "providers", "login-name", "practice"}

// A lessonFacts finds what a session has to say about a lesson.
type lessonFacts struct {
	s     Session
	doors []probe.Result // those that have settled
}

func (w lessonFacts) host() string { return probe.NewText(w.s.Get(Host)).String() }

// about returns the paragraphs for a lesson.
func (w lessonFacts) about(lesson string) []string {
	topic := strings.TrimPrefix(lesson, "myths-")
	if topic == "2465" { // and its twin
		return append(w.port(2465), w.port(2587)...)
	}
	if port, err := strconv.Atoi(topic); err == nil && port != 535 && port != 550 {
		return w.port(port)
	}
	switch {
	case strings.HasPrefix(lesson, "codes-"):
		topic = "reply-codes"
	case strings.HasPrefix(lesson, "port-"):
		topic = "settings-lines"
	}
	switch topic {
	case "ports", "which-door", "myths":
		return w.table()
	case "submission", "submission-or-relay", "server-name", "what-is-smtp":
		return w.submission()
	case "relay":
		return w.port(25)
	case "starttls":
		return w.each(w.starttls)
	case "implicit-tls":
		return w.each(w.implicit)
	case "certificate":
		return append(w.verdicts(topic), w.certificates()...)
	case "login":
		return append(w.verdicts(topic), w.each(w.logins)...)
	case "names", "change-port":
		return w.names()
	case "reply-codes", "535", "550":
		return w.each(w.replies)
	case "app-password", "oauth", "password-from", "providers":
		return append(w.provider(), w.verdicts(topic)...)
	case "login-name":
		return w.user()
	case "choosing-a-program":
		return w.program()
	case "patterns", "blocked-ports":
		return w.likely()
	case "settings-lines":
		return w.settings()
	case "practice":
		if w.s.Practising() {
			return []string{w.say("practice", fill.Values{"dir": w.s.practice.Dir})}
		}
		return nil
	}
	return w.verdicts(topic)
}

// advised is the advice, none before a door was tried.
func (s Session) advised(doors []probe.Result) advice.Advice {
	if len(doors) == 0 {
		return advice.Advice{}
	}
	return s.Advice()
}

// likely is what all doors together suggest, and how those who are named there lift it.
func (w lessonFacts) likely() []string {
	adv := w.s.advised(w.doors)
	out := nonEmpty(adv.Likely)
	if len(adv.Lifts) > 0 {
		out = append(out, w.say("lifts", nil))
	}
	for _, l := range adv.Lifts {
		out = append(out, "- "+l)
	}
	return out
}

// say fills a sentence.
func (w lessonFacts) say(name string, v fill.Values) string {
	return strings.TrimSpace(v.Line(seenWords()[name]))
}

// door is what is said of a door in every sentence about it.
func (w lessonFacts) door(r probe.Result) fill.Values {
	how := "with STARTTLS before the login"
	if r.Door.Implicit() {
		how = "encrypted from the first byte"
	}
	if r.TLS != probe.TLSOK {
		how = "not encrypted"
	}
	tls := "TLS"
	if r.TLSVersion != "" {
		tls = advice.TLSName(r.TLSVersion)
	}
	return fill.Values{
		"port": strconv.Itoa(r.Door.Port), "host": w.host(), "provider": w.s.ProviderName(), "how": how, "tls": tls,
		"verdict": w.explain(r).Sentence, "methods": strings.Join(r.AuthAfterTLS, ", "),
		"reply": strings.TrimSpace(fmt.Sprint(r.Refusal.Code, " ", strings.Join(strings.Fields(r.Refusal.Text.String()), " "))),
	}
}

func (w lessonFacts) explain(r probe.Result) advice.Explanation {
	return advice.ExplainAt(w.s.report.Host, r, w.s.report.Started)
}

// each collects what is to be said of each door, once for those of which it is the same.
func (w lessonFacts) each(of func(probe.Result) string) []string {
	var out []string
	at := make(map[string]int) // a sentence without its port, and where it stands in out
	ports := make(map[string][]string)
	for _, r := range w.doors {
		said, port := of(r), strconv.Itoa(r.Door.Port)
		if said == "" {
			continue
		}
		before, after, _ := strings.Cut(said, port)
		kind := before + "\x00" + after
		if ports[kind] == nil {
			at[kind] = len(out)
			out = append(out, "")
		}
		ports[kind] = append(ports[kind], port)
		out[at[kind]] = before + list(ports[kind]) + after
	}
	return out
}

// list is "587", "587 and 25", "587, 2525 and 25".
func list(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

func nonEmpty(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// port is what came of one door.
func (w lessonFacts) port(port int) []string {
	i := slices.IndexFunc(w.doors, func(r probe.Result) bool { return r.Door.Port == port })
	if i < 0 {
		return nil
	}
	r, adv := w.doors[i], w.s.advised(w.doors)
	v, name := w.door(r), "door.other"
	v["door"] = strconv.Itoa(adv.Port)
	shut := r.Connect != probe.ConnectOK
	switch {
	case port == 25 && adv.Port == 25:
	case port == 25 && r.Greeting == probe.GreetingOK && adv.Port == 0:
		name = "25.open.none"
	case port == 25 && r.Greeting == probe.GreetingOK:
		name = "25.open"
	case port == 25 && shut:
		name = "25.shut"
	case w.s.Said(Door) == strconv.Itoa(port) && port != adv.Port:
		name = "door.chosen"
	case port == adv.Port:
		name = "door.best"
	}
	return []string{w.say(name, v)}
}

// table is a row a door.
func (w lessonFacts) table() []string {
	if len(w.doors) == 0 {
		return nil
	}
	var rows []string
	for _, r := range w.doors {
		rows = append(rows, fmt.Sprintf("%-5d %s", r.Door.Port, w.explain(r).Word))
	}
	return []string{"", block(rows)}
}

// submission is where the person's mail is handed in.
func (w lessonFacts) submission() []string {
	r, ok := w.s.Chosen()
	if !ok || len(w.doors) == 0 {
		return nil
	}
	return []string{w.say("submission.chosen", w.door(r))}
}

func (w lessonFacts) starttls(r probe.Result) string {
	switch {
	case r.Door.Implicit():
		return ""
	case r.TLSMode == probe.ModeSTARTTLS && r.TLS == probe.TLSOK:
		return w.say("starttls.ok", w.door(r))
	case r.TLS == probe.TLSNone:
		return w.say("starttls.no", w.door(r))
	}
	return ""
}

func (w lessonFacts) implicit(r probe.Result) string {
	if r.Door.Implicit() && r.TLS == probe.TLSOK {
		return w.say("implicit.ok", w.door(r))
	}
	return ""
}

// certificates are told once for the doors that show the same.
func (w lessonFacts) certificates() []string {
	var out []string
	told := make(map[string][]string)
	var order []probe.Result
	for _, r := range w.doors {
		if r.Certificate == nil || !r.TLSVerified {
			continue
		}
		id := r.Certificate.Subject.String() + r.Certificate.NotAfter.String()
		if told[id] == nil {
			order = append(order, r)
		}
		told[id] = append(told[id], strconv.Itoa(r.Door.Port))
	}
	for _, r := range order {
		c := r.Certificate
		v := w.door(r)
		v["ports"] = list(told[c.Subject.String()+c.NotAfter.String()])
		v["names"], v["issuer"], v["until"] = names(c), c.Issuer.String(), c.NotAfter.Format(time.DateOnly)
		out = append(out, w.say("certificate.ok", v))
	}
	return out
}

func (w lessonFacts) logins(r probe.Result) string {
	if len(r.AuthAfterTLS) == 0 {
		return ""
	}
	said := w.say("login.ok", w.door(r))
	if len(r.AuthBeforeTLS) > 0 {
		said += " " + w.say("login.clear", nil)
	}
	return said
}

// names is what menus call the encryption of the person's door.
func (w lessonFacts) names() []string {
	r, ok := w.s.Chosen()
	if !ok || len(w.doors) == 0 || r.TLS != probe.TLSOK {
		return nil
	}
	if r.Door.Implicit() {
		return []string{w.say("names.implicit", w.door(r))}
	}
	return []string{w.say("names.starttls", w.door(r))}
}

func (w lessonFacts) replies(r probe.Result) string {
	if r.Refusal.Code == 0 {
		return ""
	}
	return w.say("reply", w.door(r))
}

// provider is what the provider asks of people who sign in.
func (w lessonFacts) provider() []string {
	p, ok := w.s.provider()
	if !ok {
		return nil
	}
	v := fill.Values{"provider": p.Name, "headline": p.Headline(), "note": p.SetupNote, "link": p.SetupURL}
	if p.SetupNote == "" {
		return []string{w.say("provider", v)}
	}
	out := []string{w.say("provider.note", v)}
	if p.SetupURL != "" {
		out = append(out, w.say("provider.more", v))
	}
	return out
}

func (w lessonFacts) user() []string {
	p, ok := w.s.provider()
	if !ok || p.Username.Hint == "" {
		return nil
	}
	return []string{w.say("user", fill.Values{"provider": p.Name, "hint": p.Username.Hint})}
}

// program is what the program at hand is for.
func (w lessonFacts) program() []string {
	p, ok := recipe.Find(w.s.Get(Program))
	if !ok {
		return nil
	}
	name := "program"
	if w.s.installed(p.ID) {
		name = "program.here"
	}
	return []string{w.say(name, fill.Values{"program": p.Name, "about": p.About})}
}

// settings are those that a program would get.
func (w lessonFacts) settings() []string {
	r, ok := w.s.Chosen()
	if !ok || len(w.doors) == 0 {
		return nil
	}
	v, name := w.door(r), "settings.nouser"
	if user := w.s.Get(User); user != "" && w.s.needsLogin() {
		v["user"], name = probe.NewText(user).String(), "settings"
	}
	return []string{w.say(name, v)}
}

// verdicts are the sentences about the doors whose verdict the lesson explains, one
// for those that are alike.
func (w lessonFacts) verdicts(lesson string) []string {
	var out []string
	var alike []string // the first of each kind
	ports := make(map[string][]string)
	first := make(map[string]advice.Explanation)
	for _, r := range w.doors {
		e := w.explain(r)
		if e.Lesson != lesson || advice.Judge(r) == advice.Ready {
			continue
		}
		kind := string(advice.Judge(r))
		if ports[kind] == nil {
			alike, first[kind] = append(alike, kind), e
		}
		ports[kind] = append(ports[kind], strconv.Itoa(r.Door.Port))
	}
	for _, kind := range alike {
		e := first[kind]
		said := strings.TrimSpace(e.Sentence + " " + e.Cause)
		if more := ports[kind][1:]; len(more) > 0 {
			out = append(out, said+" "+w.say("also", fill.Values{"ports": list(more)}))
			continue
		}
		out = append(out, said, e.Next)
	}
	return slices.DeleteFunc(out, func(p string) bool { return p == "" })
}
