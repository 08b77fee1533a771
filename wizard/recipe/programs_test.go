package recipe_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"postern/wizard/recipe"
)

// TestPrograms holds every program of the table to its golden file, which shows all
// its files for each of these settings, or the sentence with which it refuses them.
func TestPrograms(t *testing.T) {
	cases := []struct {
		name string
		s    *recipe.Settings
	}{
		{"587, STARTTLS, the keyring", ada()},
		{"465, TLS from the start, pass", ada(implicitTLS, pass)},
		{"587, a command, an authority of one's own", ada(command(`gpg -qd "$HOME/my mail.gpg"`), func(s *recipe.Settings) {
			s.CAFile = "/home/ada/my ca.pem"
		})},
		{"465, asked each time, no name", ada(implicitTLS, ask, func(s *recipe.Settings) { s.Name = "" })},
		{"25, a relay of one's own", ada(relay)},
		{"25, STARTTLS, a relay that knows the computer by its address", ada(byAddress)},
		{"465, TLS from the start, such a relay, an authority of one's own", ada(byAddress, implicitTLS, func(s *recipe.Settings) {
			s.CAFile = "/home/ada/ca.pem"
		})},
		{"587, a sign-in token", ada(command("oauth-token ada@example.org"), func(s *recipe.Settings) { s.OAuth = true })},
		{"587, an odd login name", ada(ask, user("ada \"#$%&<\\'`;ü"), func(s *recipe.Settings) { s.Name = `Ada "A, B" Löve` })},
	}
	for _, p := range recipe.Programs() {
		t.Run(p.ID, func(t *testing.T) {
			var b strings.Builder
			for _, c := range cases {
				b.WriteString("== " + c.name + "\n")
				files, err := recipe.Render(p.ID, c.s)
				if err != nil {
					b.WriteString("refused: " + err.Error() + "\n\n")
					continue
				}
				b.WriteString(recipe.Text(files) + "\n")
			}
			golden.RequireEqual(t, []byte(b.String()))
		})
	}
}

// TestProgramsAreWhole: the table says all that people are shown.
func TestProgramsAreWhole(t *testing.T) {
	seen := make(map[string]bool)
	for _, p := range recipe.Programs() {
		switch {
		case seen[p.ID]:
			t.Errorf("%s is there twice", p.ID)
		case p.Name == "" || p.Group == "" || p.About == "":
			t.Errorf("%s lacks a name, a group, or what it is for", p.ID)
		case p.Proven() == (p.Source != ""):
			t.Errorf("%s must be either tested, or from documentation", p.ID)
		case !p.Proven() && p.AsOf == "":
			t.Errorf("%s does not say when its documentation was read", p.ID)
		case recipe.Words(p.ID, recipe.STARTTLS) == "" && recipe.Words(p.ID, recipe.ImplicitTLS) == "":
			t.Errorf("%s has no word for either way to encrypt", p.ID)
		}
		seen[p.ID] = true
	}
}

// TestMergingIsStable: settings that were put into a file are found there again, and
// what was there before is still there.
func TestMergingIsStable(t *testing.T) {
	for _, p := range recipe.Programs() {
		for n := range p.Files {
			if p.Profiled {
				continue // it has tests of its own
			}
			s := ada()
			fresh, err := recipe.MergeFile(p.ID, n, nil, nil, s, false)
			if err != nil {
				t.Errorf("%s: %v", p.ID, err)
				continue
			}
			again, err := recipe.MergeFile(p.ID, n, fresh, nil, s, true)
			if err != nil || string(again) != string(fresh) {
				t.Errorf("%s, file %d: merging again changes it: %v\n%s\nto\n%s", p.ID, n, err, fresh, again)
			}
			other := ada(implicitTLS, account("second"), user("eve@example.org"), func(s *recipe.Settings) { s.Host = "smtp.example.com" })
			for _, replace := range []bool{false, true} {
				if _, err := recipe.MergeFile(p.ID, n, fresh, nil, other, replace); err != nil && replace {
					t.Errorf("%s, file %d: other settings cannot take the place: %v", p.ID, n, err)
				}
			}
		}
	}
}
