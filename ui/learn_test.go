package ui

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/probe"
	"postern/probe/discover"
	"postern/wizard"
	"postern/wizard/lesson"
)

// learning returns the screens of postern learn.
func learning(s wizard.Session, o Options, width, height int) model {
	o.Theme, o.Learn = ThemeDark, true
	if o.Engine.Probe == nil {
		o.Engine = (&disk{}).engine()
	}
	if o.Engine.Route == nil {
		o.Engine.Route = func(context.Context, string) discover.Route { return discover.Route{} }
	}
	m := newModel(o)
	m = update1(m, ledToMsg{goMsg{s}})
	return update1(m, tea.WindowSizeMsg{Width: width, Height: height})
}

// still are the options for what has to keep still.
var still = Options{NoMotion: true}

// learned is a session whose doors were tried, with what was said at two of them.
func learned(t *testing.T) wizard.Session {
	t.Helper()
	s := fastmail(t)
	r := report(s, map[int]func(*probe.Result){
		465:  func(r *probe.Result) { ready(r); r.Transcript = transcript(true) },
		587:  func(r *probe.Result) { ready(r); r.Transcript = transcript(false) },
		2525: timeout, 25: open25,
	})
	return s.WithReport(r, r.Elapsed)
}

// transcript is what is said at a door of the kind.
func transcript(implicit bool) []probe.Line {
	words := "note connected to 192.0.2.25:587\nserver 220 smtp.fastmail.com ESMTP\nclient EHLO [192.0.2.7]\n" +
		"server 250-smtp.fastmail.com\nserver 250 STARTTLS\nclient STARTTLS\nserver 220 Go ahead\nnote TLS 1.3, TLS_AES_128_GCM_SHA256\n" +
		"client EHLO [192.0.2.7]\nserver 250-smtp.fastmail.com\nserver 250 AUTH PLAIN LOGIN\nclient QUIT"
	if implicit {
		words = "note connected to 192.0.2.25:465\nnote TLS 1.3, TLS_AES_128_GCM_SHA256\nserver 220 smtp.fastmail.com ESMTP\n" +
			"client EHLO [192.0.2.7]\nserver 250-smtp.fastmail.com\nserver 250 AUTH PLAIN LOGIN\nclient QUIT"
	}
	var out []probe.Line
	for line := range strings.SplitSeq(words, "\n") {
		from, text, _ := strings.Cut(line, " ")
		out = append(out, probe.Line{From: probe.Speaker(from), Text: probe.NewText(text)})
	}
	return out
}

// narrowAndUsual are the windows that the pages of postern learn are looked at in.
var narrowAndUsual = map[string][2]int{"80x24": {80, 24}, "40x15": {40, 15}}

// looked compares frames at both sizes, drawn with all signs and with ASCII alone.
func looked(t *testing.T, s wizard.Session, keys ...string) {
	t.Helper()
	for name, size := range narrowAndUsual {
		for _, ascii := range []bool{false, true} {
			test := name
			if ascii {
				test += "-ascii"
			}
			t.Run(test, func(t *testing.T) {
				o := still
				o.ASCII = ascii
				m := press(t, learning(s, o, size[0], size[1]), keys...)
				golden(t, m)
				for _, r := range frame(m) {
					if ascii && r > 0x7e {
						t.Errorf("%q (%U) is not ASCII", r, r)
					}
				}
			})
		}
	}
}

func TestLearnMenu(t *testing.T)     { looked(t, wizard.New(testWorld())) }
func TestJourneyBegins(t *testing.T) { looked(t, wizard.New(testWorld()), "enter") }

func TestJourneyWithTheOwnDoor(t *testing.T) { looked(t, learned(t), "enter", "enter") }

func TestJourneyAtTheRelay(t *testing.T) {
	looked(t, learned(t), "enter", "enter", "enter", "enter", "enter")
}

func TestTwoSessions(t *testing.T) { looked(t, wizard.New(testWorld()), "down", "enter") }

