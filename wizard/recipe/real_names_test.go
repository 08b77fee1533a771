//go:build unix

package recipe_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"testing"
	"time"

	"postern/wizard/recipe"
)

// keyring is a secret-tool that knows one login, by exactly its name.
const keyring = `#!/bin/sh
[ "$1 $2 $3 $4 $5 $6" = "lookup service smtp host localhost user" ] && cat "$HOME/kept-$(printf %s "$7" | sha256sum | cut -c1-64)"
`

// keep puts a password into the keyring under a name.
func (s sender) keep(t *testing.T, name string) {
	t.Helper()
	s.write(t, "bin/secret-tool", keyring, 0o755)
	s.write(t, fmt.Sprintf("kept-%x", sha256.Sum256([]byte(name))), spiedPassword, 0o600)
}

// heardLogin reports whether the spy was given the name and its password, by PLAIN (RFC
// 4616), where the identity may stand in front, or by LOGIN.
func (s *spy) heardLogin(name string) bool {
	heard := s.all()
	return slices.Contains(heard, "\x00"+name+"\x00"+spiedPassword) ||
		slices.Contains(heard, name+"\x00"+name+"\x00"+spiedPassword) ||
		(slices.Contains(heard, name) || len(name) < 4) && slices.Contains(heard, spiedPassword)
}

// oddNames hold all that means something to one of the formats, or to a shell.
var oddNames = []string{
	" ada ", "ada smith", `"ada"`, "ada # x", `a\b\`, `$(touch /tmp/x)`, "`id`", "100%", "%H", "a;b|c&d", "ädä€", "!x<y>",
	"{a,b}*=~", "o'neill$from@example.org",
}

// TestRealMailProgramsSignInAsAnybody: an odd login name comes to the server as it is, and
// finds its own password in the keyring; or it is refused before anything is written.
func TestRealMailProgramsSignInAsAnybody(t *testing.T) {
	for _, p := range append(senders(), realSender{id: "msmtp"}) {
		t.Run(p.id, func(t *testing.T) {
			s := sender{realMSMTP: findProgram(t, mustFind(t, p.id).Command)}
			for _, name := range oddNames {
				spy := &spy{name: "localhost", logins: "PLAIN"}
				spy.start(t)
				s.ca = s.write(t, "ca.pem", string(spy.ca), 0o644)
				set := spy.settings(s, recipe.STARTTLS)
				set.User, set.Secret = name, recipe.Secret{Kind: recipe.Keyring}
				if _, err := recipe.Render(p.id, set); err != nil {
					t.Logf("%q is refused: %v", name, err)
					continue
				}
				s.keep(t, name)
				out, err := s.run(t, p.install(t, s, set))
				if err != nil || !spy.heardLogin(name) {
					t.Errorf("%q: the server heard %q, %v\n%s", name, spy.all(), err, out)
				}
			}
		})
	}
}

func TestRealAercSignsInAsAnybody(t *testing.T) {
	for _, name := range []string{`ada "#$%&<\';ü& /`, "o'neill$from@example.org", " 50%off "} {
		t.Run("", func(t *testing.T) {
			s := sender{realMSMTP: findProgram(t, "aerc")}
			spy := &spy{name: "localhost", logins: "PLAIN"}
			spy.start(t)
			s.ca = s.write(t, "ca.pem", string(spy.ca), 0o644)
			set := spy.settings(s, recipe.STARTTLS)
			set.User, set.Secret = name, recipe.Secret{Kind: recipe.Keyring}
			if _, err := recipe.Render("aerc", set); err != nil {
				t.Fatalf("%q is refused: %v", name, err)
			}
			s.keep(t, name)
			term := startAerc(t, s, set)
			sendByAerc(t, term, "ada@example.org")
			for range 50 {
				if spy.heardLogin(name) {
					return
				}
				time.Sleep(100 * time.Millisecond)
			}
			t.Errorf("%q: the server heard %q\n%s", name, spy.all(), term.Screen())
		})
	}
}
