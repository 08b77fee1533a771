//go:build unix

package ui_test

import (
	"strings"
	"testing"

	"postern/ui/termtest"
)

// pastes is what a terminal sends when a text is pasted.
func pastes(text string) string { return "\x1b[200~" + text + "\x1b[201~" }

func TestPasteIntoAField(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ text, shows string }{
		"an address with its line": {"  ada@fastmail.com \r\n", "› ada@fastmail.com"},
		"several lines":            {"ada@fastmail.com\nbob@fastmail.com\n", "› ada@fastmail.com bob@fastmail.com"},
		"colours and keys":         {"\x1b[31mada\x1b[0m\x03\x1b[A\x1b@fast\x00mail.com\x1b", "› ada"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			term := newPerson(t).open(80, 24)
			term.types("", "Where is your mailbox")
			term.types(pastes(tt.text), tt.shows, "1 of 6")
			term.types(termtest.Escape, "your address, a provider", "Gmail") // that it is cleared shows that keys still act
			term.types(termtest.CtrlC)
			term.ends(130)
		})
	}
}

// TestPasteOfVeryMuch: it is bounded, and all goes on.
func TestPasteOfVeryMuch(t *testing.T) {
	t.Parallel()
	term := newPerson(t).open(80, 24)
	term.types("", "Where is your mailbox")
	term.types(pastes(strings.Repeat("ada@fastmail.com\n", 1<<20/17)), "ada@fastmail.com ada@fastmail.com", "esc clear")
	term.types(termtest.Escape, "your address, a provider")
	term.types("fastmail", "› fastmail")
	term.types(termtest.CtrlC)
	term.ends(130)
}

// TestPasteWhereNothingIsTyped: what is pasted there are no keys.
func TestPasteWhereNothingIsTyped(t *testing.T) {
	t.Parallel()
	term := newPerson(t).open(80, 24, "practice")
	term.types("", "enter use 587", "r try again")
	before := term.Screen()
	for _, text := range []string{"r\nq?\x1b[A\x03 x", "\n\n\n"} {
		if err := term.Type(pastes(text)); err != nil {
			t.Fatal(err)
		}
	}
	term.types("?", "Purpose") // of the door that was highlighted before, and that is the first thing that happens
	term.types(termtest.Escape, "enter use 587")
	if now := term.Screen(); now != before {
		t.Errorf("the paste did something:\n%s\nbefore:\n%s", now, before)
	}
	term.types(termtest.CtrlC)
	term.ends(130)
}