func TestTwoSessionsAtTLS(t *testing.T) {
	looked(t, wizard.New(testWorld()), "down", "enter", "down", "down", "down", "down", "down", "down", "down", "down", "e")
}

func TestOwnSessions(t *testing.T) {
	for name, size := range narrowAndUsual {
		t.Run(name, func(t *testing.T) {
			m := press(t, learning(learned(t), still, size[0], size[1]), "down", "enter", "tab")
			if size[0] < 72 { // one at a time
				m = press(t, m, "tab", "tab")
			}
			golden(t, press(t, m, "down", "down", "down", "down"))
		})
	}
}

func TestGlossary(t *testing.T) {
	looked(t, wizard.New(testWorld()), "up", "up", "enter", "s", "t")
}

// route is where the mail of example.com goes.
func route() discover.Route {
	return discover.Route{
		Domain: "example.com", Asked: []probe.Text{probe.NewText("DNS MX example.com")}, Elapsed: 23 * time.Millisecond,
		Exchanges: []discover.Exchange{{Host: "mx1.example.net", Preference: 10}, {Host: "mx2.example.net", Preference: 20}},
	}
}

// lookingUp types a domain at the journey's fourth stop and asks, and returns what is
// waited for.
func lookingUp(t *testing.T, m model, domain string) (model, context.Context) {
	t.Helper()
	m = press(t, m, "enter", "enter", "enter", "enter", "m")
	m = press(t, m, typed(domain)...)
	m = update1(m, keyPress("enter"))
	return update1(m, ledToMsg{}), m.over[len(m.over)-1].(whereto).lookup.ctx
}

func TestLookup(t *testing.T) {
	for name, size := range narrowAndUsual {
		t.Run(name, func(t *testing.T) {
			m, ctx := lookingUp(t, learning(learned(t), still, size[0], size[1]), "ada@example.com")
			if got := frame(m); !strings.Contains(got, "example.com, 0 s") {
				t.Errorf("it does not say that it asks:\n%s", got)
			}
			m = update1(m, routeMsg{ctx, route()})
			golden(t, m)
			m = press(t, m, "enter")
			for _, want := range []string{"goes to mx1.example.net", "4 of 7"} {
				if got := frame(m); !strings.Contains(got, want) && size[0] == 80 {
					t.Errorf("no %q on the way back:\n%s", want, got)
				}
			}
			m = press(t, m, "enter")
			if got := strings.Join(strings.Fields(frame(m)), " "); !strings.Contains(got, "calls mx1.example.net.") {
				t.Errorf("the relay does not call the server that was found:\n%s", got)
			}
		})
	}
}

func TestLookupAsksOnlyWhenTold(t *testing.T) {
	var domains []string
	o := still
	o.Engine = (&disk{}).engine()
	o.Engine.Route = func(_ context.Context, domain string) discover.Route {
		domains = append(domains, domain)
		return discover.Route{Domain: domain, Reason: discover.NullMX}
	}
	m := press(t, learning(wizard.New(testWorld()), o, 80, 24), "enter", "enter", "enter", "enter", "m")
	m = press(t, m, typed("nonsense")...)
	m = press(t, m, "enter")
	if got := frame(m); len(domains) > 0 || !strings.Contains(got, "no whole domain") {
		t.Errorf("it asked for %v:\n%s", domains, got)
	}
	m = press(t, m, typed(".example")...)
	next, cmd := m.Update(keyPress("enter"))
	m = next.(model)
	if len(domains) > 0 {
		t.Fatal("it asks outside a command")
	}
	msg := routeOf(t, cmd)
	if len(domains) != 1 || domains[0] != "nonsense.example" {
		t.Errorf("it asked for %v", domains)
	}
	m = update1(update1(m, ledToMsg{}), msg)
	if got := frame(m); !strings.Contains(got, "takes no mail at all") {
		t.Errorf("the answer is not told:\n%s", got)
	}
}

