package recipe_test

import (
	"strings"
	"testing"

	"postern/wizard/recipe"
)

func folder(dir string) func(*recipe.Settings) {
	return func(s *recipe.Settings) { s.Dir = dir }
}

// TestFilesNameTheirFolder: files that lie elsewhere, as in practice, name each other
// there, and not at the place where the system has its own.
func TestFilesNameTheirFolder(t *testing.T) {
	for _, p := range recipe.Programs() {
		if !p.System() {
			continue
		}
		files, err := recipe.Render(p.ID, ada(folder("/tmp/practice")))
		if err != nil {
			t.Errorf("%s: %v", p.ID, err)
			continue
		}
		text := ""
		for _, file := range files {
			text += file.Body
		}
		for _, place := range p.Files {
			for _, path := range place.Paths {
				if strings.Contains(text, path) {
					t.Errorf("%s names %s, and its files lie in /tmp/practice:\n%s", p.ID, path, text)
				}
			}
		}
	}
	for _, program := range []string{"postfix", "opensmtpd", "dma"} {
		if _, err := recipe.Render(program, ada(folder("/tmp/my folder"))); err == nil || !strings.Contains(err.Error(), "blank") {
			t.Errorf("%s: got %v, want a folder with a blank refused", program, err)
		}
	}
}

// TestLooks: the one that can show what it reads is told where.
func TestLooks(t *testing.T) {
	got := strings.Join(recipe.Looks("postfix", ada(folder("/tmp/my folder"))), "\n")
	if !strings.HasSuffix(got, "  postconf -n -c '/tmp/my folder'") {
		t.Errorf("got %q", got)
	}
	if got := recipe.Looks("dma", ada()); got != nil {
		t.Errorf("dma: got %q", got)
	}
}

// TestColonsOfAnAddress: an IPv6 address of a relay is refused where a colon ends the
// server's name.
func TestColonsOfAnAddress(t *testing.T) {
	s := ada(relay, func(s *recipe.Settings) { s.Host = "2001:db8::25" })
	for program, refused := range map[string]bool{"exim4": true, "ssmtp": true, "postfix": false, "dma": false} {
		if _, err := recipe.Render(program, s); (err != nil) != refused {
			t.Errorf("%s: got %v", program, err)
		}
	}
}
