//go:build unix

package cli

import (
	"strings"
	"testing"
)

// TestFewOpenFiles: the real program, with next to no files, finds of many hosts what one
// alone is found to be.
func TestFewOpenFiles(t *testing.T) {
	s := house(t, "")
	const hosts = 60
	cmd, _ := real(t, "/bin/sh", "-c", `ulimit -n 32 && exec "$@"`, "sh", builds(t), "probe", "-", "--port", portFlag(s, 587, 465), "--ca", s.CAFile)
	cmd.Stdin = strings.NewReader(strings.Repeat("localhost\n", hosts))
	out, err := cmd.CombinedOutput()
	if err != nil || strings.Count(string(out), "localhost: use ") != hosts || strings.Count(string(out), " ready") != 2*hosts {
		t.Errorf("%v and\n%s", err, out)
	}
}
