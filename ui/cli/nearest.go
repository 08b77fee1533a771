package cli

import "strings"

// nearest returns the word that was likely meant, "" if none is near: one that
// begins alike, or that is two slips of the finger away, in a short word one.
func nearest(typed string, words []string) string {
	typed = strings.ToLower(typed)
	allowed := 2
	if len(typed) < 6 {
		allowed = 1
	}
	best, bestAt := "", allowed+1
	for _, w := range words {
		at := distance(typed, strings.ToLower(w))
		if len(typed) >= 3 && strings.HasPrefix(strings.ToLower(w), typed) {
			at = 1
		}
		if at < bestAt {
			best, bestAt = w, at
		}
	}
	return best
}

// distance counts the letters to insert, remove, replace or swap with their
// neighbour to get from a to b (optimal string alignment).
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	var before []int
	row := make([]int, len(t)+1)
	for j := range row {
		row[j] = j
	}
	for i := range s {
		next := make([]int, len(t)+1)
		next[0] = i + 1
		for j := range t {
			cost := 1
			if s[i] == t[j] {
				cost = 0
			}
			next[j+1] = min(row[j+1]+1, next[j]+1, row[j]+cost)
			if i > 0 && j > 0 && s[i] == t[j-1] && s[i-1] == t[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row = row, next
	}
	return row[len(t)]
}
