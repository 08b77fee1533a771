package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"postern/probe"
	"postern/wizard"
)

// closer is a door seen from near, laid over the doors: what was found there, or
// what was said. It goes on as long as the door does.
type closer struct {
	session wizard.Session
	engine  Engine
	run     run
	solo    solo
	port    int
	talk    bool // what was said, not what was found
	saving  bool
	page    reader
}

// savedMsg says where a report was saved.
type savedMsg struct {
	path string
	err  error
}

func (d doors) closer(talk bool) closer {
	c := closer{session: d.session, engine: d.engine, run: d.run, solo: d.solo, port: d.port(), talk: talk}
	c.page = newReader(wizard.Reading{}, d.look)
	return c.refresh()
}

// explanation is how the lines of a conversation begin that only explain.
const explanation = "      "

// read is the text at hand.
func (c closer) read(width int) wizard.Reading {
	if c.talk {
		return c.session.Explained(c.port, width)
	}
	return c.session.Detail(c.port)
}

func (c closer) Init() tea.Cmd { return nil }

func (c closer) Update(msg tea.Msg) (screen, tea.Cmd) {
	switch msg := msg.(type) {
	case startedMsg: // it was opened sooner
		switch msg.ctx {
		case c.run.ctx:
			c.run = c.run.begun(msg)
		case c.solo.run.ctx:
			c.solo.run = c.solo.run.begun(msg)
		}
		return c, nil
	case eventMsg:
		return c.follow(msg), nil
	case savedMsg:
		c.saving = false
		c.page.note, c.page.trouble = "Saved. It names this computer's address: read it before you post it.\n  "+probe.NewText(msg.path).String(), ""
		if msg.err != nil {
			c.page.note, c.page.trouble = "", "The report was not saved: "+msg.err.Error()
		}
		return c.refresh(), nil
	case tea.KeyPressMsg:
		switch msg.String() {
		case "space", "t":
			c.talk = !c.talk
			c.page.view = c.page.view.top()
			return c.refresh(), nil
		case "s", "S":
			c.saving = true
			return c, c.save(msg.String() == "S")
		case "left", "right":
			return c.step(map[string]int{"left": -1, "right": 1}[msg.String()]), nil
		case "?", "f1":
			return c, open(newLesson(c.session, c.lesson(), c.page.look, c.keys()))
		}
		var cmd tea.Cmd
		c.page, cmd = c.page.press(msg)
		return c, cmd
	}
	return c, nil
}

// follow takes in what was learned meanwhile.
func (c closer) follow(msg eventMsg) closer {
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
	c.page.quiet = ""
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
			c.port = doors[i+by].Door.Port
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
	c.page = c.page.sized(width, height)
	return c.refresh()
}

func (c closer) restyle(l look) screen {
	c.page = c.page.styled(l)
	return c
}

func (c closer) keys() []key.Binding {
	turn := "conversation"
	if c.talk {
		turn = "what was found"
	}
	return []key.Binding{
		keyEnter("back"), keyLetter("t", turn), keyLetter("s", "save report"), keyTurn("other door"),
		keyHelp("explain", false), keyMove("scroll"), keyLetter("S", "save as JSON"),
	}
}
