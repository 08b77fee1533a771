package ui

import (
	"cmp"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/wizard"
	"postern/wizard/lesson"
	"postern/wizard/talk"
)

// A textPage shows a text that may be longer than the screen: laid over a screen, or, for
// screens that are mostly text, as a part of it.
type textPage struct{ *textPageState }

// textPageState is what it holds; see screen.
type textPageState struct {
	text func(width int) wizard.Reading
	look look

	// The part of it that is seen.
	title string
	view  scroll
	rolls bool // the title moves with the text, as there is little room
	held  int  // the place of the text on top, for as long as only the window changes; 0 is its beginning

	// What its keys lead to. A key without anything to lead to does nothing.
	enter   func() tea.Cmd
	goOn    string // what enter is called
	back    func() tea.Cmd
	learn   func() tea.Cmd // all there is to learn
	home    bool           // which lies beneath
	more    string         // ID of a lesson that says more
	next    string         // ID of the lesson to read after this one
	trip    bool           // j leads to the way of a message, which is drawn in the text
	session wizard.Session // what learn, more, next and trip are about
	copy    string         // what c sends to the clipboard
	copies  string         // what c is called; "copy command" if empty

	// How its rows are drawn.
	lead   bool   // what the text begins with is a verdict
	labels bool   // indented lines are a label and what it stands for
	shell  bool   // indented lines are commands for a shell
	quiet  string // how lines begin that matter less; "" for none

	note    string // what was just done
	trouble string // what went wrong doing it

	width, height int
}

//go:noinline
func (r textPage) copied() textPage {
	next := *r.textPageState
	return textPage{&next}
}

// newTextPage returns a text laid over a screen: enter and esc take it away.
//
//go:noinline
func newTextPage(text wizard.Reading, l look) textPage {
	away := func() tea.Cmd { return send(closeMsg{}) }
	return textPage{&textPageState{
		text: func(int) wizard.Reading { return text }, look: l,
		enter: away, goOn: "back", back: away,
	}}
}

// newLesson returns a lesson laid over a screen, and the keys that act on that screen.
// What was seen here stands in it: what the session knows, and what is given.
func newLesson(s wizard.Session, id string, l look, keys []*hint, seen ...string) textPage {
	les, ok := lesson.Get(id)
	if !ok {
		les, _ = lesson.Get("submission")
	}
	text := wizard.Reading{Title: les.Title, Paragraphs: les.Paragraphs(append(s.Seen(les.ID), seen...)...)}
	text.Paragraphs = append(text.Paragraphs, les.Closing()...)
	if len(keys) > 0 {
		text.Paragraphs = append(text.Paragraphs, keysBeneath, "  "+l.keyTable(keys))
	}
	r := newTextPage(text, l)
	r.session, r.next = s, les.Next
	r.learn = func() tea.Cmd { return send(learnMsg{s}) }
	return r
}

// keysBeneath leads to the keys of the screen that a page is laid over.
const keysBeneath = "The keys of the screen you came from:"

// newLineLesson returns the lesson about a line of a session, which begins with the line
// itself and what it means.
func newLineLesson(s wizard.Session, line talk.Line, l look, keys []*hint) textPage {
	return newLesson(s, wizard.LineLesson(line), l, keys).after("  "+who(line)+line.Text, line.Means)
}

// after is a page that begins with other paragraphs, those of them that are not empty.
func (r textPage) after(paragraphs ...string) textPage {
	page := r.text
	r.text = func(width int) wizard.Reading {
		text := page(width)
		all := append(slices.Clone(paragraphs), text.Paragraphs...)
		text.Paragraphs = slices.DeleteFunc(all, func(p string) bool { return p == "" })
		return text
	}
	return r
}

// keyTable lists keys and what they do, a line each.
func (l look) keyTable(keys []*hint) string {
	var rows []string
	for _, k := range append(keys, keyLearn(), keyQuit()) {
		if !k.off {
			rows = append(rows, l.key.Render(pad(k.key, 8))+l.dim.Render(k.does))
		}
	}
	return strings.Join(rows, "\n  ")
}

