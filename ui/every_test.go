package ui

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/probe"
	"postern/probe/discover"
	"postern/wizard"
	"postern/wizard/lesson"
)

// A view is a screen of the program and how to come to it, in a window of any size.
type view struct {
	name string
	at   func(t *testing.T, width, height int) model
}

// everyView are all kinds of screens there are, with what may stand on them.
func everyView() []view {
	good := map[int]func(*probe.Result){465: ready, 587: ready, 2525: refused, 25: open25}
	shut := map[int]func(*probe.Result){465: timeout, 587: timeout, 2525: timeout, 25: timeout}
	first := func(keys ...string) func(*testing.T, int, int) model {
		return func(t *testing.T, w, h int) model {
			return press(t, newTest(wizard.New(testWorld()), (&disk{}).engine(), w, h), keys...)
		}
	}
	tried := func(of map[int]func(*probe.Result), keys ...string) func(*testing.T, int, int) model {
		return func(t *testing.T, w, h int) model { return press(t, shown(t, w, h, 3*time.Second, of), keys...) }
	}
	last := func(d disk, keys ...string) func(*testing.T, int, int) model {
		return func(t *testing.T, w, h int) model { d := d; return press(t, atSettings(t, &d, w, h), keys...) }
	}
	lessons := func(keys ...string) func(*testing.T, int, int) model {
		return func(t *testing.T, w, h int) model { return press(t, learning(learned(t), still, w, h), keys...) }
	}
	examined := func(walk func(*testing.T, model) model) func(*testing.T, int, int) model {
		return func(t *testing.T, w, h int) model { return walk(t, (&desk{seed: 2}).ask(t, quizzed(t), w, h)) }
	}
	searching := func(over bool, said map[discover.SourceID]func(*discover.Answer), keys ...string) func(*testing.T, int, int) model {
		return func(t *testing.T, w, h int) model {
			m, _ := lookingFor(t, w, h, searched(t, over, said), time.Second)
			return press(t, m, keys...)
		}
	}
	return []view{
		{"provider", first()},
		{"provider typed", first(typed("fastm")...)},
		{"provider with a slip", first(typed("ada@gmial.com")...)},
		{"provider wrong", first(append(typed("asdkj!!"), "enter")...)},
		{"provider last", first("up")},
		{"provider page", first(append(typed("amazon-ses"), "f1")...)},
		{"unknown domain", first(append(typed("ada@unknown.example"), "enter")...)},
		{"practice begins", func(t *testing.T, w, h int) model {
			m := newTest(wizard.New(testWorld()), (&disk{}).engine(), w, h)
			return update1(m, goMsg{practising(t)})
		}},
		{"searching", searching(false, agreed)},
		{"searched", searching(true, agreed)},
		{"searched for nothing", searching(true, nil)},
		{"found from near", searching(true, agreed, "space")},
		{"found changed", searching(true, agreed, "e")},
		{"bridge", func(t *testing.T, w, h int) model { return atBridge(t, w, h) }},
		{"bridge certificate", func(t *testing.T, w, h int) model { return press(t, atBridge(t, w, h), "enter") }},
		{"doors begin", tried(nil)},
		{"doors", tried(good)},
		{"doors shut", tried(shut)},
		{"door from near", tried(good, "space")},
		{"door from near, as it was said", func(t *testing.T, w, h int) model {
			return press(t, update1(newTest(learned(t), (&disk{}).engine(), w, h), nil), "space", "t")
		}},
		{"control question", tried(shut, "c")},
		{"help of the doors", tried(good, "?")},
		{"why", tried(good, "enter")},
		{"program", tried(good, "enter", "enter")},
		{"account", accountOf},
		{"account, last line", func(t *testing.T, w, h int) model {
			return press(t, accountOf(t, w, h), "up", "tab", "tab", "tab", "tab", "tab")
		}},
		{"settings", last(disk{})},
		{"settings, next part", last(disk{}, "tab")},
		{"difference", last(disk{body: otherAccount}, "w")},
		{"written", last(disk{}, "w")},
		{"check of the login", func(t *testing.T, w, h int) model { return atVerify(t, &signingHouse{}, w, h) }},
		{"login checked", func(t *testing.T, w, h int) model {
			house := &signingHouse{}
			m := begun(t, atVerify(t, house, w, h), house, "enter")
			in := probe.SignIn{Door: safeDoor(), Step: probe.SignInSettled, Mechanism: "PLAIN", Login: probe.LoginOK, Send: probe.SendOK, SendCommand: "."}
			return update1(learns(m, house, in), signInEventMsg{ctx: house.ctx})
		}},
		{"Thunderbird", func(t *testing.T, w, h int) model {
			return atThunderbird(t, &birdhouse{profiles: home("one.default")}, w, h)
		}},
		{"Thunderbird's profiles", func(t *testing.T, w, h int) model {
			return atThunderbird(t, &birdhouse{profiles: home("one.default", "two")}, w, h)
		}},
		{"learn", lessons()},
		{"journey", lessons("enter")},
		{"journey, own door", lessons("enter", "enter")},
		{"journey, relay", lessons("enter", "enter", "enter", "enter", "enter")},
		{"journey, lookup", lessons("enter", "enter", "enter", "enter", "m")},
		{"two sessions", lessons("down", "enter")},
		{"own session", lessons("down", "enter", "tab")},
		{"line of a session", lessons("down", "enter", "down", "e")},
		{"glossary", lessons("up", "up", "enter")},
		{"quiz", examined(func(_ *testing.T, m model) model { return m })},
		{"quiz, wrong", examined(func(t *testing.T, m model) model { return answer(t, upTo(t, m, "order"), false) })},
		{"quiz, over", examined(func(t *testing.T, m model) model {
			for n := 0; !asked(t, m).sitting.Ended(); n++ {
				m = press(t, answer(t, m, n%4 > 0), "enter")
			}
			return m
		})},
	}
}

