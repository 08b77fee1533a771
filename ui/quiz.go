package ui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"postern/wizard"
	"postern/wizard/lesson"
	"postern/wizard/quiz"
)

// An examiner asks the questions of the quiz, one at a time. It shows a list to choose
// from, or a text: a question is a list, what is said of its answer a text, and the
// end is the list of the lessons to read again.
type examiner struct {
	session wizard.Session
	engine  Engine
	look    look
	sitting quiz.Sitting
	begun   bool // the sitting is there
	resumed bool // it goes on where it was left, and nothing was done yet
	at      int  // the highlighted row
	page    reader
	others  bool // the page also says why the other choices are wrong
	trouble string

	width, height int
}

// sittingMsg brings the sitting to go on with.
type sittingMsg struct{ sitting quiz.Sitting }

// keptMsg says how keeping the place ended.
type keptMsg struct{ err error }

// newQuiz returns the quiz where it was left; what the session knows of the doors is
// asked about too.
func newQuiz(s wizard.Session, e Engine, l look) examiner {
	page := newReader(wizard.Reading{}, l)
	page.goOn, page.session = "go on", s
	return examiner{session: s, engine: e, look: l, page: page}
}

// Init implements screen.
func (x examiner) Init() tea.Cmd { return x.sit(false) }

// sit fetches the sitting.
func (x examiner) sit(anew bool) tea.Cmd {
	c, tried := x.session.Case()
	return func() tea.Msg {
		if !tried {
			return sittingMsg{x.engine.Quiz(nil, anew)}
		}
		return sittingMsg{x.engine.Quiz(&c, anew)}
	}
}

// Update implements screen.
func (x examiner) Update(msg tea.Msg) (screen, tea.Cmd) {
	switch msg := msg.(type) {
	case sittingMsg:
		_, answered, _ := msg.sitting.Score()
		x.begun, x.resumed = true, answered > 0
		return x.turnTo(msg.sitting), nil
	case keptMsg:
		if msg.err != nil {
			x.trouble = "Your place will be lost when Postern ends: " + msg.err.Error()
		}
		return x, nil
	case tea.KeyPressMsg:
		if x.begun {
			return x.press(msg)
		}
		if msg.String() == "esc" {
			return x, send(closeMsg{})
		}
	}
	return x, nil
}

func (x examiner) press(msg tea.KeyPressMsg) (screen, tea.Cmd) {
	anew := x.resumed || x.sitting.Ended()
	x.resumed = false
	k := msg.String()
	switch k {
	case "esc":
		return x, send(closeMsg{})
	case "left":
		if back, ok := x.sitting.Back(); ok {
			return x.turnTo(back), nil
		}
		return x, nil
	case "right":
		return x.turnTo(x.sitting.Next()), nil
	case "n":
		if anew {
			return x, x.sit(true)
		}
	case "?", "f1":
		return x, x.read()
	}
	if x.telling() {
		return x.pressTelling(msg)
	}
	switch n, _ := strconv.Atoi(k); {
	case k == "enter":
		return x.choose()
	case k == "up" || k == "k" || k == "shift+tab":
		x.at = max(0, x.at-1)
	case k == "down" || k == "j" || k == "tab":
		x.at = max(0, min(len(x.rows())-1, x.at+1))
	case n > 0 && n <= len(x.rows()):
		x.at = n - 1
	}
	return x, nil
}

// pressTelling is press on the page that says whether an answer was right.
func (x examiner) pressTelling(msg tea.KeyPressMsg) (screen, tea.Cmd) {
	switch msg.String() {
	case "enter":
		return x.turnTo(x.sitting.Next()), nil
	case "o":
		x.others = !x.others
		x.page = x.page.showing(x.told())
		return x, nil
	}
	var cmd tea.Cmd
	x.page, cmd = x.page.press(msg)
	return x, cmd
}

// choose answers with the highlighted row or, at the end, reads it.
func (x examiner) choose() (screen, tea.Cmd) {
	if x.sitting.Ended() {
		if len(x.rows()) == 0 {
			return x, send(closeMsg{})
		}
		return x, x.read()
	}
	answered := x.sitting.Answer(x.at)
	keep := func() tea.Msg { return keptMsg{x.engine.KeepQuiz(answered)} }
	return x.turnTo(answered), keep
}

// read opens the lesson that the question, or the highlighted row, leads to.
func (x examiner) read() tea.Cmd {
	id := ""
	switch again := x.sitting.Reread(); {
	case !x.sitting.Ended():
		id = x.sitting.Question().Lesson
	case x.at < len(again):
		id = again[x.at]
	default:
		return nil
	}
	l := newLesson(x.session, id, x.look, nil)
	l.learn = nil // which leads here
	return open(l)
}

// turnTo shows where a sitting is.
func (x examiner) turnTo(s quiz.Sitting) examiner {
	x.sitting, x.at, x.others = s, 0, false
	if x.telling() {
		x.page = x.page.showing(x.told())
		x.page.view.GotoTop()
	}
	return x
}

