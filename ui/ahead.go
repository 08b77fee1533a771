package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"
)

// ahead are keys that were typed before what an earlier one led to was there. They
// wait, so that each lands on the screen it was meant for.
type ahead struct {
	waiting bool      // for the command of a key
	keys    []tea.Msg // key presses and pastes
}

// ledToMsg says that the command of a key has been carried out, and what came of
// it; nil if nothing did.
type ledToMsg struct{ msg tea.Msg }

func (a ahead) with(key tea.Msg) ahead {
	a.keys = append(slices.Clip(a.keys), key)
	return a
}

// leaves reports whether a key is the one that never waits.
func leaves(msg tea.Msg) bool {
	press, ok := msg.(tea.KeyPressMsg)
	return ok && (press.String() == "ctrl+c" || press.String() == "ctrl+alt+c")
}

// release hands on the keys whose turn has come: those before one that leads to
// work, and as long as the screen is not at work itself.
func (m model) release() (model, tea.Cmd) {
	var cmds []tea.Cmd
	for len(m.ahead.keys) > 0 && !m.ahead.waiting && m.screen != nil && !m.top().busy() {
		key := m.ahead.keys[0]
		m.ahead.keys = m.ahead.keys[1:]
		var cmd tea.Cmd
		if m, cmd = m.act(key); cmd != nil {
			m.ahead.waiting = true
			cmds = append(cmds, func() tea.Msg { return ledTo(cmd()) })
		}
	}
	return m, batch(cmds...)
}

// ledTo tells the router what a key's command came to. What is for the program
// itself, or goes on by itself, goes its usual way.
func ledTo(msg tea.Msg) tea.Msg {
	switch msg.(type) {
	case nil, goMsg, keepMsg, openMsg, closeMsg, learnMsg, tripMsg, leaveMsg, sittingMsg,
		lookedMsg, foundMsg, writtenMsg, storedMsg, practiceMsg, trustedMsg, savedMsg:
		return ledToMsg{msg}
	}
	return tea.BatchMsg{send(msg), send(ledToMsg{})}
}
