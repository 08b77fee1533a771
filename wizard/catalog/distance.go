package catalog

// longestTyped is the longest stretch of two words that is compared letter by
// letter; nothing that long is a typing error away from a name.
const longestTyped = 63

// distance counts the typing errors between two words: letters put in, left
// out, exchanged for another or swapped with their neighbour. It returns
// limit+1 as soon as there are more than limit.
func distance(a, b string, limit int) int {
	a, b = unlike(a, b)
	longer, shorter := max(len(a), len(b)), min(len(a), len(b))
	if longer-shorter > limit || longer > longestTyped || limit == 1 && longer > 2 {
		return limit + 1
	}
	var rows [3][longestTyped + 1]int // taken in turn: row i is rows[i%3]
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		row, up, upper := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			d := min(up[j]+1, row[j-1]+1, up[j-1]+differ(a[i-1], b[j-1]))
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, upper[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if least > limit+1 { // a swap may still take one error back
			return limit + 1
		}
	}
	return min(rows[len(a)%3][len(b)], limit+1)
}

// unlike cuts off what two words begin and end with alike. Where one error is
// left, at most two letters remain of either.
func unlike(a, b string) (string, string) {
	for a != "" && b != "" && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for a != "" && b != "" && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return a, b
}

func differ(a, b byte) int {
	if a == b {
		return 0
	}
	return 1
}
