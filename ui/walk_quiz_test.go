//go:build unix

package ui_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postern/ui/termtest"
)

// TestTheWholeQuiz: from what there is to learn through every question, on a terminal;
// left in the midst of it, and gone on with by another run.
func TestTheWholeQuiz(t *testing.T) {
	t.Parallel()
	for name, size := range map[string][2]int{"80x24": {80, 24}, "40x15": {40, 15}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPerson(t)
			term := p.open(size[0], size[1], "learn")
			term.toQuiz("Question 1 of 20")
			state := filepath.Join(p.home, ".local", "state", "postern", "quiz.json")
			term.types(termtest.Down+termtest.Escape, "What would you like")
			if _, err := os.Stat(state); err == nil {
				t.Error("nothing was answered, and a file is there")
			}
			term.types(termtest.Enter, "Question 1 of 20")
			for range 3 {
				term.types("1\r", "go on")
				term.types(termtest.Enter, "Question", "answer")
			}
			term.types(termtest.CtrlC)
			term.ends(130)
			info, err := os.Stat(state)
			if err != nil || info.Mode().Perm() != 0o600 {
				t.Fatalf("the place is not kept: %v %v", info, err)
			}

			term = p.open(size[0], size[1], "learn")
			term.toQuiz("Question 4 of 20", "where you left off")
			for range 16 {
				term.types("2\r", "go on")
				term.types(termtest.Enter, "Question", "answer")
			}
			term.types("2\r", "go on")
			term.types(termtest.Enter, "of 20 right", "Worth reading again", "enter read")
			term.types(termtest.Enter, "enter back") // the first of the lessons
			term.types(termtest.Enter, "of 20 right")
			term.types("n", "Question 1 of 20")
			term.types(termtest.Escape, "What would you like")
			term.types(termtest.Escape)
			term.ends(0)

			if body, err := os.ReadFile(state); err != nil || strings.Contains(string(body), p.home) {
				t.Errorf("the kept place: %v and %s", err, body)
			}
			if found, _ := filepath.Glob(filepath.Join(filepath.Dir(state), "*")); len(found) != 1 {
				t.Errorf("there is more than the place: %v", found)
			}
		})
	}
}

// TestQuizOnTheOwnResult: what was found is asked about, by way of f2.
func TestQuizOnTheOwnResult(t *testing.T) {
	t.Parallel()
	p := newPerson(t)
	term := p.open(80, 24, "practice")
	term.types("", "Use 587", "just as safe here", "25 answers") // all that is asked about is known
	term.types("\x1bOQ", "What would you like")
	term.toQuiz("Question 1 of 20")
	for n := range 20 {
		if strings.Contains(term.Screen(), "Your own result. localhost: 465") {
			break
		}
		if n == 19 {
			t.Error("there is no question on the own result")
		}
		term.turns("\x1b[C", "Question")
	}
	term.types("1\r", "go on")
	term.types(termtest.CtrlC)
	term.ends(130)
	p.untouched()
}

// toQuiz goes down the list to the quiz, and opens it.
func (t terminal) toQuiz(shows ...string) {
	t.t.Helper()
	t.types("", "What would you like", "› ")
	for n := 0; n < 30 && !strings.HasPrefix(row(t.Screen(), "› "), "› Quiz"); n++ {
		t.turns(termtest.Down, "› ")
	}
	t.types(termtest.Enter, shows...)
}

// turns sends keys and waits until the row that begins so is another.
func (t terminal) turns(keys, begins string) {
	t.t.Helper()
	before := row(t.Screen(), begins)
	if err := t.Type(keys); err != nil {
		t.t.Fatal(err)
	}
	another := func(screen string) bool { return row(screen, begins) != "" && row(screen, begins) != before }
	if err := t.Until(another, "another row after "+before); err != nil {
		t.t.Fatal(err)
	}
}

// row is the row of a screen that begins so, "" if there is none.
func row(screen, begins string) string {
	for line := range strings.Lines(screen) {
		if strings.HasPrefix(line, begins) {
			return strings.TrimSpace(line)
		}
	}
	return ""
}
