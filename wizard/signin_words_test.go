package wizard_test

import (
	"testing"

	"postern/probe"
	"postern/wizard"
)

func TestSignInWordsFitTheirColumn(t *testing.T) {
	for s := probe.SignInConnect; s < probe.SignInSettled; s++ {
		if w := wizard.SignInWord(s); w == "" || len(w) > 13 {
			t.Errorf("step %d is called %q", s, w)
		}
	}
	if w := wizard.SignInWord(probe.SignInSettled); w != "" {
		t.Errorf("the end is called %q", w)
	}
}
