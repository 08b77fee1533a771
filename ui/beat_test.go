package ui

import (
	"io"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// onePainted is a screen that looks for its program's ticker, and ends.
type onePainted struct {
	found chan<- *time.Ticker
	beat  *beat
}

func (o onePainted) Init() tea.Cmd {
	return tea.Sequence(func() tea.Msg {
		o.found <- painting(o.beat.program)
		return o.beat.quicken()
	}, tea.Quit)
}

func (o onePainted) Update(tea.Msg) (tea.Model, tea.Cmd) { return o, nil }
func (o onePainted) View() tea.View                      { return tea.NewView("x") }

// TestTheBeatIsFound: with the version of Bubble Tea that is used, what paints can
// be found. Where not, the wizard would wake the processor 120 times a second.
func TestTheBeatIsFound(t *testing.T) {
	found := make(chan *time.Ticker, 1)
	b := new(beat)
	p := tea.NewProgram(onePainted{found, b}, tea.WithInput(nil), tea.WithOutput(io.Discard), tea.WithWindowSize(80, 24))
	b.program = p
	if _, err := p.Run(); err != nil {
		t.Fatal(err)
	}
	if <-found == nil {
		t.Error("Bubble Tea paints in another way than it did: see ui/beat.go")
	}
	if cmd := (*beat)(nil).after(nil); cmd != nil {
		t.Error("without a beat something is added")
	}
}
