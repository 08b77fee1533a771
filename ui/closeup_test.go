package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/probe"
	"postern/wizard"
)

// trying is a doors screen whose run is under way.
func trying(t *testing.T, e Engine) model {
	t.Helper()
	s := fastmail(t)
	m := newTest(s, e, 80, 24)
	return update1(m, runBegunMsg{m.screen.(doors).run.ctx, probe.Run{Report: report(s, nil), Events: make(chan probe.Event)}, time.Unix(1000, 0), 0})
}

func TestTheCloserLookGoesOnWithTheDoor(t *testing.T) {
	m := press(t, trying(t, (&disk{}).engine()), "space")
	wantShown(t, m, "smtp.fastmail.com, door 465", "still being tried")
	d := m.screen.(doors)
	r := settled(d.run.report.Doors[0].Door, time.Second, ready)
	r.Transcript = []probe.Line{{At: time.Second, From: probe.FromServer, Text: probe.NewText("220 mx.example ESMTP")}}
	m = update1(m, runEventMsg{d.run.events, probe.Event{Door: 0, At: time.Second, Result: r}, true, 0})
	wantShown(t, m, "encryption   TLS 1.3")
	m = press(t, m, "t")
	wantShown(t, m, "the conversation", "they  220 mx.example ESMTP", "The greeting.")
	wantShown(t, press(t, m, "?"), "Codes of 2 and 3", "they 220 mx.example ESMTP", "The greeting.")
	m = press(t, m, "right")
	wantShown(t, m, "door 587: the conversation")
	wantShown(t, press(t, m, "?"), "Port 587") // where nothing was said
	m = press(t, m, "space", "left", "left")
	wantShown(t, m, "door 465: submission")
	m = press(t, m, "?")
	wantShown(t, m, "465")
	m = press(t, m, "esc") // takes away the lesson alone
	wantShown(t, m, "door 465: submission")
	m = press(t, m, "esc")
	wantShown(t, m, "2 of 6", "look closer")
}

// It was opened before what it shows had begun.
func TestTheCloserLookMayComeFirst(t *testing.T) {
	m := newTest(fastmail(t), (&disk{}).engine(), 80, 24)
	events := make(chan probe.Event)
	run := probe.Run{Report: report(m.session, nil), Events: events}
	m = press(t, m, "space")
	m = update1(m, runBegunMsg{m.screen.(doors).run.ctx, run, time.Unix(1000, 0), 0})
	m = update1(m, runEventMsg{events, probe.Event{Door: 0, At: time.Second, Result: settled(run.Report.Doors[0].Door, time.Second, ready)}, true, 0})
	wantShown(t, m, "door 465", "encryption   TLS 1.3")
}

func TestTheCloserLookShowsAWayOutAtEverySize(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {40, 15}, {30, 8}} {
		m := shown(t, size[0], size[1], time.Second, map[int]func(*probe.Result){465: ready, 587: ready, 2525: refused, 25: timeout})
		wantShown(t, press(t, m, "space"), "enter back")
	}
}

func TestAReportIsSaved(t *testing.T) {
	var asked []bool
	fails := error(nil)
	e := (&disk{}).engine()
	e.Save = func(s wizard.Session, asJSON bool) (string, error) {
		asked = append(asked, asJSON)
		return "/home/ada/postern\x1b.txt", fails
	}
	m := press(t, trying(t, e), "t", "s")
	wantShown(t, m, `/home/ada/postern\x1B.txt`)
	fits(t, m)
	fails = errors.New("no room left")
	m = press(t, m, "S")
	wantShown(t, m, "! The report was not saved: no room left")
	if len(asked) != 2 || asked[0] || !asked[1] {
		t.Errorf("asked for JSON: %v", asked)
	}
}

// A note was read by whoever presses the next key, and what is shown then is not about it.
func TestTheNoteOfASavedReportGoesWithTheNextKey(t *testing.T) {
	for _, key := range []string{"right", "t", "down"} {
		e := (&disk{}).engine()
		e.Save = func(wizard.Session, bool) (string, error) { return "/home/ada/postern.txt", nil }
		m := shown(t, 80, 24, time.Second, map[int]func(*probe.Result){465: ready, 587: ready, 2525: refused, 25: timeout})
		m.engine = e
		m.screen.(doors).engine = e
		m = press(t, m, "space", "s")
		wantShown(t, m, "Saved.", "/home/ada/postern.txt")
		m = press(t, m, key)
		if strings.Contains(frame(m), "postern.txt") {
			t.Errorf("after %s the note is still there:\n%s", key, frame(m))
		}
		fits(t, m)
	}
}

func TestTheConversationOfADoorThatIsStillTriedMayBegin(t *testing.T) {
	m := press(t, trying(t, (&disk{}).engine()), "space", "t")
	wantShown(t, m, "still being tried", "Nothing has been said there yet.")
	d := m.screen.(doors)
	m = update1(m, runEventMsg{d.run.events, probe.Event{Door: 0, At: time.Second, Result: settled(d.run.report.Doors[0].Door, time.Second, timeout)}, true, 0})
	wantShown(t, m, "Nothing was said at this door.")
}

