package quiz

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"postern/probe"
	"postern/wizard/advice"
)

// mine is a person's own result.
func mine(t *testing.T, v587 advice.Verdict) *advice.Case {
	c := &advice.Case{Report: probe.Report{Host: "mail.example.net"}}
	for port, v := range map[int]advice.Verdict{465: advice.Ready, 587: v587, 2525: advice.Refused, 25: advice.NoAnswer} {
		c.Report.Doors = append(c.Report.Doors, shaped(t, port, v))
	}
	slices.SortFunc(c.Report.Doors, func(a, b probe.Result) int { return a.Door.Port - b.Door.Port })
	return c
}

// answers walks through a sitting; the choice says whether to be right.
func answers(s Sitting, right func(n int) bool) Sitting {
	for !s.Ended() {
		n, _ := s.Number()
		choice := s.Question().Right()
		if !right(n) {
			choice = (choice + 1) % len(s.Question().Choices)
		}
		s = s.Answer(choice).Next()
	}
	return s
}

func TestTheSeedDecides(t *testing.T) {
	if a, b := New(7, mine(t, advice.Ready)), New(7, mine(t, advice.Ready)); !reflect.DeepEqual(a, b) {
		t.Error("the same seed leads to two sittings")
	}
	first, places := make(map[string]bool), make(map[int]bool)
	for seed := range uint64(200) {
		s := New(seed, nil)
		first[s.Question().ID] = true
		places[s.Question().Right()] = true
		if _, of := s.Number(); of != 15+len(makers) {
			t.Fatalf("seed %d: %d questions", seed, of)
		}
		for _, q := range s.questions {
			check(t, q)
			if strings.HasPrefix(q.ID, ownPrefix) {
				t.Errorf("seed %d: %s, and nobody has a result", seed, q.ID)
			}
		}
	}
	if len(first) != 6 || len(places) != 4 { // any of the basics
		t.Errorf("the first question is one of %d, its answer at %v", len(first), places)
	}
}

func TestOwnQuestionsComeFirstHand(t *testing.T) {
	var got []string
	for _, q := range New(3, mine(t, advice.Ready)).questions {
		if strings.Contains(q.ID, ".") {
			got = append(got, q.ID)
		}
	}
	slices.Sort(got)
	if want := []string{"own.25", "own.closer", "own.first-byte", "own.meaning", "own.which"}; !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	none := &advice.Case{Report: probe.NewReport("mail.example.net", time.Time{}, probe.StandardDoors())}
	if _, of := New(3, none).Number(); of != 20 {
		t.Errorf("without a result of one's own there are %d questions", of)
	}
}

func TestScore(t *testing.T) {
	for name, tt := range map[string]struct {
		right         func(int) bool
		score, reread int
		words         string
	}{
		"all":      {func(int) bool { return true }, 20, 0, "All 20 right."},
		"none":     {func(int) bool { return false }, 0, -1, "0 of 20 right."},
		"but four": {func(n int) bool { return n > 4 }, 16, -1, "16 of 20 right."},
	} {
		s := answers(New(1, nil), tt.right)
		right, answered, of := s.Score()
		if right != tt.score || answered != 20 || of != 20 {
			t.Errorf("%s: %d of %d of %d", name, right, answered, of)
		}
		if (len(s.Reread()) == 0) != (tt.reread == 0) || len(s.Summary()) != 1-tt.reread {
			t.Errorf("%s: reread %v, %q", name, s.Reread(), s.Summary())
		}
		if !strings.HasPrefix(s.Summary()[0], tt.words) {
			t.Errorf("%s: %q", name, s.Summary())
		}
		seen := make(map[string]bool)
		for _, id := range s.Reread() {
			if seen[id] {
				t.Errorf("%s: %s stands twice in %v", name, id, s.Reread())
			}
			seen[id] = true
		}
	}
}

func TestSkippingAndGoingBack(t *testing.T) {
	s := New(1, nil)
	if _, ok := s.Back(); ok {
		t.Error("there is something before the first question")
	}
	right := s.Question().Right()
	s = s.Next().Answer(-1).Answer(9)
	if _, answered := s.Chosen(); answered || s.Told() != nil {
		t.Error("what is no choice was taken for an answer")
	}
	back, ok := s.Back()
	if !ok {
		t.Fatal("there is no way back")
	}
	back = back.Answer(right)
	if told := back.Told(); len(told) != 2 || !strings.HasPrefix(told[0], "Right: ") {
		t.Errorf("told %q", told)
	}
	if again := back.Answer(right + 1); !reflect.DeepEqual(again, back) {
		t.Error("a second answer counts")
	}
	if _, answered := s.Chosen(); answered {
		t.Error("the sitting before was changed")
	}
	for !back.Ended() {
		back = back.Next()
	}
	if got := back.Summary()[0]; got != "1 of 1 right so far; 19 not answered yet." {
		t.Errorf("%q", got)
	}
	if end := back.Next().Answer(0); !end.Ended() {
		t.Error("there is something behind the end")
	}
}

func TestWrongAnswersAreExplained(t *testing.T) {
	s := New(5, mine(t, advice.NoSTARTTLS))
	for ; !s.Ended(); s = s.Next() {
		q := s.Question()
		wrong := (q.Right() + 1) % len(q.Choices)
		told := strings.Join(s.Answer(wrong).Told(), "\n")
		for _, want := range []string{"Not quite.", q.Choices[wrong].Wrong, q.Choices[q.Right()].Text, q.Why} {
			if !strings.Contains(told, want) {
				t.Errorf("%s: %q is not in %q", q.ID, want, told)
			}
		}
		if others := s.Answer(wrong).Others(); len(others) != len(q.Choices)-2 {
			t.Errorf("%s: others %q", q.ID, others)
		}
		if others := s.Answer(q.Right()).Others(); len(others) != len(q.Choices)-1 {
			t.Errorf("%s: others %q", q.ID, others)
		}
	}
}

