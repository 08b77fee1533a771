package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/probe"
	"postern/wizard"
	"postern/wizard/talk"
)

// closer is a door seen from near, laid over the doors: what was found there, or
// what was said. It goes on as long as the door does.
type closer struct{ *closerState }

// closerState is what it holds; see screen.
type closerState struct {
	session wizard.Session
	engine  Engine
	run     run
	solo    solo
	port    int
	talk    bool // what was said, not what was found
	line    int  // the line at hand of what was said
	saving  bool
	page    reader
}

//go:noinline
func (c closer) copied() closer {
	next := *c.closerState
	next.page = next.page.copied()
	return closer{&next}
}

// savedMsg says where a report was saved.
type savedMsg struct {
	path string
	err  error
}

func (d doors) closer(talk bool) closer {
	c := closer{&closerState{session: d.session, engine: d.engine, run: d.run, solo: d.solo, port: d.port(), talk: talk}}
	c.page = newReader(wizard.Reading{}, d.look)
	return c.refresh()
}

// explanation is how the lines of a conversation begin that only explain. What was said
// has fewer blanks before it, also where the time is as short as "3 s".
const explanation = "        "

// read is the text at hand.
func (c closer) read(width int) wizard.Reading {
	if !c.talk {
		return c.session.Detail(c.port)
	}
	text := c.session.Explained(c.port, width)
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

func (c closer) Init() tea.Cmd { return nil }

func (c closer) Update(msg tea.Msg) (screen, tea.Cmd) {
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
		c.saving = false
		c.page.note, c.page.trouble = "Saved. It names this computer's address: read it before you post it.\n  "+probe.NewText(msg.path).String(), ""
		if msg.err != nil {
			c.page.note, c.page.trouble = "", "The report was not saved: "+msg.err.Error()
		}
		return c.refresh(), nil
	case tea.KeyPressMsg:
		c.page = c.page.noted()
		switch msg.String() {
		case "space", "t":
			c.talk, c.line = !c.talk, 0
			c.page.view = c.page.view.top()
			return c.refresh().atLine(), nil
		case "s", "S":
			c.saving = true
			return c, c.save(msg.String() == "S")
		case "left", "right":
			return c.step(map[string]int{"left": -1, "right": 1}[msg.String()]), nil
		case "?", "f1":
			if l, said := c.said(); said {
				return c, open(newLineLesson(c.session, l, c.page.look, c.keys()))
			}
			return c, open(newLesson(c.session, c.lesson(), c.page.look, c.keys()))
		}
		return c.move(msg)
	}
	return c, nil
}

// move goes to another line of what was said, or else through the text.
func (c closer) move(k tea.KeyPressMsg) (screen, tea.Cmd) {
	by := map[string]int{"up": -1, "k": -1, "down": 1, "j": 1, "pgup": -5, "pgdown": 5, "home": -c.lines(), "end": c.lines()}[k.String()]
	if _, said := c.said(); !said || by == 0 {
		var cmd tea.Cmd
		c.page, cmd = c.page.press(k)
		return c, cmd
	}
	c.line = min(max(0, c.line+by), c.lines()-1)
	return c.refresh().atLine(), nil
}

// atLine has the line at hand in sight, if one is shown.
func (c closer) atLine() closer {
	if _, said := c.said(); said {
		c.page.view = c.page.view.showing(here, c.line == 0)
	}
	return c
}

// lines is how many lines were said at the door.
//
//go:noinline
func (c closer) lines() int {
	r, _ := c.run.report.Door(c.port)
	return len(r.Transcript)
}

// said is the line at hand; false where none is shown.
func (c closer) said() (talk.Line, bool) {
	d, said := c.session.Dialogue(c.port)
	if !c.talk || !said || c.line >= len(d.Lines) {
		return talk.Line{}, false
	}
	return d.Lines[c.line], true
}

// follow takes in what was learned meanwhile.
func (c closer) follow(msg runEventMsg) closer {
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
func (c closer) refresh() closer {
	c.page.quiet, c.page.labels = "", !c.talk
	if c.talk {
		c.page.quiet = explanation
	}
	c.page = c.page.showing(c.read)
	return c
}

// step turns to another door.
func (c closer) step(by int) closer {
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
func (c closer) save(asJSON bool) tea.Cmd {
	write, s := c.engine.Save, c.session
	return func() tea.Msg {
		path, err := write(s, asJSON)
		return savedMsg{path, err}
	}
}

// lesson is the one about the door as it was met.
func (c closer) lesson() string {
	r, _ := c.run.report.Door(c.port)
	return doorLesson(c.run.report.Host, r)
}

func (c closer) busy() bool          { return c.saving }
func (c closer) View() string        { return c.page.View() }
func (c closer) Cursor() *tea.Cursor { return nil }

func (c closer) resize(width, height int) screen {
	c = c.copied()
	c = c.refresh()
	c.page = c.page.sized(width, height)
	return c.atLine()
}

func (c closer) restyle(l look) screen {
	c = c.copied()
	c.page = c.page.styled(l)
	return c
}

func (c closer) keys() []*hint {
	turn, explains, moves := "conversation", "explain", "scroll"
	if c.talk {
		turn = "what was found"
	}
	if _, said := c.said(); said {
		explains, moves = "this line", "line"
	}
	return []*hint{
		keyEnter("back"), keyLetter("t", turn), keyLetter("s", "save report"), keyTurn("other door"),
		keyHelp(explains, false), keyMove(moves), keyLetter("S", "save as JSON"),
	}
}
