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

// TestRealPassKeepsThePassword stores a password with the command Postern shows and
// fetches it with the one it writes.
func TestRealPassKeepsThePassword(t *testing.T) {
	t.Parallel()
	for _, program := range []string{"pass", "gpg", "gpgconf"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not on this computer: the commands for pass are not tried", program)
		}
	}
	home, err := os.MkdirTemp("", "postern-pass-") // short: gpg's socket lies in it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(home) })
	run := func(stdin, cmd string) string {
		t.Helper()
		c := exec.CommandContext(t.Context(), "/bin/sh", "-c", cmd)
		c.Env = []string{
			"HOME=" + home, "GNUPGHOME=" + filepath.Join(home, "gnupg"), "PATH=" + os.Getenv("PATH"), "LC_ALL=C",
		}
		c.Stdin = strings.NewReader(stdin)
		out, err := c.Output()
		if err != nil {
			t.Fatalf("%s: %v\n%s", cmd, err, stderrOf(err))
		}
		return string(out)
	}
	if err := os.Mkdir(filepath.Join(home, "gnupg"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop := exec.Command("gpgconf", "--homedir", filepath.Join(home, "gnupg"), "--kill", "all") //nolint:noctx // after the test
		_ = stop.Run()
	})
	run("", "gpg --batch --quiet --passphrase '' --quick-generate-key ada@example.org default default never")
	run("", "pass init ada@example.org")
	for i, name := range []string{"ada@example.org", "a b'$(id)\"", "..", "o/..//x"} {
		s := ada(pass, user(name))
		secret := strings.Repeat("p #\"\\$", i+1)
		run(secret+"\n"+secret+"\n", recipe.StoreCommand(s))
		if got := run("", recipe.FetchCommand(s)); got != secret+"\n" {
			t.Errorf("login name %q: got %q, want %q", name, got, secret)
		}
	}
}
