package wizard_test

import (
	"os/exec"
	"strings"
	"testing"
)

// TestArrowsGoOneWay holds the packages of the wizard to what they are for: they
// decide. Whoever draws or dials imports them, never the other way round.
func TestArrowsGoOneWay(t *testing.T) {
	why := map[string]string{
		"charm.land/":                 "a decision knows no terminal",
		"github.com/charmbracelet/":   "a decision knows no terminal",
		"github.com/spf13/":           "a decision knows no command line",
		"github.com/emersion/go-smtp": "a decision sends nothing",
		"postern/ui":                  "screens show what was decided",
		"postern/probe/practice":      "a decision starts no server",
	}
	out, err := exec.Command("go", "list", "-deps", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for pkg := range strings.FieldsSeq(string(out)) {
		for forbidden, reason := range why {
			if strings.HasPrefix(pkg, forbidden) {
				t.Errorf("postern/wizard imports %s: %s", pkg, reason)
			}
		}
	}
}
