package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/probe"
	"postern/wizard"
)

// start is the first page.
func start() model { return newTest(wizard.New(testWorld()), (&disk{}).engine(), 80, 24) }

func wantShown(t *testing.T, m model, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(frame(m), w) {
			t.Fatalf("%q is not on the screen:\n%s", w, frame(m))
		}
	}
}

func TestEveryQuestionHasAWayBack(t *testing.T) {
	m := press(t, start(), append(typed("ada@unknown.example"), "enter")...)
	wantShown(t, m, "unknown.example", "Which server takes its", "Another server", "Ask your provider", "Practise first", "esc back")
	m = press(t, m, "esc")
	wantShown(t, m, "Where is your mailbox")
}

func TestWhatIsNotKnownIsSaidWhereItWasTyped(t *testing.T) {
	for _, words := range []string{"asdkj!!", "smtp.example.org:70000", "https://"} {
		m := press(t, start(), append(typed(words), "enter")...)
		wantShown(t, m, "Where is your mailbox", "! ")
	}
}

func TestWhatWasMeantIsOffered(t *testing.T) {
	m := press(t, start(), typed("https://mail.example.org/")...)
	wantShown(t, m, "› mail.example.org", "the server's name out of the link")
	m = press(t, start(), typed("ada@gmial.com")...)
	wantShown(t, m, "› ada@gmial.com", "its servers are looked for next", "  ada@gmail.com", "did you mean gmail.com?")
	wantShown(t, press(t, m, "down", "enter"), "2 of 6", "smtp.gmail.com")
}

func TestThePinnedChoicesStayInSight(t *testing.T) {
	m := start()
	wantShown(t, m, "My own or my company's server", "Practise first")
	m = press(t, m, "up") // round to the end
	wantShown(t, m, "› Practise first", "before")
	fits(t, m)
	wantShown(t, press(t, m, "down"), "› Gmail")
}

func TestEnterTypedBeforeTheTerminalWasOurs(t *testing.T) {
	m := press(t, start(), typed("fastmail")...)
	next, cmd := m.Update(tea.KeyPressMsg{Code: 'j', Mod: tea.ModCtrl})
	m = settle(t, next.(model), cmd)
	wantShown(t, m, "2 of 6", "smtp.fastmail.com")
}

func TestDoorsLeftInMidTryAreNotTriedAnew(t *testing.T) {
	m := shown(t, 80, 24, 2*time.Second, map[int]func(*probe.Result){587: ready, 2525: refused})
	m = press(t, m, "enter")
	wantShown(t, m, "Why door 587")
	m = press(t, m, "esc")
	wantShown(t, m, "✓ ready", "stopped", "enter use 587")
	if d := m.screen.(doors); !d.run.over {
		t.Error("the doors are tried again by themselves")
	}
}

func TestPracticeOnlyHasNoWayOut(t *testing.T) {
	w := testWorld()
	w.PracticeOnly = true
	s := wizard.New(w).WithPractice(wizard.Practice{Host: "localhost", Doors: probe.StandardDoors()}).Next()
	m := newTest(s, (&disk{}).engine(), 80, 24)
	wantShown(t, m, "practice servers here, in your provider's place")
	before := frame(m)
	if after := frame(press(t, m, "esc")); after != before {
		t.Errorf("esc led out of practice:\n%s", after)
	}
	if strings.Contains(before, "esc") {
		t.Error("the footer names esc")
	}
}

func TestThePolicyKeyTurnsTheRecommendation(t *testing.T) {
	s, err := wizard.New(testWorld()).Answer(wizard.Provider, "mail.unknown.example")
	if err != nil {
		t.Fatal(err)
	}
	s = s.WithReport(report(s, map[int]func(*probe.Result){465: ready, 587: ready, 2525: refused, 25: timeout}), time.Second)
	m := newTest(s, (&disk{}).engine(), 80, 24)
	wantShown(t, m, "Use 587")
	m = press(t, m, "p")
	wantShown(t, m, "Use 465", "enter use 465")
	m = press(t, m, "p")
	wantShown(t, m, "Use 587")
}

func TestHelpListsEveryKey(t *testing.T) {
	m := shown(t, 80, 40, time.Second, map[int]func(*probe.Result){587: ready, 465: ready, 2525: refused, 25: timeout})
	m = press(t, m, "?", "end")
	wantShown(t, m, "The keys of the screen you came from", "conversation", "prefer 465 or 587", "try again", "ctrl+c")
	m = press(t, m, "esc")
	wantShown(t, m, "enter use")
}

