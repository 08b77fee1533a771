package quiz

import (
	"maps"
	"slices"
	"sort"
	"strconv"
	"strings"

	"postern/wizard/advice"
)

// A Sitting is one person's way through the questions. It is a value; every method
// that changes something returns a new one. Use [New] to make one.
type Sitting struct {
	seed      uint64
	questions []Question
	chosen    map[string]int // by ID, the place of the choice as it is shown
	at        int            // the question that is shown; len(questions) is the end
}

// ownPrefix begins the IDs of the questions on the person's own result.
const ownPrefix = "own."

// New returns a sitting at its first question: those on the basics come first, then
// those on a result, then the others, each in the order of the seed. The case is the
// person's own result; where it is nil, or tells little, examples take its place.
func New(seed uint64, c *advice.Case) Sitting {
	s := Sitting{seed: seed, questions: fixedQuestions()}
	var made []Question
	if c != nil {
		made = about(c, ownPrefix, "own")
	}
	s.questions = append(s.questions, s.fill(made)...)
	q := s.questions
	order(seed, "", len(q), func(i, j int) { q[i], q[j] = q[j], q[i] })
	sort.SliceStable(q, func(i, j int) bool { return q[i].level() < q[j].level() })
	for i := range q {
		c := q[i].Choices
		order(seed, q[i].ID, len(c), func(i, j int) { c[i], c[j] = c[j], c[i] })
	}
	return s
}

// fill adds a question on an example for every kind that is missing.
func (s Sitting) fill(made []Question) []Question {
	all := slices.Clone(examples())
	order(s.seed, "examples", len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for _, m := range makers {
		has := func(q Question) bool { return strings.HasSuffix(q.ID, "."+m.kind) }
		for i := 0; i < len(all) && !slices.ContainsFunc(made, has); i++ {
			for _, q := range about(readExample(all[i].value), "example-"+all[i].name+".", "example") {
				if has(q) {
					made = append(made, q)
					all = slices.Delete(all, i, i+1) // the next kind has another
					break
				}
			}
		}
	}
	return made
}

// With returns the sitting with another result of the person's own: what was answered
// stays so, but for questions that are not the same any more.
func (s Sitting) With(c *advice.Case) Sitting {
	next := New(s.seed, c)
	next.chosen = make(map[string]int)
	for _, q := range next.questions {
		i, answered := s.chosen[q.ID]
		old := slices.IndexFunc(s.questions, func(o Question) bool { return o.ID == q.ID })
		if answered && old >= 0 && slices.Equal(s.questions[old].Choices, q.Choices) && s.questions[old].Setting == q.Setting {
			next.chosen[q.ID] = i
		}
	}
	return next.toOpen()
}

// toOpen goes to the first question that was not answered, or else to the end.
func (s Sitting) toOpen() Sitting {
	s.at = slices.IndexFunc(s.questions, func(q Question) bool { _, ok := s.chosen[q.ID]; return !ok })
	if s.at < 0 {
		s.at = len(s.questions)
	}
	return s
}

// Ended reports whether the sitting is at its end, behind the last question.
func (s Sitting) Ended() bool { return s.at == len(s.questions) }

// Question returns the question that is shown. There must be one: see Ended.
func (s Sitting) Question() Question { return s.questions[s.at] }

// Number returns which question that is, counted from one, and how many there are.
func (s Sitting) Number() (n, of int) { return s.at + 1, len(s.questions) }

// Chosen returns the choice that was made for the question that is shown.
func (s Sitting) Chosen() (choice int, answered bool) {
	if s.Ended() {
		return 0, false
	}
	choice, answered = s.chosen[s.Question().ID]
	return choice, answered
}

// Answer answers the question that is shown, with the place of a choice. The first
// answer counts; what is no place of a choice is none.
func (s Sitting) Answer(choice int) Sitting {
	if _, answered := s.Chosen(); s.Ended() || answered || choice < 0 || choice >= len(s.Question().Choices) {
		return s
	}
	s.chosen = maps.Clone(s.chosen)
	if s.chosen == nil {
		s.chosen = make(map[string]int)
	}
	s.chosen[s.Question().ID] = choice
	return s
}

// Next goes to the next question, or to the end; an answer is not needed.
func (s Sitting) Next() Sitting {
	s.at = min(s.at+1, len(s.questions))
	return s
}

// Back goes to the question before; false at the first.
func (s Sitting) Back() (Sitting, bool) {
	if s.at == 0 {
		return s, false
	}
	s.at--
	return s, true
}

// Score returns how many questions were answered rightly, how many were answered at
// all, and how many there are.
func (s Sitting) Score() (right, answered, of int) {
	for _, q := range s.questions {
		if i, ok := s.chosen[q.ID]; ok {
			answered++
			if i == q.Right() {
				right++
			}
		}
	}
	return right, answered, len(s.questions)
}

// Reread returns the IDs of the lessons to read again, each once.
func (s Sitting) Reread() []string {
	var out []string
	for _, q := range s.questions {
		if i, ok := s.chosen[q.ID]; ok && i != q.Right() && !slices.Contains(out, q.Lesson) {
			out = append(out, q.Lesson)
		}
	}
	return out
}

// Told returns what is said of the answer to the question that is shown.
func (s Sitting) Told() []string {
	i, answered := s.Chosen()
	if !answered {
		return nil
	}
	w, q := own()["told"], s.Question()
	v := values("because", q.Choices[i].Wrong, "chosen", q.Choices[i].Text, "right", q.Choices[q.Right()].Text)
	if i == q.Right() {
		return []string{v.Line(w.get("right")), q.Why}
	}
	return []string{v.Line(w.get("wrong")), v.Line(w.get("answer")), q.Why}
}

// Others returns why each of the wrong choices is wrong that was not chosen.
func (s Sitting) Others() []string {
	var out []string
	chosen, _ := s.Chosen()
	for i, c := range s.Question().Choices {
		if c.Wrong != "" && i != chosen {
			out = append(out, "- "+c.Text+": "+c.Wrong)
		}
	}
	return out
}

// Summary returns what is said at the end; the lessons to read again stand in Reread.
func (s Sitting) Summary() []string {
	right, answered, of := s.Score()
	w := own()["told"]
	v := values("right", strconv.Itoa(right), "of", strconv.Itoa(of), "answered", strconv.Itoa(answered), "open", strconv.Itoa(of-answered))
	how := "so-far"
	switch of {
	case right:
		how = "all"
	case answered:
		how = "score"
	}
	out := []string{v.Line(w.get(how))}
	if right < answered {
		out = append(out, w.get("reread")) // what, is shown by whoever can open it
	}
	return out
}
