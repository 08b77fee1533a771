package ui

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"postern/wizard"
)

// choose asks one question: a text field, a list beneath that typing filters, or
// both. The list is filtered in the same Update as the key, so that enter can
// never act on a list that is out of date.
type choose struct {
	session wizard.Session
	ask     wizard.Ask
	look    look
	input   field
	matches []wizard.Choice
	widest  int // of the matches' labels
	at      int // the highlighted match; -1 for the field
	problem string

	width, height int
}

func newChoose(s wizard.Session, ask wizard.Ask, l look) choose {
	c := choose{session: s, ask: ask, look: l, input: newField("› ", ask.Hint, l), problem: ask.Problem}
	if ask.Find == nil {
		c.input = c.input.filled(ask.Default)
	}
	c = c.filter()
	if ask.Find != nil || !ask.Free {
		c.at = max(c.first(), slices.IndexFunc(c.matches, func(m wizard.Choice) bool { return m.Value == ask.Default }))
	}
	if m, _ := c.highlighted(); ask.Find != nil && ask.Default != "" && m.Value != ask.Default {
		c.input = c.input.filled(ask.Default)
		c = c.filter()
	}
	return c
}

func (c choose) Init() tea.Cmd { return nil }

func (c choose) Update(msg tea.Msg) (screen, tea.Cmd) {
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch press.String() {
		case "enter":
			return c.accept()
		case "esc":
			return c.escape()
		case "up", "shift+tab":
			return c.move(-1), nil
		case "down", "tab":
			return c.move(1), nil
		case "pgup":
			return c.move(-c.rows()), nil
		case "pgdown":
			return c.move(c.rows()), nil
		case "f1":
			return c, c.explain()
		case "f3":
			return c, openProviderPage(c.session, c.look)
		}
		if !c.ask.Free {
			return c.letter(press)
		}
	}
	if !c.ask.Free {
		return c, nil
	}
	input, changed, cmd := c.input.update(msg)
	c.input = input
	if changed {
		c.problem, c.at = "", 0
		c = c.filter()
	}
	return c, cmd
}

// letter is a key where no text is typed.
func (c choose) letter(press tea.KeyPressMsg) (screen, tea.Cmd) {
	switch press.String() {
	case "k":
		return c.move(-1), nil
	case "j":
		return c.move(1), nil
	case "home":
		return c.move(-len(c.matches)), nil
	case "end":
		return c.move(len(c.matches)), nil
	case "?":
		return c, c.explain()
	}
	return c, nil
}

// explain opens the page of the highlighted choice, or else the lesson.
func (c choose) explain() tea.Cmd {
	if m, ok := c.highlighted(); ok && m.Page {
		page, more, _ := c.session.PageOf(m.Value)
		return open(newProviderPage(c.session, page, more, c.look))
	}
	return open(newLesson(c.chosen(), c.lesson(), c.look, c.keys()))
}

// highlighted is the choice that enter takes; false where it takes the text.
func (c choose) highlighted() (wizard.Choice, bool) {
	if c.at < 0 || len(c.matches) == 0 {
		return wizard.Choice{}, false
	}
	return c.matches[c.at], true
}

// first is where the highlight begins: at the field, where nothing is typed yet and
// all choices are ways around the question.
//
//go:noinline
func (c choose) first() int {
	if c.ask.Find != nil && c.input.text() == "" && len(c.matches) > 0 && len(c.pinned()) == len(c.matches) {
		return -1
	}
	return 0
}

// chosen is the session as if the highlighted choice were the answer already.
func (c choose) chosen() wizard.Session {
	if m, ok := c.highlighted(); ok {
		if next, err := c.session.Put(c.ask.Field, m.Value); err == nil {
			return next
		}
	}
	return c.session
}

// paged reports whether the highlighted choice has a page of its own.
func (c choose) paged() bool {
	m, _ := c.highlighted()
	return m.Page
}

// lesson explains the highlighted choice, or else the question.
func (c choose) lesson() string {
	if m, _ := c.highlighted(); m.Lesson != "" {
		return m.Lesson
	}
	return c.ask.Lesson
}

// accept answers with the highlighted choice, or with the text where there is none.
func (c choose) accept() (screen, tea.Cmd) {
	value := c.input.text()
	if m, ok := c.highlighted(); ok {
		value = m.Value
	}
	next, err := c.session.Answer(c.ask.Field, value)
	if err != nil {
		c.problem = err.Error()
		return c, nil
	}
	return c, goTo(next)
}

