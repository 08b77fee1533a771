//go:build unix

package cli

import (
	"regexp"
	"strings"
	"testing"

	"postern/ui/termtest"
)

// TestTheWizardsPrompt: the wizard gives its terminal away to ask for the password,
// takes it back, and leaves it as it was when a person has enough of being asked.
func TestTheWizardsPrompt(t *testing.T) {
	program := builds(t)
	for _, tt := range []struct {
		name, types string
		shows       []string
	}{
		{"a password", "nonsense" + termtest.Enter, []string{"wrong login", "535 5.7.8", "u use the other name"}},
		{"nothing", termtest.Enter, []string{"The reason: no password was typed."}},
		{"ctrl+c", "half" + termtest.CtrlC, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cmd, home := real(t, "/bin/sh", "-c", "trap : INT; "+program+" practice open; echo code=$?; stty -a; echo all said")
			screen, err := termtest.Start(cmd, 80, 24, true)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(screen.Close)
			toPrompt(t, screen)
			types(t, screen, tt.types, "Password of", "does not show")
			if tt.shows != nil {
				types(t, screen, termtest.CtrlC, tt.shows...)
			}
			if err := screen.WaitFor("code=130", "all said"); err != nil {
				t.Fatal(err)
			}
			after := screen.Screen()[strings.Index(screen.Screen(), "code=130"):]
			if !regexp.MustCompile(`[ \n]echo[ \n]`).MatchString(after) || !regexp.MustCompile(`[ \n]icanon[ \n]`).MatchString(after) {
				t.Errorf("the terminal was left like this:\n%s", after)
			}
			holdsNone(t, "the terminal", string(screen.Raw()), "nonsense")
			nowhereIn(t, home, "nonsense")
		})
	}
}

// toPrompt leads through practice to the question for the password.
func toPrompt(t *testing.T, screen *termtest.Terminal) {
	t.Helper()
	types(t, screen, termtest.Enter, "enter use 587")
	types(t, screen, termtest.Enter, "Why door 587", "enter go on")
	types(t, screen, termtest.Enter, "Which program")
	types(t, screen, termtest.Enter+termtest.Enter+termtest.Enter, "› Address")
	types(t, screen, termtest.Down, "› Password from", "ask each time")
	types(t, screen, termtest.Enter, "› ask each time")
	types(t, screen, "v", "v test")
	types(t, screen, "l", "only sign in")
}
