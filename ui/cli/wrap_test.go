package cli

import (
	"strings"
	"testing"
)

// TestWrapKeepsTogether: no line ends between words that belong together.
func TestWrapKeepsTogether(t *testing.T) {
	for _, pair := range []string{"RFC 8314", "port 587", "door 46175.", "30 s", "TLS 1.3,", "step 2", "s saves", "? repeats", "12 ms."} {
		for room := 13; room < 40; room++ {
			for _, words := range []string{"one two three four " + pair + " five six seven", "(" + pair} {
				for line := range strings.Lines(wrap(words, room)) {
					if len(strings.TrimRight(line, "\n")) > room {
						t.Errorf("%q is wider than %d", line, room)
					}
				}
				if !strings.Contains(wrap(words, room), pair) {
					t.Errorf("%q is torn at %d:\n%s", pair, room, wrap(words, room))
				}
			}
		}
	}
	if got := wrap("port 587 and a door", 7); got != "port\n587 and\na door" {
		t.Errorf("where there is no room for both, got\n%s", got)
	}
}
