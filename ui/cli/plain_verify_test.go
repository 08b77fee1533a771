package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPlainVerify: the login is checked when the person agrees, a message arrives,
// and the question whether to write is asked again.
func TestPlainVerify(t *testing.T) {
	home := alone(t, "msmtp")
	t.Setenv("PATH", os.Getenv("PATH")+":/usr/bin:/bin") // for what fetches the password
	answers := strings.Repeat("\n", 7)
	_, out, _ := run(t, answers+"v\n\n2\n\n", "practice", "--plain")
	for _, want := range []string{"Type v to check the login first.", "Login: signed in.", "Message: accepted.", "235 2.0.0", "keeps it under the name"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if strings.Count(out, "Shall Postern write the file?") != 2 {
		t.Errorf("it is not asked once more:\n%s", out)
	}
	found, err := filepath.Glob(filepath.Join(os.TempDir(), "postern-practice-*", "inbox", "*.eml"))
	if err != nil || len(found) != 1 {
		t.Errorf("messages: %v, %v (in %s)", found, err, home)
	}
	_, out, _ = run(t, answers+"v\nb\n2\n\n", "practice", "--plain")
	if strings.Contains(out, "Login: signed in") {
		t.Errorf("it signed in although nobody agreed:\n%s", out)
	}
}
