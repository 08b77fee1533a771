package ui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/viewport"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// A scroll shows as much of a text as fits. It is a value as the screens are:
// whatever changes it returns another.
type scroll struct{ view *viewport.Model }

func newScroll() scroll {
	view := viewport.New()
	return scroll{&view}
}

// with returns a scroll that was changed.
//
//go:noinline
func (s scroll) with(change func(*viewport.Model)) scroll {
	view := *s.view
	change(&view)
	return scroll{&view}
}

// update hands on a key that moves the text, home and end among them.
func (s scroll) update(press tea.KeyPressMsg) (scroll, tea.Cmd) {
	switch press.String() {
	case "home":
		return s.top(), nil
	case "end":
		return s.with(func(v *viewport.Model) { v.GotoBottom() }), nil
	}
	view, cmd := s.view.Update(press)
	return scroll{&view}, cmd
}

// top shows the beginning.
//
//go:noinline
func (s scroll) top() scroll { return s.with(func(v *viewport.Model) { v.GotoTop() }) }

// holding gives the scroll a text.
func (s scroll) holding(text string) scroll {
	return s.with(func(v *viewport.Model) { v.SetContent(text) })
}

// sized gives the scroll a width, and all of a height that its text needs.
func (s scroll) sized(width, height int) scroll {
	return s.with(func(v *viewport.Model) {
		v.SetWidth(width)
		v.SetHeight(max(1, min(height, v.TotalLineCount())))
	})
}

// showing scrolls, where need be, to the row that begins with a mark, and the rows that
// belong to it; or to the beginning, if that is wanted and the row is in sight there.
func (s scroll) showing(mark string, begin bool) scroll {
	rows := strings.Split(s.view.GetContent(), "\n")
	at := slices.IndexFunc(rows, func(row string) bool { return strings.HasPrefix(ansi.Strip(row), mark) })
	const belong = 2 // rows of what a line means, as a rule
	if at < 0 || begin && at+belong < s.view.Height() {
		return s.top()
	}
	return s.with(func(v *viewport.Model) {
		switch last := min(at+belong, len(rows)-1); {
		case at < v.YOffset():
			v.SetYOffset(at)
		case last >= v.YOffset()+v.Height():
			v.SetYOffset(min(at, last-v.Height()+1))
		}
	})
}

// moves reports whether there is more than what is shown.
func (s scroll) moves() bool { return !s.view.AtTop() || !s.view.AtBottom() }

// more reports whether there is more below.
func (s scroll) more() bool { return !s.view.AtBottom() }

func (s scroll) View() string { return s.view.View() }

// place is how many letters come before what is shown. Unlike the row, it does not change
// with the width of the text.
func (s scroll) place() int {
	n := 0
	for _, row := range s.rows()[:s.view.YOffset()] {
		n += lettersIn(row)
	}
	return n
}

// from shows the text from a place on.
func (s scroll) from(place int) scroll {
	rows := s.rows()
	at := 0
	for at < len(rows)-1 && place >= lettersIn(rows[at]) {
		place -= lettersIn(rows[at])
		at++
	}
	return s.with(func(v *viewport.Model) { v.SetYOffset(at) })
}

func (s scroll) rows() []string { return strings.Split(ansi.Strip(s.view.GetContent()), "\n") }

// lettersIn counts what stands in a row but for blanks and the sign of a folded line.
func lettersIn(row string) (n int) {
	for _, r := range row {
		if r != ' ' && r != '↳' {
			n++
		}
	}
	return n
}