// newShow returns the screen of a Show step.
func newShow(s wizard.Session, t wizard.Topic, l look) textPage {
	r := textPage{&textPageState{text: func(width int) wizard.Reading { return s.Read(t, width) }, look: l}}
	r.back = func() tea.Cmd { return goBackOne(s) }
	if t == wizard.Outcome {
		r.enter, r.goOn = func() tea.Cmd { return send(leaveMsg{s}) }, "finish"
		r.copy, r.shell = s.TryCommand(), true
		return r
	}
	r.enter, r.goOn = func() tea.Cmd { return goTo(s.Next()) }, "go on"
	r.more = "submission-or-relay"
	r.session, r.trip = s, true
	r.learn = func() tea.Cmd { return send(learnMsg{s}) }
	return r
}

func (r textPage) Init() tea.Cmd { return nil }

func (r textPage) Update(msg tea.Msg) (screen, tea.Cmd) {
	r = r.copied()
	if press, ok := msg.(tea.KeyPressMsg); ok {
		return r.press(press)
	}
	return r, nil
}

// noted is a page whose note was read: the row that says that there is more below has its
// place back.
func (r textPage) noted() textPage {
	if r.note == "" && r.trouble == "" {
		return r
	}
	r.note, r.trouble = "", ""
	return r.fill()
}

// press is Update for a screen that has the page in it.
func (r textPage) press(press tea.KeyPressMsg) (textPage, tea.Cmd) {
	r = r.noted()
	switch press.String() {
	case "enter":
		return r, r.enter()
	case "esc":
		return r, r.back()
	case "?", "f1":
		if r.more != "" {
			return r, open(newLesson(r.session, r.more, r.look, r.keys()))
		}
	case "j":
		if r.trip {
			return r, send(tripMsg{r.session})
		}
	case "n":
		if r.next != "" {
			next := newLesson(r.session, r.next, r.look, nil)
			next.learn, next.home = r.learn, r.home
			return next.sized(r.width, r.height), nil
		}
	case "l":
		if r.learn != nil {
			return r, r.learn()
		}
	case "c":
		if r.copy != "" {
			r.note = clipboardNote
			return r.fill(), tea.SetClipboard(r.copy)
		}
	}
	r.view, r.held = r.view.update(press), 0
	return r, nil
}

// clipboardNote says what is known: no terminal answers that it took a text.
const clipboardNote = "Sent to the terminal's clipboard; not every terminal takes it."

func (r textPage) View() string {
	if r.rolls {
		return r.view.View() + r.last()
	}
	return r.heading() + r.view.View() + r.last()
}

// heading is the title and the empty row beneath it.
func (r textPage) heading() string { return r.look.strong.Render(wrap(r.title, r.width)) + "\n\n" }

// last is the row that says that there is more below, or what was just done.
func (r textPage) last() string {
	switch {
	case r.trouble != "":
		return "\n" + r.look.bad.Render(trouble(r.trouble, r.width))
	case r.note != "":
		return "\n" + r.look.good.Render(wrapLines("✓ "+r.note, r.width))
	case r.view.more():
		return "\n" + r.look.dim.Render("… more below")
	}
	return ""
}

func (r textPage) Cursor() *tea.Cursor { return nil }

func (r textPage) resize(width, height int) screen { return r.copied().sized(width, height) }

// sized is resize for a screen that has the page in it.
func (r textPage) sized(width, height int) textPage {
	if r.held == 0 {
		r.held = max(0, r.view.place()-r.above())
	}
	r.width, r.height = width, height
	r = r.fill()
	if r.held > 0 {
		r.view = r.view.from(r.held + r.above())
	}
	return r
}

// above is how many letters come before the text where all moves.
func (r textPage) above() int {
	if r.rolls {
		return lettersIn(r.title)
	}
	return 0
}