// routeOf carries out a command until it comes to where a domain's mail goes; clocks
// are left alone.
func routeOf(t *testing.T, cmd tea.Cmd) routeMsg {
	t.Helper()
	found := make(chan routeMsg, 1)
	var carry func(tea.Cmd)
	carry = func(cmd tea.Cmd) {
		if cmd == nil {
			return
		}
		go func() {
			switch msg := cmd().(type) {
			case tea.BatchMsg:
				for _, c := range msg {
					carry(c)
				}
			case ledToMsg:
				if r, ok := msg.msg.(routeMsg); ok {
					found <- r
				}
			case routeMsg:
				found <- msg
			}
		}()
	}
	carry(cmd)
	return <-found
}

func TestLookupCanBeStopped(t *testing.T) {
	o := still
	o.Engine = (&disk{}).engine()
	o.Engine.Route = func(ctx context.Context, domain string) discover.Route {
		<-ctx.Done()
		return discover.Route{Domain: domain, Reason: discover.Cancelled}
	}
	m := press(t, learning(wizard.New(testWorld()), o, 80, 24), "enter", "enter", "enter", "enter", "m")
	m = press(t, m, typed("example.com")...)
	next, cmd := m.Update(keyPress("enter"))
	m = update1(next.(model), ledToMsg{})
	m = press(t, m, "esc")
	m = update1(m, routeOf(t, cmd))
	if got := frame(m); !strings.Contains(got, "The lookup was stopped.") {
		t.Errorf("it was not stopped:\n%s", got)
	}
}

// TestALookupKeepsWhatWasTyped: a domain that was not asked about yet stands there again,
// also where another one was before; once it was, its answer does.
func TestALookupKeepsWhatWasTyped(t *testing.T) {
	m, ctx := lookingUp(t, learning(wizard.New(testWorld()), still, 80, 24), "example.com")
	m = press(t, update1(m, routeMsg{ctx, route()}), "enter")
	m = press(t, m, "m")
	wantShown(t, m, "› example.com", "goes to mx1.example.net")
	m = press(t, m, slices.Concat(slices.Repeat([]string{"backspace"}, 3), typed("or"), []string{"esc"})...)
	wantShown(t, m, "4 of 7")
	m = press(t, m, "m")
	wantShown(t, m, "› example.or", "enter asks your name servers")
	m = press(t, m, "g", "esc", "m")
	wantShown(t, m, "› example.org", "enter asks your name servers")
	m = press(t, m, slices.Concat(slices.Repeat([]string{"backspace"}, 11), []string{"esc", "m"})...)
	wantShown(t, m, "› example.com", "goes to mx1.example.net") // there is nothing to keep
	m = press(t, m, "x", "esc", "m", "backspace")
	next, _ := m.Update(keyPress("enter"))
	m = update1(next.(model), ledToMsg{})
	m = update1(m, routeMsg{m.over[len(m.over)-1].(whereto).lookup.ctx, route()})
	m = press(t, m, "enter", "m")
	wantShown(t, m, "› example.com", "goes to mx1.example.net")
}

// TestNoLookupWhereNothingLeaves: practice promises that nothing leaves the computer,
// and so does --offline.
func TestNoLookupWhereNothingLeaves(t *testing.T) {
	for name, change := range map[string]func(*wizard.World){
		"practice": func(w *wizard.World) { w.PracticeOnly = true },
		"offline":  func(w *wizard.World) { w.Offline = true },
	} {
		w := testWorld()
		change(&w)
		m := press(t, learning(wizard.New(w), still, 80, 24), "enter", "enter", "enter", "enter", "m")
		if got := frame(m); !strings.Contains(got, "4 of 7") || strings.Contains(got, "look up a domain") {
			t.Errorf("%s offers a lookup:\n%s", name, got)
		}
	}
}

