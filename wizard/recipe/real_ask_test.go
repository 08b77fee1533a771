//go:build unix

package recipe_test

import (
	"strings"
	"testing"

	"postern/ui/termtest"
	"postern/wizard/recipe"
)

// TestRealProgramsAsk: where no password is kept, the program asks for it on the
// terminal, and the message arrives once it is typed.
func TestRealProgramsAsk(t *testing.T) {
	for _, p := range append(senders(), realSender{id: "msmtp"}) {
		t.Run(p.id, func(t *testing.T) {
			s := p.start(t, "open")
			for _, port := range []int{587, 465} {
				set := s.settings(t, "practice", port)
				set.Secret = recipe.Secret{Kind: recipe.AskMe}
				cmd := s.command(t, "/bin/sh", "-c", p.install(t, s, set))
				cmd.Env = append(cmd.Env, "TERM=xterm")
				term, err := termtest.Start(cmd, 100, 30, false)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(term.Close)
				for _, step := range append(beforeAsking(p.id), step{"password", s.server.Password + "\r"}) {
					said := func(screen string) bool { return strings.Contains(strings.ToLower(screen), step.shown) }
					if err := term.Until(said, step.shown); err != nil {
						t.Fatalf("%v\n%s", err, term.Screen())
					}
					if err := term.Type(step.keys); err != nil {
						t.Fatal(err)
					}
				}
				s.wantMessage(t, port)
				if code, err := term.Wait(); code != 0 {
					t.Errorf("door %d: it ends with %d, %v\n%s", port, code, err, term.Screen())
				}
			}
		})
	}
}

// A step is what a person waits for on the screen, and then types.
type step struct{ shown, keys string }

// beforeAsking are the steps before a program asks for the password.
func beforeAsking(program string) []step {
	switch program {
	case "mutt", "neomutt":
		return []step{{"create it?", "n"}, {"y:send", "y"}}
	case "s-nail":
		return []step{{"send this message", "yes\r"}}
	}
	return nil
}
