package ui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/viewport"
	tea "charm.land/bubbletea/v2"
)

// A scroll shows as much of a text as fits. It is a value as the screens are:
// whatever changes it returns another.
type scroll struct{ view *viewport.Model }

func newScroll() scroll {
	view := viewport.New()
	return scroll{&view}
}

// with returns a scroll that was changed.
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
// belong to it; or to the beginning, if that is wanted.
func (s scroll) showing(mark string, begin bool) scroll {
	rows := strings.Split(s.view.GetContent(), "\n")
	at := slices.IndexFunc(rows, func(row string) bool { return strings.HasPrefix(row, mark) })
	if begin || at < 0 {
		return s.top()
	}
	const belong = 2 // rows of what a line means, as a rule
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
