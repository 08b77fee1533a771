package recipe_test

import (
	"strings"
	"testing"
	"unicode"

	"postern/wizard/recipe"
)

// FuzzPrograms: whatever a person is called, no program's files get a line more by it,
// nor a character that does not show, and they can be put into themselves again.
func FuzzPrograms(f *testing.F) {
	for _, u := range hostileUsers {
		f.Add(u, "Ada "+u, "/tmp/"+u)
	}
	f.Fuzz(func(t *testing.T, name, full, ca string) {
		odd := func(s *recipe.Settings) { s.User, s.Name, s.CAFile = name, full, ca }
		plain := func(s *recipe.Settings) {
			s.User, s.Name, s.CAFile = "ada", "Ada", "/tmp/ca.pem"
			if name == "" {
				s.User = ""
			}
			if full == "" {
				s.Name = ""
			}
			if ca == "" {
				s.CAFile = ""
			}
		}
		for _, p := range recipe.Programs() {
			s := ada(ask, odd)
			files, err := recipe.Render(p.ID, s)
			if err != nil {
				continue
			}
			want, err := recipe.Render(p.ID, ada(ask, plain))
			if err != nil || len(want) != len(files) {
				t.Fatalf("%s: %v, and %d files for %d", p.ID, err, len(want), len(files))
			}
			for n, file := range files {
				if strings.Count(file.Body, "\n") != strings.Count(want[n].Body, "\n") {
					t.Errorf("%s has other lines:\n%s\nthan\n%s", p.ID, file.Body, want[n].Body)
				}
				if at := strings.IndexFunc(file.Body, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }); at >= 0 {
					t.Errorf("%s holds %q", p.ID, file.Body[at:at+1])
				}
				if p.Profiled || len(p.Files) == 0 {
					continue
				}
				again, err := recipe.MergeFile(p.ID, n, []byte(file.Body), nil, s, true)
				if err != nil || string(again) != file.Body {
					t.Errorf("%s: put into itself it is %v\n%s\nand was\n%s", p.ID, err, again, file.Body)
				}
			}
		}
	})
}
