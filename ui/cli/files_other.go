//go:build !unix

package cli

import "math"

// openFiles is how many files this program may have open at a time: as many as it likes.
func openFiles() int { return math.MaxInt32 }
