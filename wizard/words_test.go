package wizard_test

import (
	"testing"
	"time"

	"postern/probe"
	"postern/wizard"
)

func TestDuration(t *testing.T) {
	for _, tt := range []struct {
		d    time.Duration
		want string
	}{
		{400 * time.Microsecond, "<1 ms"},
		{131*time.Millisecond + 400*time.Microsecond, "131 ms"},
		{1999 * time.Millisecond, "2.0 s"},
		{8 * time.Second, "8.0 s"},
	} {
		if got := wizard.Duration(tt.d); got != tt.want {
			t.Errorf("%v: got %q, want %q", tt.d, got, tt.want)
		}
	}
}

func TestStepWordsFitTheirColumn(t *testing.T) {
	for s := probe.StepWaiting; s < probe.StepSettled; s++ {
		if w := wizard.StepWord(s); w == "" || len(w) > 13 {
			t.Errorf("step %d is called %q", s, w)
		}
	}
}
