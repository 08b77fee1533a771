//go:build unix

package ui_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"postern/ui/termtest"
	"postern/wizard/profile"
)

// A person who uses Thunderbird practises for it: what is written is a profile in
// the practice folder, and the real one stays as it is.
func TestThunderbirdInPractice(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{80, 24}, {40, 15}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			t.Parallel()
			p := newPerson(t)
			p.env = append(p.env, "PATH="+p.home) // no other program
			own := p.bird()
			before := p.files(own)
			term := p.open(size[0], size[1], "practice")
			term.types("", "Use 587")
			term.types(termtest.Enter, "Why door 587")
			term.types(termtest.Enter, "Which program", "› Thunderbird")
			term.types(termtest.Enter, "Login name")
			term.types("\r\r\r", "w write it", "Add…", "Server Name")
			if s := term.Screen(); strings.Contains(s, "user_pref(") {
				t.Errorf("preferences are shown before the card was seen:\n%s", s)
			}
			term.types("w", "The settings are in")
			term.types(termtest.Enter)
			term.ends(0)

			found, _ := filepath.Glob(filepath.Join(p.home, "postern-practice-*", "thunderbird", "user.js"))
			if len(found) != 1 {
				t.Fatalf("%d files were written, want 1", len(found))
			}
			body, err := os.ReadFile(found[0])
			if err != nil || !strings.Contains(string(body), `"mail.smtpserver.postern1.hostname", "localhost"`) {
				t.Errorf("got %v and\n%s", err, body)
			}
			if after := p.files(own); after != before {
				t.Errorf("the real profile is no longer as it was:\n%s\nbefore\n%s", after, before)
			}
		})
	}
}

// bird gives the person a Thunderbird with one profile, and returns its folder.
func (p person) bird() string {
	p.t.Helper()
	root := profile.System{GOOS: runtime.GOOS, Home: p.home}.Roots()[0]
	dir := filepath.Join(root, "x.default")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		p.t.Fatal(err)
	}
	for path, body := range map[string]string{
		filepath.Join(root, "profiles.ini"): "[InstallX]\nDefault=x.default\n[Profile0]\nName=default\nIsRelative=1\nPath=x.default\n",
		filepath.Join(dir, "prefs.js"):      "user_pref(\"mail.smtpservers\", \"smtp1,smtp2\");\n",
	} {
		if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
			p.t.Fatal(err)
		}
	}
	return dir
}

// files are the names and the bytes of all files in a folder.
func (p person) files(dir string) string {
	p.t.Helper()
	var out strings.Builder
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := os.ReadFile(path)
		fmt.Fprintf(&out, "%s\n%s\n", path, body)
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return out.String()
}