// escape clears what was typed first, and then goes back.
func (c choose) escape() (screen, tea.Cmd) {
	if c.ask.Find != nil && c.input.text() != "" {
		c.input = c.input.filled("")
		c.problem, c.at = "", 0
		return c.filter(), nil
	}
	return c, goBackOne(c.session)
}

func (c choose) filter() choose {
	c.matches = c.ask.Choices
	if c.ask.Find != nil {
		c.matches = c.ask.Find(c.input.text())
	}
	c.at = max(0, min(c.at, len(c.matches)-1))
	if c.first() < 0 {
		c.at = -1
	}
	if c.width < roomy || c.ask.Find == nil { // elsewhere the remarks stay where they are
		c.widest = 12
	}
	for _, m := range c.matches {
		if len(m.Label) > c.widest { // no character is wider than it is long in bytes
			c.widest = max(c.widest, lipgloss.Width(m.Label))
		}
	}
	return c
}

// roomy is the width from which on typing does not make the columns narrower.
const roomy = 60

func (c choose) move(by int) choose {
	if n := len(c.matches); n > 0 {
		switch first := c.first(); {
		case by == -1 && c.at == first: // round to the last one, and back
			c.at = n - 1
		case by == 1 && c.at == n-1:
			c.at = first
		default:
			c.at = min(max(first, c.at+by), n-1)
		}
		c.problem = ""
	}
	return c
}

func (c choose) View() string {
	top, about := c.top(), c.about()
	blocks := []string{top}
	if c.problem != "" {
		blocks = append(blocks, c.look.bad.Render(trouble(c.problem, c.width)))
	}
	if list := c.list(c.room(top, about)); list != "" {
		blocks = append(blocks, list)
	}
	if about != "" {
		blocks = append(blocks, about)
	}
	return strings.Join(blocks, "\n\n")
}

// top is the question and, where text is typed, its field.
func (c choose) top() string {
	prompt := c.look.strong.Render(wrap(c.ask.Prompt, c.width))
	if !c.ask.Free {
		return prompt
	}
	return prompt + "\n" + c.input.View()
}

// list shows as many choices as there is room for, around the highlighted one; the
// pinned ones at its end always, unless they would leave too little to the others.
func (c choose) list(rows int) string {
	if len(c.matches) == 0 || rows < 1 {
		return ""
	}
	pinned := c.pinned()
	if rows < min(len(c.matches), len(pinned)+fewRows) {
		pinned = nil
	}
	out := c.window(len(c.matches)-len(pinned), rows-len(pinned))
	for _, i := range pinned {
		out = append(out, c.row(i))
	}
	return strings.Join(out, "\n")
}

// fewRows are the fewest rows in which some choices can be told from none: one, and how
// many there are before and after it.
const fewRows = 3

// pinned are the indices of the choices that stay in sight.
func (c choose) pinned() []int {
	var out []int
	for i, m := range c.matches {
		if m.Pinned {
			out = append(out, i)
		}
	}
	return out
}

// window draws the part of the first n choices that fits into the rows, with the
// headings of their groups. Where there are more, before or after, a row says how
// many.
func (c choose) window(n, rows int) []string {
	lines := c.grouped(n)
	at := slices.Index(lines, min(c.at, n-1))
	first := min(max(0, at-rows/2), max(0, len(lines)-rows))
	last := min(len(lines), first+rows)
	var out []string
	for _, i := range lines[first:last] {
		if i < 0 {
			out = append(out, c.look.dim.Render(cut(c.matches[^i].Group, c.width)))
			continue
		}
		out = append(out, c.row(i))
	}
	if first > 0 && at > first {
		out[0] = c.look.dim.Render(cut(fmt.Sprintf("  … %d before", choices(lines[:first+1])), c.width))
	}
	if last < len(lines) && at < last-1 {
		out[len(out)-1] = c.look.dim.Render(cut(c.more(choices(lines[last-1:])), c.width))
	}
	return out
}

// grouped are the lines of the first n choices: their indices, and where a group
// begins, for its heading, the complement of its first one's. What was typed orders
// them by how well they match, and there are no groups.
func (c choose) grouped(n int) []int {
	lines := make([]int, 0, n)
	for i := range n {
		if group := c.matches[i].Group; group != "" && c.input.text() == "" && (i == 0 || c.matches[i-1].Group != group) {
			lines = append(lines, ^i)
		}
		lines = append(lines, i)
	}
	return lines
}

// choices counts the lines that are no headings.
func choices(lines []int) (n int) {
	for _, i := range lines {
		if i >= 0 {
			n++
		}
	}
	return n
}

func (c choose) more(n int) string {
	if c.ask.Find != nil && c.input.text() == "" {
		return fmt.Sprintf("  … %d more: type to find yours", n)
	}
	return fmt.Sprintf("  … %d more", n)
}

