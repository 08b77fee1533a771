package ui

import (
	"errors"
	"strings"
	"testing"
	"time"

	"postern/probe"
	"postern/wizard"
	"postern/wizard/advice"
	"postern/wizard/quiz"
)

// A desk is where the quiz is kept in these tests.
type desk struct {
	kept  []quiz.Sitting
	fails error
	start quiz.Sitting // where it was left; the zero value is nowhere
	seed  uint64       // of those that begin anew
}

func (d *desk) engine() Engine {
	e := (&disk{}).engine()
	e.Quiz = func(own *advice.Case, anew bool) quiz.Sitting {
		if _, answered, _ := d.start.Score(); answered > 0 && !anew {
			return d.start
		}
		return quiz.New(d.seed, own)
	}
	e.KeepQuiz = func(s quiz.Sitting) error {
		d.kept = append(d.kept, s)
		return d.fails
	}
	return e
}

// quizzed is a session whose doors were tried.
func quizzed(t *testing.T) wizard.Session {
	s := fastmail(t)
	return s.WithReport(report(s, map[int]func(*probe.Result){465: ready, 587: timeout, 2525: refused, 25: open25}), 2*time.Second)
}

// ask opens the quiz on top of the session's page.
func (d *desk) ask(t *testing.T, s wizard.Session, width, height int) model {
	t.Helper()
	m := newTest(s, d.engine(), width, height)
	return settle(t, m, open(newQuiz(s, d.engine(), m.look)))
}

func asked(t *testing.T, m model) examiner {
	t.Helper()
	x, ok := m.top().(examiner)
	if !ok {
		t.Fatalf("the quiz does not lie on top, but %T", m.top())
	}
	return x
}

// upTo goes on to the question of this ID.
func upTo(t *testing.T, m model, id string) model {
	t.Helper()
	for range 20 {
		if asked(t, m).sitting.Question().ID == id {
			return m
		}
		m = press(t, m, "right")
	}
	t.Fatalf("%s is never asked", id)
	return m
}

// answer chooses a row by its number, and presses enter.
func answer(t *testing.T, m model, right bool) model {
	t.Helper()
	q := asked(t, m).sitting.Question()
	choice := q.Right()
	if !right {
		choice = (choice + 1) % len(q.Choices)
	}
	return press(t, m, string(rune('1'+choice)), "enter")
}

func TestQuizScreens(t *testing.T) {
	tests := map[string]func(*testing.T, model) model{
		"question": func(_ *testing.T, m model) model { return m },
		"own":      func(t *testing.T, m model) model { return upTo(t, m, "own.which") },
		"own-last": func(t *testing.T, m model) model { return press(t, upTo(t, m, "own.closer"), "down", "down", "down") },
		"right":    func(t *testing.T, m model) model { return answer(t, upTo(t, m, "own.25"), true) },
		"wrong":    func(t *testing.T, m model) model { return answer(t, upTo(t, m, "order"), false) },
		"others":   func(t *testing.T, m model) model { return press(t, answer(t, upTo(t, m, "order"), false), "o") },
		"end": func(t *testing.T, m model) model {
			for n := 0; !asked(t, m).sitting.Ended(); n++ {
				m = press(t, answer(t, m, n%4 > 0), "enter")
			}
			return m
		},
		"all-right": func(t *testing.T, m model) model {
			for !asked(t, m).sitting.Ended() {
				m = press(t, answer(t, m, true), "enter")
			}
			return m
		},
	}
	for name, walk := range tests {
		t.Run(name, func(t *testing.T) {
			eachSize(t, func(t *testing.T, width, height int) {
				m := walk(t, (&desk{seed: 2}).ask(t, quizzed(t), width, height))
				golden(t, m)
				m.look.ascii = true
				if i := strings.IndexFunc(frame(m), func(r rune) bool { return r > '~' }); i >= 0 {
					t.Errorf("not ASCII from byte %d on:\n%s", i, frame(m))
				}
			})
		})
	}
}

