package probe_test

import (
	"os/exec"
	"strings"
	"testing"
)

// TestImports holds the arrows of the house: probe asks, and knows nothing of
// who decides or draws.
func TestImports(t *testing.T) {
	// The first rule that fits a path counts; no reason means that it may be used.
	rules := []struct{ prefix, reason string }{
		{"postern/probe", ""},
		{"postern/", "everybody may use probe, and probe uses nobody: else a decision or a screen creeps into it"},
		{"golang.org/x/term", "probe knows no terminal: it serves a wizard, a command line and tests alike"},
		{"golang.org/x/", ""},
		{"charm.land/", "probe knows no terminal: whatever draws is in ui"},
		{"github.com/charmbracelet/", "probe knows no terminal: whatever draws is in ui"},
		{"github.com/emersion/", "go-smtp's client is made for sending and hides what a diagnosis needs: probe speaks SMTP itself, and only its sub-packages may use go-smtp"},
		{"github.com/", "the standard library and golang.org/x do; what reads a stranger's bytes stays small"},
	}
	for _, p := range []string{"postern/probe", "postern/probe/smtptest"} {
		out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", p).Output()
		if err != nil {
			t.Fatalf("go list -deps %s: %v", p, err)
		}
		for dep := range strings.FieldsSeq(string(out)) {
			if first, _, _ := strings.Cut(dep, "/"); !strings.Contains(first, ".") && first != "postern" {
				continue // the standard library
			}
			reason := "nobody has asked for it yet: add a rule if it is wanted"
			for _, r := range rules {
				if strings.HasPrefix(dep, r.prefix) {
					reason = r.reason
					break
				}
			}
			if reason != "" {
				t.Errorf("%s imports %s: %s", p, dep, reason)
			}
		}
	}
}
