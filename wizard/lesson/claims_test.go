package lesson

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

// TestEveryClaimIsCovered: each of the claims that the fact base lists is taught or
// corrected by a page.
func TestEveryClaimIsCovered(t *testing.T) {
	const claims = 93
	covered := make(map[string]bool)
	for _, l := range All() {
		for _, c := range l.Claims {
			covered[c] = true
			if n, err := strconv.Atoi(strings.TrimPrefix(c, "C")); err != nil || n < 1 || n > claims || len(c) != 3 {
				t.Errorf("%s: %q is no claim", l.ID, c)
			}
		}
	}
	for n := 1; n <= claims; n++ {
		if c := fmt.Sprintf("C%02d", n); !covered[c] {
			t.Errorf("no page teaches or corrects %s", c)
		}
	}
}
