package ui

import (
	"context"
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/probe"
)

func TestOneDoorIsStopped(t *testing.T) {
	var stopped []int
	s := fastmail(t)
	m := newTest(s, (&disk{}).engine(), 80, 24)
	run := probe.Run{Report: report(s, nil), Events: make(chan probe.Event), Stop: func(i int) { stopped = append(stopped, i) }}
	m = update1(m, runBegunMsg{m.screen.(doors).run.ctx, run, time.Unix(1000, 0), 0})
	m = press(t, m, "down", "down", "x")
	if len(stopped) != 1 || run.Report.Doors[stopped[0]].Door.Port != m.screen.(doors).port() {
		t.Errorf("stopped: %v, highlighted: %d", stopped, m.screen.(doors).port())
	}
}

func TestOneDoorIsTriedOnceMore(t *testing.T) {
	m := shown(t, 80, 24, 8*time.Second, map[int]func(*probe.Result){465: ready, 587: ready, 2525: refused, 25: timeout})
	d := m.screen.(doors)
	var ended context.Context
	var asked []probe.Door
	events := make(chan probe.Event)
	d.engine.Probe = func(ctx context.Context, host string, doors []probe.Door) probe.Run {
		ended, asked = ctx, doors
		return probe.Run{Report: probe.NewReport(host, time.Time{}, doors), Events: events}
	}
	m.screen = d
	for m.screen.(doors).port() != 25 {
		m = press(t, m, "down")
	}
	next, _ := m.screen.Update(keyPress("x"))
	m.screen = next
	wantShown(t, m, "› 25", "waiting")
	d = m.screen.(doors)
	started, ok := d.solo.run.start(d.engine)().(runBegunMsg)
	if !ok || !slices.Equal(asked, []probe.Door{probe.DoorAt(25)}) {
		t.Fatalf("tried: %v", asked)
	}
	m = update1(m, started)
	m = update1(m, runTickMsg{events, started.began.Add(3 * time.Second), 0})
	wantShown(t, m, "3 s", "Use 465")
	at := slices.IndexFunc(d.run.report.Doors, func(r probe.Result) bool { return r.Door.Port == 25 })
	m = update1(m, runEventMsg{events, probe.Event{Door: 0, Result: settled(probe.DoorAt(25), time.Second, open25)}, true, 0})
	if r := m.screen.(doors).run.report.Doors[at]; r.Greeting != probe.GreetingOK {
		t.Errorf("what was learned is not there: %+v", r)
	}
	wantShown(t, m, "465   submission, TLS at once  ✓ ready")
	var cmd tea.Cmd
	m.screen, cmd = m.screen.Update(runEventMsg{events: events})
	settle(t, m, cmd)
	if m.screen.(doors).solo.run.underWay() || ended.Err() == nil {
		t.Error("it goes on")
	}
}
