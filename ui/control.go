package ui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/wizard"
	"postern/wizard/advice"
)

// control puts the control question, laid over the doors: whether it is this network
// or the server. It says whom it would ask, and asks when the person agrees.
type control struct{ *controlState }

// controlState is what it holds; see screen.
type controlState struct {
	session  wizard.Session
	engine   Engine
	question advice.Control
	agreed   bool // to ask it
	run      run  // of the other host
	page     textPage
}

func (c control) copied() control {
	next := *c.controlState
	next.page = next.page.copied()
	return control{&next}
}

func (d doors) control() control {
	c := control{&controlState{session: d.session, engine: d.engine}}
	c.question, _ = d.session.Control()
	c.run = newRun(c.question.Host, c.question.Doors)
	c.page = newTextPage(wizard.Reading{}, d.look)
	return c.refresh()
}

func (c control) Init() tea.Cmd { return nil }

func (c control) Update(msg tea.Msg) (screen, tea.Cmd) {
	c = c.copied()
	switch msg := msg.(type) {
	case runBegunMsg:
		if msg.ctx == c.run.ctx {
			c.run = c.run.begun(msg)
			return c.refresh(), batch(c.run.next(c.engine), c.tick())
		}
		return c, nil
	case runEventMsg:
		if msg.events != c.run.events {
			return c, nil
		}
		c, cmd, paused := c.afterPause(msg.at)
		if paused {
			return c, cmd
		}
		return c.learn(msg)
	case runTickMsg:
		if msg.events != c.run.events || c.run.over {
			return c, nil
		}
		c, cmd, paused := c.afterPause(msg.at)
		if paused {
			return c, cmd
		}
		return c, c.tick()
	case tea.KeyPressMsg:
		return c.press(msg)
	}
	return c, nil
}

func (c control) press(k tea.KeyPressMsg) (screen, tea.Cmd) {
	switch k.String() {
	case "enter":
		if !c.agreed {
			return c.begin()
		}
		return c, c.run.stop(closeMsg{})
	case "esc":
		return c, c.run.stop(closeMsg{})
	case "?", "f1":
		return c, open(newLesson(c.session, "patterns", c.page.look, c.keys()))
	}
	var cmd tea.Cmd
	c.page, cmd = c.page.press(k)
	return c, cmd
}

// begin asks the other host.
func (c control) begin() (screen, tea.Cmd) {
	c.agreed = true
	return c.refresh(), c.run.start(c.engine)
}

// tick asks for something to be heard of the run, though nothing comes of it.
func (c control) tick() tea.Cmd {
	events, engine := c.run.events, c.engine
	return tea.Tick(longestSilence/4, func(now time.Time) tea.Msg { return runTickMsg{events, now, engine.uptime()} })
}

func (c control) learn(msg runEventMsg) (screen, tea.Cmd) {
	if !msg.open {
		c.run.over = true
		return c.refresh(), c.run.stop(nil)
	}
	c.run.report = c.run.report.With(msg.event)
	return c.refresh(), c.run.next(c.engine)
}

// read is the text as it stands.
func (c control) read(int) wizard.Reading {
	text := wizard.Reading{Title: "Is it this network, or the server?"}
	add := func(p string) {
		if p != "" {
			text.Paragraphs = append(text.Paragraphs, p)
		}
	}
	asks := c.session.ControlWords()
	if !c.agreed {
		asks += " Press enter to ask."
	}
	add(asks)
	if c.agreed {
		add(c.rows())
		add(c.run.pause.words("c asks again, once you are back"))
	}
	if c.run.over {
		said := c.session.Conclude(c.run.report)
		for _, p := range []string{said.Headline, said.Meaning, said.Next} {
			add(p)
		}
		if said.Ask != "" {
			add("What to write, now that this is known: “" + said.Ask + "”")
		}
	}
	return text
}

// rows is a line a door.
func (c control) rows() string {
	var out []string
	for _, r := range c.run.report.Doors {
		word := wizard.StepWord(r.Step)
		if r.Settled() {
			word = advice.Explain(c.run.report.Host, r).Word + ", " + wizard.Duration(r.Elapsed)
		}
		out = append(out, fmt.Sprintf("  %-6d%s", r.Door.Port, word))
	}
	return strings.Join(out, "\n")
}

func (c control) refresh() control {
	c.page = c.page.showing(c.read)
	return c
}

func (c control) busy() bool          { return false }
func (c control) View() string        { return c.page.View() }
func (c control) Cursor() *tea.Cursor { return nil }

func (c control) resize(width, height int) screen {
	c = c.copied()
	c.page = c.page.sized(width, height)
	return c.refresh()
}

func (c control) restyle(l look) screen {
	c = c.copied()
	c.page = c.page.styled(l)
	return c
}

func (c control) keys() []*hint {
	does := "back"
	if !c.agreed {
		does = "ask"
	}
	back := keyBack("back").when(does != "back")
	return []*hint{keyEnter(does), keyMove("scroll"), back, keyHelp("more about this")}
}
