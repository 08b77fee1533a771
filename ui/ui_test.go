package ui

import (
	"context"
	"errors"
	"flag"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/probe"
	"postern/wizard"
	"postern/wizard/catalog"
	"postern/wizard/install"
	"postern/wizard/recipe"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func testWorld() wizard.World {
	return wizard.World{
		Catalog: catalog.Default(), Computer: "ada-laptop", Home: "/home/ada", ConfigHome: "/home/ada/.config",
		Installed: []string{"msmtp"},
		Stores:    []recipe.SecretKind{recipe.Keyring, recipe.Pass, recipe.Command, recipe.AskMe},
	}
}

// disk is a file system of one file.
type disk struct {
	body    string // of ~/.msmtprc; "" means there is none
	written *install.Plan
	fails   error
}

func (d *disk) engine() Engine {
	return Engine{
		Probe: func(_ context.Context, host string, doors []probe.Door) probe.Run {
			events := make(chan probe.Event)
			close(events)
			return probe.Run{Report: probe.NewReport(host, time.Time{}, doors), Events: events}
		},
		Rest: func() {},
		Save: func(wizard.Session, bool) (string, error) { return "/home/ada/report.txt", d.fails },
		Look: func(paths []string) (install.Current, error) {
			c := install.Current{Path: paths[0], Real: paths[0], Mode: 0o600}
			if d.body != "" {
				c.Exists, c.Body = true, []byte(d.body)
			}
			return c, d.fails
		},
		Apply: func(p install.Plan) (install.Done, error) {
			d.written = &p
			return install.Done{Path: p.Current.Path}, d.fails
		},
		Practice: func() (wizard.Practice, error) { return wizard.Practice{}, errors.New("no room") },
	}
}

// newTest returns a router at the session's step, of the given size.
func newTest(s wizard.Session, e Engine, width, height int) Model {
	m := newModel(Options{Engine: e, Theme: ThemeDark, NoMotion: true})
	m = update1(m, ledToMsg{goMsg{s}})
	return update1(m, tea.WindowSizeMsg{Width: width, Height: height})
}

func update1(m Model, msg tea.Msg) Model {
	next, _ := m.Update(msg)
	return next.(Model)
}

// press types keys and carries out the one command that each leads to.
func press(t *testing.T, m Model, keys ...string) Model {
	t.Helper()
	for _, k := range keys {
		next, cmd := m.Update(keyPress(k))
		m = settle(t, next.(Model), cmd)
	}
	return m
}

// settle carries out a command and those that follow from it.
func settle(t *testing.T, m Model, cmd tea.Cmd) Model {
	t.Helper()
	for range 10 {
		if cmd == nil {
			return m
		}
		msg := cmd()
		switch msg := msg.(type) {
		case nil, tea.QuitMsg, tea.InterruptMsg:
			return m
		case tea.BatchMsg:
			for _, c := range msg {
				m = settle(t, m, c)
			}
			return m
		}
		var next tea.Model
		next, cmd = m.Update(msg)
		m = next.(Model)
	}
	t.Fatal("the commands never end")
	return m
}

func keyPress(k string) tea.KeyPressMsg {
	named := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown,
		"space": tea.KeySpace, "backspace": tea.KeyBackspace, "f1": tea.KeyF1, "end": tea.KeyEnd, "home": tea.KeyHome,
	}
	if code, ok := named[k]; ok {
		return tea.KeyPressMsg{Code: code}
	}
	if rest, ok := strings.CutPrefix(k, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: rune(rest[0]), Mod: tea.ModCtrl}
	}
	return tea.KeyPressMsg{Code: []rune(k)[0], Text: k}
}

// typed are the keys of a text.
func typed(text string) []string { return strings.Split(text, "") }

// frame is what is on the screen, without colours and blanks at line ends.
func frame(m Model) string {
	rows := strings.Split(ansi.Strip(m.View().Content), "\n")
	for i, r := range rows {
		rows[i] = strings.TrimRight(r, " ")
	}
	return strings.TrimRight(strings.Join(rows, "\n"), "\n") + "\n"
}

// golden compares a frame with the file of the test's name.
func golden(t *testing.T, m Model) {
	t.Helper()
	got := frame(m)
	path := filepath.Join("testdata", t.Name()+".golden")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; make it with: go test ./ui -update", err)
	}
	if got != string(want) {
		t.Errorf("the frame is not that of %s:\n--- got\n%s\n--- want\n%s", path, got, want)
	}
	fits(t, m)
}

// fits checks that no frame is larger than the window.
func fits(t *testing.T, m Model) {
	t.Helper()
	rows := strings.Split(m.View().Content, "\n")
	if len(rows) > m.height {
		t.Errorf("the frame has %d rows in a window of %d:\n%s", len(rows), m.height, frame(m))
	}
	for _, r := range rows {
		if w := ansi.StringWidth(r); w > m.width {
			t.Errorf("a row of %d cells in a window of %d: %q", w, m.width, ansi.Strip(r))
		}
	}
}

// sizes are the windows that frames are looked at in.
var sizes = map[string][2]int{"80x24": {80, 24}, "40x15": {40, 15}, "120x40": {120, 40}}

func eachSize(t *testing.T, test func(t *testing.T, width, height int)) {
	for name, s := range sizes {
		t.Run(name, func(t *testing.T) { test(t, s[0], s[1]) })
	}
}

