package ui

import (
	"cmp"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"postern/probe"
	"postern/wizard"
)

// form asks all questions of a page at once, a line each. What is typed becomes an
// answer when its line is left, so that the lines that follow from it are right.
type form struct{ *formState }

// formState is what it holds; see screen.
type formState struct {
	session wizard.Session
	page    wizard.Page
	look    look
	asks    []wizard.Ask
	at      int
	input   field // of the line at, where text is typed
	problem string

	width, height int
}

func (f form) copied() form {
	next := *f.formState
	return form{&next}
}

func newForm(s wizard.Session, page wizard.Page, l look) form {
	f := form{&formState{session: s, page: page, look: l, asks: s.Asks(page)}}
	return f.focus(0)
}

// focus moves to a line, filling its field with the answer or the suggestion.
func (f form) focus(at int) form {
	f.at, f.problem = min(max(0, at), len(f.asks)-1), ""
	ask := f.asks[f.at]
	f.input = newField("", ask.Hint, f.look).sized(f.valueWidth()).filled(f.text(&ask))
	return f
}

// text is what stands in a line: what was typed there, also if it is no answer yet.
func (f form) text(a *wizard.Ask) string { return cmp.Or(f.session.Draft(a.Field), a.Default) }

func (f form) Init() tea.Cmd { return nil }

func (f form) Update(msg tea.Msg) (screen, tea.Cmd) {
	f = f.copied()
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch press.String() {
		case "enter":
			return f.accept()
		case "esc":
			f = f.put()
			return f, goBack(f.session)
		case "tab":
			return f.step(1), nil
		case "shift+tab":
			return f.step(-1), nil
		case "up":
			return f.arrow(-1), nil
		case "down":
			return f.arrow(1), nil
		case "f1":
			return f.explain()
		case "f3":
			return f, openProviderPage(f.session, f.look)
		case "?":
			if !f.typing() {
				return f.explain()
			}
		}
	}
	if !f.typing() {
		return f, nil
	}
	input, changed, cmd := f.input.update(msg)
	f.input = input
	if changed {
		f.problem = input.lost
	}
	return f, cmd
}

func (f form) explain() (screen, tea.Cmd) {
	return f, open(newLesson(f.session, f.ask().Lesson, f.look, f.keys()))
}

func (f form) ask() wizard.Ask { return f.asks[f.at] }

func (f form) typing() bool { return len(f.ask().Choices) == 0 }

// accept keeps the line and moves to the next; after the last the page is left,
// if no line is in the way.
func (f form) accept() (screen, tea.Cmd) {
	kept, err := f.keep()
	if err != nil {
		f.problem = err.Error()
		return f, nil
	}
	f = kept
	if f.at < len(f.asks)-1 {
		return f.focus(f.at + 1), nil
	}
	for i := range f.asks {
		at := f.focus(i)
		next, err := at.keep()
		if err != nil {
			at.problem = err.Error()
			return at, nil
		}
		f = next
	}
	last := f.asks[len(f.asks)-1]
	next, err := f.session.Answer(last.Field, f.session.Get(last.Field))
	if err != nil {
		f.problem = err.Error()
		return f, nil
	}
	return f, goTo(next)
}

// keep makes the line's text its answer. An untouched suggestion stays one, so
// that it goes on following from the other answers.
func (f form) keep() (form, error) {
	ask := f.ask()
	value := ask.Default
	if f.typing() {
		value = strings.TrimSpace(f.input.text())
	}
	next, err := f.session.Put(ask.Field, value)
	if err != nil {
		return f, err
	}
	if value != ask.Default {
		f.session = next
	}
	f.session = f.session.WithDraft(ask.Field, "")
	f.asks = f.session.Asks(f.page)
	return f, nil
}

// put is keep for a line that is left in passing: what is wrong stands there as it is.
func (f form) put() form {
	kept, err := f.keep()
	if err != nil {
		f.session = f.session.WithDraft(f.ask().Field, f.input.text())
		return f
	}
	return kept
}

func (f form) step(by int) form {
	f = f.put()
	return f.focus(f.at + by)
}

// arrow moves between choices, and between lines.
func (f form) arrow(by int) form {
	ask := f.ask()
	at := slices.IndexFunc(ask.Choices, func(c wizard.Choice) bool { return c.Value == ask.Default })
	if to := at + by; at >= 0 && to >= 0 && to < len(ask.Choices) {
		if next, err := f.session.Put(ask.Field, ask.Choices[to].Value); err == nil {
			f.session = next
			f.asks = next.Asks(f.page)
			return f
		}
	}
	return f.step(by)
}

func (f form) View() string {
	out := f.title()
	for i := range f.asks {
		out = append(out, f.line(i)...)
	}
	if first := f.firstSteps(); len(out)+1+lines(first) <= f.height && first != "" {
		return strings.Join(out, "\n") + "\n\n" + first
	}
	return strings.Join(f.window(out), "\n")
}

