//go:build linux

package submit

import (
	"testing"

	"golang.org/x/sys/unix"
)

// dumpable returns whether Linux would dump this process, and how much.
func dumpable(t *testing.T) (bool, uint64) {
	t.Helper()
	on, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_CORE, &limit); err != nil {
		t.Fatal(err)
	}
	return on == 1, limit.Cur
}

// TestCoreDumps: off while anybody wants that, and then as it was.
func TestCoreDumps(t *testing.T) {
	was, limit := dumpable(t)
	first, second := withoutCoreDumps(), withoutCoreDumps()
	if on, n := dumpable(t); on || n != 0 {
		t.Errorf("dumpable is %v, %d bytes", on, n)
	}
	first()
	first() // once more is nothing more
	if on, n := dumpable(t); on || n != 0 {
		t.Errorf("while the other lasts: dumpable is %v, %d bytes", on, n)
	}
	second()
	if on, n := dumpable(t); on != was || n != limit {
		t.Errorf("afterwards: dumpable is %v, %d bytes, want %v, %d", on, n, was, limit)
	}
}
