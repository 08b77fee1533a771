package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/wizard"
)

// A menu is a list of pages to open: all there is to learn, or a part of it.
type menu struct{ *menuState }

// menuState is what it holds; see screen.
type menuState struct {
	session wizard.Session
	look    look
	title   string
	entries []entry
	at      int
	root    bool // nothing lies beneath: the way back leads out of the program
	main    bool // of all there is to learn
	find    bool // letters lead to the entry that begins with them
	typed   string
	first   int // the entry on top
	most    int // how many rows there are for what is said of an entry

	width, height int
}

func (m menu) copied() menu {
	next := *m.menuState
	return menu{&next}
}

// An entry is a line of a menu, and the page that it opens.
type entry struct {
	label  string
	remark string // in a few words; may be empty
	about  string // a sentence or two, shown while the entry is highlighted; may be empty
	open   func(look) screen
}

func (m menu) Init() tea.Cmd { return nil }

func (m menu) Update(msg tea.Msg) (screen, tea.Cmd) {
	m = m.copied()
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return m, nil
	}
	if m.find && press.Text != "" && press.Text != " " {
		return m.seek(press.Text), nil
	}
	m.typed = ""
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

// seek goes to the first entry that begins with what was typed.
func (m menu) seek(letter string) menu {
	for _, typed := range []string{m.typed + letter, letter} {
		for i, e := range m.entries {
			if len(e.label) >= len(typed) && strings.EqualFold(e.label[:len(typed)], typed) {
				m.typed = typed
				return m.move(i - m.at)
			}
		}
	}
	return m
}

func (m menu) back() tea.Cmd {
	if m.root {
		return send(leaveMsg{m.session})
	}
	return send(closeMsg{})
}

func (m menu) move(by int) menu {
	m.at = around(m.at, by, 0, len(m.entries)-1)
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
	mark, style := m.look.pointed(i == m.at)
	room := m.width - 2
	if e.remark == "" {
		return mark + style.Render(cut(e.label, room))
	}
	label := min(m.widest(), room)
	row := mark + style.Render(pad(e.label, label))
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

// about is what is said of the highlighted entry, as far as there is room.
func (m menu) about() string {
	if m.most == 0 {
		return ""
	}
	rows := strings.Split(wrap(m.entries[m.at].about, m.width), "\n")
	if len(rows) > m.most {
		rows = append(rows[:m.most-1], cut(rows[m.most-1]+" "+rows[m.most], m.width-1))
	}
	return strings.Join(rows, "\n")
}

// measure finds how many rows the longest sentence takes: the list would jump if each
// took its own. There is no room for any where few entries would be left.
func (m menu) measure() int {
	most := 0
	for _, e := range m.entries {
		most = max(most, lines(wrap(e.about, m.width)))
	}
	most = min(most, m.height/3)
	few := 6
	if m.find { // what is said is what they came for
		few = 3
	}
	if m.height-3-most < few {
		return 0
	}
	return most
}

// rows is how many entries fit.
func (m menu) rows() int {
	rows := m.height - lines(wrap(m.title, m.width)) - 1
	if m.most > 0 {
		rows -= m.most + 1
	}
	return max(1, rows)
}

func (m menu) place() string       { return "Learn" }
func (m menu) busy() bool          { return false }
func (m menu) Cursor() *tea.Cursor { return nil }

func (m menu) resize(width, height int) screen {
	m = m.copied()
	m.width, m.height, m.first = width, height, 0
	m.most = m.measure()
	return m.move(0)
}

func (m menu) restyle(l look) screen {
	m = m.copied()
	m.look = l
	return m
}

func (m menu) keys() []*hint {
	does := "back"
	if m.root {
		does = "leave"
	}
	move := keyMove("move").when(len(m.entries) > 1)
	find := keyLetter("a-z", "find")
	find.when(m.find)
	return []*hint{keyEnter("open"), move, find, keyBack(does)}
}
