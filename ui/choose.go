package ui

import (
	"cmp"
	"slices"

	tea "charm.land/bubbletea/v2"

	"postern/wizard"
)

// choose asks one question: a text field, a list beneath that typing filters, or
// both. The list is filtered in the same Update as the key, so that enter can
// never act on a list that is out of date.
type choose struct{ *chooseState }

// chooseState is what it holds; see screen.
type chooseState struct {
	session wizard.Session
	ask     wizard.Ask
	look    look
	input   field
	matches []wizard.Choice
	widest  int // of the matches' labels
	ever    int // of those that there ever were: where there is room, the remarks stay where they are
	at      int // the highlighted match; -1 for the field
	problem string

	width, height int
}

func (c choose) copied() choose {
	next := *c.chooseState
	return choose{&next}
}

func newChoose(s wizard.Session, ask *wizard.Ask, l look) choose {
	c := choose{&chooseState{session: s, ask: *ask, look: l, input: newField("› ", ask.Hint, l), problem: ask.Problem}}
	if ask.Find == nil {
		c.input = c.input.filled(cmp.Or(s.Draft(ask.Field), ask.Default))
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
	c = c.copied()
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
		c.problem, c.at = input.lost, 0
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
		page.Paragraphs = append(slices.Clip(page.Paragraphs), keysBeneath, "  "+c.look.keyTable(c.keys()))
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
func (c choose) first() int {
	if c.ask.Find != nil && c.input.text() == "" && len(c.matches) > 0 && len(pinned(c.matches)) == len(c.matches) {
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
	if c.ask.Free && c.ask.Find == nil && c.input.text() != c.ask.Default {
		c.session = c.session.WithDraft(c.ask.Field, c.input.text())
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
	c.widest = widestLabel(c.matches)
	c.ever = max(c.ever, c.widest)
	return c
}

// roomy is the width from which on typing does not move the columns.
const roomy = 60

func (c choose) move(by int) choose {
	if len(c.matches) > 0 {
		c.at, c.problem = around(c.at, by, c.first(), len(c.matches)-1), ""
	}
	return c
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
	c = c.copied()
	c.width, c.height = width, height
	c.input = c.input.sized(max(1, width-3))
	return c
}

func (c choose) restyle(l look) screen {
	c = c.copied()
	c.look = l
	c.input = c.input.styled(l)
	return c
}

func (c choose) keys() []*hint {
	does := "choose"
	if _, ok := c.highlighted(); !ok {
		does = "go on"
	}
	move := keyMove("move").when(len(c.matches) > 1 || c.first() < 0)
	back := keyBack("back")
	if c.ask.Find != nil && c.input.text() != "" {
		back = keyBack("clear")
	} else if _, ok := c.session.BackOne(); !ok {
		back.when(false)
	}
	help := "what is this"
	if c.paged() {
		help = "all about it"
	}
	provider := keyProvider(c.session)
	provider.when(!provider.off && c.ask.Field != wizard.Provider && c.ask.Page() == wizard.PageProvider)
	return []*hint{keyEnter(does), move, back, keyHelp(help).typing(c.ask.Free), provider}
}
