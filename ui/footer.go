package ui

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"
)

// footer shows the keys that act now, as many as fit and five at most. The first
// one, the way back (or, where there is none, out) and help are there before any
// other.
func (m Model) footer(width int) string {
	keys := slices.DeleteFunc(append(m.top().keys(), keyQuit()), func(h *hint) bool { return h.off })
	back := slices.ContainsFunc(keys, func(h *hint) bool { return h.key == "esc" || h.does == "back" })
	const usual, narrow = "   ", "  "
	drawn := m.drawn(keys)
	line, n := m.fitting(keys, drawn, back, width, usual)
	if closer, more := m.fitting(keys, drawn, back, width, narrow); more > n {
		return closer
	}
	return line
}

// drawn draws each key.
func (m Model) drawn(keys []*hint) []string {
	drawn := make([]string, len(keys))
	for i, h := range keys {
		if drawn[i] = m.look.key.Render(h.key) + " " + m.look.dim.Render(h.does); m.look.ascii {
			drawn[i] = toASCII.Replace(drawn[i])
		}
	}
	return drawn
}

// fitting puts those keys into a line that fit, and says how many those are.
func (m Model) fitting(keys []*hint, drawn []string, back bool, width int, gap string) (line string, n int) {
	shown := make([]bool, len(keys))
	wide := -len(gap) // of the line so far
	for _, needed := range []bool{true, false} {
		for i, h := range keys {
			if (i == 0 || indispensable(h) || !back && i == len(keys)-1) != needed || n == 5 {
				continue
			}
			if w := len(gap) + lipgloss.Width(drawn[i]); wide+w <= width {
				shown[i], n, wide = true, n+1, wide+w
			}
		}
	}
	var parts []string
	for i := range keys {
		if shown[i] {
			parts = append(parts, drawn[i])
		}
	}
	return strings.Join(parts, m.look.dim.Render(gap)), n
}

// indispensable reports whether a key leads back or to help.
func indispensable(h *hint) bool { return h.key == "esc" || h.key == "?" || h.key == "f1" }
