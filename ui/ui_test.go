package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"postern/probe"
	"postern/wizard"

	tea "charm.land/bubbletea/v2"
)

func TestProviderScreen(t *testing.T) {
	eachSize(t, func(t *testing.T, width, height int) {
		golden(t, newTest(wizard.New(testWorld()), (&disk{}).engine(), width, height))
	})
}

func TestProviderFilter(t *testing.T) {
	eachSize(t, func(t *testing.T, width, height int) {
		m := newTest(wizard.New(testWorld()), (&disk{}).engine(), width, height)
		golden(t, press(t, m, typed("fast")...))
	})
}

func TestDoorsScreens(t *testing.T) {
	all := map[int]func(*probe.Result){465: ready, 587: ready, 2525: refused, 25: timeout}
	tests := map[string]struct {
		elapsed time.Duration
		doors   map[int]func(*probe.Result)
	}{
		"beginning":   {200 * time.Millisecond, nil},
		"provisional": {900 * time.Millisecond, map[int]func(*probe.Result){587: ready, 2525: refused}},
		"all":         {8 * time.Second, all},
		"relay-open":  {2 * time.Second, map[int]func(*probe.Result){465: ready, 587: ready, 2525: refused, 25: open25}},
		"no-answer":   {8 * time.Second, map[int]func(*probe.Result){465: timeout, 587: timeout, 2525: timeout, 25: timeout}},
		"refused":     {1 * time.Second, map[int]func(*probe.Result){465: refused, 587: refused, 2525: refused, 25: refused}},
		"no-such-name": {time.Second, map[int]func(*probe.Result){
			465: noName, 587: noName, 2525: noName, 25: noName,
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			eachSize(t, func(t *testing.T, width, height int) {
				golden(t, shown(t, width, height, tt.elapsed, tt.doors))
			})
		})
	}
}

func noName(r *probe.Result) { r.DNS = probe.DNSNXDomain }

func TestCursorIsThePersonsOnceTouched(t *testing.T) {
	m := shown(t, 80, 24, time.Second, map[int]func(*probe.Result){587: ready, 2525: refused})
	if got := m.screen.(doors).port(); got != 587 {
		t.Fatalf("the recommended door is not highlighted, but %d", got)
	}
	m = press(t, m, "down")
	before := m.screen.(doors).port()
	d := m.screen.(doors)
	rep := report(m.session, map[int]func(*probe.Result){465: ready, 587: ready, 2525: refused, 25: timeout})
	m = update1(m, runEventMsg{events: d.run.events, open: true, event: probe.Event{Door: 0, At: 2 * time.Second, Result: rep.Doors[0]}})
	if got := m.screen.(doors).port(); got != before {
		t.Errorf("the highlight moved by itself from %d to %d", before, got)
	}
}

func TestEnterWithNothingReadyStays(t *testing.T) {
	m := shown(t, 80, 24, 200*time.Millisecond, nil)
	before := frame(m)
	if after := frame(press(t, m, "enter")); after != before {
		t.Errorf("enter did something:\n%s", after)
	}
}

func TestStaleEventsAreDropped(t *testing.T) {
	m := shown(t, 80, 24, time.Second, nil)
	rep := report(m.session, map[int]func(*probe.Result){465: ready})
	stale := make(chan probe.Event)
	before := frame(m)
	m = update1(m, runEventMsg{events: stale, open: true, event: probe.Event{Door: 0, Result: rep.Doors[0]}})
	if after := frame(m); after != before {
		t.Errorf("an event of another run was taken:\n%s", after)
	}
}

func TestTypedAheadKeysLandWhereTheyWereMeant(t *testing.T) {
	m := newTest(wizard.New(testWorld()), (&disk{}).engine(), 80, 24)
	for _, word := range []string{"zoho", "mailbox", "postmark", "aol"} {
		m := press(t, m, append(typed(word), "enter")...)
		got := m.session.Said(wizard.Provider)
		if p, ok := m.session.CatalogEntry(); !ok || !strings.Contains(strings.ToLower(p.Name+p.ID), word) {
			t.Errorf("typing %q and enter chose %q", word, got)
		}
	}
}

func TestEscapeClearsTheFilterFirst(t *testing.T) {
	m := newTest(wizard.New(testWorld()), (&disk{}).engine(), 80, 24)
	first := frame(m)
	m = press(t, press(t, m, typed("fast")...), "esc")
	if got := frame(m); got != first {
		t.Errorf("esc did not clear what was typed:\n%s", got)
	}
}

func TestSettingsScreen(t *testing.T) {
	eachSize(t, func(t *testing.T, width, height int) {
		golden(t, atSettings(t, &disk{}, width, height))
	})
}

func TestWritingANewFile(t *testing.T) {
	d := &disk{}
	m := press(t, atSettings(t, d, 80, 24), "w")
	if d.written == nil {
		t.Fatal("nothing was written")
	}
	if !strings.Contains(string(d.written.New), "host smtp.fastmail.com") || d.written.Mode != 0o600 {
		t.Errorf("written with mode %o:\n%s", d.written.Mode, d.written.New)
	}
	golden(t, m)
}

