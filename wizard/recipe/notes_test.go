package recipe_test

import (
	"strings"
	"testing"

	"postern/wizard/recipe"
)

// TestWarningsAreMarked: notes about what would go wrong begin with the mark that puts
// them above the settings, and the rest do not.
func TestWarningsAreMarked(t *testing.T) {
	for _, tt := range []struct{ program, says string }{
		{"laravel", "'require_tls' => true"},
		{"symfony", "does not know require_tls"},
		{"django", "Django before 4.2"},
		{"gitea", "cannot be told to insist"},
	} {
		found := false
		for _, note := range recipe.Notes(tt.program, ada(ask)) {
			if strings.Contains(note, tt.says) {
				found = true
				if !strings.HasPrefix(note, "! ") {
					t.Errorf("%s: not marked: %s", tt.program, note)
				}
			}
		}
		if !found {
			t.Errorf("%s: no note says %q", tt.program, tt.says)
		}
	}
}

// TestNotesWithoutALogin: what is said of a login's provider or password is said of the
// relay, and a login that may be left from before is told of where it would be used.
func TestNotesWithoutALogin(t *testing.T) {
	for _, tt := range []struct {
		program, says string
		without       bool // it is said where there is no login, and only there
	}{
		{"gitlab", "Where the relay has 465", true},
		{"gitlab", "Where your provider has 465", false},
		{"gitlab", "postern probe mail.example.org --no-login", true},
		{"exim4", "has a line for mail.example.org from an earlier login", true},
		{"exim4", "sudoedit", false},
	} {
		for s, want := range map[*recipe.Settings]bool{ada(byAddress): tt.without, ada(ask): !tt.without} {
			said := strings.Join(append(recipe.Notes(tt.program, s), recipe.Afterwards(tt.program, s)...), "\n")
			if strings.Contains(said, tt.says) != want || strings.Contains(said, "{") {
				t.Errorf("%s as %q: %q in %s", tt.program, s.User, tt.says, said)
			}
		}
	}
}

// TestNotesAboutThisComputer: a server here is behind no network's filter, and nobody
// else has to try it.
func TestNotesAboutThisComputer(t *testing.T) {
	for host, here := range map[string]bool{"localhost": true, "127.0.0.1": true, "::1": true, "mail.example.org": false} {
		at := func(s *recipe.Settings) { s.Host = host }
		for _, program := range []string{"django", "mutt"} {
			said := strings.Join(recipe.Notes(program, ada(relay, at)), "\n")
			if strings.Contains(said, "! 25 is the door") == here {
				t.Errorf("%s at %s: %q", program, host, said)
			}
		}
		said := strings.Join(recipe.Notes("django", ada(ask, at)), "\n")
		if strings.Contains(said, "postern probe "+host) == here {
			t.Errorf("django at %s: %q", host, said)
		}
	}
}
