//go:build unix

package ui_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestLearnWalk goes through postern learn on a terminal as a newcomer would: the
// journey to its end, both sessions, a lesson, a word, and out again.
func TestLearnWalk(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{80, 24}, {40, 15}, {120, 40}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			t.Parallel()
			p := newPerson(t)
			term := p.open(size[0], size[1], "learn", "fastmail")
			term.types("", "What would you like to understand?", "The journey of a message")
			term.types("\r", "1 of 7")
			term.types("\r", "2 of 7", "Submission")
			term.types("\r\r", "4 of 7", "MX lookup")
			term.types("m", "Whose mail?")
			term.types("nonsense\r", "no whole domain") // and so nobody is asked
			term.types("\x1b", "4 of 7")
			term.types("\x1b[D", "3 of 7")
			term.types("\r\r", "5 of 7", "25, always")
			term.types("?", "Port 25")
			term.types("l", "What would you like to understand?")
			term.types("\x1b[B\r", "587: in the clear")
			term.types("\x1b[B", "The server speaks first")
			term.types("\t", "465: TLS at once")
			term.types("\x1b", "What would you like to understand?")
			term.types("\x1b[A\x1b[A\x1b[A\r", "Words used about mail")
			term.types("grey", "greylisting", "Come back in a few minutes")
			term.types("\r", "Greylisting")
			term.types("l", "What would you like to understand?")
			term.types("\x1b", "")
			term.ends(0)
			p.untouched()
		})
	}
}

// TestLearnInTheWizard looks at all there is to learn from the doors, with what was
// found there, and goes on where it was.
func TestLearnInTheWizard(t *testing.T) {
	t.Parallel()
	p := newPerson(t)
	term := p.open(80, 24, "practice")
	term.types("", "Use 587")
	term.types("\x1bOQ", "The journey of a message", "and yours") // f2
	term.types("\r\r", "2 of 7", "door 587 of localhost is ready")
	term.types("\x1b", "What would you like to understand?")
	term.types("\x1b[B\r\t", "587: yours")
	term.types("\x1b", "What would you like to understand?")
	term.types("\x1b", "Use 587")
	term.types("\x1b[B\x1b[B?", "25 is open, and still not your door")
	term.types("\x1b", "Use 587")
	term.types("\x03", "")
	term.ends(130)
}

// TestLearnLineByLine is the same without a terminal.
func TestLearnLineByLine(t *testing.T) {
	t.Parallel()
	p := newPerson(t)
	cmd := p.postern("learn")
	cmd.Stdin = strings.NewReader("1\n\nb\n2\n2\nq\n")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{"Stop 2 of 7.", "465: TLS at once", "A listener: "} {
		if !strings.Contains(string(out), want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	p.untouched()
}
