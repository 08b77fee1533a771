package ui

import (
	"reflect"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
)

// A beat is how often the screen is painted. Bubble Tea paints to a beat that stays
// the same from start to end: a quick one wakes the processor a hundred times a
// second while nothing moves, and a slow one lets every key wait. This one is slow,
// and quick for a moment after each message, when there may be something to paint.
//
// Bubble Tea has no option for that, so its ticker is looked up by name. Where a
// later version has none of that name, the beat stays what it was. The nil beat
// does nothing.
type beat struct {
	program *tea.Program

	mu    sync.Mutex
	asked int // how often a quick beat was asked for
}

const (
	quickBeat = time.Millisecond
	slowBeat  = 50 * time.Millisecond
	// quickFor is as long as drawing a page takes, with room to spare.
	quickFor = 10 * time.Millisecond
)

// quicken has the screen painted as soon as it is drawn. It is a command.
func (b *beat) quicken() tea.Msg {
	ticker := painting(b.program)
	if ticker == nil {
		return nil
	}
	b.mu.Lock()
	b.asked++
	asked := b.asked
	ticker.Reset(quickBeat)
	b.mu.Unlock()
	time.Sleep(quickFor)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.asked == asked {
		ticker.Reset(slowBeat)
	}
	return nil
}

// after adds the quick beat to what a message led to.
func (b *beat) after(cmd tea.Cmd) tea.Cmd {
	if b == nil {
		return cmd
	}
	return batch(b.quicken, cmd)
}

// painting returns the ticker of a program that runs, nil if it cannot be found.
func painting(p *tea.Program) *time.Ticker {
	field := reflect.ValueOf(p).Elem().FieldByName("ticker")
	if !field.IsValid() || field.Type() != reflect.TypeFor[*time.Ticker]() {
		return nil
	}
	return *(**time.Ticker)(field.Addr().UnsafePointer())
}
