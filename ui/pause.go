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
	heard   time.Duration // when something was last heard, on the engine's clock
	lasted  time.Duration // how long nothing went on; 0 for no pause yet
	retried bool          // what was under way has been begun again for it
	twice   bool          // and nothing went on once more
}

// longestSilence is how long a run is silent at most while all is well: its clock is
// heard several times a second. A longer silence was a pause.
const longestSilence = 2 * time.Second

// rerunMsg says that a run was thrown away for another.
type rerunMsg struct {
	session wizard.Session
	run     run
	solo    solo
}

// hear notes that something was heard, and returns how long nothing had been.
func (p pause) hear(at time.Duration) (next pause, silence time.Duration) {
	silence = at - p.heard
	p.heard = max(p.heard, at)
	return p, silence
}

// judge notes a silence; again reports whether it was a pause for which what is under way
// is to be begun again.
func (p pause) judge(silence time.Duration) (next pause, again bool) {
	switch {
	case silence < longestSilence:
		return p, false
	case p.retried:
		p.lasted, p.twice = silence, true
		return p, false
	}
	p.lasted, p.retried = silence, true
	return p, true
}

// afterPause begins again what is under way, if there was a pause before something was
// heard of a run; what was heard is worth nothing then. The silence is that run's, but
// whether it is the first is counted for all doors together.
func (d doors) afterPause(events <-chan probe.Event, at time.Duration) (next doors, cmd tea.Cmd, paused bool) {
	r := &d.run
	if d.solo.run.underWay() && events == d.solo.run.events {
		r = &d.solo.run
	}
	if events != r.events || r.over {
		return d, nil, false
	}
	heard, silence := r.pause.hear(at)
	r.pause = heard
	p, again := d.run.pause.judge(silence)
	if d.run.pause = p; !again {
		return d, nil, false
	}
	next, cmd = d.rerun()
	p.heard = next.run.pause.heard
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

// afterPause is that of the doors for a search: all sources are asked again.
func (v servers) afterPause(at time.Duration) (next servers, cmd tea.Cmd, paused bool) {
	if v.search.over {
		return v, nil, false
	}
	p, silence := v.search.pause.hear(at)
	p, again := p.judge(silence)
	if v.search.pause = p; !again {
		return v, nil, false
	}
	stop := v.search.stop(nil)
	v.search = newSearch()
	v.search.pause = p
	return v, batch(stop, v.begin()), true
}

// afterPause is that of the doors for the control question: the other host is asked again.
func (c control) afterPause(at time.Duration) (next control, cmd tea.Cmd, paused bool) {
	if c.run.over {
		return c, nil, false
	}
	p, silence := c.run.pause.hear(at)
	p, again := p.judge(silence)
	if c.run.pause = p; !again {
		return c.refresh(), nil, false
	}
	stop := c.run.stop(nil)
	c.run = newRun(c.question.Host, c.question.Doors)
	c.run.pause = p
	return c.refresh(), batch(stop, c.run.start(c.engine)), true
}

// words say what the person must know of a pause, and how to try again; "" for none.
func (p pause) words(again string) string {
	if p.lasted == 0 {
		return ""
	}
	what := fmt.Sprintf("Postern stood still for %s while it tried, as when the computer sleeps.", wizard.LongDuration(p.lasted))
	if p.twice {
		return what + " It was not the first time, so this may be wrong: " + again + "."
	}
	return what + " What was under way was tried again."
}

// brief are the words for a search, which has a row for them.
func (p pause) brief() string {
	switch {
	case p.lasted == 0:
		return ""
	case p.twice:
		return fmt.Sprintf("Nothing went on for %s, again: this may be wrong, r looks again.", wizard.LongDuration(p.lasted))
	}
	return fmt.Sprintf("Nothing went on for %s, so all were asked again.", wizard.LongDuration(p.lasted))
}
