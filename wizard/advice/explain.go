package advice

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"postern/probe"
)

// Tone says how alarming a verdict is to be shown.
type Tone uint8

// The tones.
const (
	Quiet Tone = iota // usual and harmless: no alarm
	Good
	Warn // of no use, but nobody is in danger
	Bad  // a password would not be safe here, or there is no server at all
)

// String returns the tone's word: quiet, good, warn, bad.
func (t Tone) String() string { return toneNames[t%Tone(len(toneNames))] }

var toneNames = [...]string{Quiet: "quiet", Good: "good", Warn: "warn", Bad: "bad"}

// An Explanation is a verdict in words.
type Explanation struct {
	Verdict  Verdict
	Tone     Tone
	Word     string // at most 13 cells
	Sentence string // what happened
	Cause    string // why, most likely
	Next     string // what to do
	Lesson   string // lesson ID
}

// Explain puts what was met at one door of the host into words, with the
// person's own facts in them. It works for a door that has not settled, too.
func Explain(host string, r probe.Result) Explanation { return ExplainAt(host, r, time.Time{}) }

// ExplainAt is Explain at a moment, commonly Report.Started: how long ago a
// certificate expired is told as well.
func ExplainAt(host string, r probe.Result, now time.Time) Explanation {
	return explainAt(host, &r, now)
}

func explainAt(host string, r *probe.Result, now time.Time) Explanation {
	port := portName(r.Door.Port)
	return explain(host, r, now, doorNames{all: port, any: port})
}

// doorNames are the words for one or several doors in a sentence about them.
type doorNames struct {
	all, any string // "465 and 587", "465 or 587"
	several  bool
}

// explain explains a door, or several that are all like it.
func explain(host string, r *probe.Result, now time.Time, p doorNames) Explanation {
	v := judge(r)
	if v == BadCertificate {
		return explainCertificate(host, r, now, p)
	}
	e := explainBy(sections(v, host, r), doorFacts(host, r, p), p)
	e.Verdict = v
	return e
}

func explainBy(sections []string, f facts, p doorNames) Explanation {
	w := verdictWords()
	get := func(field string) string { return f.Line(w.first(sections, field)) }
	return Explanation{
		Tone: toneOf(get("tone")), Word: get("word"), Sentence: f.Line(w.sentence(sections, p.several)),
		Cause: get("cause"), Next: get("next"), Lesson: get("lesson"),
	}
}

// doorFacts are resultFacts with these names for the door.
func doorFacts(host string, r *probe.Result, p doorNames) facts {
	f := resultFacts(host, r)
	f["port"], f["any"] = p.all, p.any
	return f
}

func toneOf(name string) Tone { return Tone(max(0, slices.Index(toneNames[:], name))) }

// sections returns the sections of verdicts.txt that fit the door, the most
// particular first, the verdict's own last. Each field is taken from the first
// section that has it.
func sections(v Verdict, host string, r *probe.Result) []string {
	name := string(v)
	if v == Pending {
		name = "pending"
	}
	out := []string{name + "." + portName(r.Door.Port)}
	switch {
	case nameUnresolved(v) && documentedHost(host):
		out = append(out, name+".documented")
	case v == ReadyForRelay && isOwn(host):
		out = append(out, name+".own")
	case v == Ready && tokenOnly(r):
		out = append(out, name+".token")
	case v == NoLogin && len(r.AuthAfterTLS) > 0:
		out = append(out, name+".methods")
	case v == Malformed && r.TLS == probe.TLSOK && slices.Contains(r.Warnings, probe.WarnUnaskedReply):
		out = append(out, name+".unasked")
	case v == ClosedEarly && !r.TLSAlert.Empty():
		out = append(out, name+".alert")
	case slices.Contains(r.Warnings, probe.WarnMaskedGreeting):
		out = append(out, name+".masked")
	case r.Hello == probe.HelloHELOOnly:
		out = append(out, name+".helo")
	}
	switch {
	case r.Connect != probe.ConnectOK:
		out = append(out, name+".connecting")
	case r.Greeting == probe.GreetingOK:
		out = append(out, name+".later")
	}
	return append(out, name)
}

// resultFacts are what the texts can say about one door.
func resultFacts(host string, r *probe.Result) facts {
	f := facts{
		"host": host, "port": portName(r.Door.Port),
		"tls": "TLS", "how": "STARTTLS required", "upgrade": "it upgrades to TLS properly",
		"reply": reply(r.Refusal), "said": quoted(r.GreetingText, " (%s)"),
		"error": quoted(evidence(r.TLSError), " (the error says %s)"), "alert": quoted(evidence(r.TLSAlert), " (it says %s)"),
		"excerpt": quoted(r.InjectedExcerpt, ": %s"),
		"methods": join(r.AuthAfterTLS, "and"), "service": service(r.Protocol), "begins": begins(host),
	}
	if r.TLSVersion != "" {
		f["tls"] = TLSName(r.TLSVersion)
	}
	if r.Door.Implicit() {
		f["how"], f["upgrade"] = "TLS from the first byte", "it is encrypted from the first byte"
	}
	return f
}

// TLSName is what a version is called: before TLS 1.0 it was SSL.
func TLSName(version string) string {
	if strings.HasPrefix(version, "SSL") {
		return version
	}
	return "TLS " + version
}

// reply quotes an answer that was not the one needed.
func reply(r probe.Reply) string {
	switch {
	case r.Code == 0 && r.Text.Empty():
		return "something that cannot be read"
	case r.Code == 0:
		return quoted(r.Text, "%s")
	case r.Text.Empty():
		return portName(r.Code)
	}
	return portName(r.Code) + quoted(r.Text, " %s")
}

// longestQuote is how many characters of a stranger's words stand in a sentence.
const longestQuote = 240

// quoted puts a text from the network, on one line and cut, into quotation
// marks and these into format; nothing at all if it is empty.
func quoted(t probe.Text, format string) string {
	words := strings.Join(strings.Fields(t.String()), " ")
	if words == "" {
		return ""
	}
	if runes := []rune(words); len(runes) > longestQuote {
		words = string(runes[:longestQuote]) + "…"
	}
	return fmt.Sprintf(format, "“"+words+"”")
}

// evidence is an error's text without the name of the library that wrote it.
func evidence(t probe.Text) probe.Text {
	text := t.String()
	for _, library := range []string{"remote error: ", "tls: ", "x509: "} {
		text = strings.TrimPrefix(text, library)
	}
	return probe.NewText(text)
}

// service says what kind of server a protocol is spoken by.
func service(protocol string) string {
	known := verdictWords()["service"]
	if s, ok := known[protocol]; ok {
		return s
	}
	return known["other"]
}