// TestTheMessageTravels sees it on its way cell by cell, and at rest in the end.
func TestTheMessageTravels(t *testing.T) {
	m := learning(wizard.New(testWorld()), Options{}, 80, 24)
	m = press(t, m, "enter")
	next, cmd := m.Update(keyPress("enter"))
	m = next.(model)
	if cmd == nil {
		t.Fatal("nothing moves")
	}
	top := func() trip { return m.over[0].(trip) }
	cells := span(top().centres(), 0, 1)
	m = update1(m, ledToMsg{})
	for i := range cells {
		if !top().step.going {
			t.Fatalf("it stands still after %d of %d cells", i, cells)
		}
		fits(t, m)
		if n := strings.Count(frame(m), "●"); n != 1 {
			t.Fatalf("%d messages are on the way:\n%s", n, frame(m))
		}
		m = update1(m, strideMsg{top().step.number})
	}
	if top().step.going {
		t.Error("it goes on and on")
	}
	still := learning(wizard.New(testWorld()), still, 80, 24)
	next, _ = press(t, still, "enter").Update(keyPress("enter"))
	if next.(model).over[0].(trip).step.going {
		t.Error("it moves though all has to keep still")
	}
}

// TestHelpIsAboutWhatTheCursorIsOn opens the lesson of many a place, and comes back.
func TestHelpIsAboutWhatTheCursorIsOn(t *testing.T) {
	doors := map[int]func(*probe.Result){465: ready, 587: ready, 2525: timeout, 25: open25}
	tests := map[string]struct {
		at   func(t *testing.T) model
		help string
		want []string
	}{
		"the recommended door": {
			func(t *testing.T) model { return shown(t, 80, 24, 3*time.Second, doors) }, "?",
			[]string{"Port 465", "Seen here, at smtp.fastmail.com: 465 passed every check"},
		},
		"an open 25": {
			func(t *testing.T) model {
				return press(t, shown(t, 80, 24, 3*time.Second, doors), "end", "down", "down", "down")
			}, "?",
			[]string{"Port 25", "25 is open, and still not your door"},
		},
		"no answer": {
			func(t *testing.T) model { return press(t, shown(t, 80, 24, 3*time.Second, doors), "down", "down") }, "?",
			[]string{"No answer", "Seen here, at smtp.fastmail.com: 2525 does not answer"},
		},
		"the detail of a door": {
			func(t *testing.T) model { return press(t, shown(t, 80, 24, 3*time.Second, doors), "down", "space") }, "?",
			[]string{"Port 587", "587 passed every check"},
		},
		"why this door": {
			func(t *testing.T) model { return press(t, shown(t, 80, 24, 3*time.Second, doors), "enter") }, "?",
			[]string{"Submission or relay", "hands its mail to Fastmail on 465"},
		},
		"the journey's first hop": {
			func(t *testing.T) model { return press(t, learning(learned(t), still, 80, 24), "enter", "enter") }, "?",
			[]string{"Submission", "hands its mail to Fastmail on 465"},
		},
		"a line of a session": {
			func(t *testing.T) model {
				return press(t, learning(learned(t), still, 80, 24), "down", "enter", "down", "down", "down", "down", "down")
			}, "?",
			[]string{"STARTTLS: switching", "they 250 STARTTLS", "It can switch to encryption."},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m := tt.at(t)
			before := frame(m)
			m = press(t, m, tt.help)
			got := strings.Join(strings.Fields(frame(m)), " ")
			for _, want := range tt.want {
				if !strings.Contains(got, want) {
					t.Errorf("no %q in\n%s", want, frame(m))
				}
			}
			if back := frame(press(t, m, "esc")); back != before {
				t.Errorf("esc does not lead back to\n%s\nbut to\n%s", before, back)
			}
		})
	}
}

