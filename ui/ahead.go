package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"
)

// ahead are keys that were typed before what an earlier one led to was there. They
// wait, so that each lands on the screen it was meant for.
type ahead struct {
	waiting bool
	keys    []tea.Msg // key presses and pastes
}

// ledToMsg says that the command of a key has been carried out, and what of it is
// for the router; nil if nothing is.
type ledToMsg struct{ msg tea.Msg }

// typed takes a key or a paste: now, or when its turn has come. To leave is always
// possible.
func (m Model) typed(msg tea.Msg) (Model, tea.Cmd) {
	if press, ok := msg.(tea.KeyPressMsg); ok && press.String() == "ctrl+c" {
		return m.act(msg)
	}
	if m.ahead.waiting {
		m.ahead.keys = append(slices.Clip(m.ahead.keys), msg)
		return m, nil
	}
	m, cmd := m.act(msg)
	if cmd == nil {
		return m, nil
	}
	m.ahead.waiting = true
	return m, func() tea.Msg { return ledTo(cmd()) }
}

// ledTo tells the router when a key's command is done. What is not for it alone
// goes its usual way.
func ledTo(msg tea.Msg) tea.Msg {
	switch msg.(type) {
	case nil, goMsg, keepMsg, openMsg, closeMsg, leaveMsg:
		return ledToMsg{msg}
	}
	return tea.BatchMsg{send(msg), send(ledToMsg{})}
}

// goOn takes what a key led to, and then the keys that have waited for it.
func (m Model) goOn(led ledToMsg) (Model, tea.Cmd) {
	var cmds []tea.Cmd
	add := func(next Model, cmd tea.Cmd) {
		m, cmds = next, append(cmds, cmd)
	}
	keys := m.ahead.keys
	m.ahead = ahead{}
	if led.msg != nil {
		add(m.act(led.msg))
	}
	for _, k := range keys {
		add(m.typed(k))
	}
	return m, tea.Batch(cmds...)
}
