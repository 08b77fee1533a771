package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/probe"
)

// solo is one door that is tried once more by itself. The zero value is none.
type solo struct {
	at  int // its row
	run run
}

// toggle stops the trying of the highlighted door, or tries it once more. One door
// at a time is tried so.
func (d doors) toggle() (screen, tea.Cmd) {
	d.touched = true
	at, door := d.at, d.run.report.Doors[d.at]
	switch {
	case !door.Settled() && d.solo.run.underWay() && d.solo.at == at:
		return d, d.solo.run.stop(nil)
	case !door.Settled() && d.run.halt != nil:
		halt := d.run.halt
		return d, func() tea.Msg {
			halt(at)
			return nil
		}
	case !door.Settled() || d.solo.run.underWay():
		return d, nil
	}
	d.solo = solo{at, newRun(d.run.report.Host, []probe.Door{door.Door})}
	d.run.report.Doors = slices.Clone(d.run.report.Doors)
	d.run.report.Doors[at] = probe.NewResult(door.Door)
	return d.learn(d.run.elapsed), d.solo.run.start(d.engine)
}

// soloStarted takes over what was begun for the door.
func (d doors) soloStarted(msg runBegunMsg) (screen, tea.Cmd) {
	d.solo.run = d.solo.run.begun(msg)
	return d, batch(d.solo.run.next(d.engine), d.tick(d.solo.run))
}

// soloEvent takes in what was learned about the door. Its times count from when it
// was tried once more.
func (d doors) soloEvent(msg runEventMsg) (screen, tea.Cmd) {
	if !msg.open {
		stop := d.solo.run.stop(nil)
		d.solo = solo{}
		return d, batch(stop, d.engine.tidy())
	}
	next := d.solo.run.next(d.engine)
	msg.event.Door = d.solo.at
	d.run.report = d.run.report.With(msg.event)
	return d.learn(d.run.elapsed), next
}

// soloTick lets the door's clock go on.
func (d doors) soloTick(now time.Time) (screen, tea.Cmd) {
	d.solo.run.elapsed = now.Sub(d.solo.run.began)
	return d, d.tick(d.solo.run)
}
