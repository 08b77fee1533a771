//go:build unix && !race

package ui_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/term"

	"postern/probe"
	"postern/ui"
	"postern/ui/termtest"
	"postern/wizard"
	"postern/wizard/catalog"
)

// TestAPanicLeavesTheTerminalWhole: what is wrong in the program is wrong in it alone.
//
// Not with the race detector: Bubble Tea 2.1.1, killed by a panic, closes its reader
// without waiting for the goroutine that reads (tea.go, shutdown), and that is reported
// as a race of this test.
func TestAPanicLeavesTheTerminalWhole(t *testing.T) {
	screen, end, err := termtest.Open(80, 24, true)
	if err != nil {
		t.Fatal(err)
	}
	defer screen.Close()
	defer end.Close()
	before, err := term.GetState(int(end.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() {
		_, err := ui.Run(t.Context(), func() wizard.Session { return wizard.New(wizard.World{Catalog: catalog.Default()}) }, ui.Options{
			Engine: ui.Engine{
				Probe: func(context.Context, string, []probe.Door) probe.Run { panic("as a test") },
				Rest:  func() {},
			},
			In: end, Out: end, NoMotion: true, Environ: []string{"TERM=xterm-256color"},
		})
		done <- err
	}()
	if err := screen.WaitFor("Where is your mailbox"); err != nil {
		t.Fatal(err)
	}
	if err := screen.Type("fastmail\r"); err != nil {
		t.Fatal(err)
	}
	if err := <-done; !errors.Is(err, tea.ErrProgramPanic) || errors.Is(err, ui.ErrAborted) {
		t.Errorf("it ended with %v", err)
	}
	if err := screen.Until(func(string) bool {
		return !screen.AltScreen() && screen.Title() == "" && slices.Equal(screen.Modes(), []int{25})
	}, "a terminal that is whole"); err != nil {
		t.Errorf("%v; modes %v, title %q", err, screen.Modes(), screen.Title())
	}
	if after, err := term.GetState(int(end.Fd())); err != nil || *after != *before {
		t.Errorf("the terminal is in another mode than before: %v", err)
	}
}
