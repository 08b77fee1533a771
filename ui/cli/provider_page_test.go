package cli

import (
	"strings"
	"testing"

	"postern/wizard"
	"postern/wizard/catalog"
	"postern/wizard/lesson"
)

// TestEachProvidersPage: the command prints what the screen shows, to the letter, and
// nothing wider than it may be but a link.
func TestEachProvidersPage(t *testing.T) {
	alone(t)
	c := catalog.Default()
	for _, p := range c.Providers {
		page := wizard.ProviderPage(&p, c.AsOf)
		want := page.Title + "\n\n" + strings.Join(lesson.Layout(page.Paragraphs, textWidth), "\n") + "\n"
		code, out, _ := run(t, "", "providers", p.ID)
		if code != 0 || out != want {
			t.Errorf("%s: got %d and\n%s\nwant\n%s", p.ID, code, out, want)
		}
		for line := range strings.Lines(out) {
			if len([]rune(line))-1 > textWidth && !strings.Contains(line, "://") {
				t.Errorf("%s: %q is too wide", p.ID, line)
			}
		}
	}
}

// TestPlainShowsTheSamePage: a letter shows it, at the question and after it.
func TestPlainShowsTheSamePage(t *testing.T) {
	alone(t)
	_, want, _ := run(t, "", "providers", "mailgun")
	for name, answers := range map[string]string{
		"by its name":       "i mailgun\nq\n",
		"by its number":     "mailg\ni 1\nq\n",
		"the chosen one":    "mailgun\ni\nq\n",
		"and is still told": "mailg\ni 1\n1\ni\nq\n",
	} {
		_, out, _ := run(t, answers, "--plain")
		if !strings.Contains(out, want) {
			t.Errorf("%s: the page is not in\n%s", name, out)
		}
		plainChecks(t, out)
	}
	_, out, _ := run(t, "i cloud\nq\n", "--plain")
	if strings.Contains(out, "How sure this is") || !strings.Contains(out, "iCloud") {
		t.Errorf("words that begin with i are words:\n%s", out)
	}
}