func TestLeavingAndResuming(t *testing.T) {
	s := New(11, nil)
	if kept, ok := s.Place(); ok {
		t.Errorf("nothing was answered, and %s is kept", kept)
	}
	for range 4 {
		s = s.Answer(s.Question().Right()).Next()
	}
	s = s.Next().Answer(0) // one is skipped
	kept, ok := s.Place()
	if !ok {
		t.Fatal("nothing is kept")
	}
	again, ok := Resume(kept, nil)
	if !ok {
		t.Fatalf("%s cannot be read", kept)
	}
	if n, _ := again.Number(); n != 5 {
		t.Errorf("it goes on at question %d, and the fifth is the first without an answer", n)
	}
	if !reflect.DeepEqual(again.chosen, s.chosen) || !reflect.DeepEqual(again.questions, s.questions) {
		t.Error("it is not the same sitting")
	}
	all, ok := answers(again, func(int) bool { return true }).Place()
	if !ok {
		t.Fatal("nothing is kept at the end")
	}
	if _, ok := Resume(all, nil); ok {
		t.Error("all is answered, and it goes on")
	}
}

// TestNothingPersonalIsKept: neither the host nor what was answered about it.
func TestNothingPersonalIsKept(t *testing.T) {
	s := answers(New(4, mine(t, advice.Ready)), func(int) bool { return true })
	kept, ok := s.Place()
	if !ok || strings.Contains(string(kept), "example") || strings.Contains(string(kept), ownPrefix) {
		t.Errorf("kept: %s", kept)
	}
	again, ok := Resume(kept, mine(t, advice.Ready))
	if !ok || !strings.HasPrefix(again.Question().ID, ownPrefix) {
		t.Error("the questions on the own result are not asked again")
	}
	only := New(4, mine(t, advice.Ready))
	for !strings.HasPrefix(only.Question().ID, ownPrefix) {
		only = only.Next()
	}
	if kept, ok := only.Answer(0).Place(); ok {
		t.Errorf("nothing else was answered, and %s is kept", kept)
	}
}

// TestAnotherResult: within the program the own answers stay, as long as they are
// about the same result.
func TestAnotherResult(t *testing.T) {
	s := answers(New(4, mine(t, advice.Ready)), func(int) bool { return true })
	if same := s.With(mine(t, advice.Ready)); !same.Ended() {
		t.Errorf("%s is asked again", same.Question().ID)
	}
	other := s.With(mine(t, advice.NoSTARTTLS))
	if _, answered, of := other.Score(); answered != of-len(makers) {
		t.Errorf("%d of %d are still answered", answered, of)
	}
}

func TestBrokenPlaces(t *testing.T) {
	for name, kept := range map[string]string{
		"empty": "", "no JSON": "hello", "a list": "[]", "of nobody": "{}",
		"older":        `{"version":0,"seed":"1","answers":{"order":0}}`,
		"newer":        `{"version":2,"seed":"1","answers":{"order":0}}`,
		"no answers":   `{"version":1,"seed":"1"}`,
		"out of range": `{"version":1,"seed":"1","answers":{"order":4,"one-hop":-1}}`,
		"unknown":      `{"version":1,"seed":"1","answers":{"no-such-question":0}}`,
		"own":          `{"version":1,"seed":"1","answers":{"own.which":0}}`,
		"a bad seed":   `{"version":1,"seed":"x","answers":{"order":0}}`,
		"too long":     `{"version":1,"seed":"1","answers":{"order":0}}` + strings.Repeat(" ", largestPlace),
	} {
		if s, ok := Resume([]byte(kept), nil); ok {
			t.Errorf("%s: taken for %v", name, s.chosen)
		}
	}
	if _, ok := Resume([]byte(`{"version":1,"seed":"1","answers":{"order":0,"gone":1},"more":true}`), nil); !ok {
		t.Error("one question that is gone spoils the rest")
	}
}

// FuzzResume: whatever stands in the file, the sitting that comes of it is sound.
func FuzzResume(f *testing.F) {
	kept, _ := New(1, nil).Answer(0).Place()
	f.Add(kept)
	f.Add([]byte(`{"version":1,"seed":"18446744073709551615","answers":{"order":3,"which":1}}`))
	f.Add([]byte(`{"version":1,"seed":-1,"answers":null}`))
	f.Fuzz(func(t *testing.T, kept []byte) {
		s, ok := Resume(kept, nil)
		if !ok {
			return
		}
		if s.Ended() || len(s.questions) != 20 || len(s.chosen) == 0 {
			t.Fatalf("%q leads to %d questions, at %d", kept, len(s.questions), s.at)
		}
		s.Told()
		again, err := s.Place()
		if !err {
			t.Fatalf("%q cannot be kept again", kept)
		}
		if twice, ok := Resume(again, nil); !ok || !reflect.DeepEqual(twice, s) {
			t.Fatalf("%q and %q are two places", kept, again)
		}
	})
}

// Trivia, such as who registered 465 when, are not what a newcomer is asked first.
func TestTheBasicsComeFirst(t *testing.T) {
	for seed := range uint64(50) {
		var levels []int
		for _, q := range New(seed, mine(t, advice.Ready)).questions {
			levels = append(levels, q.level())
		}
		if !slices.IsSorted(levels) || levels[3] != 0 || levels[6] != 1 || levels[len(levels)-1] != 2 {
			t.Fatalf("seed %d: the questions' levels are %v", seed, levels)
		}
	}
}