// title says what the questions are about, and leaves a line empty, where there is room.
func (f form) title() []string {
	all := 2
	for i := range f.asks {
		all += len(f.line(i))
	}
	if all > f.height {
		return nil
	}
	title := "Your account"
	if name := f.session.ProviderName(); name != "" {
		title += " at " + name
	}
	return []string{f.look.strong.Render(cut(title, f.width)), ""}
}

// firstSteps is what the provider wants done before anything can be sent.
func (f form) firstSteps() string {
	note, link := f.session.FirstSteps()
	if note == "" {
		return ""
	}
	out := f.look.strong.Render(wrap("First, at "+f.session.ProviderName(), f.width)) + "\n" + wrap(note, f.width)
	if link != "" {
		out += "\n" + f.look.accent.Render(wrap(link, f.width))
	}
	return out
}

// line draws a question: one line, and beneath the one at hand its hint, its
// choices, or what is wrong.
func (f form) line(i int) []string {
	ask := f.asks[i]
	label := pad(ask.Label, f.labelWidth())
	if i != f.at {
		return []string{"  " + f.look.dim.Render(label) + cut(f.shown(&ask), f.valueWidth())}
	}
	style := f.look.marked
	if !f.typing() { // the choice beneath is what is marked
		style = f.look.strong
	}
	head := f.look.accent.Render("› ") + style.Render(label)
	if f.typing() {
		out := []string{head + f.input.View()}
		return append(out, f.beneath(ask.Note)...)
	}
	out := []string{head + cut(f.shown(&ask), f.valueWidth())}
	for _, c := range ask.Choices {
		mark, style := f.look.pointed(c.Value == ask.Default)
		row := "    " + mark + style.Render(pad(c.Label, 26))
		if room := f.width - 34; room > 12 {
			row += "  " + f.look.dim.Render(cut(c.Remark, room))
		}
		out = append(out, cut(row, f.width))
	}
	return append(out, f.beneath("")...)
}

// beneath is the problem of the line at hand, or else its hint.
func (f form) beneath(hint string) []string {
	text, style := hint, f.look.dim
	if f.problem != "" {
		text, style = trouble(f.problem, f.width-4), f.look.bad
	}
	if text == "" {
		return nil
	}
	wrapped := style.Render(wrap(text, f.width-4))
	return append(strings.Split(lipgloss.NewStyle().PaddingLeft(4).Render(wrapped), "\n"), "")
}

func (f form) labelWidth() int {
	widest := 0
	for _, a := range f.asks {
		widest = max(widest, lipgloss.Width(a.Label))
	}
	return widest + 2
}

func (f form) valueWidth() int { return max(8, f.width-2-f.labelWidth()-1) }

// shown is the answer as it stands.
func (f form) shown(a *wizard.Ask) string {
	for _, c := range a.Choices {
		if c.Value == a.Default {
			return c.Label
		}
	}
	switch {
	case f.text(a) != "":
	case a.Optional:
		return f.look.dim.Render(cut(a.Hint, f.valueWidth()))
	default:
		return f.look.dim.Render("not yet")
	}
	return probe.NewText(f.text(a)).String()
}

// window is the part of the lines that there is room for, the line at hand in it.
func (f form) window(all []string) []string {
	if len(all) <= f.height {
		return all
	}
	first := max(0, min(f.top()-1, len(all)-f.height))
	return all[first : first+f.height]
}

// top is the row of the line at hand.
func (f form) top() int {
	n := len(f.title())
	for i := range f.at {
		n += len(f.line(i))
	}
	return n
}

func (f form) busy() bool { return false }

func (f form) Cursor() *tea.Cursor {
	if !f.typing() {
		return nil
	}
	cur := f.input.Cursor()
	if cur == nil {
		return nil
	}
	all := 0
	for i := range f.asks {
		all += len(f.line(i))
	}
	cur.X += 2 + f.labelWidth()
	cur.Y += f.top()
	if all > f.height {
		cur.Y -= max(0, min(f.top()-1, all-f.height))
	}
	return cur
}

func (f form) resize(width, height int) screen {
	f = f.copied()
	f.width, f.height = width, height
	f.input = f.input.sized(f.valueWidth())
	return f
}

func (f form) restyle(l look) screen {
	f = f.copied()
	f.look = l
	f.input = f.input.styled(l)
	return f
}

func (f form) keys() []*hint {
	does := "next"
	if f.at == len(f.asks)-1 {
		does = "go on"
	}
	fields := keyLetter("tab", "move")
	if !f.typing() {
		fields = keyMove("choose")
	}
	return []*hint{keyEnter(does), fields, keyBack("back"), keyHelp("what is this").typing(f.typing()), keyProvider(f.session)}
}
