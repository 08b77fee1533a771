package quiz

import (
	"strings"

	"postern/wizard/fill"
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
	// Claims are the numbers that the fact base gives to what guides say, and Sources
	// what the answer rests on.
	Claims, Sources []string
	// Says are words of the lesson that bear the answer out; only of the fixed questions.
	Says []string
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

// Fixed returns the questions that everybody is asked, as they stand in their file:
// the right choice first.
func Fixed() []Question {
	var out []Question
	for _, s := range mustRead(questionsText) {
		out = append(out, s.question(nil))
	}
	return out
}

// question makes a question of a section, with its places filled.
func (s section) question(v fill.Values) Question {
	q := Question{
		ID: s.name, Ask: v.Line(s.get("ask")), Why: v.Line(s.get("why")), Lesson: s.get("lesson"),
		Claims: s.list("claims", ","), Sources: s.list("sources", ";"), Says: s.list("says", ";"),
	}
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
