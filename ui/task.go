package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
)

// A task is work under way that a screen shows. It ends with its context. No two tasks
// have the same one, so a message that carries it says which task it is about, and one
// of a task that was thrown away is known by it. The zero value is none.
type task struct {
	ctx     context.Context
	cancel  context.CancelFunc // nil for one that was over before the screen was there
	began   time.Time
	elapsed time.Duration // since it began
	over    bool
}

func newTask() task {
	ctx, cancel := context.WithCancel(context.Background())
	return task{ctx: ctx, cancel: cancel}
}

// underWay reports whether there is a task, and it is not over.
func (t task) underWay() bool { return t.ctx != nil && !t.over }

// stop ends the task and then sends a message, nil for none.
//
//go:noinline
func (t task) stop(then tea.Msg) tea.Cmd {
	return func() tea.Msg {
		if t.cancel != nil {
			t.cancel()
		}
		return then
	}
}
