package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/probe"
)

// run is one trying of the doors, or of one of them.
type run struct {
	task
	events <-chan probe.Event // nil before it has begun
	halt   func(door int)     // stops one door; nil before it has begun
	report probe.Report
	pause  pause
}

// newRun returns a run that has not begun.
func newRun(host string, doors []probe.Door) run {
	return run{task: newTask(), report: probe.NewReport(host, time.Time{}, doors)}
}

// start begins the run, in a command.
//
//go:noinline
func (r run) start(e Engine) tea.Cmd {
	return func() tea.Msg {
		return runBegunMsg{r.ctx, e.Probe(r.ctx, r.report.Host, r.report.Asked()), time.Now(), e.uptime()}
	}
}

// begun is the run as it has begun.
func (r run) begun(msg runBegunMsg) run {
	r.report, r.events, r.halt, r.began = msg.run.Report, msg.run.Events, msg.run.Stop, msg.began
	r.pause.heard = msg.at
	return r
}

// next waits for one event of the run.
//
//go:noinline
func (r run) next(e Engine) tea.Cmd {
	return func() tea.Msg {
		event, open := <-r.events
		return runEventMsg{r.events, event, open, e.uptime()}
	}
}

// runBegunMsg says that the doors of a run are being tried.
type runBegunMsg struct {
	ctx   context.Context // of the run that was begun
	run   probe.Run
	began time.Time
	at    time.Duration // on the engine's clock
}

// runEventMsg carries one event of a run; open is false once there are no more.
type runEventMsg struct {
	events <-chan probe.Event
	event  probe.Event
	open   bool
	at     time.Duration // on the engine's clock, when it was received
}

// runTickMsg drives the clocks and the spinner of a run.
type runTickMsg struct {
	events <-chan probe.Event
	now    time.Time
	at     time.Duration // on the engine's clock
}
