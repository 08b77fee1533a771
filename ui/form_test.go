package ui

import (
	"strings"
	"testing"

	"postern/wizard"
)

// accountOf is the page of the questions about the person.
func accountOf(t *testing.T, width, height int) model {
	t.Helper()
	m := settingsOf(t, &disk{}, "msmtp", width, height)
	for m.session.Page() != wizard.PageAccount {
		back, ok := m.session.Back()
		if !ok {
			t.Fatal("there is no way back to the account")
		}
		m = update1(m, goMsg{back})
	}
	return m
}

func TestAccountScreen(t *testing.T) {
	eachSize(t, func(t *testing.T, width, height int) {
		golden(t, accountOf(t, width, height))
	})
}

func TestWhatMayStayEmptyIsSaidSo(t *testing.T) {
	eachSize(t, func(t *testing.T, width, height int) {
		m := accountOf(t, width, height)
		if text := frame(m); strings.Contains(text, "not yet") || !strings.Contains(text, "may stay empty") {
			t.Errorf("the name sounds required:\n%s", text)
		}
		m = press(t, m, "tab", "tab")
		if text := frame(m); !strings.Contains(text, "may stay empty") || !strings.Contains(strings.Join(strings.Fields(text), " "), "not every program has a place for it") {
			t.Errorf("at the name itself it is not said:\n%s", text)
		}
		fits(t, m)
	})
}

// TestGoingBackLosesNothingTyped: neither what is no answer yet, nor how an answer was
// typed.
func TestGoingBackLosesNothingTyped(t *testing.T) {
	for name, tt := range map[string]struct {
		at   model
		keys []string
		want string
	}{
		"an address of a known provider": {start(), append(typed("ada@fastmail.com"), "enter", "esc"), "› ada@fastmail.com"},
		"a server with its port":         {start(), append(typed("mail.example.org:2525"), "enter", "esc"), "› mail.example.org:2525"},
		"half an address":                {press(t, atAccount(t), "ctrl+u"), append(typed("ada@"), "esc", "enter"), "Address        ada@"},
		"half an address, and tab":       {press(t, atAccount(t), "ctrl+u"), append(typed("ada@"), "tab"), "Address        ada@"},
		"half an address, and there":     {press(t, atAccount(t), "ctrl+u"), append(typed("ada@"), "tab", "up", "x"), "› Address        ada@x"},
		"a name":                         {atAccount(t), []string{"tab", "tab", "A", "esc", "enter"}, "Full name      A"},
	} {
		t.Run(name, func(t *testing.T) {
			if text := frame(press(t, tt.at, tt.keys...)); !strings.Contains(text, tt.want) {
				t.Errorf("no %q in\n%s", tt.want, text)
			}
		})
	}
}
