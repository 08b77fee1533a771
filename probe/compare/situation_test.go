package main

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"postern/wizard/advice"
)

// TestEveryVerdict wants a situation for each verdict there is, each with a name
// of its own and expressions that compile, and causes wherever there is one.
func TestEveryVerdict(t *testing.T) {
	met := make(map[advice.Verdict]bool)
	var names []string
	for _, s := range situations() {
		met[s.verdict] = true
		if slices.Contains(names, s.name) {
			t.Errorf("two situations are called %q", s.name)
		}
		names = append(names, s.name)
		if len(s.causes) == 0 && !goesOn(s.verdict) && s.verdict != advice.Cancelled {
			t.Errorf("%s: nobody can name the cause", s.name)
		}
		for _, c := range s.causes {
			if _, err := regexp.Compile(c); err != nil || c == "" {
				t.Errorf("%s: cause %q: %v", s.name, c, err)
			}
		}
		if s.verdict == advice.BadCertificate && len(s.problems) == 0 {
			t.Errorf("%s: no problem", s.name)
		}
	}
	for _, v := range advice.Verdicts() {
		if !met[v] {
			t.Errorf("no situation for %q", v)
		}
	}
}

// TestREADME wants a row in README.md for every situation, and no row more.
func TestREADME(t *testing.T) {
	body, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rows, _ := strings.Cut(string(body), "## Every situation")
	for _, s := range situations() {
		if row := "| " + s.name + " | " + string(s.verdict) + " |"; !strings.Contains(rows, row) {
			t.Errorf("no row %q: run with -markdown again", row)
		}
	}
	if got, want := strings.Count(rows, "\n| ")-2, len(situations()); got != want {
		t.Errorf("%d rows for %d situations", got, want)
	}
}
