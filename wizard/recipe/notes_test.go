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
