package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/wizard"
	"postern/wizard/catalog"
)

func TestProviderPage(t *testing.T) {
	for _, id := range []string{"fastmail", "microsoft-365", "amazon-ses", "proton-bridge"} {
		t.Run(id, func(t *testing.T) {
			eachSize(t, func(t *testing.T, width, height int) {
				m := newTest(wizard.New(testWorld()), (&disk{}).engine(), width, height)
				m = press(t, m, append(typed(id), "f1")...)
				golden(t, m)
			})
		})
	}
}

// TestProviderPagesAreWhole: whoever scrolls sees every word of every page, in the
// smallest window too.
func TestProviderPagesAreWhole(t *testing.T) {
	c := catalog.Default()
	for _, size := range [][2]int{{80, 24}, {40, 15}, {minWidth, minHeight}} {
		for _, p := range c.Providers {
			page := wizard.ProviderPage(&p, c.AsOf)
			m := newTest(wizard.New(testWorld()), (&disk{}).engine(), size[0], size[1])
			m = press(t, m, "f1")
			r := newProviderPage(m.session, page, "", m.look).sized(m.top().(textPage).width, m.top().(textPage).height)
			seen := strings.Split(ansi.Strip(r.view.View()), "\n")
			for r.view.more() {
				r.view = r.view.update(tea.KeyPressMsg{Code: tea.KeyDown})
				rows := strings.Split(ansi.Strip(r.view.View()), "\n")
				seen = append(seen, rows[len(rows)-1])
			}
			words := page.Paragraphs
			if r.rolls {
				words = append([]string{page.Title}, words...)
			}
			if got, want := letters(strings.Join(seen, "")), letters(strings.Join(words, "")); got != want {
				t.Errorf("%s at %v: got\n%s\nwant\n%s", p.ID, size, got, want)
			}
		}
	}
}

// letters is a text without blanks and the signs of a folded line.
func letters(s string) string {
	return strings.NewReplacer(" ", "", "\n", "", "↳", "").Replace(s)
}

func TestProviderPageIsReachedAndLeft(t *testing.T) {
	first := newTest(wizard.New(testWorld()), (&disk{}).engine(), 80, 24)
	first = press(t, first, typed("fastm")...)
	page := press(t, first, "f1")
	if got := frame(page); !strings.Contains(got, "A mailbox provider: app password needed") || strings.Contains(got, "› fastm") {
		t.Fatalf("f1 on a provider's row:\n%s", got)
	}
	if got := frame(press(t, page, "esc")); got != frame(first) {
		t.Errorf("esc leads to\n%s", got)
	}
	if got := frame(press(t, page, "f1")); !strings.Contains(got, "app password") || strings.Contains(got, "Fastmail\n") {
		t.Errorf("the page does not lead on to the lesson:\n%s", got)
	}
	if got := frame(press(t, page, "f1", "esc")); got != frame(page) {
		t.Errorf("the lesson does not lead back:\n%s", got)
	}
	own := press(t, newTest(wizard.New(testWorld()), (&disk{}).engine(), 80, 24), "up", "f1")
	if got := frame(own); !strings.Contains(got, "Practi") || strings.Contains(got, "provider:") {
		t.Errorf("f1 on practice:\n%s", got)
	}
	tuta := press(t, newTest(wizard.New(testWorld()), (&disk{}).engine(), 80, 24), append(typed("tuta"), "f1")...)
	if got := frame(tuta); !strings.Contains(got, "no other program can send through it") {
		t.Errorf("a provider without SMTP:\n%s", got)
	}

	doors := shown(t, 80, 24, 0, nil)
	if got := frame(press(t, doors, "f3")); !strings.Contains(got, "A mailbox provider: app password needed") {
		t.Errorf("f3 at the doors:\n%s", got)
	}
	if got := frame(press(t, doors, "f3", "esc")); got != frame(doors) {
		t.Errorf("esc leads back to\n%s", got)
	}
	practised := newTest(wizard.New(testWorld()), (&disk{}).engine(), 80, 24)
	if got := frame(press(t, practised, "f3")); got != frame(practised) {
		t.Errorf("f3 where no provider was chosen:\n%s", got)
	}
}

func TestProviderPageFromTheAccount(t *testing.T) {
	m := press(t, atSettings(t, &disk{}, 80, 24), "esc")
	if got := frame(m); !strings.Contains(got, "f3 provider") {
		t.Fatalf("the account page does not offer the provider's:\n%s", got)
	}
	if got := frame(press(t, m, "f3")); !strings.Contains(got, "A mailbox provider: app password needed") {
		t.Errorf("f3 there:\n%s", got)
	}
}
