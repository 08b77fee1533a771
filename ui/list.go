package ui

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"postern/wizard"
)

// A list is how choices are drawn, a row each.
type list struct {
	look    look
	choices []wizard.Choice
	at      int  // the highlighted one; -1 for none
	widest  int  // what the labels take, see widestLabel
	finds   bool // typing finds more of them
	sorted  bool // by how well they match what was typed, so that there are no groups

	width int
}

// draw shows as many choices as there is room for, around the highlighted one; the
// pinned ones at its end always, unless they would leave too little to the others.
func (l *list) draw(rows int) string {
	if len(l.choices) == 0 || rows < 1 {
		return ""
	}
	pinned := pinned(l.choices)
	if rows < min(len(l.choices), len(pinned)+fewRows) {
		pinned = nil
	}
	out := l.window(len(l.choices)-len(pinned), rows-len(pinned))
	for _, i := range pinned {
		out = append(out, l.row(i))
	}
	return strings.Join(out, "\n")
}

// fewRows are the fewest rows in which some choices can be told from none: one, and how
// many there are before and after it.
const fewRows = 3

// pinned are the indices of the choices that stay in sight.
//
//go:noinline
func pinned(all []wizard.Choice) []int {
	var out []int
	for i, m := range all {
		if m.Pinned {
			out = append(out, i)
		}
	}
	return out
}

// window draws the part of the first n choices that fits into the rows, with the
// headings of their groups. Where there are more, before or after, a row says how
// many.
func (l *list) window(n, rows int) []string {
	lines := l.grouped(n)
	at := slices.Index(lines, min(l.at, n-1))
	first := min(max(0, at-rows/2), max(0, len(lines)-rows))
	last := min(len(lines), first+rows)
	var out []string
	for _, i := range lines[first:last] {
		if i < 0 {
			out = append(out, l.look.dim.Render(cut(l.choices[^i].Group, l.width)))
			continue
		}
		out = append(out, l.row(i))
	}
	if first > 0 && at > first {
		out[0] = l.look.dim.Render(cut(fmt.Sprintf("  … %d before", choices(lines[:first+1])), l.width))
	}
	if last < len(lines) && at < last-1 {
		out[len(out)-1] = l.look.dim.Render(cut(l.more(choices(lines[last-1:])), l.width))
	}
	return out
}

// grouped are the lines of the first n choices: their indices, and where a group
// begins, for its heading, the complement of its first one's.
func (l *list) grouped(n int) []int {
	lines := make([]int, 0, n)
	for i := range n {
		if group := l.choices[i].Group; group != "" && !l.sorted && (i == 0 || l.choices[i-1].Group != group) {
			lines = append(lines, ^i)
		}
		lines = append(lines, i)
	}
	return lines
}

// choices counts the lines that are no headings.
func choices(lines []int) (n int) {
	for _, i := range lines {
		if i >= 0 {
			n++
		}
	}
	return n
}

func (l *list) more(n int) string {
	if l.finds && !l.sorted {
		return fmt.Sprintf("  … %d more: type to find yours", n)
	}
	return fmt.Sprintf("  … %d more", n)
}

func (l *list) row(i int) string {
	label := l.labelWidth()
	m := l.choices[i]
	mark, style := l.look.pointed(i == l.at)
	if i == l.at { // its name is whole, at the cost of the remark
		label = max(label, min(lipgloss.Width(m.Label), l.width-2))
	}
	row := mark + style.Render(pad(m.Label, label))
	if room := l.width - 2 - label - 2; room >= l.leastRemark() || room >= lipgloss.Width(m.Remark) {
		row += "  " + l.look.dim.Render(cut(m.Remark, room))
	}
	return row
}

// leastRemark are the fewest cells that are worth a piece of a remark: more where the
// whole of it stands beneath the list.
func (l *list) leastRemark() int {
	if l.finds {
		return narrowRemark
	}
	return narrowRemark / 2
}

// narrowRemark are the cells that are few for a remark.
const narrowRemark = 24

// remarkRoom is how many cells a row leaves for its remark.
func (l *list) remarkRoom() int { return l.width - 2 - l.labelWidth() - 2 }

// labelWidth is what the labels take, within reason.
func (l *list) labelWidth() int { return min(l.widest, l.width-2, max(32, l.width-48)) }

// widestLabel is what the longest label takes; short ones leave room for more.
func widestLabel(all []wizard.Choice) int {
	widest := 12
	for _, c := range all {
		if len(c.Label) > widest { // no character is wider than it is long in bytes
			widest = max(widest, lipgloss.Width(c.Label))
		}
	}
	return widest
}

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
