//go:build unix

package recipe_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"postern/wizard/recipe"
)

// snailShows makes s-nail print a setting as it read it, quoted for a shell.
const snailShows = `: >box; s-nail -:u -R -X 'varshow %' -X x -f box </dev/null 2>/dev/null | sed 's/^wysh //'`

// TestRealLaterLinesCount: which of two lines counts is what the program says, and not
// only what Postern says of it.
func TestRealLaterLinesCount(t *testing.T) {
	const emacs = `emacs --batch -l ~/.emacs --eval '(progn (require (quote smtpmail)) (princ smtpmail-smtp-server))' 2>/dev/null`
	snail := strings.ReplaceAll(snailShows, "%", "mta")
	for _, tt := range []struct {
		program, line, shows string
		always               bool // it counts also where it stands in front
	}{
		{"mutt", `set smtp_url="smtp://other"`, `mutt -D | grep smtp_url`, false},
		{"neomutt", `set sort=date; set smtp_url="smtp://other"`, `neomutt -D | grep smtp_url`, false},
		{"neomutt", "set \\\n realname=x smtp_url = 'smtp://other'", `neomutt -D | grep smtp_url`, false},
		{"s-nail", "set ask mta=smtp://other", snail, false},
		{"emacs", `(setq smtpmail-smtp-server "other")`, emacs, false},
		{"emacs", "(custom-set-variables\n '(smtpmail-smtp-server \"other\"))", emacs, false},
		{"emacs", "(with-eval-after-load 'smtpmail\n (setq smtpmail-smtp-server \"other\"))", emacs, true},
		{"git", "[SendEmail] smtpServer = other", "git config sendemail.smtpServer", false},
	} {
		t.Run(tt.program, func(t *testing.T) {
			s := sender{realMSMTP: findProgram(t, tt.program)}
			files, err := recipe.Render(tt.program, ada(ask))
			if err != nil {
				t.Fatal(err)
			}
			for _, after := range []bool{false, true} {
				body := tt.line + "\n" + files[0].Body
				if after {
					body = files[0].Body + tt.line + "\n"
				}
				s.write(t, inHome(files[0].Path), body, 0o600)
				out, err := s.run(t, tt.shows)
				if other := strings.Contains(out, "other"); err != nil || out == "" || other != (after || tt.always) {
					t.Errorf("behind Postern's lines %t: it reads %q, %v", after, out, err)
				}
				_, refused := recipe.Merge(tt.program, []byte(body), ada(ask), true)
				said := recipe.Remarks(tt.program, 0, []byte(body), ada(ask))
				if (refused != nil) != (after && !tt.always) || refused == nil && len(said) == 0 {
					t.Errorf("behind Postern's lines %t: got %v and %q", after, refused, said)
				}
			}
		})
	}
}

// TestRealStrongerLines: what Postern refuses because it would count more does so.
func TestRealStrongerLines(t *testing.T) {
	t.Run("s-nail", func(t *testing.T) {
		s := realSender{id: "s-nail"}.start(t, "unknown-ca")
		set := s.settings(t, "practice", 587)
		command := realSender{id: "s-nail"}.install(t, s, set)
		old, err := os.ReadFile(filepath.Join(s.home, ".mailrc"))
		if err != nil {
			t.Fatal(err)
		}
		line := fmt.Sprintf("set tls-verify-%s:%d=ignore\n", set.Host, set.Port)
		s.write(t, ".mailrc", line+string(old), 0o600)
		if out, err := s.run(t, command); err != nil {
			t.Errorf("it does not send: %v\n%s", err, out)
		}
		if _, err := recipe.Merge("s-nail", []byte(line), set, false); err == nil {
			t.Error("the line is not refused")
		}
	})
	for _, id := range []string{"mutt", "neomutt"} {
		t.Run(id, func(t *testing.T) {
			s := realSender{id: id}.start(t, "open")
			set := s.settings(t, "practice", 587)
			command := realSender{id: id}.install(t, s, set)
			path := inHome(mustFile(t, id, set).Path)
			old, err := os.ReadFile(filepath.Join(s.home, path))
			if err != nil {
				t.Fatal(err)
			}
			line := "set tunnel='touch tunnelled'\n"
			s.write(t, path, line+string(old), 0o600)
			out, err := s.run(t, command)
			if _, there := os.Stat(filepath.Join(s.home, "tunnelled")); err == nil || there != nil {
				t.Errorf("it does not go through the tunnel: %v, %v\n%s", err, there, out)
			}
			if _, err := recipe.Merge(id, []byte(line), set, false); err == nil {
				t.Error("the line is not refused")
			}
		})
	}
}

// mustFile is the one file that the settings need.
func mustFile(t *testing.T, program string, set *recipe.Settings) recipe.File {
	t.Helper()
	files, err := recipe.Render(program, set)
	if err != nil {
		t.Fatal(err)
	}
	return files[0]
}

// TestRealEmacsReadsItsFile: the file that Emacs reads at its start is the one that
// Postern would write to, whichever of them are there.
func TestRealEmacsReadsItsFile(t *testing.T) {
	const start = `TERM=xterm script -qec "emacs -nw --eval '(progn (with-temp-file \"read\" (insert (or user-init-file \"\"))) (kill-emacs))'" /dev/null </dev/null >/dev/null; cat read`
	for _, there := range [][]string{
		{},
		{".emacs"},
		{".emacs.el"},
		{".emacs", ".emacs.el"},
		{".emacs.d/init.el"},
		{".config/emacs/init.el"},
		{".emacs.d/other", ".config/emacs/init.el"},
		{".emacs.d/init.el", ".config/emacs/init.el"},
		{".emacs", ".config/emacs/init.el"},
		{".emacs.el", ".emacs.d/init.el"},
	} {
		t.Run(strings.Join(there, " "), func(t *testing.T) {
			s := sender{realMSMTP: findProgram(t, "emacs")}
			if _, err := exec.LookPath("script"); err != nil {
				t.Skip("script is not on this computer: Emacs gets no terminal")
			}
			for _, name := range there {
				s.write(t, name, ";\n", 0o600)
				s.own(t, filepath.Dir(filepath.Join(s.home, name)))
			}
			got, err := s.run(t, start)
			if err != nil {
				t.Fatalf("%v\n%s", err, got)
			}
			if rest, ok := strings.CutPrefix(got, "~/"); ok {
				got = filepath.Join(s.home, rest) // where there is no file yet
			}
			if want := place(recipe.Places("emacs", ada(), recipe.Homes{Home: s.home})[0]); got != want {
				t.Errorf("Emacs reads %s, and Postern takes %s", got, want)
			}
		})
	}
}

// place is the path that a place stands for, looked up as everybody does.
func place(p recipe.Place) string {
	exists := func(path string) bool { _, err := os.Stat(path); return err == nil }
	first := ""
	for _, path := range p.Paths {
		if by := p.Hidden[path]; by != "" && exists(by) {
			continue
		}
		if exists(path) {
			return path
		}
		if first == "" {
			first = path
		}
	}
	return first
}
