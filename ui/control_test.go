package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"postern/probe"
	"postern/wizard"
)

func TestTheControlQuestionIsPutWithConsent(t *testing.T) {
	silent := map[int]func(*probe.Result){465: timeout, 587: timeout, 2525: timeout, 25: timeout}
	m := shown(t, 80, 24, 8*time.Second, silent)
	var asked []string
	events := make(chan probe.Event, 2)
	m.engine.Probe = func(_ context.Context, host string, doors []probe.Door) probe.Run {
		asked = append(asked, host)
		for i, d := range doors {
			events <- probe.Event{Door: i, At: time.Second, Result: settled(d, time.Second, ready)}
		}
		close(events)
		return probe.Run{Report: probe.NewReport(host, time.Time{}, doors), Events: events}
	}
	d := m.screen.(doors)
	d.engine = m.engine
	m.screen = d
	wantShown(t, m, "c network or server?")
	m = press(t, m, "c")
	wantShown(t, m, "smtp.gmail.com (Gmail)", "to ask.", "enter ask")
	fits(t, m)
	if len(asked) > 0 {
		t.Fatalf("%q was asked before the person agreed", asked)
	}
	m = press(t, m, "enter")
	wantShown(t, m, "465   ready", "587   ready", "server", "likely", "enter back")
	fits(t, m)
	if len(asked) != 1 {
		t.Errorf("asked: %q", asked)
	}
	m = press(t, m, "enter")
	wantShown(t, m, "2 of 6", "look closer")
}

func TestWhereThereIsNoControlQuestionNoneIsOffered(t *testing.T) {
	s, err := wizard.New(testWorld()).Answer(wizard.Provider, "mail.unknown.example")
	if err != nil {
		t.Fatal(err)
	}
	s = s.WithReport(report(s, map[int]func(*probe.Result){465: noName, 587: noName, 2525: noName, 25: noName}), time.Second)
	m := newTest(s, (&disk{}).engine(), 80, 24)
	before := frame(m)
	if after := frame(press(t, m, "c")); after != before || strings.Contains(before, "network or server") {
		t.Errorf("c is offered, or does something:\n%s\nafter\n%s", before, after)
	}
}
