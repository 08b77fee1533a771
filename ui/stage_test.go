package ui

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/probe"
	"postern/probe/discover"
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
		Find: nobody,
		Rest: func() {},
		Trust: func(file string) (string, error) {
			if file == "" || strings.HasPrefix(file, "/") {
				return file, nil
			}
			return "", fmt.Errorf("%s cannot be read: no such file", file)
		},
		Save: func(wizard.Session, bool) (string, error) { return "/home/ada/report.txt", d.fails },
		Look: func(places []recipe.Place) ([]install.Current, error) {
			var all []install.Current
			for _, place := range places {
				c := install.Current{Path: place.Paths[0], Real: place.Paths[0], Mode: 0o600}
				if d.body != "" {
					c.Exists, c.Body = true, []byte(d.body)
				}
				all = append(all, c)
			}
			return all, d.fails
		},
		Apply: func(plans []install.Plan) ([]install.Done, error) {
			var done []install.Done
			for _, p := range plans {
				d.written = &p
				done = append(done, install.Done{Path: p.Current.Path})
			}
			return done, d.fails
		},
		Practice: func() (wizard.Practice, error) { return wizard.Practice{}, errors.New("no room") },
	}
}

// nobody is a search at name servers that know no name, over before it is looked at.
func nobody(ctx context.Context, q discover.Query) (discover.Report, <-chan discover.Event) {
	f := discover.Finder{
		Lookup: func(context.Context, string) ([]netip.Addr, probe.DNS) { return nil, probe.DNSNXDomain },
		SRV:    func(context.Context, string) ([]*net.SRV, probe.DNS) { return nil, probe.DNSNXDomain },
		MX:     func(context.Context, string) ([]*net.MX, probe.DNS) { return nil, probe.DNSNXDomain },
		Dial:   func(context.Context, string, string) (net.Conn, error) { return nil, errors.New("no way out") },
	}
	events := make(chan discover.Event)
	close(events)
	return f.Find(ctx, q), events
}

// newTest returns a router at the session's step, of the given size.
func newTest(s wizard.Session, e Engine, width, height int) model {
	m := newModel(Options{Engine: e, Theme: ThemeDark, NoMotion: true})
	m = update1(m, ledToMsg{goMsg{s}})
	return update1(m, tea.WindowSizeMsg{Width: width, Height: height})
}

func update1(m model, msg tea.Msg) model {
	next, _ := m.Update(msg)
	return next.(model)
}

// press types keys and carries out the one command that each leads to.
func press(t *testing.T, m model, keys ...string) model {
	t.Helper()
	for _, k := range keys {
		next, cmd := m.Update(keyPress(k))
		m = settle(t, next.(model), cmd)
	}
	return m
}

// settle carries out a command and those that follow from it.
func settle(t *testing.T, m model, cmd tea.Cmd) model {
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
		m = next.(model)
	}
	t.Fatal("the commands never end")
	return m
}

func keyPress(k string) tea.KeyPressMsg {
	named := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown,
		"space": tea.KeySpace, "backspace": tea.KeyBackspace, "f1": tea.KeyF1, "f2": tea.KeyF2, "f3": tea.KeyF3, "end": tea.KeyEnd, "home": tea.KeyHome,
	}
	if code, ok := named[k]; ok {
		return tea.KeyPressMsg{Code: code}
	}
	if rest, ok := strings.CutPrefix(k, "ctrl+alt+"); ok { // as right behind esc
		return tea.KeyPressMsg{Code: rune(rest[0]), Mod: tea.ModCtrl | tea.ModAlt}
	}
	if rest, ok := strings.CutPrefix(k, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: rune(rest[0]), Mod: tea.ModCtrl}
	}
	return tea.KeyPressMsg{Code: []rune(k)[0], Text: k}
}

// typed are the keys of a text.
func typed(text string) []string { return strings.Split(text, "") }

// frame is what is on the screen, without colours and blanks at line ends.
func frame(m model) string {
	rows := strings.Split(ansi.Strip(m.View().Content), "\n")
	for i, r := range rows {
		rows[i] = strings.TrimRight(r, " ")
	}
	return strings.TrimRight(strings.Join(rows, "\n"), "\n") + "\n"
}

// golden compares a frame with the file of the test's name.
func golden(t *testing.T, m model) {
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
func fits(t *testing.T, m model) {
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
func shown(t *testing.T, width, height int, elapsed time.Duration, changes map[int]func(*probe.Result)) model {
	t.Helper()
	s := fastmail(t)
	m := newTest(s, (&disk{}).engine(), width, height)
	rep := report(s, changes)
	events := make(chan probe.Event)
	began := time.Unix(1000, 0)
	m = update1(m, runBegunMsg{m.screen.(doors).run.ctx, probe.Run{Report: rep, Events: events}, began, 0})
	m = update1(m, runTickMsg{events, began.Add(elapsed), 0})
	if rep.Settled() {
		m = update1(m, runEventMsg{events: events})
	}
	return m
}

// atSettings walks to the last page.
func atSettings(t *testing.T, d *disk, width, height int) model {
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
