package ui

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"postern/wizard"
	"postern/wizard/lesson"
)

// A menu is a list of pages to open: all there is to learn, or a part of it.
type menu struct {
	session wizard.Session
	look    look
	title   string
	entries []entry
	at      int
	root    bool // nothing lies beneath: the way back leads out of the program
	first   int  // the entry on top

	width, height int
}

// An entry is a line of a menu, and the page that it opens.
type entry struct {
	label  string
	remark string // in a few words; may be empty
	about  string // a sentence or two, shown while the entry is highlighted; may be empty
	open   func(look) screen
}

// learnMsg asks for the menu of all there is to learn, with what is known.
type learnMsg struct{ session wizard.Session }

// newLearn returns the menu of all there is to learn.
func newLearn(s wizard.Session, e Engine, l look, root bool) menu {
	return menu{session: s, look: l, title: "What would you like to understand?", entries: learnEntries(s, e), root: root}
}

// learnEntries are the pages that are more than a text, and then the texts.
func learnEntries(s wizard.Session, e Engine) []entry {
	out := []entry{{
		label: "The journey of a message", remark: "seven stops, one at a time",
		open: func(l look) screen { return newTrip(s, e, l) },
	}}
	for _, id := range []string{"myths", "timeline", "reply-codes", "glossary"} {
		if l, ok := lesson.Get(id); ok {
			out = append(out, lessonEntry(s, l))
		}
	}
	out = append(out, entry{
		label: "Quiz", remark: "questions, one at a time, and why",
		about: "Some on everybody's mail, some on what was found at your own server. You can leave at any moment and go on later.",
		open:  func(l look) screen { return newQuiz(s, e, l) },
	})
	return append(out, entry{
		label: "All lessons", remark: fmt.Sprintf("%d pages", len(lesson.All())),
		open: func(l look) screen { return newLessons(s, "All lessons", lesson.All(), l) },
	})
}

// newLessons returns a menu of lessons.
func newLessons(s wizard.Session, title string, lessons []lesson.Lesson, l look) menu {
	m := menu{session: s, look: l, title: title}
	for _, les := range lessons {
		m.entries = append(m.entries, lessonEntry(s, les))
	}
	return m
}

func lessonEntry(s wizard.Session, les lesson.Lesson) entry {
	return entry{label: les.Title, about: les.Answer, open: func(l look) screen { return newLesson(s, les.ID, l, nil) }}
}

func (m menu) Init() tea.Cmd { return nil }

func (m menu) Update(msg tea.Msg) (screen, tea.Cmd) {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return m, nil
	}
	switch press.String() {
	case "enter", "right":
		return m, open(m.entries[m.at].open(m.look))
	case "esc", "left":
		return m, m.back()
	case "q":
		if m.root {
			return m, m.back()
		}
	case "up", "k", "shift+tab":
		return m.move(-1), nil
	case "down", "j", "tab":
		return m.move(1), nil
	case "pgup":
		return m.move(-max(1, m.rows())), nil
	case "pgdown":
		return m.move(max(1, m.rows())), nil
	case "home":
		return m.move(-len(m.entries)), nil
	case "end":
		return m.move(len(m.entries)), nil
	}
	return m, nil
}

func (m menu) back() tea.Cmd {
	if m.root {
		return send(leaveMsg{m.session})
	}
	return send(closeMsg{})
}

func (m menu) move(by int) menu {
	m.at = min(max(0, m.at+by), len(m.entries)-1)
	rows := max(1, m.rows())
	m.first = min(max(m.first, m.at-rows+1), m.at)
	return m
}

