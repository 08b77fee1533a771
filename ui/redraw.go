package ui

import (
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// redraw draws the screen anew in a window whose size has changed. What was drawn for the
// size before may have come after the change, and with it the margins between which that
// window scrolled: Bubble Tea sets them to the height it knows, not to the whole window.
func redraw() tea.Cmd {
	wholeWindow := ansi.SaveCursor + ansi.SetTopBottomMargins(0, 0) + ansi.RestoreCursor
	return tea.Sequence(tea.Raw(wholeWindow), tea.ClearScreen)
}
