package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"postern/probe"
	"postern/wizard"
)

// A screen is one thing to look at. It is a value: Update returns the next one. What it
// holds is not copied at each call, though, but stands behind a pointer: Update, resize
// and restyle begin with a copy, which all that they call may change.
// It speaks to the router only through commands that yield the messages below,
// and it never learns the size of the window, only of the room it has.
type screen interface {
	Init() tea.Cmd
	Update(tea.Msg) (screen, tea.Cmd)
	View() string
	// Cursor is where the terminal's own cursor belongs, so that readers and
	// magnifiers follow; nil hides it.
	Cursor() *tea.Cursor
	// busy reports whether the screen waits for work that its keys must wait for too.
	busy() bool
	// keys are those that act now, the most important first; disabled ones are not shown.
	keys() []*hint
	resize(width, height int) screen
	restyle(look) screen
}

// look is how everything is drawn. Every screen holds one, and screens are passed
// about by value, so the styles, 16 kB of them, are shared; they are never changed.
type look struct {
	*styles
	dark    bool // the background
	sixteen bool // there are no more colours than that
	motion  bool // spinners may turn
	ascii   bool // no characters but those that every terminal has
}

// dressed is a look in the styles for its background and its colours.
func (l look) dressed() look {
	l.styles = newStyles(l.dark, l.sixteen)
	return l
}

// goMsg says that the session has moved on, or back, to another step.
type goMsg struct{ session wizard.Session }

// keepMsg says that the session changed without leaving the screen.
type keepMsg struct{ session wizard.Session }

// openMsg asks for a screen to be laid over this one, closeMsg to take it away.
type openMsg struct{ screen screen }

type closeMsg struct{}

// leaveMsg asks for the end: the person is done.
type leaveMsg struct{ session wizard.Session }

func goTo(s wizard.Session) tea.Cmd { return send(goMsg{s}) }

//go:noinline
func open(s screen) tea.Cmd { return send(openMsg{s}) }

// batch is tea.Batch, which is long and would be copied to each place.
//
//go:noinline
func batch(cmds ...tea.Cmd) tea.Cmd { return tea.Batch(cmds...) }

//go:noinline
func send(m tea.Msg) tea.Cmd { return func() tea.Msg { return m } }

// goBack leads to the page before; on the first there is none.
func goBack(s wizard.Session) tea.Cmd {
	if back, ok := s.Back(); ok {
		return goTo(back)
	}
	return nil
}

// goBackOne leads to the question or text before.
func goBackOne(s wizard.Session) tea.Cmd {
	if back, ok := s.BackOne(); ok {
		return goTo(back)
	}
	return nil
}

// textWidth is the widest a sentence is set.
const textWidth = 76

// wrap sets a paragraph in lines that fit. One that begins with two spaces is a
// drawing or a command, and is only cut.
func wrap(s string, width int) string {
	width = max(1, min(width, textWidth))
	if strings.HasPrefix(s, "  ") {
		return lipgloss.NewStyle().MaxWidth(width).Render(s)
	}
	s = strings.ReplaceAll(s, "RFC ", whole)
	return strings.ReplaceAll(balanced(s, width), whole, "RFC ")
}

// whole keeps the name of a standard on one line.
const whole = "RFC\u00a0"

// balanced sets a paragraph in lines, the last of them not one word alone where that
// can be helped.
func balanced(s string, width int) string {
	set := lipgloss.Wrap(s, width, "")
	if strings.Contains(s, "\n") || !widowed(set) {
		return set
	}
	least := width * 2 / 3
	for _, word := range strings.Fields(s) { // none is to be broken for it
		least = max(least, lipgloss.Width(word))
	}
	for narrower := width - 1; narrower >= least; narrower-- {
		tighter := lipgloss.Wrap(s, narrower, "")
		if lines(tighter) > lines(set) {
			break
		}
		if !widowed(tighter) {
			return tighter
		}
	}
	return set
}

// widowed reports whether the last of several lines is one word alone; a long one, such
// as an address, may be.
func widowed(set string) bool {
	at := strings.LastIndexByte(set, '\n')
	return at >= 0 && !strings.Contains(set[at+1:], " ") && lipgloss.Width(set[at+1:]) < longWord
}

// longWord is the width of a word that may be alone on a line.
const longWord = 16

// wrapLines is wrap for each line; one that begins with two spaces is folded.
func wrapLines(text string, width int) string {
	rows := strings.Split(text, "\n")
	for i, row := range rows {
		if strings.HasPrefix(row, "  ") {
			rows[i] = fold(row, width)
			continue
		}
		rows[i] = wrap(row, width)
	}
	return strings.Join(rows, "\n")
}

// trouble words what went wrong. There may be a path in it, so it is escaped.
func trouble(problem string, width int) string {
	return wrap("! "+probe.NewText(problem).String(), width)
}

// pad fills a piece of text up to a width, or cuts it there with a sign.
func pad(s string, width int) string {
	return cut(s, width) + strings.Repeat(" ", max(0, width-lipgloss.Width(s)))
}

// cut shortens a piece of text to a width, with a sign that it did.
func cut(s string, width int) string {
	if lipgloss.Width(s) <= width {
		return s
	}
	return lipgloss.NewStyle().MaxWidth(max(0, width-1)).Render(s) + "…"
}

// lines counts the lines of a piece of text; the empty text has none.
//
//go:noinline
func lines(s string) int {
	if s == "" {
		return 0
	}
	return lipgloss.Height(s)
}