func (m menu) View() string {
	var out []string
	rows := m.rows()
	last := min(len(m.entries), m.first+rows)
	for i := m.first; i < last; i++ {
		out = append(out, m.row(i))
	}
	if m.first > 0 && m.at > m.first {
		out[0] = m.look.dim.Render(fmt.Sprintf("  … %d before", m.first+1))
	}
	if after := len(m.entries) - last; after > 0 && m.at < last-1 {
		out[len(out)-1] = m.look.dim.Render(fmt.Sprintf("  … %d more", after+1))
	}
	view := m.look.strong.Render(wrap(m.title, m.width)) + "\n\n" + strings.Join(out, "\n")
	if about := m.about(); about != "" {
		view += "\n\n" + m.look.dim.Render(about)
	}
	return view
}

func (m menu) row(i int) string {
	e := m.entries[i]
	mark, style := "  ", m.look.body
	if i == m.at {
		mark, style = "› ", m.look.strong
	}
	room := m.width - 2
	if e.remark == "" {
		return m.look.accent.Render(mark) + style.Render(cut(e.label, room))
	}
	label := min(m.widest(), room)
	row := m.look.accent.Render(mark) + style.Render(pad(e.label, label))
	if room -= label + 2; room >= 12 {
		row += "  " + m.look.dim.Render(cut(e.remark, room))
	}
	return row
}

// widest is what the longest label with a remark takes.
func (m menu) widest() int {
	widest := 0
	for _, e := range m.entries {
		if e.remark != "" {
			widest = max(widest, len(e.label))
		}
	}
	return widest
}

// about is the sentence on the highlighted entry, where there is room for the
// longest of them: the list would jump otherwise.
func (m menu) about() string {
	if m.most() == 0 {
		return ""
	}
	return wrap(m.entries[m.at].about, m.width)
}

// most is how many rows the longest sentence takes, 0 if there is no room for it.
func (m menu) most() int {
	most := 0
	for _, e := range m.entries {
		most = max(most, lines(wrap(e.about, m.width)))
	}
	if m.height-2-most-1 < 5 {
		return 0
	}
	return most
}

// rows is how many entries fit.
func (m menu) rows() int {
	rows := m.height - lines(wrap(m.title, m.width)) - 1
	if most := m.most(); most > 0 {
		rows -= most + 1
	}
	return max(1, rows)
}

func (m menu) place() string       { return "Learn" }
func (m menu) busy() bool          { return false }
func (m menu) Cursor() *tea.Cursor { return nil }

func (m menu) resize(width, height int) screen {
	m.width, m.height = width, height
	m.first = 0
	return m.move(0)
}

func (m menu) restyle(l look) screen {
	m.look = l
	return m
}

func (m menu) keys() []key.Binding {
	does := "back"
	if m.root {
		does = "leave"
	}
	move := keyMove("move")
	move.SetEnabled(len(m.entries) > 1)
	return []key.Binding{keyEnter("open"), move, keyBack(does)}
}

// A placed screen says where the person is; the others leave it to the wizard.
type placed interface{ place() string }

// place is what stands in the header.
func (m Model) place() string {
	for _, s := range slices.Backward(append([]screen{m.screen}, m.over...)) {
		if p, ok := s.(placed); ok {
			return p.place()
		}
	}
	page := m.session.Page()
	return fmt.Sprintf("%d of %d   %s", int(page)+1, wizard.Pages, page.Title())
}

// An informed screen has a session that may know more than the router's.
type informed interface{ knows() wizard.Session }

// learnMore leads to all there is to learn, unless the person is there already.
func (m Model) learnMore() tea.Cmd {
	s := m.session
	for _, over := range append([]screen{m.screen}, m.over...) {
		if _, there := over.(placed); there {
			return nil
		}
		if i, ok := over.(informed); ok {
			s = i.knows()
		}
	}
	return send(learnMsg{s})
}

func (c choose) knows() wizard.Session   { return c.session }
func (f form) knows() wizard.Session     { return f.session }
func (d doors) knows() wizard.Session    { return d.session }
func (c closer) knows() wizard.Session   { return c.session }
func (t settings) knows() wizard.Session { return t.session }
func (v verify) knows() wizard.Session   { return v.session }
