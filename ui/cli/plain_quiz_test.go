package cli

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"postern/wizard"
	"postern/wizard/advice"
	"postern/wizard/quiz"
)

// quiz answers the questions of the quiz, and returns how it ended.
func (st *stage) quiz(t *testing.T, p *quizPlace, answers ...string) error {
	t.Helper()
	st.out.Reset()
	st.app.in = strings.NewReader(strings.Join(answers, "\n") + "\n")
	st.ui.Quiz, st.ui.KeepQuiz = p.sit, func(s quiz.Sitting) error { return p.keep(s, true) }
	f := st.app.front(st.ui)
	defer f.in.close()
	err := f.quiz(t.Context(), wizard.New(st.app.world("", "")))
	plainChecks(t, st.out.String())
	return err
}

// seeded is a place where everything but one answer is to be given, in a known order.
func seeded(t *testing.T) *quizPlace {
	t.Helper()
	p := &quizPlace{path: filepath.Join(t.TempDir(), "state", "postern", "quiz.json")}
	if err := p.keep(quiz.New(6, nil).Answer(0), false); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPlainQuiz(t *testing.T) {
	st := newStage(t, "")
	p := seeded(t)
	// A number, the others, on; a skip, and back; a wrong word, a number; and back to
	// what was answered before.
	if err := st.quiz(t, p, "1", "o", "", "", "b", "2", "", "none", "1", "b", "q"); !errors.Is(err, errLeft) {
		t.Errorf("it ended with %v", err)
	}
	golden.RequireEqual(t, st.out.Bytes())
}

func TestPlainQuizToTheEnd(t *testing.T) {
	st := newStage(t, "")
	p := seeded(t)
	var answers []string
	for s := p.sit(nil, false); !s.Ended(); s = s.Next() {
		answers = append(answers, string(rune('1'+s.Question().Right())), "")
	}
	if err := st.quiz(t, p, append(answers, "9", "")...); !errors.Is(err, errBack) {
		t.Errorf("it ended with %v in\n%s", err, st.out)
	}
	right, of := 20, 20
	if quiz.New(6, nil).Question().Right() != 0 {
		right-- // seeded answers the first with the first choice
	}
	if end := after(t, st.out.String(), "Question 20 of 20."); right == of && !strings.Contains(end, "All 20 right.") ||
		right < of && !strings.Contains(end, "19 of 20 right.") {
		t.Errorf("the end:\n%s", end)
	}
	if err := st.quiz(t, p, "q"); !errors.Is(err, errLeft) || !strings.Contains(st.out.String(), "Question 1 of 20.") {
		t.Errorf("after the end it does not begin anew: %v in\n%s", err, st.out)
	}
}

func TestPlainQuizBackAtTheFirst(t *testing.T) {
	st := newStage(t, "")
	if st.quiz(t, seeded(t), "?", "q"); !strings.Contains(st.out.String(), "Sources: ") {
		t.Errorf("the lesson is not shown:\n%s", st.out)
	}
	if err := st.quiz(t, &quizPlace{}, "b"); !errors.Is(err, errBack) {
		t.Errorf("it ended with %v", err)
	}
	if err := st.quiz(t, seeded(t), "n", "b"); !errors.Is(err, errBack) || !strings.Contains(st.out.String(), "Type n to begin anew") {
		t.Errorf("it ended with %v in\n%s", err, st.out)
	}
}

// TestPlainLearnLeadsToTheQuiz: by a number on the list, and nothing is written before
// an answer is given.
func TestPlainLearnLeadsToTheQuiz(t *testing.T) {
	home := alone(t)
	_, out, _ := run(t, "q\n", "learn", "--plain")
	number := ""
	for line := range strings.Lines(out) {
		if n, rest, ok := strings.Cut(strings.TrimSpace(line), ") "); ok && strings.HasPrefix(rest, "Quiz") {
			number = n
		}
	}
	file := filepath.Join(home, ".local", "state", "postern", "quiz.json")
	code, out, errOut := run(t, number+"\n\n\n?\nq\n", "learn", "--plain")
	if _, err := os.Stat(file); err == nil || code != 0 || !strings.Contains(out, "Question 3 of 20.") {
		t.Fatalf("number %q: got %d, %q and\n%s", number, code, errOut, out)
	}
	if left, _ := filepath.Glob(filepath.Join(home, ".*")); len(left) > 0 {
		t.Errorf("nothing was answered, and %v is there", left)
	}
	if _, out, _ := run(t, number+"\n1\nq\n", "learn", "--plain"); !strings.Contains(out, "is kept: 1 of 20 answered; you go on there next time.") {
		t.Errorf("it does not say what is kept:\n%s", out)
	}
	if _, err := os.Stat(file); err != nil {
		t.Fatal(err)
	}
	if _, out, _ := run(t, number+"\nq\n", "learn", "--plain"); !strings.Contains(out, "You go on where you left off: 1 of 20 answered.") {
		t.Errorf("another day it does not go on:\n%s", out)
	}
}

func TestQuizPath(t *testing.T) {
	home := alone(t)
	a := &app{getenv: os.Getenv}
	if got, want := a.quizPath(), filepath.Join(home, ".local", "state", "postern", "quiz.json"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	t.Setenv("XDG_STATE_HOME", "relative")
	if got := a.quizPath(); !strings.HasPrefix(got, home) {
		t.Errorf("a relative path was taken: %s", got)
	}
	state := t.TempDir()
	t.Setenv("XDG_STATE_HOME", state)
	if got, want := a.quizPath(), filepath.Join(state, "postern", "quiz.json"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestQuizPlace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state", "postern", "quiz.json")
	p := &quizPlace{path: path}
	s := p.sit(nil, false)
	if err := p.keep(s, true); err != nil || p.wrote() != "" {
		t.Errorf("nothing was answered: %v, wrote %q", err, p.wrote())
	}
	if _, err := os.Stat(filepath.Dir(path)); err == nil {
		t.Error("a folder was made for nothing")
	}
	s = s.Answer(0)
	if err := p.keep(s, true); err != nil || p.wrote() != path {
		t.Fatalf("%v, wrote %q", err, p.wrote())
	}
	if found, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*")); len(found) != 1 {
		t.Errorf("left behind: %v", found)
	}
	later := &quizPlace{path: path}
	if again := later.sit(nil, false); again.Question().ID != s.Next().Question().ID {
		t.Errorf("it goes on at %s", again.Question().ID)
	}
	if _, answered, _ := later.sit(nil, true).Score(); answered != 0 {
		t.Error("it does not begin anew")
	}
	for name, body := range map[string]string{"broken": "{", "older": `{"version":0,"answers":{"order":1}}`, "huge": strings.Repeat(" ", 1<<20) + "{}"} {
		if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, answered, _ := (&quizPlace{path: path}).sit(nil, false).Score(); answered != 0 {
			t.Errorf("%s: it was believed", name)
		}
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(path, 0o700); err != nil { // in the place of the file
		t.Fatal(err)
	}
	bad := &quizPlace{path: path}
	if _, answered, _ := bad.sit(nil, false).Score(); answered != 0 {
		t.Error("a folder was read")
	}
	if err := bad.keep(s, true); err == nil || bad.wrote() != "" {
		t.Errorf("a folder was written over: %v", err)
	}
	if found, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*.tmp")); len(found) != 0 {
		t.Errorf("left behind: %v", found)
	}
	if _, answered, _ := bad.sit(new(advice.Case), false).Score(); answered != 1 {
		t.Error("within the program the place is lost")
	}
}

// TestPracticeKeepsTheQuizToItself: all files of the practice are in its folder.
func TestPracticeKeepsTheQuizToItself(t *testing.T) {
	home := alone(t)
	e := &engine{quiz: quizPlace{path: filepath.Join(home, "quiz.json")}}
	if _, err := e.practise(); err != nil {
		t.Fatal(err)
	}
	defer e.close()
	if err := e.keepQuiz(quiz.New(1, nil).Answer(0)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(e.quiz.path); err == nil {
		t.Error("it was written during practice")
	}
	if _, answered, _ := e.sitQuiz(nil, false).Score(); answered != 1 {
		t.Error("it was not remembered")
	}
}

// TestPlainQuizAsksAgain: after the lesson the question and its keys are there again, and
// m leaves from any question to the menu.
func TestPlainQuizAsksAgain(t *testing.T) {
	st := newStage(t, "")
	p := seeded(t)
	if err := st.quiz(t, p, "?", "1", "o", "?", "", "", "m"); !errors.Is(err, errBack) {
		t.Errorf("it ended with %v", err)
	}
	out := strings.Join(strings.Fields(st.out.String()), " ")
	if n := strings.Count(out, "1) EHLO, STARTTLS, EHLO again, AUTH"); n != 2 {
		t.Errorf("the choices are there %d times, want 2:\n%s", n, out)
	}
	if n := strings.Count(out, "Press enter to go on; o says"); n != 3 {
		t.Errorf("what can be typed is there %d times, want 3:\n%s", n, out)
	}
}
