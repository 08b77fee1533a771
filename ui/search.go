package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/probe/discover"
)

// search is one round of questions to all sources.
type search struct {
	task
	events <-chan discover.Event // nil before it has begun
	report discover.Report
	pause  pause
}

// newSearch returns a round that has not begun.
func newSearch() search {
	return search{task: newTask()}
}

// begun is the round as it has begun.
func (s search) begun(msg searchBegunMsg) search {
	s.report, s.events, s.began = msg.report, msg.events, msg.began
	s.pause.heard = msg.at
	return s
}

// next waits for one event of the round.
func (s search) next(e Engine) tea.Cmd {
	return func() tea.Msg {
		event, open := <-s.events
		return searchEventMsg{s.events, event, open, e.uptime()}
	}
}

// searchBegunMsg says that the sources are being asked.
type searchBegunMsg struct {
	ctx    context.Context // of the round that was begun
	report discover.Report
	events <-chan discover.Event
	began  time.Time
	at     time.Duration // on the engine's clock
}

// searchEventMsg carries one event of a round; open is false once there are no more.
type searchEventMsg struct {
	events <-chan discover.Event
	event  discover.Event
	open   bool
	at     time.Duration // on the engine's clock
}

// searchTickMsg drives the clocks and the spinner of a round.
type searchTickMsg struct {
	ctx context.Context
	now time.Time
	at  time.Duration // on the engine's clock
}
