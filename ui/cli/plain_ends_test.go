//go:build unix

package cli

import (
	"strings"
	"testing"

	"postern/ui/termtest"
)

// TestPlainEndsAnywhere: at each question of plain mode, ctrl+c ends with 130, and
// ctrl+d and q with 1; each says what was written, and the terminal's line goes on.
func TestPlainEndsAnywhere(t *testing.T) {
	program := builds(t)
	questions := []struct {
		asks, answer string
	}{
		{"Which door shall your mail leave through?", ""},
		{"Which program shall send the mail?", "msmtp"},
		{"Your mail address", ""},
		{"Login name", ""},
		{"Your full name", ""},
		{"Where shall the password come from?", "1"},
		{"The command that prints it", ""},
		{"Shall Postern write the file?", "v"},
		{"Press enter to sign in", "b"},
		{"another program", "??"},
		{"What would you like to understand?", "1"},
		{"Stop 1 of 7", ""},
	}
	for _, end := range []struct {
		name, keys string
		code       string
	}{
		{"ctrl+c", termtest.CtrlC, "code=130"},
		{"ctrl+d", "\x04", "code=1"},
		{"q", "q" + termtest.Enter, "code=1"},
	} {
		for n := range questions {
			t.Run(end.name+" at "+questions[n].asks, func(t *testing.T) {
				t.Parallel()
				cmd, home := real(t, "/bin/sh", "-c", "trap : INT; "+program+" practice --plain; echo code=$?")
				screen, err := termtest.Start(cmd, 80, 200, true)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(screen.Close)
				for i, q := range questions[:n+1] {
					if err := screen.Until(func(s string) bool { return strings.Contains(s, q.asks) && strings.HasSuffix(s, "\n>") }, q.asks); err != nil {
						t.Fatal(err)
					}
					if i < n {
						types(t, screen, q.answer+termtest.Enter, q.asks)
					}
				}
				types(t, screen, end.keys, questions[n].asks)
				if err := screen.WaitFor("Left before the end.", "Nothing was written.", end.code); err != nil {
					t.Fatal(err)
				}
				nowhereIn(t, home, "account practice")
			})
		}
	}
}

// TestPlainStopsTrying: while doors are tried in silence, a person hears how to stop that,
// and x does it.
func TestPlainStopsTrying(t *testing.T) {
	cmd, _ := real(t, builds(t), "practice", "filtered", "--plain")
	screen, err := termtest.Start(cmd, 80, 200, true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(screen.Close)
	if err := screen.WaitFor("Still trying", "Type x and enter to stop."); err != nil {
		t.Fatal(err)
	}
	types(t, screen, "x"+termtest.Enter, "enter to stop.")
	if err := screen.WaitFor("465: stopped, ", "587: stopped, ", "What now? Type: r tries again"); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(screen.Screen(), "no answer, ") {
		t.Errorf("doors were tried to the end:\n%s", screen.Screen())
	}
	types(t, screen, "q"+termtest.Enter, "What now?")
	if err := screen.WaitFor("Left before the end."); err != nil {
		t.Fatal(err)
	}
}
