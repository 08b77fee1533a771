package ui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/wizard"
	"postern/wizard/advice"
	"postern/wizard/lesson"
	"postern/wizard/quiz"
)

// An examiner asks the questions of the quiz, one at a time. It shows a list to choose
// from, or a text: a question is a list, what is said of its answer a text, and the
// end is the list of the lessons to read again.
type examiner struct{ *examinerState }

// examinerState is what it holds; see screen.
type examinerState struct {
	session wizard.Session
	engine  Engine
	sitting quiz.Sitting
	begun   bool // the sitting is there
	resumed bool // it goes on where it was left, and nothing was done yet
	at      int  // the highlighted row
	page    textPage
	others  bool // the page also says why the other choices are wrong
	trouble string

	width, height int
}

//go:noinline
func (x examiner) copied() examiner {
	next := *x.examinerState
	next.page = next.page.copied()
	return examiner{&next}
}

// sittingMsg brings the sitting to go on with.
type sittingMsg struct{ sitting quiz.Sitting }

// keptMsg says how keeping the place ended.
type keptMsg struct{ err error }

// newQuiz returns the quiz where it was left; what the session knows of the doors is
// asked about too.
func newQuiz(s wizard.Session, e Engine, l look) examiner {
	page := newTextPage(wizard.Reading{}, l)
	page.lead = true
	return examiner{&examinerState{session: s, engine: e, page: page}}
}

// Init implements screen.
func (x examiner) Init() tea.Cmd { return x.sit(false) }

// sit fetches the sitting.
func (x examiner) sit(anew bool) tea.Cmd {
	fetch := x.engine.Quiz
	var own *advice.Case
	if c, tried := x.session.Case(); tried {
		own = &c
	}
	return func() tea.Msg { return sittingMsg{fetch(own, anew)} }
}

// Update implements screen.
func (x examiner) Update(msg tea.Msg) (screen, tea.Cmd) {
	x = x.copied()
	switch msg := msg.(type) {
	case sittingMsg:
		_, answered, _ := msg.sitting.Score()
		x.begun, x.resumed = true, answered > 0
		x.turnTo(msg.sitting)
	case keptMsg:
		if msg.err != nil {
			x.trouble = "Your place will be lost when Postern ends: " + msg.err.Error()
			x.fit()
		}
	case tea.KeyPressMsg:
		if x.begun || msg.String() == "esc" {
			return x, x.press(msg)
		}
	}
	return x, nil
}

func (x examiner) press(msg tea.KeyPressMsg) tea.Cmd {
	anew := x.resumed || x.sitting.Ended()
	x.resumed = false
	switch msg.String() {
	case "esc":
		return send(closeMsg{})
	case "left":
		if back, ok := x.sitting.Back(); ok {
			x.turnTo(back)
		}
		return nil
	case "right":
		x.turnTo(x.sitting.Next())
		return nil
	case "n":
		if anew {
			return x.sit(true)
		}
	case "?", "f1":
		return x.read()
	}
	if x.telling() {
		return x.pressTelling(msg)
	}
	return x.pressList(msg)
}

// pressList is press on a list to choose from.
func (x examiner) pressList(msg tea.KeyPressMsg) tea.Cmd {
	last := max(0, len(x.rows())-1)
	switch k := msg.String(); k {
	case "enter":
		return x.choose()
	case "up", "k", "shift+tab":
		x.at = max(0, x.at-1)
	case "down", "j", "tab":
		x.at = min(last, x.at+1)
	default:
		if n, err := strconv.Atoi(k); err == nil && n > 0 && n-1 <= last {
			x.at = n - 1
		}
	}
	return nil
}

// pressTelling is press on the page that says whether an answer was right.
func (x examiner) pressTelling(msg tea.KeyPressMsg) (cmd tea.Cmd) {
	switch msg.String() {
	case "enter":
		x.turnTo(x.sitting.Next())
	case "o":
		x.others = !x.others
		x.page = x.page.showing(x.told())
	default:
		x.page, cmd = x.page.press(msg)
	}
	return cmd
}

// choose answers with the highlighted row or, at the end, reads it.
func (x examiner) choose() tea.Cmd {
	if x.sitting.Ended() {
		if len(x.rows()) == 0 {
			return send(closeMsg{})
		}
		return x.read()
	}
	x.turnTo(x.sitting.Answer(x.at))
	keep, answered := x.engine.KeepQuiz, x.sitting
	return func() tea.Msg { return keptMsg{keep(answered)} }
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
	l := newLesson(x.session, id, x.page.look, x.keys())
	l.learn = nil // which leads here
	return open(l)
}

// turnTo shows where a sitting is.
func (x examiner) turnTo(s quiz.Sitting) {
	x.sitting, x.at, x.others = s, 0, false
	if x.telling() {
		x.page = x.page.showing(x.told())
		x.page.view = x.page.view.top()
	}
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
		out[room-1] = x.page.look.dim.Render("… more below")
	}
	return out
}

// head is what stands above the list.
func (x examiner) head() []string {
	if x.sitting.Ended() {
		return strings.Split(x.page.look.strong.Render(wrapLines(strings.Join(x.sitting.Summary(), "\n\n"), x.width)), "\n")
	}
	n, of := x.sitting.Number()
	where, q := fmt.Sprintf("Question %d of %d", n, of), x.sitting.Question()
	if x.resumed {
		where += ", where you left off"
	}
	text := x.page.look.dim.Render(wrap(where, x.width)) + "\n"
	if x.height >= 14 {
		text += "\n"
	}
	if q.Setting != "" {
		text += wrap(q.Setting, x.width) + "\n"
		if x.height >= 14 {
			text += "\n"
		}
	}
	return strings.Split(text+x.page.look.strong.Render(wrap(q.Ask, x.width)), "\n")
}

// row draws a choice, which may take several lines.
func (x examiner) row(i int, text string) []string {
	mark, style := x.page.look.pointed(i == x.at)
	out := strings.Split(wrap(text, min(x.width, textWidth)-5), "\n")
	for j, line := range out {
		lead := "     "
		if j == 0 {
			lead = mark + x.page.look.dim.Render(fmt.Sprintf("%-3d", i+1))
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
	return "\n" + x.page.look.bad.Render(trouble(x.trouble, x.width))
}

func (x examiner) place() string       { return "Quiz" }
func (x examiner) busy() bool          { return false }
func (x examiner) Cursor() *tea.Cursor { return nil }

func (x examiner) resize(width, height int) screen {
	x = x.copied()
	x.width, x.height = width, height
	x.fit()
	return x
}

// fit gives the text the room there is.
func (x examiner) fit() {
	x.page = x.page.sized(x.width, x.height-max(0, lines(x.problem())-1))
}

func (x examiner) restyle(l look) screen {
	x = x.copied()
	x.page = x.page.styled(l)
	return x
}

func (x examiner) keys() []*hint {
	ended, listed := x.sitting.Ended(), x.begun && len(x.rows()) > 0
	anew := keyLetter("n", "begin anew").when(x.resumed || ended && x.begun)
	move := keyMove("move").when(listed)
	switch {
	case !x.begun || ended && !listed:
		return []*hint{keyBack("back"), anew}
	case ended:
		return []*hint{keyEnter("read"), move, anew, keyBack("leave")}
	case x.telling():
		return []*hint{keyEnter("go on"), keyLetter("o", "the others"), keyBack("leave"), keyHelp("read more"), keyTurn("turn")}
	}
	return []*hint{keyEnter("answer"), move, anew, keyTurn("before, skip"), keyBack("leave"), keyHelp("look it up")}
}
