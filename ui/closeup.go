package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/probe"
	"postern/wizard"
	"postern/wizard/talk"
)

// closeUp is a door seen from near, laid over the doors: what was found there, or
// what was said. It goes on as long as the door does.
type closeUp struct{ *closeUpState }

// closeUpState is what it holds; see screen.
type closeUpState struct {
	session wizard.Session
	engine  Engine
	run     run
	solo    solo
	port    int
	talk    bool // what was said, not what was found
	line    int  // the line at hand of what was said
	saving  bool
	page    textPage
}

func (c closeUp) copied() closeUp {
	next := *c.closeUpState
	next.page = next.page.copied()
	return closeUp{&next}
}

// savedMsg says where a report was saved.
type savedMsg struct {
	path string
	err  error
}

// closeUp is the highlighted door, with what was found there.
func (d doors) closeUp() closeUp {
	c := closeUp{&closeUpState{session: d.session, engine: d.engine, run: d.run, solo: d.solo, port: d.port()}}
	c.page = newTextPage(wizard.Reading{}, d.look)
	return c.refresh()
}

// turned shows what was said instead of what was found, or the other way round, from its
// beginning.
func (c closeUp) turned() closeUp {
	c.talk, c.line = !c.talk, 0
	c.page.view = c.page.view.top()
	return c.refresh().atLine()
}

// explanation is how the lines of a conversation begin that only explain. What was said
// has fewer blanks before it, also where the time is as short as "3 s".
const explanation = "        "

// read is the text at hand.
func (c closeUp) read(width int) wizard.Reading {
	if !c.talk {
		return c.session.Detail(c.port)
	}
	text := c.session.ConversationExplained(c.port, width)
	last := len(text.Paragraphs) - 1
	text.Paragraphs[last] = marked(text.Paragraphs[last], c.line)
	return text
}

// marked is a conversation with a mark before one of the lines that were said.
func marked(talk string, line int) string {
	rows := strings.Split(talk, "\n")
	for i, row := range rows {
		if !strings.HasPrefix(row, "  ") || strings.HasPrefix(row, explanation) {
			continue
		}
		if line == 0 {
			rows[i] = here + strings.TrimPrefix(row[2:], " ")
			break
		}
		line--
	}
	return strings.Join(rows, "\n")
}

// here marks the line at hand, which stays indented as what is kept as it is.
const here = "  ›"

func (c closeUp) Init() tea.Cmd { return nil }

func (c closeUp) Update(msg tea.Msg) (screen, tea.Cmd) {
	c = c.copied()
	switch msg := msg.(type) {
	case runBegunMsg: // it was opened sooner
		switch msg.ctx {
		case c.run.ctx:
			c.run = c.run.begun(msg)
		case c.solo.run.ctx:
			c.solo.run = c.solo.run.begun(msg)
		}
		return c, nil
	case rerunMsg:
		c.session, c.run, c.solo = msg.session, msg.run, msg.solo
		return c.refresh(), nil
	case runEventMsg:
		return c.follow(msg), nil
	case savedMsg:
		return c.saved(msg), nil
	case tea.KeyPressMsg:
		return c.press(msg)
	}
	return c, nil
}

// saved tells what became of the report.
func (c closeUp) saved(msg savedMsg) closeUp {
	c.saving = false
	c.page.note, c.page.trouble = "Saved. It names this computer's address: read it before you post it.\n  "+probe.NewText(msg.path).String(), ""
	if msg.err != nil {
		c.page.note, c.page.trouble = "", "The report was not saved: "+msg.err.Error()
	}
	return c.refresh()
}

func (c closeUp) press(k tea.KeyPressMsg) (screen, tea.Cmd) {
	c.page = c.page.noted()
	switch k.String() {
	case "space", "t":
		return c.turned(), nil
	case "s", "S":
		c.saving = true
		return c, c.save(k.String() == "S")
	case "left":
		return c.step(-1), nil
	case "right":
		return c.step(1), nil
	case "?", "f1":
		if l, said := c.said(); said {
			return c, open(newLineLesson(c.session, l, c.page.look, c.keys()))
		}
		return c, open(newLesson(c.session, c.lesson(), c.page.look, c.keys()))
	}
	return c.move(k)
}