// practising is a session that waits for its practice servers.
func practising(t *testing.T) wizard.Session {
	t.Helper()
	s, err := wizard.New(testWorld()).Answer(wizard.Provider, "practise")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// stop is how the name of a stop of the journey begins.
var stop = regexp.MustCompile(`^\d of 7 `)

// when is the time before a line of a conversation, or what stands for nobody where there
// is no room for the time.
var when = regexp.MustCompile(`^([<\d.]+ m?s|–) `)

// inSight is the line of a frame that matters most: the one that is highlighted, or the
// title of what is read.
func inSight(content string) string {
	rows := strings.Split(ansi.Strip(content), "\n")
	for _, row := range rows {
		if stop.MatchString(row) {
			return row
		}
		if row, ok := strings.CutPrefix(strings.TrimLeft(row, " "), "›"); ok {
			return when.ReplaceAllString(strings.Join(strings.Fields(row), " "), "")
		}
	}
	return strings.Join(strings.Fields(rows[min(2, len(rows)-1)]), " ")
}

// TestEveryViewAtAnySize: the window may become as small as can be while a screen is
// shown, and large again; nothing is lost by it.
func TestEveryViewAtAnySize(t *testing.T) {
	for _, v := range everyView() {
		t.Run(v.name, func(t *testing.T) {
			m := v.at(t, 80, 24)
			before := frame(m)
			matters := inSight(m.View().Content)
			for _, size := range [][2]int{{40, 12}, {30, 8}, {20, 5}, {10, 3}, {2, 1}, {1, 1}, {0, 0}, {200, 1}, {1, 60}, {40, 15}, {300, 100}, {30, 8}, {31, 9}} {
				m = update1(m, tea.WindowSizeMsg{Width: size[0], Height: size[1]})
				if size[0] > 0 {
					fits(t, m)
				}
				switch got := unwrapped(m); {
				case size[0] >= minWidth && size[1] >= minHeight:
					matter(t, m, matters)
				case size[0] > 0 && got == "":
					t.Errorf("%v: nothing is shown", size)
				case size[0] >= 10 && size[1] >= 3 && !strings.Contains(got, "30x8") && !strings.Contains(got, "30 by 8"):
					t.Errorf("%v: it does not say what it needs:\n%s", size, got)
				}
			}
			m = update1(m, tea.WindowSizeMsg{Width: 80, Height: 24})
			if after := frame(m); after != before {
				t.Errorf("large again, it shows\n%s\nand did show\n%s", after, before)
			}
			for _, size := range [][2]int{{40, 12}, {30, 8}} { // as it is when it begins so
				matter(t, v.at(t, size[0], size[1]), matters)
			}
		})
	}
}

// matter fails if what matters is out of sight.
func matter(t *testing.T, m model, what string) {
	t.Helper()
	if got := inSight(m.View().Content); !alike(got, what) {
		t.Errorf("%dx%d: %q is out of sight:\n%s", m.width, m.height, what, frame(m))
	}
	rows := strings.Split(ansi.Strip(m.View().Content), "\n")
	keys := m.top().keys()
	first := slices.IndexFunc(keys, func(h *hint) bool { return !h.off })
	if name := keys[first].key; !strings.Contains(rows[len(rows)-1], name) {
		t.Errorf("%dx%d: the footer does not begin with %s:\n%s", m.width, m.height, name, frame(m))
	}
}

// alike reports whether two lines begin with the same word: what is narrow says less.
func alike(a, b string) bool {
	a, _, _ = strings.Cut(a, " ")
	b, _, _ = strings.Cut(b, " ")
	return a == b
}

// TestEveryViewInASCII: a terminal that knows nothing else is sent nothing else.
func TestEveryViewInASCII(t *testing.T) {
	for _, v := range everyView() {
		for _, size := range [][2]int{{80, 24}, {40, 15}, {30, 8}, {120, 400}} {
			m := v.at(t, size[0], size[1])
			m.look.ascii = true
			m = m.restyle()
			onlyASCII(t, v.name, m)
		}
	}
}

func onlyASCII(t *testing.T, name string, m model) {
	t.Helper()
	for _, r := range frame(m) {
		if r > '~' {
			t.Errorf("%s, %dx%d: %q (%U) is no ASCII:\n%s", name, m.width, m.height, r, r, frame(m))
			return
		}
	}
	fits(t, m)
}

// TestEveryTextInASCII: all lessons, all that is known of providers, all settings.
func TestEveryTextInASCII(t *testing.T) {
	for _, l := range lesson.All() {
		m := learning(learned(t), Options{NoMotion: true, ASCII: true}, 80, 1000)
		onlyASCII(t, l.ID, update1(m, openMsg{newLesson(learned(t), l.ID, m.look, nil)}))
	}
	w := testWorld()
	for _, p := range w.Catalog.Providers {
		m := newTest(wizard.New(w), (&disk{}).engine(), 80, 1000)
		m.look.ascii = true
		onlyASCII(t, p.ID, update1(m, openMsg{newProviderPage(m.session, wizard.ProviderPage(&p, w.Catalog.AsOf), "", m.look)}))
	}
	m := newTest(wizard.New(w), (&disk{}).engine(), 120, 1000)
	m.look.ascii = true
	onlyASCII(t, "the list of providers", m.fit())
	everyProgram(t, func(t *testing.T, m model) {
		m.look.ascii = true
		onlyASCII(t, "settings", m)
	})
}

// TestTheReadersPlaceStays: whatever the window becomes while a text is read, the words
// on top are shown on top again.
func TestTheReadersPlaceStays(t *testing.T) {
	m := press(t, shown(t, 80, 24, 3*time.Second, map[int]func(*probe.Result){587: ready}), "?", "down", "down", "down", "down", "down", "down", "down")
	top := func(m model) string { return strings.Split(ansi.Strip(m.top().(textPage).view.View()), "\n")[0] }
	words := strings.Fields(top(m))[:2]
	before := frame(m)
	for _, size := range [][2]int{{60, 20}, {33, 9}, {47, 12}, {30, 8}, {1, 1}, {300, 9}, {79, 23}, {31, 60}} {
		m = update1(m, tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		row := strings.Join(strings.Fields(top(m)), " ")
		if size[0] >= minWidth && size[1] >= minHeight && !strings.Contains(row+" ", words[0]) {
			t.Errorf("%v: on top is %q, which does not have %q in it", size, row, words[0])
		}
	}
	m = update1(m, tea.WindowSizeMsg{Width: 80, Height: 24})
	if after := frame(m); after != before {
		t.Errorf("large again, it shows\n%s\nand did show\n%s", after, before)
	}
	if lower := frame(press(t, m, "down")); lower == before {
		t.Error("it does not scroll any more")
	}
}