// What was begun for a screen that is no longer there is not taken for its
// successor's, and is ended.
func TestARunThatComesTooLateIsNotTaken(t *testing.T) {
	var begun []context.Context
	e := (&disk{}).engine()
	e.Probe = func(ctx context.Context, host string, doors []probe.Door) probe.Run {
		begun = append(begun, ctx)
		return probe.Run{Report: probe.NewReport(host, time.Time{}, doors), Events: make(chan probe.Event)}
	}
	m := newTest(fastmail(t), e, 80, 24)
	var starts []tea.Msg
	for range 2 { // r, before what the first r led to is there
		d := m.screen.(doors)
		cancel := d.run.cancel
		next, _ := d.again(d.run.report.Asked())
		starts = append(starts, next.(doors).run.start(e)())
		m.screen = next
		cancel()
	}
	m = update1(m, starts[1])
	m = update1(m, starts[0])
	if got := m.screen.(doors).run; got.ctx != begun[1] {
		t.Error("the first run is shown, and not the second")
	}
	if begun[0].Err() == nil || begun[1].Err() != nil {
		t.Errorf("the first run: %v, the second: %v", begun[0].Err(), begun[1].Err())
	}
}

func TestTryingAgainKeepsTheOtherPorts(t *testing.T) {
	m := shown(t, 80, 24, time.Second, map[int]func(*probe.Result){465: refused, 587: refused, 2525: refused, 25: refused})
	d := m.screen.(doors)
	next, _ := d.again(append(d.run.report.Asked(), probe.DoorAt(2465)))
	next, _ = next.(doors).press(keyPress("r"))
	if _, tried := next.(doors).run.report.Door(2465); !tried {
		t.Error("2465 is not tried again")
	}
}

func TestTheCloserLookFits(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {40, 15}, {30, 8}} {
		m := shown(t, size[0], size[1], time.Second, map[int]func(*probe.Result){465: ready, 587: ready, 2525: refused, 25: timeout})
		for _, keys := range [][]string{{"space"}, {"t"}, {"end"}, {"s"}} {
			m = press(t, m, keys...)
			fits(t, m)
			if strings.TrimSpace(frame(m)) == "" {
				t.Errorf("nothing is shown after %v at %v", keys, size)
			}
		}
	}
}

// The line at hand is marked and in sight, and help is about that line.
func TestALineOfTheConversationIsAtHand(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {40, 15}} {
		m := press(t, trying(t, (&disk{}).engine()), "space")
		d := m.screen.(doors)
		r := settled(d.run.report.Doors[0].Door, time.Second, ready)
		for i := range 30 {
			at := []time.Duration{time.Second, 3 * time.Millisecond, time.Microsecond}[i%3]
			r.Transcript = append(r.Transcript, probe.Line{At: at, From: probe.FromServer, Text: probe.NewText(fmt.Sprintf("250-X%d", i))})
		}
		r.Transcript = append(r.Transcript, probe.Line{At: 200 * time.Second, From: probe.FromClient, Text: probe.NewText("QUIT")})
		m = update1(m, runEventMsg{d.run.events, probe.Event{Door: 0, At: time.Second, Result: r}, true, 0})
		m = update1(press(t, m, "t"), tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		atHand := func(m model) string {
			for row := range strings.SplitSeq(frame(m), "\n") {
				if after, ok := strings.CutPrefix(row, here); ok {
					_, said, timed := strings.Cut(after, "s  ") // the time, on a page that is wide enough
					if timed != (size[0] >= 60) {
						t.Errorf("%v: %q", size, after)
					}
					if !timed {
						said = after
					}
					return strings.Join(strings.Fields(said), " ")
				}
			}
			return ""
		}
		for i, tt := range []struct{ key, want string }{
			{"up", "they 250-X0"},
			{"down", "they 250-X1"},
			{"pgdown", "they 250-X6"},
			{"pgdown", "they 250-X11"},
			{"pgdown", "they 250-X16"},
			{"up", "they 250-X15"},
			{"end", "you QUIT"},
			{"down", "you QUIT"},
			{"pgup", "they 250-X25"},
			{"home", "they 250-X0"},
			{"end", "you QUIT"},
		} {
			m = press(t, m, tt.key)
			if got := atHand(m); got != tt.want {
				t.Fatalf("%v, step %d, %s: %q is at hand, want %q\n%s", size, i, tt.key, got, tt.want, frame(m))
			}
		}
		wantShown(t, press(t, m, "?"), "Codes of 2 and 3", "you  QUIT")
		if back := atHand(press(t, m, "?", "esc")); back != "you QUIT" {
			t.Errorf("esc leads back to %q", back)
		}
	}
}