// settled is a door that came to the given end; change sets its facts.
func settled(d probe.Door, elapsed time.Duration, change func(*probe.Result)) probe.Result {
	r := probe.NewResult(d)
	r.Step, r.Elapsed = probe.StepSettled, elapsed
	change(&r)
	return r
}

func open25(r *probe.Result) {
	greeted(r)
	r.TLS, r.TLSVerified, r.TLSVersion, r.TLSMode = probe.TLSOK, true, "1.3", probe.ModeSTARTTLS
}

func greeted(r *probe.Result) {
	r.Connect, r.Greeting, r.Hello, r.GreetingCode = probe.ConnectOK, probe.GreetingOK, probe.HelloOK, 220
}

func ready(r *probe.Result) {
	open25(r)
	if r.Door.Implicit() {
		r.TLSMode = probe.ModeImplicit
	}
	r.AuthAfterTLS = []string{"PLAIN", "LOGIN"}
}

func refused(r *probe.Result) { r.Connect = probe.ConnectRefused }

func timeout(r *probe.Result) { r.Connect = probe.ConnectTimeout }

// fastmail is a session whose doors are being tried.
func fastmail(t *testing.T) wizard.Session {
	t.Helper()
	s, err := wizard.New(testWorld()).Answer(wizard.Provider, "ada@fastmail.com")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// report makes a report of the session's doors; those without a change are still
// being connected to.
func report(s wizard.Session, changes map[int]func(*probe.Result)) probe.Report {
	r := probe.NewReport(s.Get(wizard.Host), time.Time{}, s.Doors())
	r.Addresses = []netip.Addr{netip.MustParseAddr("192.0.2.25")}
	took := time.Duration(0)
	for i, d := range s.Doors() {
		took += 70 * time.Millisecond
		if change, ok := changes[d.Port]; ok {
			r.Doors[i] = settled(d, took, change)
			r.Elapsed = took
			continue
		}
		r.Doors[i].Step = probe.StepConnect
	}
	return r
}

// shown puts a report on a doors screen.
func shown(t *testing.T, width, height int, elapsed time.Duration, changes map[int]func(*probe.Result)) Model {
	t.Helper()
	s := fastmail(t)
	m := newTest(s, (&disk{}).engine(), width, height)
	rep := report(s, changes)
	events := make(chan probe.Event)
	began := time.Unix(1000, 0)
	m = update1(m, startedMsg{m.screen.(doors).run.ctx, probe.Run{Report: rep, Events: events}, began})
	m = update1(m, clockMsg{events, began.Add(elapsed)})
	if rep.Settled() {
		m = update1(m, eventMsg{events: events})
	}
	return m
}

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
	m = update1(m, eventMsg{events: d.run.events, open: true, event: probe.Event{Door: 0, At: 2 * time.Second, Result: rep.Doors[0]}})
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
	m = update1(m, eventMsg{events: stale, open: true, event: probe.Event{Door: 0, Result: rep.Doors[0]}})
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

// atSettings walks to the last page.
func atSettings(t *testing.T, d *disk, width, height int) Model {
	t.Helper()
	s := fastmail(t)
	rep := report(s, map[int]func(*probe.Result){465: ready, 587: ready, 2525: refused, 25: timeout})
	s = s.WithReport(rep, 2*time.Second)
	for f, v := range map[wizard.Field]string{wizard.Door: "465", wizard.Program: "msmtp"} {
		next, err := s.Put(f, v)
		if err != nil {
			t.Fatal(err)
		}
		s = next
	}
	s, err := s.Answer(wizard.Secret, "keyring")
	if err != nil {
		t.Fatal(err)
	}
	m := newTest(s, d.engine(), width, height)
	return settle(t, m, m.screen.Init())
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
	for name, m := range map[string]Model{
		"provider": newTest(wizard.New(testWorld()), (&disk{}).engine(), 80, 24),
		"doors":    shown(t, 80, 24, time.Second, nil),
		"settings": atSettings(t, &disk{}, 80, 24),
	} {
		m = update1(m, answersDueMsg{})
		_, cmd := m.Update(keyPress("ctrl+c"))
		if cmd == nil {
			t.Errorf("%s: ctrl+c does nothing", name)
			continue
		}
		if _, ok := cmd().(tea.InterruptMsg); !ok {
			t.Errorf("%s: ctrl+c does not interrupt", name)
		}
	}
}

func TestAnEarlyQuitWaitsForTheTerminalsAnswers(t *testing.T) {
	m := newTest(wizard.New(testWorld()), (&disk{}).engine(), 80, 24)
	next, cmd := m.Update(keyPress("ctrl+c"))
	if cmd != nil {
		t.Fatal("it left while the terminal's answers were under way")
	}
	if _, cmd = next.(Model).Update(answersDueMsg{}); cmd == nil {
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
	make := []func(w, h int) Model{
		func(w, h int) Model { return newTest(wizard.New(testWorld()), (&disk{}).engine(), w, h) },
		func(w, h int) Model { return shown(t, w, h, time.Second, map[int]func(*probe.Result){587: ready}) },
		func(w, h int) Model {
			return press(t, shown(t, w, h, time.Second, map[int]func(*probe.Result){587: ready}), "space")
		},
		func(w, h int) Model { return atSettings(t, &disk{}, w, h) },
		func(w, h int) Model { return press(t, atSettings(t, &disk{body: otherAccount}, w, h), "w") },
		func(w, h int) Model { return press(t, atSettings(t, &disk{}, w, h), "esc") },
		func(w, h int) Model { return press(t, atSettings(t, &disk{}, w, h), "w") },
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
