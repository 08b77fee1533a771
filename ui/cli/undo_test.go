//go:build unix

package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestWriteSaysHowToUndoIt: the command that is printed takes the change back, also
// where there was no file, or one alone.
func TestWriteSaysHowToUndoIt(t *testing.T) {
	for _, old := range []string{"", "# mine\n"} {
		home := alone(t)
		path := filepath.Join(home, ".msmtprc")
		if old != "" {
			if err := os.WriteFile(path, []byte(old), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		code, _, errOut := run(t, "", "config", "msmtp", "--address", "ada@fastmail.com", "--password-store", "ask", "--write")
		_, rest, ok := strings.Cut(errOut, "To undo it:\n  ")
		undo, _, _ := strings.Cut(rest, "\n")
		if code != 0 || !ok {
			t.Fatalf("got %d, and no command to undo it:\n%s", code, errOut)
		}
		cmd := exec.CommandContext(t.Context(), "/bin/sh", "-c", undo)
		cmd.Env = []string{"PATH=/usr/bin:/bin"} // alone leaves none
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", undo, err, out)
		}
		if got, _ := os.ReadFile(path); string(got) != old {
			t.Errorf("after %s: %q, want %q", undo, got, old)
		}
	}
}
