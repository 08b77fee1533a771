//go:build linux

package main

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// percentile returns the value that p of a hundred do not exceed.
func percentile(times []time.Duration, p int) time.Duration {
	sorted := slices.Sorted(slices.Values(times))
	at := int(math.Ceil(float64(p) / 100 * float64(len(sorted))))
	return sorted[max(0, at-1)]
}

func millis(d time.Duration) string {
	return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
}

// mebibytes are what ls -h, ps and free count in: 1,048,576 bytes each.
func mebibytes(bytes int64) string { return fmt.Sprintf("%.1f MiB", float64(bytes)/(1<<20)) }
