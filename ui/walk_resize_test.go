//go:build unix

package ui_test

import (
	"strings"
	"syscall"
	"testing"

	"postern/ui/termtest"
)

// storm changes the window's size many times, as when its edge is dragged, down to one
// character and, in the end, to what it was.
func (t terminal) storm(width, height int) {
	t.t.Helper()
	for i := range 150 {
		w, h := 1+i*37%140, 1+i*11%50
		if err := t.Resize(w, h); err != nil {
			t.t.Fatal(err)
		}
		if err := t.Signal(syscall.SIGWINCH); err != nil { // more often than it changes
			t.t.Fatal(err)
		}
	}
	if err := t.Resize(width, height); err != nil {
		t.t.Fatal(err)
	}
}

// TestMarginsOfASmallerWindow: what was drawn for a smaller window may reach the terminal
// when it has grown already, and with it the margins of that window.
func TestMarginsOfASmallerWindow(t *testing.T) {
	t.Parallel()
	term := newPerson(t).open(80, 24, "practice")
	term.types("", "enter use 587", "r try again")
	term.types("?", "Purpose", "more below")
	before := term.Screen()
	if err := term.Resize(80, 12); err != nil {
		t.Fatal(err)
	}
	if err := term.Until(func(s string) bool { return strings.Contains(s, "more below") && strings.Count(s, "\n") < 12 }, "a lower window"); err != nil {
		t.Fatal(err)
	}
	if err := term.ResizeBefore(80, 24, "\x1b[1;12r"); err != nil {
		t.Fatal(err)
	}
	if err := term.Until(func(s string) bool { return s == before }, "the same as before:\n"+before+"\n"); err != nil {
		t.Error(err)
	}
	term.types(termtest.CtrlC)
	term.ends(130)
}

func TestStormWhileDoorsAreTried(t *testing.T) {
	t.Parallel()
	term := newPerson(t).open(80, 24, "practice", "blocked")
	term.types("", "recommended", "connecting")
	term.storm(80, 24)
	term.types("", "enter use 587", "recommended", "25 ", "ctrl+c quit")
	term.types(termtest.Enter, "Why door 587")
	term.types(termtest.CtrlC)
	term.ends(130)
	if raw := string(term.Raw()); strings.Contains(raw, "panic") || strings.Contains(raw, "goroutine") {
		t.Error("it panicked")
	}
}

func TestStormWhileTyping(t *testing.T) {
	t.Parallel()
	term := newPerson(t).open(80, 24)
	term.types("", "Where is your mailbox")
	term.types("fastmaail\x1b[D\x1b[D", "› fastmaail")
	at := func() bool {
		x, y := term.Cursor()
		return x == 9 && y == 3
	}
	if err := term.Until(func(string) bool { return at() }, "the cursor at the second a"); err != nil {
		t.Fatal(err)
	}
	term.storm(80, 24)
	if err := term.Until(func(s string) bool { return at() && strings.Contains(s, "› fastmaail") }, "the cursor and the text again"); err != nil {
		t.Fatal(err)
	}
	term.types("\x7f", "› fastmail", "Fastmail")
	term.types(termtest.CtrlC)
	term.ends(130)
}

func TestStormWhileReading(t *testing.T) {
	t.Parallel()
	term := newPerson(t).open(80, 24, "practice")
	term.types("", "enter use 587", "r try again")
	term.types("?", "Purpose", "more below")
	term.types(strings.Repeat(termtest.Down, 5))
	if err := term.Until(func(s string) bool { return !strings.Contains(s, "certificate valid") }, "what comes after"); err != nil {
		t.Fatal(err)
	}
	before := term.Screen()
	term.storm(80, 24)
	if err := term.Until(func(s string) bool { return s == before }, "the same as before:\n"+before+"\n"); err != nil {
		t.Error(err)
	}
	term.types(termtest.Escape, "enter use 587")
	term.types(termtest.CtrlC)
	term.ends(130)
}
