package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/viewport"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"postern/wizard"
	"postern/wizard/lesson"
)

// reader shows a text that may be longer than the screen.
type reader struct {
	text  wizard.Reading
	look  look
	view  viewport.Model
	enter func() tea.Cmd // what enter does; nil means it closes
	goOn  string         // what enter is called
	back  func() tea.Cmd
	extra []key.Binding // shown in the footer
	press func(tea.KeyPressMsg) tea.Cmd
}

// newReader returns a text laid over a screen: enter and esc take it away.
func newReader(text wizard.Reading, l look) reader {
	away := func() tea.Cmd { return send(closeMsg{}) }
	return reader{text: text, look: l, view: newView(), enter: away, goOn: "back", back: away}
}

// newView returns a scrolling part in which a line that is too long goes on below.
func newView() viewport.Model {
	v := viewport.New()
	v.SoftWrap = true
	return v
}

// newLesson returns a lesson laid over a screen, and beneath it the keys that act
// on that screen.
func newLesson(id string, l look, keys []key.Binding) reader {
	les, ok := lesson.Get(id)
	if !ok {
		les, _ = lesson.Get("submission")
	}
	text := wizard.Reading{Title: les.Title, Paragraphs: append([]string{les.Answer}, les.Body...)}
	if len(keys) > 0 {
		text.Paragraphs = append(text.Paragraphs, "Keys on the page you came from:", keyTable(keys))
	}
	return newReader(text, l)
}

// keyTable lists keys and what they do, a line each.
func keyTable(keys []key.Binding) string {
	var rows []string
	for _, k := range append(keys, keyQuit()) {
		if k.Enabled() {
			rows = append(rows, "  "+pad(k.Help().Key, 8)+k.Help().Desc)
		}
	}
	return strings.Join(rows, "\n")
}

// newShow returns the screen of a Show step.
func newShow(s wizard.Session, t wizard.Topic, l look) reader {
	r := reader{text: s.Read(t), look: l, view: newView(), back: func() tea.Cmd { return goBack(s) }}
	switch t {
	case wizard.Outcome:
		r.enter, r.goOn = func() tea.Cmd { return send(leaveMsg{s}) }, "finish"
	default:
		r.enter, r.goOn = func() tea.Cmd { return goTo(s.Next()) }, "go on"
		lesson := keyHelp("more about this", false)
		r.extra = []key.Binding{lesson}
		r.press = func(k tea.KeyPressMsg) tea.Cmd {
			if key.Matches(k, lesson) {
				return open(newLesson("submission-or-relay", l, nil))
			}
			return nil
		}
	}
	return r
}

func (r reader) Init() tea.Cmd { return nil }

func (r reader) Update(msg tea.Msg) (screen, tea.Cmd) {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return r, nil
	}
	switch press.String() {
	case "enter":
		return r, r.enter()
	case "esc":
		return r, r.back()
	case "home":
		r.view.GotoTop()
	case "end":
		r.view.GotoBottom()
	}
	if r.press != nil {
		if cmd := r.press(press); cmd != nil {
			return r, cmd
		}
	}
	var cmd tea.Cmd
	r.view, cmd = r.view.Update(msg)
	return r, cmd
}

func (r reader) View() string {
	return r.title() + "\n\n" + r.view.View()
}

// title is what the text is about, and whether there is more of it.
func (r reader) title() string {
	words := wrap(r.text.Title, r.view.Width())
	out := r.look.strong.Render(words)
	if more := r.position(); lines(words) == 1 && lipgloss.Width(words+more) <= r.view.Width() {
		out += r.look.dim.Render(more)
	}
	return out
}

// position says that there is more, and where.
func (r reader) position() string {
	switch {
	case r.view.AtTop() && r.view.AtBottom():
		return ""
	case r.view.AtBottom():
		return "   end"
	}
	return "   ↑↓ for more"
}

func (r reader) Cursor() *tea.Cursor { return nil }

func (r reader) resize(width, height int) screen {
	r.view.SetWidth(width)
	r.view.SetHeight(max(1, height-1-lines(wrap(r.text.Title, width))))
	r.view.SetContent(strings.Join(lesson.Layout(r.text.Paragraphs, min(width, textWidth)), "\n"))
	return r
}

func (r reader) restyle(l look) screen {
	r.look = l
	return r
}

func (r reader) keys() []key.Binding {
	keys := append([]key.Binding{keyEnter(r.goOn)}, r.extra...)
	move := keyMove("scroll")
	move.SetEnabled(!r.view.AtTop() || !r.view.AtBottom())
	back := keyBack("back")
	back.SetEnabled(r.goOn != "back") // enter says so already
	return append(keys, move, back)
}
