//go:build unix

package cli

import (
	"math"

	"golang.org/x/sys/unix"
)

// openFiles is how many files this program may have open at a time.
func openFiles() int {
	var limit unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_NOFILE, &limit) != nil {
		return math.MaxInt32
	}
	return int(min(uint64(limit.Cur), math.MaxInt32)) //nolint:gosec,unconvert // it is signed on some systems
}
