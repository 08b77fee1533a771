package ui

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/probe"
	"postern/probe/discover"
)

// trials counts how often doors are begun to be tried, and keeps the last run.
type trials struct {
	begun  int
	events chan probe.Event
	report probe.Report
}

func (n *trials) engine() Engine {
	e := (&disk{}).engine()
	e.Probe = func(_ context.Context, host string, doors []probe.Door) probe.Run {
		n.begun++
		n.events = make(chan probe.Event, 8)
		n.report = probe.NewReport(host, time.Time{}, doors)
		return probe.Run{Report: n.report, Events: n.events}
	}
	return e
}

// began starts the run that waits to be started, at a time of the engine's clock.
func (n *trials) began(t *testing.T, m model, at time.Duration) model {
	t.Helper()
	d := m.screen.(doors)
	start := d.run.start(n.engine())
	msg := start().(runBegunMsg)
	msg.at, msg.began = at, time.Unix(1000, 0)
	return update1(m, msg)
}

func (n *trials) tick(m model, at time.Duration) (model, tea.Cmd) {
	next, cmd := m.Update(runTickMsg{n.events, time.Unix(1000, 0).Add(at % time.Hour), at})
	return next.(model), cmd
}

// late is that a door got no answer, as it looks when nothing went on for long.
func (n *trials) late(m model, at time.Duration) model {
	r := settled(n.report.Doors[0].Door, 8*time.Second, timeout)
	return update1(m, runEventMsg{n.events, probe.Event{Door: 0, At: at, Result: r}, true, at})
}

func TestWakingTriesTheDoorsAgainOnce(t *testing.T) {
	for name, size := range map[string][2]int{"80x24": {80, 24}, "40x15": {40, 15}} {
		t.Run(name, func(t *testing.T) {
			n := new(trials)
			m := n.began(t, newTest(fastmail(t), n.engine(), size[0], size[1]), time.Hour)
			m = press(t, m, "down", "down")
			m, _ = n.tick(m, time.Hour+time.Second)
			if frame(m); strings.Contains(frame(m), "stood still") {
				t.Fatalf("a second is taken for sleep:\n%s", frame(m))
			}
			first := m.screen.(doors).run.ctx
			m = n.late(m, 3*time.Hour) // the timers of all doors have run out in sleep
			if m.screen.(doors).run.ctx == first {
				t.Fatal("the doors are not tried again")
			}
			if m.screen.(doors).run.report.Doors[0].Settled() {
				t.Errorf("what ran out in sleep is believed:\n%s", frame(m))
			}
			m = n.late(m, 3*time.Hour) // and so do those that come after
			m = n.began(t, m, 3*time.Hour)
			m, _ = n.tick(m, 3*time.Hour+time.Second)
			for _, want := range []string{"stood still for 1 h 59 min", "was tried again"} {
				if !told(m, want) {
					t.Errorf("it does not say %q:\n%s", want, frame(m))
				}
			}
			if got := m.screen.(doors).at; got != 2 {
				t.Errorf("the highlight moved to row %d", got)
			}
			golden(t, m)

			again := m.screen.(doors).run.ctx
			m = n.late(m, 4*time.Hour)
			if m.screen.(doors).run.ctx != again {
				t.Error("a second sleep has them tried for a third time")
			}
			if !told(m, "r tries again") {
				t.Errorf("it does not doubt what it shows:\n%s", frame(m))
			}
			m = n.began(t, update1(m, keyPress("r")), 5*time.Hour)
			if strings.Contains(unwrapped(m), "stood still") {
				t.Errorf("an old sleep is told of a new run:\n%s", frame(m))
			}
			fits(t, m)
		})
	}
}

// told reports whether the doors screen says something, on whichever of its pages.
func told(m model, words string) bool {
	text := ansi.Strip(strings.Join(m.screen.(doors).told(), " "))
	return strings.Contains(strings.Join(strings.Fields(text), " "), words)
}

// TestWakingWithADoorSeenFromNear: what lies over the doors follows the new run.
func TestWakingWithADoorSeenFromNear(t *testing.T) {
	n := new(trials)
	m := n.began(t, newTest(fastmail(t), n.engine(), 80, 24), 0)
	m = press(t, m, "space")
	next, cmd := m.Update(runTickMsg{n.events, time.Unix(1000, 0), time.Minute})
	m = next.(model)
	for _, msg := range carried(cmd) {
		m = update1(m, msg)
	}
	if got, want := m.over[0].(closeUp).run.ctx, m.screen.(doors).run.ctx; got != want {
		t.Error("the page over the doors still shows the run that was thrown away")
	}
	if n.begun != 2 {
		t.Errorf("the doors were tried %d times, want 2", n.begun)
	}
}

// carried carries out a command, and those it is made of, without waiting for clocks.
func carried(cmd tea.Cmd) []tea.Msg {
	switch msg := cmd().(type) {
	case nil, runTickMsg, runEventMsg:
		return nil
	case tea.BatchMsg:
		var all []tea.Msg
		for _, c := range msg {
			if c != nil {
				all = append(all, carried(c)...)
			}
		}
		return all
	default:
		if parts := sequence(msg); parts != nil {
			var all []tea.Msg
			for _, c := range parts {
				all = append(all, carried(c)...)
			}
			return all
		}
		return []tea.Msg{msg}
	}
}

