package lesson_test

import (
	"strings"
	"testing"

	"postern/wizard/advice"
	"postern/wizard/lesson"
	"postern/wizard/recipe"
)

// TestEveryVerdictLeadsToAPage: what Postern says of a door, a login or a message, in
// a word, can be looked up by that word.
func TestEveryVerdictLeadsToAPage(t *testing.T) {
	var words []string
	for _, v := range advice.Verdicts() {
		words = append(words, string(v))
	}
	for _, v := range advice.LoginVerdicts() {
		words = append(words, string(v))
	}
	for _, v := range advice.SendVerdicts() {
		words = append(words, string(v))
	}
	if len(words) < 40 {
		t.Fatalf("only %d verdicts", len(words))
	}
	for _, w := range words {
		if _, ok := lesson.Get(w); !ok {
			t.Errorf("no page for the verdict %q: text/%[1]s.md, or a page that names it under Also", w)
		}
	}
}

// TestEveryProgramHasAPage: each program that Postern writes for can be asked about.
func TestEveryProgramHasAPage(t *testing.T) {
	for _, p := range recipe.Programs() {
		for _, words := range []string{p.ID, "How do I change my port in " + p.Name + "?"} {
			if l, ok := lesson.Find(words); !ok || !strings.HasPrefix(l.ID, "port-") {
				t.Errorf("%q leads to %q, and to no page text/port-….md; one of those has to name it under Also", words, l.ID)
			}
		}
	}
}
