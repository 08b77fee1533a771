//go:build unix

package ui_test

import (
	"fmt"
	"strings"
	"testing"

	"postern/ui/termtest"
)

// TestARelayByAddress walks to messages that arrived through a relay without a login, the
// program's and Postern's own; that there is none is taken back once on the way.
func TestARelayByAddress(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{80, 24}, {40, 15}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			t.Parallel()
			p := newPerson(t)
			term := p.open(size[0], size[1], "practice", "by-address")
			term.types("", "No door is ready", "l no login")
			term.types("l", "Use 587, without a login", "enter use 587")
			term.types("l", "No door is ready")
			term.types("l", "Use 587, without a login")
			term.types(termtest.Enter, "Why door 587")
			term.types(termtest.Enter, "Which program")
			term.types("msmtp\r", "Address", "ada@practice.example")
			if screen := term.Screen(); strings.Contains(screen, "Password") || strings.Contains(screen, "Login") {
				t.Errorf("it asks for a login:\n%s", screen)
			}
			term.types("\r\r", "w write it", "account practice")
			term.types("w", "The settings are in")
			path, body := p.written()
			if !strings.Contains(body, "auth off") || strings.Contains(body, "password") {
				t.Errorf("written:\n%s", body)
			}
			if got := p.send(path, "friend@practice.example"); !strings.Contains(got, "It works.") {
				t.Errorf("another message arrived:\n%s", got)
			}
			term.types(termtest.Escape, "account practice", "c copy")
			term.types("v", "without a login", "enter send it")
			term.types(termtest.Enter, "Message: accepted", "✓ message")
			term.types(termtest.CtrlC)
			term.ends(130)
		})
	}
}
