package ui

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"postern/wizard"
)

// footer shows the keys that act now, as many as fit and five at most. The first
// one, the way back (or, where there is none, out) and help are there before any
// other. Where a page without help has more keys than fit, ? leads to them all.
func (m model) footer(width int) string {
	line, whole := m.keyLine(m.acting(), width)
	if !whole && !m.helped() {
		line, _ = m.keyLine(append(m.acting(), keyAll()), width)
	}
	return line
}

// acting are the keys that act now.
func (m model) acting() []*hint {
	return slices.DeleteFunc(append(m.top().keys(), keyQuit()), func(h *hint) bool { return h.off })
}

// helped reports whether the page has a key for help of its own.
func (m model) helped() bool { return slices.ContainsFunc(m.acting(), (*hint).helps) }

// allKeys is the page of the keys of another one.
func (m model) allKeys() screen {
	return newTextPage(wizard.Reading{
		Title: strings.TrimSuffix(keysBeneath, ":"), Paragraphs: []string{"  " + m.look.keyTable(m.top().keys())},
	}, m.look)
}

// keyLine is the line of those keys that fit; whole if all do. More of the indispensable
// ones count more than all others.
func (m model) keyLine(keys []*hint, width int) (line string, whole bool) {
	const usual, narrow = "   ", "  "
	brief := make([]*hint, len(keys))
	for i, h := range keys {
		if brief[i] = h; h.helps() {
			brief[i] = &hint{key: h.key, does: "help"}
		}
	}
	best := -1
	for _, try := range []struct {
		keys []*hint
		gap  string
	}{{keys, usual}, {keys, narrow}, {brief, narrow}} {
		l, n, needed := m.fitting(try.keys, m.drawn(try.keys), width, try.gap)
		if worth := needed*len(keys) + n; worth > best {
			line, whole, best = l, n == len(keys), worth
		}
	}
	return line, whole
}

// drawn draws each key.
func (m model) drawn(keys []*hint) []string {
	drawn := make([]string, len(keys))
	for i, h := range keys {
		if drawn[i] = m.look.key.Render(h.key) + " " + m.look.dim.Render(h.does); m.look.ascii {
			drawn[i] = toASCII.Replace(drawn[i])
		}
	}
	return drawn
}

// fitting puts those keys into a line that fit, and says how many those are, and how many
// of them are indispensable.
func (m model) fitting(keys []*hint, drawn []string, width int, gap string) (line string, n, needed int) {
	back := slices.ContainsFunc(keys, func(h *hint) bool { return h.key == "esc" || h.does == "back" })
	shown := make([]bool, len(keys))
	wide := -len(gap) // of the line so far
	for _, first := range []bool{true, false} {
		for i, h := range keys {
			if (i == 0 || h.indispensable() || !back && h.key == keyQuit().key) != first || n == 5 {
				continue
			}
			if w := len(gap) + lipgloss.Width(drawn[i]); wide+w <= width {
				shown[i], n, wide = true, n+1, wide+w
				if first {
					needed++
				}
			}
		}
	}
	var parts []string
	for i := range keys {
		if shown[i] {
			parts = append(parts, drawn[i])
		}
	}
	return strings.Join(parts, m.look.dim.Render(gap)), n, needed
}
