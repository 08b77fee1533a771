package quiz

import (
	"strings"

	"postern/wizard/fill"
	"postern/wizard/packed"
)

// A Question is asked with three or four choices, exactly one of which is right.
type Question struct {
	ID string
	// Setting is what was met at a server, for a question about that; else "".
	Setting string
	Ask     string
	Choices []Choice
	Why     string // why the right one is
	Lesson  string // ID of the lesson to reread

	from section // of the text files
}

// Claims returns the numbers that the fact base gives to what guides say.
func (q Question) Claims() []string { return q.from.list("claims", ",") }

// Sources returns what the answer rests on.
func (q Question) Sources() []string { return q.from.list("sources", ";") }

// level is when a question comes: who does not know the basics yet is not asked for
// their history first.
func (q Question) level() int {
	switch {
	case q.from.get("basics") != "":
		return 0
	case q.Setting != "":
		return 1
	}
	return 2
}

// A Choice is one of the answers to choose from.
type Choice struct {
	Text string
	// Wrong says why it is wrong, and is "" for the right one.
	Wrong string
}

// Right returns the right choice's place.
func (q Question) Right() int {
	for i, c := range q.Choices {
		if c.Wrong == "" {
			return i
		}
	}
	return 0 // not reached: a test has looked at every question
}

// fixedQuestions returns the questions that everybody is asked, as they stand in their file:
// the right choice first.
func fixedQuestions() []Question {
	var out []Question
	for _, s := range mustRead(packed.Text(questionsPack)) {
		out = append(out, s.question(nil))
	}
	return out
}

// values are what the places of a text stand for: name, value, name, value.
//
//go:noinline
func values(pairs ...string) fill.Values {
	v := make(fill.Values)
	for i := 0; i < len(pairs); i += 2 {
		v[pairs[i]] = pairs[i+1]
	}
	return v
}

// question makes a question of a section, with its places filled.
func (s section) question(v fill.Values) Question {
	q := Question{ID: s.name, Ask: v.Line(s.get("ask")), Why: v.Line(s.get("why")), Lesson: s.get("lesson"), from: s}
	if right := s.get("right"); right != "" {
		q.Choices = append(q.Choices, Choice{Text: v.Line(right)})
	}
	for _, f := range s.fields {
		if f.name == "wrong" {
			text, why, _ := strings.Cut(f.value, " | ")
			q.Choices = append(q.Choices, Choice{v.Line(text), v.Line(why)})
		}
	}
	return q
}
