package ui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
	"charm.land/lipgloss/v2"
)

// footer shows the keys that act now, as many as fit and five at most. The first
// one, the way back (or, where there is none, out) and help are there before any
// other.
func (m Model) footer(width int) string {
	keys := slices.DeleteFunc(append(m.top().keys(), keyQuit()), func(b key.Binding) bool { return !b.Enabled() })
	back := slices.ContainsFunc(keys, func(b key.Binding) bool { return b.Help().Key == "esc" || b.Help().Desc == "back" })
	const usual, narrow = "   ", "  "
	line, n := m.fitting(keys, back, width, usual)
	if closer, more := m.fitting(keys, back, width, narrow); more > n {
		return closer
	}
	return line
}

// fitting draws the keys that fit, and says how many those are.
func (m Model) fitting(keys []key.Binding, back bool, width int, gap string) (line string, n int) {
	shown, shownKeys := make([]bool, len(keys)), 0
	for _, needed := range []bool{true, false} {
		for i, b := range keys {
			if (i == 0 || indispensable(b) || !back && i == len(keys)-1) != needed || shownKeys == 5 {
				continue
			}
			shown[i], shownKeys = true, shownKeys+1
			if lipgloss.Width(m.keyLine(keys, shown, gap)) > width {
				shown[i], shownKeys = false, shownKeys-1
			}
		}
	}
	return m.keyLine(keys, shown, gap), shownKeys
}

// indispensable reports whether a key leads back or to help.
func indispensable(b key.Binding) bool {
	k := b.Help().Key
	return k == "esc" || k == "?" || k == "f1"
}

// keyLine draws the keys that are shown.
func (m Model) keyLine(keys []key.Binding, shown []bool, gap string) string {
	h := help.New()
	h.Styles = m.look.help
	var parts []string
	for i, b := range keys {
		if shown[i] {
			parts = append(parts, h.ShortHelpView([]key.Binding{b}))
		}
	}
	line := strings.Join(parts, h.Styles.ShortSeparator.Inline(true).Render(gap))
	if m.look.ascii {
		line = toASCII.Replace(line)
	}
	return line
}
