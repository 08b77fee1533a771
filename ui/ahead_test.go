package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"postern/wizard"
)

// burst types keys before any of what they lead to has been carried out, and only
// then lets the commands run, in order.
func burst(t *testing.T, m model, keys ...tea.Msg) model {
	t.Helper()
	var cmds []tea.Cmd
	for _, k := range keys {
		next, cmd := m.Update(k)
		m, cmds = next.(model), append(cmds, cmd)
	}
	for _, cmd := range cmds {
		m = settle(t, m, cmd)
	}
	return m
}

func TestKeysWaitForTheScreenTheyAreMeantFor(t *testing.T) {
	s := wizard.New(testWorld())
	enter := keyPress("enter")
	own := []tea.Msg{tea.PasteMsg{Content: "zzqqzz"}, keyPress("down"), enter} // a server of their own, and its name is asked
	for _, tt := range []struct {
		name string
		keys []tea.Msg
		want string
	}{
		{"into the next question", append(own[:3:3], keyPress("m"), keyPress("x")), "› mx"},
		{"a paste", append(own[:3:3], tea.PasteMsg{Content: "smtp.example.org"}), "› smtp.example.org"},
		{"there and back", append(own[:3:3], keyPress("esc"), keyPress("esc"), keyPress("g"), keyPress("m")), "› gm"},
		{"over a page laid over", []tea.Msg{keyPress("f1"), keyPress("esc"), keyPress("q")}, "› q"},
		{"two questions further", append(own[:3:3], tea.PasteMsg{Content: "smtp.example.org"}, enter), "2 of 6"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := burst(t, newTest(s, (&disk{}).engine(), 80, 24), tt.keys...)
			if got := frame(m); !strings.Contains(got, tt.want) {
				t.Errorf("%q is not on\n%s", tt.want, got)
			}
		})
	}
}

// Written is written before the screen after it can take a key.
func TestKeysWaitUntilTheFileIsWritten(t *testing.T) {
	d := &disk{}
	m := burst(t, atSettings(t, d, 80, 24), keyPress("w"), keyPress("q"))
	if d.written == nil || m.session.Done() == nil {
		t.Fatalf("it was not written, or nobody knows: %v, %v\n%s", d.written, m.session.Done(), frame(m))
	}
	if got := frame(m); !strings.Contains(got, "Done") || len(m.ahead.keys) > 0 {
		t.Errorf("after w and q, with %d keys waiting:\n%s", len(m.ahead.keys), got)
	}
}

// What is typed before there is anything to see is not lost either.
func TestKeysBeforeTheFirstScreen(t *testing.T) {
	m := newModel(Options{Theme: ThemeDark})
	m = update1(m, tea.WindowSizeMsg{Width: 80, Height: 24})
	if got := m.View(); got.Content != "" || !got.AltScreen {
		t.Errorf("before the session is there: got %q", got.Content)
	}
	m = update1(update1(m, keyPress("g")), keyPress("m"))
	next, cmd := m.Update(ledToMsg{goMsg{wizard.New(testWorld())}})
	m = settle(t, next.(model), cmd)
	if got := frame(m); !strings.Contains(got, "› gm") || !strings.Contains(got, "Gmail") {
		t.Errorf("the keys were lost:\n%s", got)
	}
}

func TestCtrlCDoesNotWaitForWhatWasTyped(t *testing.T) {
	for _, key := range []string{"ctrl+c", "ctrl+alt+c"} {
		m := newModel(Options{Theme: ThemeDark}) // waits for its session
		m = update1(m, answersDueMsg{})
		_, cmd := m.Update(keyPress(key))
		if cmd == nil {
			t.Fatalf("%s does nothing", key)
		}
		if _, ok := cmd().(tea.InterruptMsg); !ok {
			t.Errorf("%s does not interrupt", key)
		}
	}
}