// TestLearnFromEverywhere: f2 leads to all there is to learn, l from a lesson does too,
// and neither loses the way back.
func TestLearnFromEverywhere(t *testing.T) {
	m := newTest(wizard.New(testWorld()), (&disk{}).engine(), 80, 24)
	before := frame(m)
	m = press(t, m, "f2")
	if got := frame(m); !strings.Contains(got, "The journey of a message") {
		t.Fatalf("f2 shows\n%s", got)
	}
	m = press(t, m, "down", "down", "enter", "enter")
	wantShown(t, m, "l all pages") // and not "learn more", for this is where one is
	m = press(t, m, "n")
	wantShown(t, m, "l all pages")
	m = press(t, m, "l")
	if got := frame(m); !strings.Contains(got, "› First steps") || len(m.over) != 1 {
		t.Errorf("l does not lead to the menu as it was left, but, %d deep, to\n%s", len(m.over), got)
	}
	if got := frame(press(t, m, "esc")); got != before {
		t.Errorf("esc leads to\n%s", got)
	}
	m = press(t, shown(t, 80, 24, 3*time.Second, map[int]func(*probe.Result){465: ready, 587: ready, 2525: timeout, 25: open25}), "f2", "enter", "enter")
	if got := frame(m); !strings.Contains(got, "Your program calls smtp.fastmail.com.") || !strings.Contains(got, "465.") {
		t.Errorf("the journey does not know the doors:\n%s", got)
	}
}

// TestTheJourneyFromWhy: it is one key away from the page on submission and relay.
func TestTheJourneyFromWhy(t *testing.T) {
	m := press(t, shown(t, 80, 24, 3*time.Second, map[int]func(*probe.Result){465: ready, 587: ready, 2525: timeout, 25: open25}), "enter")
	before := frame(m)
	m = press(t, m, "j")
	if got := frame(m); !strings.Contains(got, "1 of 7") {
		t.Fatalf("j shows\n%s", got)
	}
	if got := frame(press(t, m, "esc")); got != before {
		t.Errorf("esc leads to\n%s", got)
	}
}

// TestEveryLessonFits opens all pages from the menu at the narrowest size.
func TestEveryLessonFits(t *testing.T) {
	s := learned(t)
	for _, l := range lesson.All() {
		m := learning(s, still, 40, 15)
		m = update1(m, openMsg{newLesson(s, l.ID, m.look, nil)})
		fits(t, m)
		if got := frame(m); !strings.Contains(strings.Join(strings.Fields(got), " "), strings.Fields(l.Title)[0]) {
			t.Errorf("%s shows\n%s", l.ID, got)
		}
	}
}

// TestTheSessionsSayThatThereIsMore: of a list that goes on it is said how far.
func TestTheSessionsSayThatThereIsMore(t *testing.T) {
	eachSize(t, func(t *testing.T, width, height int) {
		m := press(t, newTest(wizard.New(testWorld()), (&disk{}).engine(), width, height), "f2", "down", "enter")
		v := m.screen
		if n := len(m.over); n > 0 {
			v = m.over[n-1]
		}
		s, ok := v.(sessions)
		if !ok {
			t.Fatalf("the sessions are not shown:\n%s", frame(m))
		}
		if hidden := s.room() < len(s.set().rows); hidden != strings.Contains(frame(m), " more\n") {
			t.Errorf("more lines are there: %t, and it shows\n%s", hidden, frame(m))
		}
		m = press(t, m, "end")
		if hidden := s.room() < len(s.set().rows); hidden != strings.Contains(frame(m), " before\n") {
			t.Errorf("lines came before: %t, and it shows\n%s", hidden, frame(m))
		}
	})
}

// TestASmallWindowKeepsThePlace: the title, which moves with the text there, is not
// counted as a part of it.
func TestASmallWindowKeepsThePlace(t *testing.T) {
	m := press(t, learning(wizard.New(testWorld()), still, 80, 24), "down", "down", "down", "enter", "enter", "down", "down", "down")
	wide := frame(m)
	small := update1(m, tea.WindowSizeMsg{Width: minWidth, Height: minHeight})
	if !small.top().(textPage).rolls {
		t.Fatalf("the title does not move:\n%s", frame(small))
	}
	if frame(press(t, small, "home")) == frame(small) {
		t.Errorf("it shows the beginning:\n%s", frame(small))
	}
	if got := frame(update1(small, tea.WindowSizeMsg{Width: 80, Height: 24})); got != wide {
		t.Errorf("back in the large window stands\n%s\nnot\n%s", got, wide)
	}
	wantShown(t, press(t, small, "home"), m.top().(textPage).title[:10])
}
