package ui

// around moves a highlight by some rows, to the first or the last at most. A single step
// beyond one end leads to the other.
func around(at, by, first, last int) int {
	switch {
	case by == -1 && at == first:
		return last
	case by == 1 && at == last:
		return first
	}
	return min(max(first, at+by), last)
}

// pointed is how a row of a list begins, and how its label is drawn: the row at hand
// stands out by a mark and by its style.
func (l look) pointed(atHand bool) (mark string, label style) {
	if atHand {
		return l.accent.Render("› "), l.marked
	}
	return l.accent.Render("  "), l.body
}
