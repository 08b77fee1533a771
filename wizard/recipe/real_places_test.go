//go:build unix

package recipe_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"postern/wizard/recipe"
)

// TestRealGitReadsThePlaces: the file that is taken to be in use is the one that git
// itself writes to, whichever are there and whatever the environment says; and what stands
// in it counts, where no repository has settings of its own.
func TestRealGitReadsThePlaces(t *testing.T) {
	git := findProgram(t, "git")
	for _, tt := range []struct {
		name  string
		there []string
		named string
	}{
		{"nothing", nil, ""},
		{"the one at home", []string{".gitconfig"}, ""},
		{"the other", []string{".config/git/config"}, ""},
		{"both", []string{".gitconfig", ".config/git/config"}, ""},
		{"named", []string{".gitconfig", "else"}, "else"},
		{"named, and not there", []string{".gitconfig"}, "else"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			home := t.TempDir()
			env := []string{"HOME=" + home, "PATH=" + os.Getenv("PATH"), "GIT_CONFIG_NOSYSTEM=1"}
			h := recipe.Homes{Home: home}
			if tt.named != "" {
				named := filepath.Join(home, tt.named)
				env, h.Named = append(env, "GIT_CONFIG_GLOBAL="+named), map[string]string{"GIT_CONFIG_GLOBAL": named}
			}
			for _, name := range tt.there {
				path := filepath.Join(home, name)
				if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte("[user]\n\tname = Ada\n"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			inUse := place(recipe.Places("git", ada(ask), h)[0])
			run := func(args ...string) string {
				t.Helper()
				cmd := exec.CommandContext(t.Context(), git.path, args...)
				cmd.Env, cmd.Dir = env, home
				out, err := cmd.CombinedOutput()
				if err != nil {
					t.Fatalf("git %q: %v\n%s", args, err, out)
				}
				return strings.TrimSpace(string(out))
			}
			run("config", "--global", "x.mark", "here")
			if marked, _ := os.ReadFile(inUse); !strings.Contains(string(marked), "mark = here") {
				t.Fatalf("git writes to another file than %s, which holds %q", inUse, marked)
			}
			old, _ := os.ReadFile(inUse)
			body, err := recipe.Merge("git", old, ada(ask), false)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(inUse, body, 0o600); err != nil {
				t.Fatal(err)
			}
			if got := run("config", "sendemail.smtpserver"); got != "mail.example.org" {
				t.Errorf("git takes the server %q", got)
			}
			run("init", "-q", "repository")
			cmd := []string{"-C", "repository", "config"}
			run(append(cmd, "sendemail.smtpserver", "other.example.org")...)
			if got := run(append(cmd, "sendemail.smtpserver")...); got != "other.example.org" {
				t.Errorf("a repository's own settings do not count more: got %q", got)
			}
		})
	}
}

// TestRealSNailReadsThePlaces: it takes the file that MAILRC names, and root's own home
// where root runs it, of which the notes warn.
func TestRealSNailReadsThePlaces(t *testing.T) {
	m := findProgram(t, "s-nail")
	own, named := filepath.Join(m.home, ".mailrc"), filepath.Join(m.home, "else")
	for path, mark := range map[string]string{own: "own", named: "named"} {
		if err := os.WriteFile(path, []byte("set mark="+mark+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		m.own(t, path)
	}
	marked := func(env ...string) string {
		t.Helper()
		cmd := m.command(t, m.path, "-X", "echo mark=$mark", "-X", "xit")
		cmd.Env = append(cmd.Env, env...)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return strings.TrimSpace(string(out))
	}
	if got := marked(); got != "mark=own" {
		t.Errorf("without MAILRC: got %q", got)
	}
	if got := marked("MAILRC=" + named); got != "mark=named" {
		t.Errorf("with MAILRC: got %q", got)
	}
	if os.Getuid() == 0 {
		cmd := exec.CommandContext(t.Context(), m.path, "-n", "-X", "echo home=$HOME", "-X", "xit")
		cmd.Env = []string{"HOME=" + m.home, "MAILRC=/dev/null"}
		if out, err := cmd.CombinedOutput(); err != nil || strings.Contains(string(out), m.home) {
			t.Errorf("run by root it takes the HOME of the environment: %v, %q", err, out)
		}
	}
	set := ada()
	set.RootHome = "/root"
	if notes := strings.Join(recipe.Notes("s-nail", set), "\n"); !strings.Contains(notes, "looks for .mailrc in /root") {
		t.Errorf("the notes do not say so: %s", notes)
	}
	if notes := strings.Join(recipe.Notes("s-nail", ada()), "\n"); strings.Contains(notes, "HOME says") {
		t.Errorf("the notes say so to everybody: %s", notes)
	}
}