// TestWakingWithOneDoorTriedByItself: only that one is tried again.
func TestWakingWithOneDoorTriedByItself(t *testing.T) {
	n := new(trials)
	m := shown(t, 80, 24, 8*time.Second, map[int]func(*probe.Result){465: ready, 587: ready, 2525: refused, 25: timeout})
	d := m.screen.(doors)
	d.engine = n.engine()
	m.screen = d
	m = update1(m, keyPress("x"))
	d = m.screen.(doors)
	if !d.solo.run.underWay() {
		t.Fatal("no door is tried by itself")
	}
	first := d.solo.run.ctx
	msg := d.solo.run.start(n.engine())().(runBegunMsg)
	m = update1(m, msg)
	r := settled(n.report.Doors[0].Door, 8*time.Second, timeout)
	m = update1(m, runEventMsg{n.events, probe.Event{Result: r}, true, time.Hour})
	d = m.screen.(doors)
	if d.solo.run.ctx == first || d.run.report.Doors[d.solo.at].Settled() {
		t.Errorf("it is not tried again:\n%s", frame(m))
	}
	if !d.run.over || !strings.Contains(unwrapped(m), "stood still for 1 h 0 min") {
		t.Errorf("want the others as they were, and the pause told:\n%s", frame(m))
	}
}

// sequence are the commands of a sequence, which Bubble Tea does not name.
func sequence(msg tea.Msg) []tea.Cmd {
	v := reflect.ValueOf(msg)
	if v.Kind() != reflect.Slice || v.Type().Elem() != reflect.TypeFor[tea.Cmd]() {
		return nil
	}
	var out []tea.Cmd
	for i := range v.Len() {
		out = append(out, v.Index(i).Interface().(tea.Cmd))
	}
	return out
}

// TestWakingAsksTheSourcesAgainOnce: a search that was slept through is begun anew.
func TestWakingAsksTheSourcesAgainOnce(t *testing.T) {
	m, ctx := lookingFor(t, 80, 24, searched(t, false, agreed), time.Second)
	tick := func(at time.Duration) {
		t.Helper()
		m = update1(m, searchTickMsg{m.screen.(servers).search.ctx, time.Unix(1000, 0), at})
	}
	begin := func(at time.Duration) {
		t.Helper()
		m = update1(m, searchBegunMsg{m.screen.(servers).search.ctx, searched(t, false, agreed), make(chan discover.Event), time.Unix(1000, 0), at})
	}
	tick(time.Second)
	if got := m.screen.(servers).search; got.ctx != ctx || strings.Contains(unwrapped(m), "Nothing went on") {
		t.Fatalf("a second is taken for sleep:\n%s", frame(m))
	}
	events := m.screen.(servers).search.events
	next, cmd := m.Update(searchEventMsg{events: events, at: time.Hour + time.Second}) // all are late at once
	m = next.(model)
	second := m.screen.(servers).search
	if second.ctx == ctx || second.over {
		t.Fatal("the sources are not asked again")
	}
	carried(cmd)
	if ctx.Err() == nil {
		t.Error("the first round goes on")
	}
	begin(time.Hour + time.Second)
	if !strings.Contains(unwrapped(m), "Nothing went on for 1 h 0 min, so all were asked again") {
		t.Errorf("it does not say so:\n%s", frame(m))
	}
	fits(t, m)
	tick(3 * time.Hour)
	if m.screen.(servers).search.ctx != second.ctx {
		t.Error("a second sleep has them asked for a third time")
	}
	if !strings.Contains(unwrapped(m), "r looks again") {
		t.Errorf("it does not doubt what it shows:\n%s", frame(m))
	}
}

// TestWakingPutsTheControlQuestionAgainOnce: the answer of a host that was asked before the
// computer slept proves nothing.
func TestWakingPutsTheControlQuestionAgainOnce(t *testing.T) {
	n := new(trials)
	m := shown(t, 80, 24, 8*time.Second, map[int]func(*probe.Result){465: timeout, 587: timeout, 2525: timeout, 25: timeout})
	d := m.screen.(doors)
	d.engine, m.engine = n.engine(), n.engine()
	m.screen = d
	m = press(t, m, "c")
	c := m.over[0].(control)
	next, start := c.begin()
	m.over = []screen{next}
	msg := start().(runBegunMsg)
	msg.at = time.Hour
	m = update1(m, msg)
	m, _ = n.tick(m, time.Hour+time.Second)
	if n.begun != 1 || strings.Contains(unwrapped(m), "stood still") {
		t.Fatalf("a second is taken for sleep, or it was asked %d times:\n%s", n.begun, frame(m))
	}
	late, cmd := m.Update(runTickMsg{n.events, time.Unix(1000, 0), 2 * time.Hour})
	m = late.(model)
	for _, msg := range carried(cmd) {
		m = update1(m, msg)
	}
	if n.begun != 2 {
		t.Errorf("the other host was asked %d times, want 2", n.begun)
	}
	if !strings.Contains(unwrapped(m), "stood still for 59 min") {
		t.Errorf("it does not say so:\n%s", frame(m))
	}
	m, _ = n.tick(m, 3*time.Hour)
	m, _ = n.tick(m, 4*time.Hour)
	if n.begun != 2 || !strings.Contains(unwrapped(m), "not the first time") {
		t.Errorf("asked %d times, and it shows\n%s", n.begun, frame(m))
	}
	fits(t, m)
}