// telling reports whether the text is shown, and not the list.
func (x examiner) telling() bool {
	_, answered := x.sitting.Chosen()
	return answered
}

// told is what is said of an answer.
func (x examiner) told() func(int) wizard.Reading {
	text := wizard.Reading{Title: x.sitting.Question().Ask, Paragraphs: x.sitting.Told()}
	if x.others {
		text.Paragraphs = append(text.Paragraphs, x.sitting.Others()...)
	}
	return func(int) wizard.Reading { return text }
}

// rows are what there is to choose from.
func (x examiner) rows() []string {
	var out []string
	if !x.sitting.Ended() {
		for _, c := range x.sitting.Question().Choices {
			out = append(out, c.Text)
		}
		return out
	}
	for _, id := range x.sitting.Reread() {
		l, _ := lesson.Get(id)
		out = append(out, l.Title)
	}
	return out
}

// View implements screen.
func (x examiner) View() string {
	switch {
	case !x.begun:
		return ""
	case x.telling():
		return x.page.View() + x.problem()
	}
	all := append(x.head(), "")
	first, last := 0, 0 // of the highlighted row
	for i, row := range x.rows() {
		if i == x.at {
			first = len(all)
		}
		all = append(all, x.row(i, row)...)
		if i == x.at {
			last = len(all)
		}
	}
	return strings.Join(x.window(all, first, last), "\n") + x.problem()
}

// window is what there is room for: from the top, as long as the highlighted row is in
// it; with a sign where more follows.
func (x examiner) window(all []string, first, last int) []string {
	room := max(1, x.height-max(0, lines(x.problem())-1))
	if len(all) <= room {
		return all
	}
	top := max(0, min(len(all)-room, last-room+1, first))
	out := slices.Clone(all[top : top+room])
	if top+room < len(all) {
		out[room-1] = x.look.dim.Render("… more below")
	}
	return out
}

// head is what stands above the list.
func (x examiner) head() []string {
	if x.sitting.Ended() {
		return strings.Split(x.look.strong.Render(wrapLines(strings.Join(x.sitting.Summary(), "\n\n"), x.width)), "\n")
	}
	n, of := x.sitting.Number()
	where, q := fmt.Sprintf("Question %d of %d", n, of), x.sitting.Question()
	if x.resumed {
		where += ", where you left off"
	}
	text := x.look.dim.Render(wrap(where, x.width)) + "\n"
	if x.height >= 14 {
		text += "\n"
	}
	if q.Setting != "" {
		text += wrap(q.Setting, x.width) + "\n"
	}
	return strings.Split(text+x.look.strong.Render(wrap(q.Ask, x.width)), "\n")
}

// row draws a choice, which may take several lines.
func (x examiner) row(i int, text string) []string {
	mark, style := "  ", x.look.body
	if i == x.at {
		mark, style = "› ", x.look.strong
	}
	out := strings.Split(wrap(text, min(x.width, textWidth)-5), "\n")
	for j, line := range out {
		lead := "     "
		if j == 0 {
			lead = x.look.accent.Render(mark) + x.look.dim.Render(fmt.Sprintf("%-3d", i+1))
		}
		out[j] = lead + style.Render(line)
	}
	return out
}

// problem is the line about what went wrong, below the rest.
func (x examiner) problem() string {
	if x.trouble == "" {
		return ""
	}
	return "\n" + x.look.bad.Render(trouble(x.trouble, x.width))
}

func (x examiner) place() string       { return "Quiz" }
func (x examiner) busy() bool          { return false }
func (x examiner) Cursor() *tea.Cursor { return nil }

func (x examiner) resize(width, height int) screen {
	x.width, x.height = width, height
	x.page = x.page.sized(width, height-max(0, lines(x.problem())-1))
	return x
}

func (x examiner) restyle(l look) screen {
	x.look = l
	x.page = x.page.styled(l)
	return x
}

func (x examiner) keys() []key.Binding {
	if !x.begun {
		return []key.Binding{keyBack("back")}
	}
	move, turn, look := keyMove("move"), keyTurn("before, skip"), keyHelp("look it up", false)
	anew := keyLetter("n", "begin anew")
	anew.SetEnabled(x.resumed || x.sitting.Ended())
	switch {
	case x.telling():
		others := keyLetter("o", "the others")
		if x.others {
			others = keyLetter("o", "less")
		}
		return []key.Binding{keyEnter("go on"), others, keyBack("leave"), keyHelp("read more", false), keyMove("scroll"), keyTurn("turn")}
	case x.sitting.Ended() && len(x.rows()) == 0:
		return []key.Binding{keyEnter("back"), anew}
	case x.sitting.Ended():
		return []key.Binding{keyEnter("read"), move, anew, keyBack("leave")}
	}
	return []key.Binding{keyEnter("answer"), move, anew, turn, keyBack("leave"), look}
}
