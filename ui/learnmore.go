package ui

import (
	tea "charm.land/bubbletea/v2"

	"postern/wizard"
)

// All there is to learn is one key away on every screen: its menu is laid over what is
// there, with what that screen knows of the person's own doors.

// learnMsg asks for the menu of all there is to learn, with what is known.
type learnMsg struct{ session wizard.Session }

// An informed screen has a session that may know more than the router's.
type informed interface{ knows() wizard.Session }

// learnMore leads to all there is to learn, with what the topmost screen knows.
func (m model) learnMore() tea.Cmd {
	s := m.session
	for _, over := range m.layers() {
		if i, ok := over.(informed); ok {
			s = i.knows()
		}
	}
	return send(learnMsg{s})
}

// A schooled screen leads to all there is to learn. Where it was opened from there, it
// says that it leads back.
type schooled interface{ learned() screen }

func (r textPage) learned() screen {
	r = r.copied()
	r.home = true
	return r
}

// atHome reports whether all there is to learn lies beneath already.
func (m model) atHome() bool {
	for _, under := range m.layers() {
		if menu, ok := under.(menu); ok && menu.main {
			return true
		}
	}
	return false
}

// home shows all there is to learn: the menu where it lies beneath already, else a
// new one.
func (m model) home(s wizard.Session) (model, tea.Cmd) {
	for i, under := range m.layers() {
		if menu, ok := under.(menu); ok && menu.main {
			m.over = m.over[:i]
			return m.fit(), nil
		}
	}
	return m.act(openMsg{newLearn(s, m.engine, m.look)})
}

func (c choose) knows() wizard.Session   { return c.session }
func (f form) knows() wizard.Session     { return f.session }
func (d doors) knows() wizard.Session    { return d.session }
func (c closeUp) knows() wizard.Session  { return c.session }
func (t settings) knows() wizard.Session { return t.session }
func (v verify) knows() wizard.Session   { return v.session }