const otherAccount = "account work\nhost mail.example.com\nport 587\nauth on\ntls on\nuser ada\n"

func TestAnExistingFileIsShownBeforeItChanges(t *testing.T) {
	d := &disk{body: otherAccount}
	m := press(t, atSettings(t, d, 80, 40), "w")
	if d.written != nil {
		t.Fatal("the file was changed before the change was shown")
	}
	golden(t, m)
	if m = press(t, m, "esc"); d.written != nil {
		t.Fatal("esc wrote the file")
	}
	press(t, m, "w", "w")
	if d.written == nil || !strings.HasPrefix(string(d.written.New), otherAccount) {
		t.Errorf("the other account is not as it was: %v", d.written)
	}
}

func TestAnAccountOfTheSameNameIsOnlyReplacedAfterAsking(t *testing.T) {
	first := &disk{}
	press(t, atSettings(t, first, 80, 24), "w")
	d := &disk{body: strings.Replace(string(first.written.New), "465", "587", 1)}
	m := press(t, atSettings(t, d, 80, 40), "w")
	if d.written != nil || !strings.Contains(frame(m), "already") {
		t.Fatalf("it was not asked:\n%s", frame(m))
	}
	press(t, m, "w")
	if d.written == nil || m.session.Clash() == nil {
		t.Error("the account was not replaced")
	}
}

func TestCtrlCLeavesFromEverywhere(t *testing.T) {
	for name, m := range map[string]model{
		"provider": newTest(wizard.New(testWorld()), (&disk{}).engine(), 80, 24),
		"doors":    shown(t, 80, 24, time.Second, nil),
		"settings": atSettings(t, &disk{}, 80, 24),
	} {
		m = update1(m, answersDueMsg{})
		for _, key := range []string{"ctrl+c", "ctrl+alt+c"} {
			_, cmd := m.Update(keyPress(key))
			if cmd == nil {
				t.Errorf("%s: %s does nothing", name, key)
				continue
			}
			if _, ok := cmd().(tea.InterruptMsg); !ok {
				t.Errorf("%s: %s does not interrupt", name, key)
			}
		}
	}
}

func TestAnEarlyQuitWaitsForTheTerminalsAnswers(t *testing.T) {
	m := newTest(wizard.New(testWorld()), (&disk{}).engine(), 80, 24)
	next, cmd := m.Update(keyPress("ctrl+c"))
	if cmd != nil {
		t.Fatal("it left while the terminal's answers were under way")
	}
	if _, cmd = next.(model).Update(answersDueMsg{}); cmd == nil {
		t.Error("it never leaves")
	}
}

func TestTinyWindowsGetASentence(t *testing.T) {
	for _, size := range [][2]int{{20, 6}, {1, 1}, {29, 24}, {80, 7}} {
		m := newTest(wizard.New(testWorld()), (&disk{}).engine(), size[0], size[1])
		if size[0] > 10 && !strings.Contains(strings.ReplaceAll(frame(m), "\n", " "), "Make the window") {
			t.Errorf("%v shows:\n%s", size, frame(m))
		}
		m = update1(m, tea.WindowSizeMsg{Width: 80, Height: 24})
		if !strings.Contains(frame(m), "Where is your mailbox") {
			t.Errorf("back at 80x24 it shows:\n%s", frame(m))
		}
	}
}

func TestEveryScreenFitsEverySize(t *testing.T) {
	heights, widths := []int{8, 12, 15, 24, 50}, []int{30, 40, 60, 70, 80, 120}
	make := []func(w, h int) model{
		func(w, h int) model { return newTest(wizard.New(testWorld()), (&disk{}).engine(), w, h) },
		func(w, h int) model { return shown(t, w, h, time.Second, map[int]func(*probe.Result){587: ready}) },
		func(w, h int) model {
			return press(t, shown(t, w, h, time.Second, map[int]func(*probe.Result){587: ready}), "space")
		},
		func(w, h int) model { return atSettings(t, &disk{}, w, h) },
		func(w, h int) model { return press(t, atSettings(t, &disk{body: otherAccount}, w, h), "w") },
		func(w, h int) model { return press(t, atSettings(t, &disk{}, w, h), "esc") },
		func(w, h int) model { return press(t, atSettings(t, &disk{}, w, h), "w") },
	}
	for _, w := range widths {
		for _, h := range heights {
			for _, of := range make {
				fits(t, of(w, h))
			}
		}
	}
}

func TestNoBrailleAndNoSpinnerWithoutMotion(t *testing.T) {
	m := shown(t, 80, 24, time.Second, nil)
	if i := strings.IndexFunc(frame(m), func(r rune) bool { return r >= 0x2800 && r < 0x2900 }); i >= 0 {
		t.Error("a spinner turns although motion is off")
	}
}

func TestASCIIHoldsNothingElse(t *testing.T) {
	m := shown(t, 80, 24, time.Second, map[int]func(*probe.Result){587: ready, 25: timeout})
	m.look.ascii = true
	if i := slices.IndexFunc([]byte(frame(m)), func(b byte) bool { return b >= 0x80 }); i >= 0 {
		t.Errorf("not ASCII from byte %d on:\n%s", i, frame(m))
	}
	fits(t, m)
}