func (c choose) row(i int) string {
	label := c.labelWidth()
	m := c.matches[i]
	mark, style := "  ", c.look.body
	if i == c.at { // its name is whole, at the cost of the remark
		mark, style = "› ", c.look.strong
		label = max(label, min(lipgloss.Width(m.Label), c.width-2))
	}
	row := c.look.accent.Render(mark) + style.Render(pad(m.Label, label))
	if room := c.width - 2 - label - 2; room >= c.leastRemark() || room >= lipgloss.Width(m.Remark) {
		row += "  " + c.look.dim.Render(cut(m.Remark, room))
	}
	return row
}

// leastRemark are the fewest cells that are worth a piece of a remark: more where the
// whole of it stands beneath the list.
func (c choose) leastRemark() int {
	if c.ask.Find != nil {
		return narrowRemark
	}
	return narrowRemark / 2
}

// remarkRoom is how many cells a row leaves for its remark.
func (c choose) remarkRoom() int { return c.width - 2 - c.labelWidth() - 2 }

// remark is what the row of the highlighted choice has no room for on a narrow page:
// it stands beneath the list, where there is room. It takes as much there for all
// choices, so that none jumps.
func (c choose) remark() string {
	room := c.remarkRoom()
	if room >= narrowRemark {
		return "" // what is cut there can still be told
	}
	most, hidden := 0, false
	for _, m := range c.matches {
		hidden = hidden || room < lipgloss.Width(m.Remark)
		most = max(most, lines(wrap(m.Remark, c.width)))
	}
	if !hidden || c.room(c.top(), strings.Repeat("\n", most-1)) < min(len(c.matches), len(c.pinned())+fewRows+1) {
		return ""
	}
	text := " " // its row has it
	if m, _ := c.highlighted(); room < lipgloss.Width(m.Remark) {
		text = c.look.dim.Render(wrap(m.Remark, c.width))
	}
	return text + strings.Repeat("\n", most-lines(text))
}

// narrowRemark are the cells that are few for a remark.
const narrowRemark = 24

// labelWidth is what the longest label takes, within reason.
func (c choose) labelWidth() int { return min(c.widest, c.width-2, max(32, c.width-48)) }

// about is what to know about the question; on the first page what will and will not
// happen, where there is room.
func (c choose) about() string {
	if c.ask.Note != "" {
		return c.look.dim.Render(wrap(c.ask.Note, c.width))
	}
	if c.ask.Field != wizard.Provider || c.height < 14 {
		return c.remark()
	}
	return c.look.dim.Render(wrap(aboutPostern, c.width))
}

const aboutPostern = "Postern tries four doors, explains them, and writes the settings. " +
	"It changes no file and asks for no password unless you say so."

// rows is how many choices fit.
func (c choose) rows() int { return c.room(c.top(), c.about()) }

// room is what the rest of the page leaves for choices.
func (c choose) room(top, about string) int {
	rows := c.height - lines(top) - 1
	if c.problem != "" {
		rows -= lines(trouble(c.problem, c.width)) + 1
	}
	if about != "" {
		rows -= lines(about) + 1
	}
	return rows
}

func (c choose) busy() bool { return false }

func (c choose) Cursor() *tea.Cursor {
	if !c.ask.Free {
		return nil
	}
	cur := c.input.Cursor()
	if cur != nil {
		cur.Y += lines(wrap(c.ask.Prompt, c.width))
	}
	return cur
}

func (c choose) resize(width, height int) screen {
	c.width, c.height = width, height
	c.input = c.input.sized(max(1, width-3))
	return c
}

func (c choose) restyle(l look) screen {
	c.look = l
	c.input = c.input.styled(l)
	return c
}

func (c choose) keys() []key.Binding {
	does := "choose"
	if _, ok := c.highlighted(); !ok {
		does = "go on"
	}
	move := keyMove("move")
	move.SetEnabled(len(c.matches) > 1 || c.first() < 0)
	back := keyBack("back")
	if c.ask.Find != nil && c.input.text() != "" {
		back = keyBack("clear")
	} else if _, ok := c.session.BackOne(); !ok {
		back.SetEnabled(false)
	}
	help := "what is this"
	if c.paged() {
		help = "all about it"
	}
	provider := keyProvider(c.session)
	provider.SetEnabled(provider.Enabled() && c.ask.Field != wizard.Provider && c.ask.Page() == wizard.PageProvider)
	return []key.Binding{keyEnter(does), move, back, keyHelp(help, c.ask.Free), provider}
}
