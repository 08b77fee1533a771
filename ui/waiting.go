package ui

import (
	tea "charm.land/bubbletea/v2"

	"postern/wizard"
)

// waiting is shown while the practice servers start: a blink of an eye.
type waiting struct {
	session wizard.Session
	engine  Engine
	look    look
	problem string
	width   int
}

// practiceMsg says that the practice servers run, or why they do not.
type practiceMsg struct {
	practice wizard.Practice
	err      error
}

func newWaiting(s wizard.Session, e Engine, l look) waiting {
	return waiting{session: s, engine: e, look: l}
}

func (w waiting) Init() tea.Cmd {
	return func() tea.Msg {
		p, err := w.engine.Practice()
		return practiceMsg{p, err}
	}
}

func (w waiting) Update(msg tea.Msg) (screen, tea.Cmd) {
	switch msg := msg.(type) {
	case practiceMsg:
		if msg.err != nil {
			w.problem = "The practice servers could not start: " + msg.err.Error()
			return w, nil
		}
		return w, goTo(w.session.WithPractice(msg.practice).Next())
	case tea.KeyPressMsg:
		if msg.String() == "esc" {
			return w, goBack(w.session)
		}
	}
	return w, nil
}

func (w waiting) View() string {
	if w.problem != "" {
		return w.look.bad.Render(trouble(w.problem, w.width))
	}
	return "Starting the practice servers."
}

// busy implements screen: until the servers run, there is nothing to press a key for.
func (w waiting) busy() bool { return w.problem == "" }

func (w waiting) Cursor() *tea.Cursor { return nil }

func (w waiting) resize(width, _ int) screen {
	w.width = width
	return w
}

func (w waiting) restyle(l look) screen {
	w.look = l
	return w
}

func (w waiting) keys() []*hint { return []*hint{keyBack("back")} }
