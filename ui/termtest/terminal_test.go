//go:build unix

package termtest

import (
	"os/exec"
	"testing"
)

// TestMarginsOfALargerWindow: what was written before the window shrank comes after it.
func TestMarginsOfALargerWindow(t *testing.T) {
	term, err := Start(exec.Command("cat"), 80, 24, true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(term.Close)
	if err := term.ResizeBefore(80, 10, "\x1b[1;24r\x1b[1;1H\x1bMafter"); err != nil {
		t.Fatal(err)
	}
	if err := term.WaitFor("after"); err != nil {
		t.Error(err)
	}
}
