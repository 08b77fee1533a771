package cli

import (
	"strings"
	"testing"
)

// TestPlainControl: the control question is put with consent, and not without.
func TestPlainControl(t *testing.T) {
	st := newStage(t, "closed")
	st.walk(t, "fastmail", "c", "b")
	if out := after(t, st.out.String(), "c asks whether it is this network or the server"); !strings.Contains(out, "smtp.gmail.com (Gmail)") || len(st.tried) != 1 {
		t.Errorf("%d hosts were tried:\n%s", len(st.tried), st.out)
	}
	st = newStage(t, "closed")
	st.walk(t, "fastmail", "c", "")
	if out := after(t, st.out.String(), "The control question went to smtp.gmail.com"); !strings.Contains(out, "likely") || len(st.tried) != 2 {
		t.Errorf("%d hosts were tried:\n%s", len(st.tried), st.out)
	}
}

// TestPlainTriesOneDoor: r with a number tries that door alone.
func TestPlainTriesOneDoor(t *testing.T) {
	st := newStage(t, "open")
	st.walk(t, "fastmail", "r 587", "r 99")
	if len(st.tried) != 2 || len(st.tried[1]) != 1 || st.tried[1][0].Port != 587 {
		t.Errorf("tried: %v", st.tried)
	}
	if out := after(t, st.out.String(), "There is no such door here."); !strings.Contains(out, "1) 465") || !strings.Contains(out, "2) 587") {
		t.Errorf("the doors are not asked for again:\n%s", st.out)
	}
}
