package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// At its start a terminal is asked several things: its background, and what it can do.
// Nobody waits for the answers; but who leaves before they have come leaves them to the
// shell, which takes them for typed. So the last question is one that every terminal
// answers. Answers come in the order of the questions: with that one, all are here.

// The times of the questions. The last one has to be asked after the first frame was
// painted, which asks too. A terminal that answers nothing is not waited for longer
// than answersDue, or answersDueAfar where its answers come from another computer.
const (
	lastQuestion   = 60 * time.Millisecond
	answersDue     = 500 * time.Millisecond
	answersDueAfar = 1500 * time.Millisecond
)

// answersDueMsg says that the terminal has had its time.
type answersDueMsg struct{}

// questions asks the terminal.
func (m model) questions() tea.Cmd {
	due := answersDue
	if m.asked.afar {
		due = answersDueAfar
	}
	cmds := []tea.Cmd{
		tea.Tick(due, func(time.Time) tea.Msg { return answersDueMsg{} }),
		tea.Tick(lastQuestion, func(time.Time) tea.Msg { return tea.RawMsg{Msg: ansi.RequestPrimaryDeviceAttributes} }),
	}
	if m.asked.background {
		cmds = append(cmds, tea.RequestBackgroundColor)
	}
	return batch(cmds...)
}

// interview is what a terminal is asked, and whether it is far away.
type interview struct {
	background bool
	afar       bool
}

// answered reports whether a message is the answer to the last question, or says that
// there will be none.
func answered(msg tea.Msg) bool {
	switch msg.(type) {
	case uv.PrimaryDeviceAttributesEvent, answersDueMsg:
		return true
	}
	return false
}