func TestFold(t *testing.T) {
	tests := map[string]struct {
		text  string
		width int
		want  string
	}{
		"fits":        {"abc", 3, "abc"},
		"one over":    {"abcd", 3, "abc\n↳ d"},
		"several":     {"abcdefgh", 4, "abcd\n↳ ef\n↳ gh"},
		"lines apart": {"abcd\nxy", 3, "abc\n↳ d\nxy"},
		"empty":       {"", 3, ""},
		"no room":     {"abc", 1, "a\n↳ b\n↳ c"},
		"wide":        {"日本語", 4, "日本\n↳ 語"},
		"too wide":    {"日", 1, "日"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := fold(tt.text, tt.width); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestEveryDoorCanBeSeenInTheSmallestWindow(t *testing.T) {
	m := shown(t, minWidth, minHeight, time.Second, map[int]func(*probe.Result){465: ready, 587: ready, 2525: refused, 25: timeout})
	m = press(t, m, "up", "up", "up")
	for _, port := range []string{"› 465", "› 587", "› 2525", "› 25 "} {
		wantShown(t, m, port)
		fits(t, m)
		m = press(t, m, "down")
	}
}

func TestTheFooterFitsInASCII(t *testing.T) {
	m := shown(t, 70, 24, time.Second, map[int]func(*probe.Result){465: ready, 587: ready, 2525: refused, 25: timeout})
	m.look.ascii = true
	fits(t, m)
	m = newTest(wizard.New(testWorld()), (&disk{}).engine(), 70, 24)
	m.look.ascii = true
	fits(t, m)
	wantShown(t, m, "up/down")
}

// TestTryingAgainIsInSight: once all doors have settled, that is what one may want most.
func TestTryingAgainIsInSight(t *testing.T) {
	for name, doors := range map[string]map[int]func(*probe.Result){
		"good":    {465: ready, 587: ready, 2525: refused, 25: timeout},
		"nothing": {465: timeout, 587: timeout, 2525: timeout, 25: timeout},
	} {
		t.Run(name, func(t *testing.T) {
			wantShown(t, shown(t, 80, 24, time.Second, doors), "r try again")
		})
	}
	wantShown(t, shown(t, 40, 15, time.Second, map[int]func(*probe.Result){465: ready, 587: ready, 2525: refused, 25: timeout}), "r again")
}

// TestNarrowFootersHoldMoreKeys: where it makes room for one more, keys stand closer.
func TestNarrowFootersHoldMoreKeys(t *testing.T) {
	wantShown(t, atSettings(t, &disk{}, 40, 15), "w write it   c copy   esc back   ? words")
	wantShown(t, shown(t, 40, 15, time.Second, map[int]func(*probe.Result){465: ready, 587: ready, 2525: refused, 25: timeout}),
		"enter use 465  r again  ? why  esc back")
}

func TestTheCaretStaysWhereItIs(t *testing.T) {
	m := atAccount(t)
	m = press(t, m, "home")
	at := m.View().Cursor.X
	m = press(t, m, "f1", "esc")
	m = update1(m, tea.WindowSizeMsg{Width: 60, Height: 20})
	if got := m.View().Cursor.X; got != at {
		t.Errorf("the caret was at %d and is at %d", at, got)
	}
}

func TestAChoiceIsExplainedToo(t *testing.T) {
	m := atAccount(t)
	for !strings.Contains(frame(m), "› Password from") {
		m = press(t, m, "tab")
	}
	wantShown(t, m, "? what is this")
	m = press(t, m, "?")
	wantShown(t, m, "enter back")
}

// atAccount walks to the questions about the person.
func atAccount(t *testing.T) model {
	t.Helper()
	m := press(t, atSettings(t, &disk{}, 80, 24), "esc")
	wantShown(t, m, "5 of 6", "Password from")
	return m
}

func TestWhatFollowsFromTheDoorsCanBeReadWhole(t *testing.T) {
	m := shown(t, 40, 15, time.Second, map[int]func(*probe.Result){465: timeout, 587: timeout, 2525: timeout, 25: timeout})
	wantShown(t, m, "No door is ready", "pgdn for more")
	var all strings.Builder
	for range 10 {
		fits(t, m)
		all.WriteString(frame(m))
		m = press(t, m, "pgdown")
	}
	if got := all.String(); !strings.Contains(got, "port 25.”") || strings.Contains(frame(m), "pgdn for more") {
		t.Errorf("the end is not there, or the last page says that there is more:\n%s", frame(m))
	}
	for range 10 {
		m = press(t, m, "pgup")
	}
	wantShown(t, m, "No door is ready")
}

func TestTheSettingsSayThatThereIsMore(t *testing.T) {
	m := atSettings(t, &disk{}, 40, 15)
	wantShown(t, m, "more below")
	for range 40 {
		m = press(t, m, "down")
		fits(t, m)
	}
	wantShown(t, m, "account default")
	m = press(t, m, "c")
	fits(t, m)
	if strings.Contains(frame(press(t, m, "up")), "clipboard") {
		t.Error("the note stays")
	}
}

func TestTheSameSettingsNeedNoWriting(t *testing.T) {
	d := &disk{}
	m := atSettings(t, d, 80, 24)
	config, err := m.screen.(settings).session.Config()
	if err != nil {
		t.Fatal(err)
	}
	d.body = config
	m = atSettings(t, d, 80, 24)
	m = press(t, m, "w")
	wantShown(t, m, "holds exactly these settings already")
	if d.written != nil {
		t.Error("it was written")
	}
}
