package quiz

import (
	"slices"
	"strconv"
	"strings"

	"postern/probe"
	"postern/wizard/advice"
	"postern/wizard/fill"
)

// A result is what the doors of a server answered, made ready to ask about.
type result struct {
	relay  bool // the host is a relay of the person's own
	advice advice.Advice
	doors  []*door // those that have settled and tell something
}

// A door is a settled one, and what Postern says of it.
type door struct {
	*probe.Result
	advice.Explanation
	port string
}

func newResult(c *advice.Case) *result {
	r := &result{relay: c.LocalRelay || c.ByAddress, advice: advice.Advise(*c)}
	for i := range c.Report.Doors {
		d := &c.Report.Doors[i]
		if e := advice.ExplainAt(c.Report.Host, *d, c.Report.Started); e.Verdict != advice.Pending && e.Verdict != advice.Cancelled {
			r.doors = append(r.doors, &door{d, e, strconv.Itoa(d.Door.Port)})
		}
	}
	return r
}

// A maker makes one kind of question of a result; false where the result does not
// bear that question.
type maker struct {
	kind string
	make func(*result) (Question, bool)
}

// makers are all kinds, in the order of what there is to learn from them.
var makers = []maker{
	{"which", (*result).which},
	{"25", (*result).about25},
	{"meaning", (*result).meaning},
	{"closer", (*result).closer},
	{"first-byte", (*result).firstByte},
}

// about returns the questions that a result bears, the right choice of each first.
// They are named after prefix, and framed as the person's own result or as an example.
func about(c *advice.Case, prefix, frame string) []Question {
	r := newResult(c)
	setting := values("host", c.Report.Host, "doors", r.words()).Line(own()["setting"].get(frame))
	var out []Question
	for _, m := range makers {
		if q, ok := m.make(r); ok {
			q.ID, q.Setting = prefix+m.kind, setting
			out = append(out, q)
		}
	}
	return out
}

// words lists the doors and what became of them: "465 ready, 587 no answer".
func (r *result) words() string {
	var out []string
	for _, d := range r.doors {
		out = append(out, d.port+" "+d.Word)
	}
	return strings.Join(out, ", ")
}

// best are the doors to use: the recommended one, with the other standard door where
// that is as good. It is empty where none can be recommended, or might still change.
func (r *result) best() []int {
	if r.advice.Port == 0 {
		return nil
	}
	ports := []int{r.advice.Port}
	for _, p := range r.advice.Also {
		if standard(p) && standard(r.advice.Port) {
			ports = append(ports, p)
		}
	}
	return ports
}

func standard(port int) bool { return port == 465 || port == 587 }

// bestWords calls them by their numbers: "587 or 465".
func (r *result) bestWords() string {
	var out []string
	for _, p := range r.best() {
		out = append(out, strconv.Itoa(p))
	}
	return strings.Join(out, " or ")
}

// which asks for the door to use. The answer and its reasons are the advice's.
func (r *result) which() (Question, bool) {
	s, best := own()["which"], r.best()
	if len(r.advice.Waiting) > 0 || len(r.advice.Reasons) == 0 {
		return Question{}, false
	}
	v := values("best", r.bestWords())
	q := s.question(v)
	q.Why = r.advice.Reasons[0].Text
	none := Choice{s.get("none"), v.Line(s.get("safe"))}
	switch len(best) {
	case 0:
		q.Choices = append(q.Choices, Choice{Text: none.Text})
	case 1:
		q.Choices = append(q.Choices, Choice{Text: v["best"]})
	default:
		q.Choices = append(q.Choices, Choice{Text: v.Line(s.get("either"))})
	}
	for _, tempts := range []func(int) bool{is25, standard, isSpare} {
		for _, d := range r.doors {
			if len(q.Choices) < 4 && tempts(d.Door.Port) && !slices.Contains(best, d.Door.Port) {
				q.Choices = append(q.Choices, Choice{d.port, r.notThis(d, s, v)})
			}
		}
	}
	if len(q.Choices) < 4 && len(best) > 0 {
		q.Choices = append(q.Choices, none)
	}
	return q, len(q.Choices) >= 3
}

