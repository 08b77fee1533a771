package ui

import (
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/probe"
	"postern/wizard"
)

// A pause is a time in which nothing went on while doors were tried: the computer
// slept, or the program was stopped. Connections die meanwhile and, when it is over,
// all that was waited for is late at once, so that a door looks shut that is not. What
// was under way is thrown away then, and begun again; but once only, for whoever
// sleeps time and again would rather say when. The zero value is none.
type pause struct {
	seen  time.Duration // when something was last heard, on the engine's clock
	stood time.Duration // how long nothing went on
	spent bool          // it has been begun again for that
	twice bool          // and nothing went on once more
}

// standstill is how long nothing must be heard to be a pause. The clock of a run is
// heard several times a second.
const standstill = 2 * time.Second

// rerunMsg says that a run was thrown away for another.
type rerunMsg struct {
	session wizard.Session
	run     run
	solo    solo
}

// heard notes that something was heard, and says how long nothing had been.
func (p pause) heard(at time.Duration) (pause, time.Duration) {
	stood := at - p.seen
	p.seen = max(p.seen, at)
	return p, stood
}

// after notes how long nothing was heard, and says whether that is a pause for which what
// is under way is to be begun again.
func (p pause) after(stood time.Duration) (next pause, again bool) {
	switch {
	case stood < standstill:
		return p, false
	case p.spent:
		p.stood, p.twice = stood, true
		return p, false
	}
	p.stood, p.spent = stood, true
	return p, true
}

// wake is heard, and what comes after it.
func (p pause) wake(at time.Duration) (next pause, again bool) {
	p, stood := p.heard(at)
	return p.after(stood)
}

// wake looks whether nothing went on before something was heard of a run. If so, what
// is under way is begun again; woken says that it was, and that what was heard is worth
// nothing.
func (d doors) wake(events <-chan probe.Event, at time.Duration) (next doors, cmd tea.Cmd, woken bool) {
	r := &d.run
	if d.solo.run.underWay() && events == d.solo.run.events {
		r = &d.solo.run
	}
	if events != r.events || r.over {
		return d, nil, false
	}
	heard, stood := r.pause.heard(at)
	r.pause = heard
	p, again := d.run.pause.after(stood)
	if d.run.pause = p; !again {
		return d, nil, false
	}
	next, cmd = d.rerun()
	p.seen = next.run.pause.seen
	next.run.pause = p
	return next, tea.Sequence(send(rerunMsg{next.session, next.run, next.solo}), cmd), true
}

// rerun begins anew what is under way: all doors, or only the one that is tried by
// itself. The highlight stays where the person put it.
func (d doors) rerun() (doors, tea.Cmd) {
	if d.run.over {
		stop := d.solo.run.stop(nil)
		door := d.run.report.Doors[d.solo.at].Door
		d.solo.run = newRun(d.run.report.Host, []probe.Door{door})
		d.run.report.Doors = slices.Clone(d.run.report.Doors)
		d.run.report.Doors[d.solo.at] = probe.NewResult(door)
		return d.learn(d.run.elapsed), batch(stop, d.solo.run.start(d.engine))
	}
	touched, at := d.touched, d.at
	next, cmd := d.again(d.run.report.Asked())
	d = next.(doors)
	if d.touched = touched; touched {
		d.at = at
	}
	return d, cmd
}

// wake is the same for a round: all are asked again.
func (v servers) wake(at time.Duration) (next servers, cmd tea.Cmd, woken bool) {
	if v.search.over {
		return v, nil, false
	}
	p, again := v.search.pause.wake(at)
	if v.search.pause = p; !again {
		return v, nil, false
	}
	stop := v.search.stop(nil)
	v.search = newSearch()
	v.search.pause = p
	return v, batch(stop, v.begin()), true
}

// wake is the same for the control question: the other host is asked again.
func (c control) wake(at time.Duration) (next control, cmd tea.Cmd, woken bool) {
	if c.run.over {
		return c, nil, false
	}
	p, again := c.run.pause.wake(at)
	if c.run.pause = p; !again {
		return c.refresh(), nil, false
	}
	stop := c.run.stop(nil)
	c.run = newRun(c.question.Host, c.question.Doors)
	c.run.pause = p
	return c.refresh(), batch(stop, c.run.start(c.engine)), true
}

// told says what the person must know of a pause, and what tries again; "" is nothing.
func (p pause) told(again string) string {
	if p.stood == 0 {
		return ""
	}
	what := fmt.Sprintf("Postern stood still for %s while it tried, as when the computer sleeps.", wizard.LongDuration(p.stood))
	if p.twice {
		return what + " It was not the first time, so this may be wrong: " + again + "."
	}
	return what + " What was under way was tried again."
}

// briefly is told for a search, which has a row for it.
func (p pause) briefly() string {
	switch {
	case p.stood == 0:
		return ""
	case p.twice:
		return fmt.Sprintf("Nothing went on for %s, again: this may be wrong, r looks again.", wizard.LongDuration(p.stood))
	}
	return fmt.Sprintf("Nothing went on for %s, so all were asked again.", wizard.LongDuration(p.stood))
}
