package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// A scroll shows as much of a text as fits. It is a value as the screens are:
// whatever changes it returns another.
type scroll struct {
	rows          []string // never changed
	first         int      // the row that is shown at the top
	width, height int
}

// update follows a key that moves the text, a pager's among them.
func (s scroll) update(press tea.KeyPressMsg) scroll {
	switch press.String() {
	case "up", "k":
		return s.to(s.first - 1)
	case "down", "j":
		return s.to(s.first + 1)
	case "pgup", "b":
		return s.to(s.first - s.height)
	case "pgdown", "f", "space":
		return s.to(s.first + s.height)
	case "u", "ctrl+u":
		return s.to(s.first - s.height/2)
	case "d", "ctrl+d":
		return s.to(s.first + s.height/2)
	case "home":
		return s.top()
	case "end":
		return s.to(len(s.rows))
	}
	return s
}

// top shows the beginning.
func (s scroll) top() scroll { return s.to(0) }

// to shows the text from a row on, or its end.
func (s scroll) to(row int) scroll {
	s.first = max(0, min(row, len(s.rows)-s.height))
	return s
}

// holding gives the scroll a text.
func (s scroll) holding(text string) scroll {
	s.rows = strings.Split(text, "\n")
	return s.to(s.first)
}

// sized gives the scroll a width, and all of a height that its text needs.
func (s scroll) sized(width, height int) scroll {
	s.width, s.height = width, max(1, min(height, len(s.rows)))
	return s.to(s.first)
}

// showing scrolls, where need be, to the row that begins with a mark, and the rows that
// belong to it; or to the beginning, if that is wanted and the row is in sight there.
func (s scroll) showing(mark string, begin bool) scroll {
	at := slices.IndexFunc(s.rows, func(row string) bool { return strings.HasPrefix(ansi.Strip(row), mark) })
	const belong = 2 // rows of what a line means, as a rule
	last := min(at+belong, len(s.rows)-1)
	switch {
	case at < 0 || begin && at+belong < s.height:
		return s.top()
	case at < s.first:
		return s.to(at)
	case last >= s.first+s.height:
		return s.to(min(at, last-s.height+1))
	}
	return s
}

// moves reports whether there is more than what is shown.
func (s scroll) moves() bool { return len(s.rows) > s.height }

// more reports whether there is more below.
func (s scroll) more() bool { return s.first+s.height < len(s.rows) }

func (s scroll) View() string {
	shown := slices.Clone(s.rows[s.first:min(s.first+s.height, len(s.rows))])
	for i, row := range shown {
		shown[i] = ansi.Truncate(row, s.width, "")
	}
	return strings.Join(shown, "\n")
}

// place is how many letters come before what is shown. Unlike the row, it does not change
// with the width of the text.
func (s scroll) place() (n int) {
	for _, row := range s.rows[:s.first] {
		n += lettersIn(row)
	}
	return n
}

// from shows the text from a place on.
func (s scroll) from(place int) scroll {
	for at, row := range s.rows {
		n := lettersIn(row)
		if place < n {
			return s.to(at)
		}
		place -= n
	}
	return s.to(len(s.rows))
}

// lettersIn counts what stands in a row but for blanks and the sign of a folded line.
func lettersIn(row string) (n int) {
	for _, r := range ansi.Strip(row) {
		if r != ' ' && r != '↳' {
			n++
		}
	}
	return n
}
