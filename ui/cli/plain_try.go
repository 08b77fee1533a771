package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"postern/probe"
	"postern/wizard"
	"postern/wizard/advice"
)

// A doorsRun is a trying of the doors under way: they may go on settling while the person
// answers. The nil run knows nothing.
type doorsRun struct {
	provider string // what was answered when it began
	report   probe.Report
	events   <-chan probe.Event
	started  time.Time
	cancel   context.CancelFunc
	halt     func(door int)
	anew     map[int]bool // doors tried once more by themselves, which the run no longer tells of
}

// stop ends the probe.
func (t *doorsRun) stop() {
	if t != nil {
		t.cancel()
	}
}

// catchUp returns the session with what was learned since, without waiting.
func (t *doorsRun) catchUp(s wizard.Session) wizard.Session {
	if t == nil || s.Said(wizard.Provider) != t.provider || s.Get(wizard.Host) != t.report.Host {
		return s // somebody went back and changed their mind
	}
	for {
		select {
		case e, more := <-t.events:
			if !more {
				t.events = nil
				return s
			}
			if t.anew[e.Door] {
				continue
			}
			t.report = t.report.With(e)
			s = s.WithReport(t.report, time.Since(t.started))
		default:
			return s
		}
	}
}

// try tries the doors until it is clear which to use, or all have settled. If nothing
// went on meanwhile, as when the computer sleeps, they are tried once more.
func (f *front) try(ctx context.Context, s wizard.Session, doors []probe.Door) (wizard.Session, error) {
	return awake(f, func() (wizard.Session, *sleepDetector, error) { return f.tryOnce(ctx, s, doors) })
}

func (f *front) tryOnce(ctx context.Context, s wizard.Session, doors []probe.Door) (wizard.Session, *sleepDetector, error) {
	f.doors.stop()
	sleep := newSleepDetector(f.engine.Uptime)
	within, cancel := context.WithCancel(ctx)
	t := &doorsRun{provider: s.Said(wizard.Provider), cancel: cancel, started: time.Now(), anew: map[int]bool{}}
	f.doors = t
	run := f.engine.Probe(within, s.Get(wizard.Host), doors)
	t.report, t.events, t.halt = run.Report, run.Events, run.Stop
	show := &progress{most: probe.DoorTimeout, w: f.out, name: s.World().Computer, stops: !f.echo}
	f.gloss("door", "A mail server has several doors. They are called ports, and each has a number.")
	fmt.Fprintln(f.out)
	show.begin(t.report)
	var left error
	err := follow(ctx, t.events, func(e probe.Event) {
		t.report = t.report.With(e)
		show.event(t.report, e.Door)
	}, func() { show.still(t.report) }, func() bool {
		sleep.check()
		if left = f.heard(t.report, t.halt); left != nil {
			return true
		}
		s = s.WithReport(t.report, time.Since(t.started))
		return s.Advice().State == advice.Final && time.Since(t.started) >= linger
	})
	if err = cmp.Or(left, err); err != nil {
		return s, sleep, err
	}
	show.leave(t.report)
	return s.WithReport(t.report, time.Since(t.started)).Next(), sleep, nil
}

// heard takes in what a person types on a terminal while doors are tried: x stops the
// trying, q leaves. Anything else is the answer to the next question.
func (f *front) heard(r probe.Report, halt func(door int)) error {
	if f.echo {
		return nil // what is typed ahead in a file or a pipe has no time
	}
	t, there, err := f.in.meanwhile()
	switch {
	case err != nil:
		return err
	case !there:
	case t.line == "q":
		return errLeft
	case t.line == "x":
		for i, d := range r.Doors {
			if !d.Settled() {
				halt(i)
			}
		}
	default:
		f.in.keep(t)
	}
	return nil
}

// leave says which doors are not waited for.
func (p *progress) leave(r probe.Report) {
	var waiting []string
	for i, d := range r.Doors {
		if !d.Settled() && !p.said[i] {
			waiting = append(waiting, strconv.Itoa(d.Door.Port))
		}
	}
	if len(waiting) > 0 {
		fmt.Fprintf(p.w, "No answer yet from %s, and none is needed.\n", strings.Join(waiting, ", "))
	}
}

// halt stops the trying of one door, or of all that are still tried.
func (f *front) halt(ctx context.Context, s wizard.Session, which string) (wizard.Session, error) {
	stopped := false
	for i, d := range s.Report().Doors {
		if !d.Settled() && (which == "" || which == strconv.Itoa(d.Door.Port)) {
			f.doors.halt(i)
			stopped = true
		}
	}
	if !stopped {
		f.say("No such door is being tried.")
		return s, nil
	}
	err := follow(ctx, f.doors.events, func(e probe.Event) {
		if !f.doors.anew[e.Door] {
			f.doors.report = f.doors.report.With(e)
		}
	}, func() {}, func() bool {
		left := unsettled(f.doors.report)
		return len(left) == 0 || which != "" && !slices.Contains(left, which)
	})
	f.say("Stopped.")
	return s.WithReport(f.doors.report, time.Since(f.doors.started)), err
}

// tryAgain tries the doors once more, or one of them.
func (f *front) tryAgain(ctx context.Context, s wizard.Session, which string) (wizard.Session, error) {
	if which != "" {
		return f.tryOne(ctx, s, which)
	}
	return f.tryAll(ctx, s, s.Report().Asked())
}

// tryAll is try for a person who is at the doors' question, and is asked anew.
func (f *front) tryAll(ctx context.Context, s wizard.Session, doors []probe.Door) (wizard.Session, error) {
	tried, err := f.try(ctx, s, doors)
	if err != nil {
		return s, err
	}
	s = s.WithReport(tried.Report(), time.Since(f.doors.started))
	f.sayAdvice(s)
	return s, nil
}

// tryOne tries one door once more.
func (f *front) tryOne(ctx context.Context, s wizard.Session, number string) (wizard.Session, error) {
	for i, d := range s.Report().Asked() {
		if strconv.Itoa(d.Port) != number {
			continue
		}
		f.doors.anew[i] = true
		f.doors.halt(i) // one connection a door at a time
		one, err := f.watch(ctx, s.Report().Host, []probe.Door{d})
		if err != nil {
			return s, err
		}
		s = f.doors.catchUp(s) // the others may have gone on
		all := s.Report().With(probe.Event{Door: i, Result: one.Doors[0], Addresses: one.Addresses})
		f.doors.report = all
		s = s.WithReport(all, time.Since(f.doors.started))
		f.sayAdvice(s)
		return s, nil
	}
	f.noDoor(s)
	return s, nil
}

// unsettled are the ports of the doors that are still being tried.
func unsettled(r probe.Report) []string {
	var ports []string
	for _, d := range r.Doors {
		if !d.Settled() {
			ports = append(ports, strconv.Itoa(d.Door.Port))
		}
	}
	return ports
}
