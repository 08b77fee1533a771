package recipe_test

import (
	"strings"
	"testing"

	"postern/wizard/recipe"
)

// TestFromALoginToNone: settings without a login take the place of those with one, and
// nothing in them signs in any more; and the other way round.
func TestFromALoginToNone(t *testing.T) {
	with := ada(user("grace-login"), command("fetch-it grace"))
	without := ada(byAddress, func(s *recipe.Settings) { s.Port = 587 })
	for _, p := range recipe.Programs() {
		if p.Profiled || len(p.Files) == 0 {
			continue // merged by itself, or not at all
		}
		fresh := rendered(t, p.ID, without)
		for n := range fresh {
			old, err := recipe.MergeFile(p.ID, n, nil, nil, with, false)
			if err != nil {
				t.Errorf("%s: %v", p.ID, err)
				continue
			}
			got, err := recipe.MergeFile(p.ID, n, old, nil, without, true)
			if err != nil {
				t.Errorf("%s: %v", p.ID, err)
				continue
			}
			own := string(got)
			if p.ID == "git" { // whose helper for a password is asked by nobody then
				own, _, _ = strings.Cut(own, "[credential")
			}
			if strings.Contains(own, "grace") || strings.Contains(own, recipe.Placeholder) {
				t.Errorf("%s, file %d: the login is still there:\n%s", p.ID, n, own)
			}
			again, err := recipe.MergeFile(p.ID, n, got, nil, with, true)
			if err != nil || !strings.Contains(string(again), "grace") && strings.Contains(string(old), "grace") {
				t.Errorf("%s, file %d: the login does not come back: %v\n%s", p.ID, n, err, again)
			}
		}
	}
}

func rendered(t *testing.T, program string, set *recipe.Settings) []recipe.File {
	t.Helper()
	files, err := recipe.Render(program, set)
	if err != nil {
		t.Errorf("%s: %v", program, err)
	}
	return files
}

// TestNeedsAddress: settings that do not say who sends can be written without an address,
// and no others can.
func TestNeedsAddress(t *testing.T) {
	for _, p := range recipe.Programs() {
		set := ada(byAddress, func(s *recipe.Settings) { s.Address, s.Name = "", "" })
		files, err := recipe.Render(p.ID, set)
		if !recipe.NeedsAddress(p.ID) && err != nil {
			t.Errorf("%s: %v", p.ID, err)
		}
		if try := recipe.TryCommand(p.ID, set, ""); try != "" {
			t.Errorf("%s: to nobody: %s", p.ID, try)
		}
		if with, _ := recipe.Render(p.ID, ada(byAddress, func(s *recipe.Settings) { s.Name = "" })); !recipe.NeedsAddress(p.ID) && p.ID != "card" && recipe.Text(with) != recipe.Text(files) {
			t.Errorf("%s: it says who sends", p.ID)
		}
	}
	for program, want := range map[string]bool{"postfix": false, "exim4": false, "msmtp": true, "git": true, "go": true} {
		if got := recipe.NeedsAddress(program); got != want {
			t.Errorf("%s: got %t", program, got)
		}
	}
}