// TestQuizHighlightIsInSight: however small the window, whichever row.
func TestQuizHighlightIsInSight(t *testing.T) {
	for _, height := range []int{8, 10, 12, 15, 24} {
		m := (&desk{seed: 5}).ask(t, quizzed(t), 34, height)
		for ; !asked(t, m).sitting.Ended(); m = press(t, m, "right") {
			for range asked(t, m).rows() {
				fits(t, m)
				if !strings.Contains(frame(m), "› ") {
					t.Errorf("%d rows: the highlighted row is out of sight:\n%s", height, frame(m))
				}
				m = press(t, m, "down")
			}
		}
	}
}

func TestQuizIsKeptAfterEachAnswer(t *testing.T) {
	d := &desk{seed: 1}
	m := d.ask(t, quizzed(t), 80, 24)
	if len(d.kept) > 0 {
		t.Error("it was kept before anything was answered")
	}
	m = press(t, m, "right", "left", "down", "up", "?", "esc")
	if len(d.kept) > 0 {
		t.Error("looking is no answer, and it was kept")
	}
	m = press(t, answer(t, m, true), "enter")
	m = answer(t, m, false)
	if len(d.kept) != 2 {
		t.Fatalf("two were answered, and it was kept %d times", len(d.kept))
	}
	if right, answered, _ := d.kept[1].Score(); right != 1 || answered != 2 {
		t.Errorf("kept: %d of %d right", right, answered)
	}
	d.fails = errors.New("the disk is full")
	m = answer(t, press(t, m, "enter"), true)
	if got := frame(m); !strings.Contains(got, "the disk is full") || !strings.Contains(got, "Right") {
		t.Errorf("it does not say that its place will be lost:\n%s", got)
	}
	fits(t, m)
}

func TestQuizGoesOnWhereItWasLeft(t *testing.T) {
	d := &desk{seed: 3}
	d.start = quiz.New(8, nil).Answer(0).Next()
	m := d.ask(t, quizzed(t), 80, 24)
	if got := frame(m); !strings.Contains(got, "Question 2 of 20, where you left off") || !strings.Contains(got, "n begin anew") {
		t.Errorf("it does not go on:\n%s", got)
	}
	if got := frame(press(t, m, "n")); !strings.Contains(got, "Question 1 of 20") || strings.Contains(got, "left off") {
		t.Errorf("it does not begin anew:\n%s", got)
	}
	m = press(t, m, "down", "n")
	if got := frame(m); !strings.Contains(got, "Question 2 of 20\n") {
		t.Errorf("n began anew when that was not offered any more:\n%s", got)
	}
}

func TestQuizLessons(t *testing.T) {
	m := (&desk{seed: 2}).ask(t, quizzed(t), 80, 24)
	m = answer(t, upTo(t, m, "465-today"), false)
	if got := frame(press(t, m, "?")); !strings.Contains(got, "Port 465") {
		t.Errorf("the lesson is not opened:\n%s", got)
	}
	m = press(t, m, "?", "esc")
	for !asked(t, m).sitting.Ended() {
		m = press(t, m, "right")
	}
	if got := frame(press(t, m, "enter")); !strings.Contains(got, "Port 465") {
		t.Errorf("the lesson to reread is not opened:\n%s", got)
	}
	m = press(t, m, "esc")
	if _, still := m.top().(examiner); still {
		t.Error("esc does not leave the quiz")
	}
}

// TestQuizIsOnlyReachedFromWhatThereIsToLearn: no page of the wizard leads into it.
func TestQuizIsOnlyReachedFromWhatThereIsToLearn(t *testing.T) {
	m := newTest(fastmail(t), (&desk{}).engine(), 80, 24)
	m = press(t, m, "f2")
	if got := frame(m); !strings.Contains(got, "Quiz") {
		t.Errorf("it is not on the list of what there is to learn:\n%s", got)
	}
	for range 30 {
		if strings.Contains(frame(m), "› Quiz") {
			break
		}
		m = press(t, m, "down")
	}
	if got := frame(press(t, m, "enter")); !strings.Contains(got, "Question 1 of 20") {
		t.Errorf("it does not open:\n%s", got)
	}
}