// move goes to another line of what was said, or else through the text.
func (c closeUp) move(k tea.KeyPressMsg) (screen, tea.Cmd) {
	by, moves := c.linesBy(k)
	if _, said := c.said(); !said || !moves {
		var cmd tea.Cmd
		c.page, cmd = c.page.press(k)
		return c, cmd
	}
	c.line = min(max(0, c.line+by), c.lines()-1)
	return c.refresh().atLine(), nil
}

// linesBy is how many lines a key moves by; false for one that does not.
func (c closeUp) linesBy(k tea.KeyPressMsg) (by int, moves bool) {
	switch k.String() {
	case "up", "k":
		return -1, true
	case "down", "j":
		return 1, true
	case "pgup":
		return -5, true
	case "pgdown":
		return 5, true
	case "home":
		return -c.lines(), true
	case "end":
		return c.lines(), true
	}
	return 0, false
}

// atLine has the line at hand in sight, if one is shown.
func (c closeUp) atLine() closeUp {
	if _, said := c.said(); said {
		c.page.view = c.page.view.showing(here, c.line == 0)
	}
	return c
}

// lines is how many lines were said at the door.
func (c closeUp) lines() int {
	r, _ := c.run.report.Door(c.port)
	return len(r.Transcript)
}

// said is the line at hand; false where none is shown.
func (c closeUp) said() (talk.Line, bool) {
	d, said := c.session.Dialogue(c.port)
	if !c.talk || !said || c.line >= len(d.Lines) {
		return talk.Line{}, false
	}
	return d.Lines[c.line], true
}

// follow takes in what was learned meanwhile.
func (c closeUp) follow(msg runEventMsg) closeUp {
	switch {
	case !msg.open || msg.events != c.run.events && msg.events != c.solo.run.events:
		return c
	case msg.events != c.run.events:
		msg.event.Door = c.solo.at
	}
	c.run.report = c.run.report.With(msg.event)
	c.session = c.session.WithReport(c.run.report, msg.event.At)
	return c.refresh()
}

// refresh shows the text as it is now, from the line on that was on top.
func (c closeUp) refresh() closeUp {
	c.page.quiet, c.page.labels = "", !c.talk
	if c.talk {
		c.page.quiet = explanation
	}
	c.page = c.page.showing(c.read)
	return c
}

// step turns to another door.
func (c closeUp) step(by int) closeUp {
	doors := c.run.report.Doors
	for i, r := range doors {
		if r.Door.Port == c.port && i+by >= 0 && i+by < len(doors) {
			c.port, c.line = doors[i+by].Door.Port, 0
			c.page.view = c.page.view.top()
			break
		}
	}
	return c.refresh()
}

// save writes the report of all doors into a file of its own.
func (c closeUp) save(asJSON bool) tea.Cmd {
	write, s := c.engine.Save, c.session
	return func() tea.Msg {
		path, err := write(s, asJSON)
		return savedMsg{path, err}
	}
}

// lesson is the one about the door as it was met.
func (c closeUp) lesson() string {
	r, _ := c.run.report.Door(c.port)
	return doorLesson(c.run.report.Host, r)
}

func (c closeUp) busy() bool          { return c.saving }
func (c closeUp) View() string        { return c.page.View() }
func (c closeUp) Cursor() *tea.Cursor { return nil }

func (c closeUp) resize(width, height int) screen {
	c = c.copied()
	c = c.refresh()
	c.page = c.page.sized(width, height)
	return c.atLine()
}

func (c closeUp) restyle(l look) screen {
	c = c.copied()
	c.page = c.page.styled(l)
	return c
}

func (c closeUp) keys() []*hint {
	turn, explains, moves := "conversation", "explain", "scroll"
	if c.talk {
		turn = "what was found"
	}
	if _, said := c.said(); said {
		explains, moves = "this line", "line"
	}
	return []*hint{
		keyEnter("back"), keyLetter("t", turn), keyLetter("s", "save report"), keyTurn("other door"),
		keyHelp(explains), keyMove(moves), keyLetter("S", "save as JSON"),
	}
}
