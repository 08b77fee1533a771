package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"postern/probe"
	"postern/wizard"
	"postern/wizard/candidate"
)

// edit changes what was found about a server before it is used, laid over the servers:
// a line each for its name, its port, how that is encrypted, and the login name.
type edit struct{ *editState }

// editState is what it holds; see screen.
type editState struct {
	session wizard.Session
	value   string // the answer that means the server
	search  search // which ends when the server is used
	look    look
	labels  [editLines]string
	inputs  [editLines]field
	at      int
	problem string

	width, height int
}

func (e edit) copied() edit {
	next := *e.editState
	return edit{&next}
}

// The lines.
const (
	editHost = iota
	editPort
	editSecurity
	editUser
	editLines
)

func newEdit(s wizard.Session, c candidate.Candidate, value string, under search, l look) edit {
	e := edit{&editState{session: s, value: value, search: under, look: l, labels: [editLines]string{"Server", "Port", "Encryption", "Login name"}}}
	host, door, user := s.Present(c)
	port, security, _ := strings.Cut(door, ":")
	for i, text := range []string{host, port, security, user} {
		hint := [editLines]string{"smtp.example.org", "may stay empty: all doors are tried", "tls or starttls; may stay empty", "often the whole address"}[i]
		e.inputs[i] = newField("", hint, l).filled(text)
	}
	return e
}

// editLeftMsg says that lines were left before they were used.
type editLeftMsg struct{ edit edit }

// goneOn is the edit with the lines that another one of the same server was left with.
func (e edit) goneOn(before edit) edit {
	if before.editState != nil && before.value == e.value {
		e.inputs, e.at = before.inputs, before.at
	}
	return e
}

func (e edit) Init() tea.Cmd { return nil }

func (e edit) Update(msg tea.Msg) (screen, tea.Cmd) {
	e = e.copied()
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch press.String() {
		case "enter":
			if e.at < editLines-1 {
				return e.move(1), nil
			}
			return e.use()
		case "esc":
			return e, batch(send(editLeftMsg{e}), send(closeMsg{}))
		case "up", "shift+tab":
			return e.move(-1), nil
		case "down", "tab":
			return e.move(1), nil
		case "f1":
			return e, open(newLesson(e.session, [editLines]string{"server-name", "ports", "names", "login-name"}[e.at], e.look, e.keys()))
		}
	}
	input, changed, cmd := e.inputs[e.at].update(msg)
	e.inputs[e.at] = input
	if changed {
		e.problem = input.lost
	}
	return e, cmd
}

func (e edit) move(by int) edit {
	e.at, e.problem = min(max(0, e.at+by), editLines-1), ""
	return e
}

func (e edit) text(line int) string { return strings.TrimSpace(e.inputs[line].text()) }

// use makes the lines the answers, and goes on to the doors.
func (e edit) use() (screen, tea.Cmd) {
	s, err := e.session.Put(wizard.Server, e.value)
	if err != nil {
		return e.wrong(editHost, err), nil
	}
	for _, line := range []struct {
		at    int
		field wizard.Field
		value string
	}{{editHost, wizard.Host, e.text(editHost)}, {editPort, wizard.Port, e.door()}, {editUser, wizard.User, e.text(editUser)}} {
		if line.field == wizard.User && line.value == s.Get(wizard.User) {
			continue // a suggestion stays one
		}
		if s, err = s.Put(line.field, line.value); err != nil {
			return e.wrong(line.at, err), nil
		}
	}
	if s, err = s.Answer(wizard.Server, e.value); err != nil {
		return e.wrong(editHost, err), nil
	}
	return e, e.search.stop(goMsg{s})
}

// door is the port with its encryption, as the session reads it; "" for all doors.
func (e edit) door() string {
	port, security := e.text(editPort), strings.ToLower(e.text(editSecurity))
	if port == "" || security == "" {
		return port
	}
	return port + ":" + security
}

func (e edit) wrong(line int, err error) edit {
	e.at, e.problem = line, err.Error()
	return e
}

func (e edit) View() string {
	out := []string{e.look.strong.Render(wrap("Change what was found, before it is used", e.width)), ""}
	for i := range e.inputs {
		label := pad(e.labels[i], e.labelWidth())
		if i != e.at {
			out = append(out, "  "+e.look.dim.Render(label)+cut(probe.NewText(e.inputs[i].text()).String(), e.valueWidth()))
			continue
		}
		out = append(out, e.look.accent.Render("› ")+e.look.marked.Render(label)+e.inputs[i].View())
	}
	if e.problem != "" {
		out = append(out, "", e.look.bad.Render(trouble(e.problem, e.width)))
	} else if e.height > len(out)+3 {
		out = append(out, "", e.look.dim.Render(wrap("The encryption is tls (at once, as on 465) or starttls (as on 587). All doors of the server are tried, this one among them.", e.width)))
	}
	return strings.Join(out, "\n")
}

func (e edit) labelWidth() int { return len("Encryption") + 2 }

func (e edit) valueWidth() int { return max(8, e.width-2-e.labelWidth()-1) }

func (e edit) busy() bool { return false }

func (e edit) Cursor() *tea.Cursor {
	cur := e.inputs[e.at].Cursor()
	if cur != nil {
		cur.X += 2 + e.labelWidth()
		cur.Y += lipgloss.Height(wrap("Change what was found, before it is used", e.width)) + 1 + e.at
	}
	return cur
}

func (e edit) resize(width, height int) screen {
	e = e.copied()
	e.width, e.height = width, height
	for i := range e.inputs {
		e.inputs[i] = e.inputs[i].sized(e.valueWidth())
	}
	return e
}

func (e edit) restyle(l look) screen {
	e = e.copied()
	e.look = l
	for i := range e.inputs {
		e.inputs[i] = e.inputs[i].styled(l)
	}
	return e
}

func (e edit) keys() []*hint {
	does := "next line"
	if e.at == editLines-1 {
		does = "use it"
	}
	return []*hint{keyEnter(does), keyMove("move"), keyBack("back"), keyHelp("what is this").typing(true)}
}