func is25(port int) bool { return port == 25 }

func isSpare(port int) bool { return port != 25 && !standard(port) }

// notThis says why a door is not the one to use.
func (r *result) notThis(d *door, s section, v fill.Values) string {
	switch {
	case d.Door.Port == 25 && d.Greeting == probe.GreetingOK:
		return s.get("relay")
	case d.Verdict == advice.Ready:
		v["port"] = d.port
		return v.Line(s.get("works"))
	}
	return d.Sentence + " " + d.Cause
}

// about25 asks why 25 is not the person's door, though it is open, or does not matter,
// though it is shut.
func (r *result) about25() (Question, bool) {
	for _, d := range r.doors {
		switch {
		case d.Door.Port != 25 || r.relay:
		case d.Verdict == advice.ReadyForRelay || d.Verdict == advice.Ready:
			return own()["25-open"].question(nil), true
		case shut(d.Verdict) && standard(r.advice.Port):
			return own()["25-shut"].question(values("word", d.Word, "best", r.bestWords())), true
		}
	}
	return Question{}, false
}

// shut reports whether a door was never entered.
func shut(v advice.Verdict) bool {
	return v == advice.Refused || v == advice.NoAnswer || v == advice.RejectedByFirewall || v == advice.Unreachable
}

// meaning asks what the word on a door says: of one that was not ready, if there is
// one, and rather of one that is not merely shut.
func (r *result) meaning() (Question, bool) {
	if len(r.doors) == 0 {
		return Question{}, false
	}
	d := r.doors[0]
	for _, other := range r.doors {
		if dull(other.Verdict) < dull(d.Verdict) {
			d = other
		}
	}
	s := own()["meaning"]
	means, seen, alike := cut3(s.get(string(d.Verdict)))
	q := s.question(values("port", d.port, "word", d.Word))
	q.Why, q.Lesson = d.Sentence+" "+seen+" "+d.Cause, d.Lesson
	q.Choices = []Choice{{Text: means}}
	for _, v := range strings.Fields(alike) {
		text, seen, _ := cut3(s.get(v))
		q.Choices = append(q.Choices, Choice{text, seen})
	}
	return q, true
}

// dull orders verdicts by how little there is to ask about them.
func dull(v advice.Verdict) int {
	switch {
	case v == advice.Ready:
		return 2
	case shut(v):
		return 1
	}
	return 0
}

// closer asks who closed a door.
func (r *result) closer() (Question, bool) {
	for _, d := range r.doors {
		if !shut(d.Verdict) {
			continue
		}
		s := own()["closer"]
		q := s.question(values("port", d.port, "word", d.Word))
		for _, v := range []advice.Verdict{advice.NoAnswer, advice.Refused, advice.RejectedByFirewall, advice.Unreachable} {
			text, how, _ := cut3(s.get(string(v)))
			if v == d.Verdict {
				q.Why, q.Lesson = d.Sentence+" "+d.Cause+" "+how, d.Lesson
				how = ""
			}
			q.Choices = append(q.Choices, Choice{text, how})
		}
		return q, true
	}
	return Question{}, false
}

// firstByte asks which door is encrypted at once.
func (r *result) firstByte() (Question, bool) {
	s := own()["first-byte"]
	var q Question
	var others []Choice
	for _, d := range r.doors {
		v := values("port", d.port)
		switch {
		case d.TLS == probe.TLSOK && (d.TLSMode == probe.ModeImplicit || d.TLSMode == probe.ModeImplicitOnSTARTTLS):
			if q.Ask != "" {
				return q, false // more than one is
			}
			q = s.question(v)
			q.Choices = append(q.Choices, Choice{Text: d.port})
		case !d.Door.Implicit():
			others = append(others, Choice{d.port, v.Line(s.get("clear"))})
		}
	}
	q.Choices = append(q.Choices, others[:min(3, len(others))]...)
	return q, q.Ask != "" && len(q.Choices) >= 3
}

// cut3 parts a field at its bars.
func cut3(value string) (first, second, third string) {
	first, rest, _ := strings.Cut(value, " | ")
	second, third, _ = strings.Cut(rest, " | ")
	return first, second, third
}