// showing is a page with another text, as far down as before.
func (r textPage) showing(text func(width int) wizard.Reading) textPage {
	r.text, r.held = text, 0
	return r.fill()
}

// fewText is the fewest rows of a text beneath its title.
const fewText = 2

// fill sets the text for the room there is, once that is known.
func (r textPage) fill() textPage {
	if r.width == 0 {
		return r
	}
	text := r.text(min(r.width, textWidth))
	r.title = text.Title
	all := lesson.Layout(text.Paragraphs, min(r.width, textWidth))
	if r.shell {
		all = commands(all, r.width)
	}
	rows := r.soften(fold(strings.Join(all, "\n"), r.width))
	room := r.height - max(1, lines(r.last())-1)
	titled := room - 1 - lines(wrap(r.title, r.width))
	if r.rolls = titled < fewText; r.rolls {
		rows = r.heading() + rows
	} else {
		room = titled
	}
	r.view = r.view.holding(rows).sized(r.width, room)
	return r
}

// commands sets rows of which the indented ones are commands.
func commands(rows []string, width int) []string {
	var out []string
	for _, row := range rows {
		if strings.HasPrefix(row, "  ") {
			row = commandRows(row, width)
		}
		out = append(out, row)
	}
	return out
}

// soften draws what matters less so that it does.
func (r textPage) soften(text string) string {
	rows := strings.Split(text, "\n")
	if at := slices.IndexFunc(rows, func(row string) bool { return strings.HasPrefix(row, "Sources: ") }); at > 0 {
		for i := at; i < len(rows) && rows[i] != ""; i++ {
			rows[i] = r.look.dim.Render(rows[i])
		}
	}
	if end := strings.IndexAny(rows[0], ".:") + 1; r.lead && end > 0 {
		rows[0] = r.look.strong.Render(rows[0][:end]) + rows[0][end:]
	}
	for i, row := range rows {
		switch {
		case r.quiet != "" && strings.HasPrefix(row, r.quiet):
			rows[i] = r.look.dim.Render(row)
		case strings.HasPrefix(row, here):
			rows[i] = r.look.accent.Render(here) + r.look.labelled(strings.TrimPrefix(row, here), r.look.strong)
		case r.trip && strings.HasPrefix(row, wayBegins):
			rows[i] = r.look.way(row)
		case r.trip && i > 0 && strings.HasPrefix(rows[i-1], wayBegins[:len("  you ")]) && strings.HasPrefix(row, "  "):
			rows[i] = r.look.dim.Render(row)
		case (r.labels || r.quiet != "") && strings.HasPrefix(row, "  "):
			rows[i] = r.look.labelled(row, r.look.body)
		}
	}
	return strings.Join(rows, "\n")
}

// labelled draws a row of a label and what it stands for.
func (l look) labelled(row string, as style) string {
	indent := len(row) - len(strings.TrimLeft(row, " "))
	gap := strings.Index(row[indent:], "  ")
	if gap < 0 {
		return as.Render(row)
	}
	return l.dim.Render(row[:indent+gap]) + as.Render(row[indent+gap:])
}

func (r textPage) busy() bool { return false }

func (r textPage) restyle(l look) screen { return r.copied().styled(l) }

// styled is restyle for a screen that has the page in it.
func (r textPage) styled(l look) textPage {
	r.look = l
	return r.fill()
}

func (r textPage) keys() []*hint {
	copying := keyLetter("c", cmp.Or(r.copies, "copy command")).when(r.copy != "")
	more := keyHelp("more about this").when(r.more != "")
	move := keyMove("scroll").when(r.view.moves())
	back := keyBack("back").when(r.goOn != "back") // enter says so already
	learn := keyLetter("l", "learn more")
	if r.home {
		learn = keyLetter("l", "all pages")
	}
	learn.when(r.learn != nil)
	next := keyLetter("n", "next page").when(r.next != "")
	trip := keyLetter("j", "the journey").when(r.trip)
	return []*hint{keyEnter(r.goOn), trip, copying, move, back, more, learn, next}
}
