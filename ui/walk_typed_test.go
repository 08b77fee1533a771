//go:build unix

package ui_test

import (
	"strings"
	"testing"

	"postern/ui/termtest"
)

// TestTypedBeforeTheFirstFrame: keys that are typed while the program starts act on the
// screens that they are meant for, as if they were typed there.
func TestTypedBeforeTheFirstFrame(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ args, keys, shows string }{
		{"practice", "?", "Purpose"},
		{"practice", " ", "door "},
		{"", "practise\n?", "Purpose"}, // \n is what enter sends before the terminal is taken
		{"", "zzqq\x1b[B\rsmtp.example.org", "› smtp.example.org"},
		{"learn", "\n\n", "2 of 7"},
	} {
		term := newPerson(t).open(80, 24, strings.Fields(tt.args)...)
		term.types(tt.keys, tt.shows)
		term.types(termtest.CtrlC)
		term.ends(130)
	}
}

// TestEnterTypedAheadChoosesNoDoor: nobody has seen yet which that would be.
func TestEnterTypedAheadChoosesNoDoor(t *testing.T) {
	t.Parallel()
	term := newPerson(t).open(80, 24, "practice")
	term.types("\r\r\r", "enter use 587", "r try again")
	term.types(termtest.Enter, "Why door 587")
	term.types(termtest.CtrlC)
	term.ends(130)
}

// TestCtrlCBeforeTheFirstFrame ends it, whatever else was typed. As long as the terminal is
// not taken, it is the system that does.
func TestCtrlCBeforeTheFirstFrame(t *testing.T) {
	t.Parallel()
	for _, keys := range []string{termtest.CtrlC, "fast" + termtest.CtrlC, "\r\r" + termtest.CtrlC} {
		term := newPerson(t).open(80, 24, "practice")
		if err := term.Type(keys); err != nil {
			t.Fatal(err)
		}
		if code, err := term.Wait(); err != nil || code != 130 && code != -1 {
			t.Errorf("%q: it ended with %d, %v", keys, code, err)
		}
		if term.AltScreen() {
			t.Errorf("%q: the alternate screen was left on", keys)
		}
	}
}
