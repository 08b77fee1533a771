package cli

import (
	"errors"
	"strings"
	"testing"
)

// full is an output that takes nothing.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("write: the disk is full") }

// TestAnOutputThatTakesNothing: what could not be written was not said, whatever came of
// the command.
func TestAnOutputThatTakesNothing(t *testing.T) {
	alone(t)
	for _, args := range []string{"providers", "explain 587", "probe 127.0.0.1 --port 1 --timeout 1s", "--help"} {
		var errOut strings.Builder
		if code := Main(t.Context(), strings.Fields(args), strings.NewReader(""), full{}, &errOut); code != exitNot {
			t.Errorf("%s: it ended with %d", args, code)
		}
		if got := errOut.String(); got != "postern: write: the disk is full\n" {
			t.Errorf("%s: it says %q", args, got)
		}
	}
}
