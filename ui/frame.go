package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/wizard"
)

// The window sizes: the smallest that is drawn in, and how wide a page is in a wide one.
// In height it takes all there is: the keys stand in the window's last row, on every page.
const (
	minWidth, minHeight = 30, 8
	maxWidth            = 80
)

// View implements tea.Model.
func (m model) View() tea.View {
	var v tea.View
	v.AltScreen = true
	switch {
	case m.width == 0 || m.screen == nil:
		return v
	case m.width < minWidth || m.height < minHeight:
		v.SetContent(tooSmall(m.width, m.height))
		return v
	}
	width := min(m.width, maxWidth)
	header, footer := m.header(width), m.footer(width)
	cursor := m.top().Cursor()
	body, above := m.clip(m.top().View(), cursor, m.height-lines(header)-1-lines(footer)-1)
	gap := max(2, m.height-lines(header)-lines(body)-lines(footer))
	content := header + "\n\n" + body + strings.Repeat("\n", gap) + footer
	if m.look.ascii {
		content = toASCII.Replace(content)
	}
	v.SetContent(content)
	if cursor != nil {
		cursor.Y += lines(header) + 1 - above
		v.Cursor = cursor
	}
	return v
}

// tooSmall says what is needed, in the most words that fit.
func tooSmall(width, height int) string {
	for _, words := range []string{
		"Postern needs %d by %d characters. Make the window larger, or press ctrl+c.",
		"Too small: %dx%d needed. ctrl+c quits.", "Too small: %dx%d", "%dx%d",
	} {
		if s := lipgloss.Wrap(fmt.Sprintf(words, minWidth, minHeight), width, ""); lines(s) <= height {
			return s
		}
	}
	return "!"
}

// clip cuts a body that is taller than its room, with a sign, so that the row with the
// cursor, or else the highlighted one, stays in sight. above is how many rows are cut off
// above.
func (m model) clip(body string, cursor *tea.Cursor, room int) (part string, above int) {
	rows := strings.Split(body, "\n")
	if len(rows) <= room {
		return body, 0
	}
	at := slices.IndexFunc(rows, func(row string) bool { return strings.HasPrefix(strings.TrimLeft(ansi.Strip(row), " "), "›") })
	if cursor != nil {
		at = cursor.Y
	}
	room = max(1, room)
	if at > room-2 {
		above = min(at-max(0, room-2), len(rows)-room)
	}
	more := m.look.dim.Render("…")
	shown := slices.Clone(rows[above : above+room])
	if above > 0 && at > above {
		shown[0] = more
	}
	if last := above + room - 1; last < len(rows)-1 && at != last {
		shown[room-1] = more
	}
	return strings.Join(shown, "\n"), above
}

// header is the first row: the name, and where the person is.
func (m model) header(width int) string {
	where := m.place()
	gap := max(1, width-lipgloss.Width("Postern")-lipgloss.Width(where))
	return m.look.title.Render("Postern") + strings.Repeat(" ", gap) + m.look.dim.Render(where)
}

// A placed screen says where the person is; the others leave it to the wizard.
type placed interface{ place() string }

// place is what stands in the header.
func (m model) place() string {
	for _, s := range slices.Backward(m.layers()) {
		if p, ok := s.(placed); ok {
			return p.place()
		}
	}
	page := m.session.Page()
	return fmt.Sprintf("%d of %d   %s", int(page)+1, wizard.Pages, page.Title())
}

// fit gives the screens the room that header and footer leave.
func (m model) fit() model {
	if m.screen == nil {
		return m
	}
	width := min(m.width, maxWidth)
	room := m.height - lines(m.header(width)) - 1 - 2
	m.screen = m.screen.resize(width, max(1, room))
	m.over = slices.Clone(m.over)
	for i, s := range m.over {
		m.over[i] = s.resize(width, max(1, room))
	}
	return m
}
