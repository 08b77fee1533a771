package ui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestWrap(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		width      int
		want       string
	}{
		{"fits", "one line", 20, "one line"},
		{"no word alone", "one two three four five", 18, "one two three\nfour five"},
		{"as many lines as before", "aaaa bbbb cccc dddd eeee", 20, "aaaa bbbb cccc\ndddd eeee"},
		{"a long word may be alone", "see what is written there: https://example.org/", 27, "see what is written there:\nhttps://example.org/"},
		{"it cannot be helped", "abcdefghijkl mno", 13, "abcdefghijkl\nmno"},
		{"a standard is one name", "as is said in RFC 8314 for all", 18, "as is said in\nRFC 8314 for all"},
		{"a command is only cut", "  a command that is too long", 12, "  a command "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := wrap(tt.text, tt.width); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// TestWay: the way of a message is drawn with no cell changed, and the person's own leg
// of it in another style than the servers'.
func TestWay(t *testing.T) {
	l := look{styles: newStyles(true, false)}
	row := "  you ──587──► Fastmail ──25──► their provider ──► inbox"
	got := l.way(row)
	if plain := ansi.Strip(got); plain != row {
		t.Errorf("got %q, want %q", plain, row)
	}
	for _, want := range []string{l.accent.Render("──587──►"), l.dim.Render(" ──25──► their provider ──► inbox")} {
		if !strings.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
}
