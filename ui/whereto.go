package ui

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/probe/discover"
	"postern/wizard"
	"postern/wizard/journey"
)

// whereto asks where the mail of a domain goes that the person names. It says what
// would be asked, and asks when enter is pressed.
type whereto struct{ *wheretoState }

// wheretoState is what it holds; see screen.
type wheretoState struct {
	session wizard.Session
	engine  Engine
	input   field
	lookup  mxLookup
	answer  *discover.Route
	problem string
	page    textPage
}

func (p whereto) copied() whereto {
	next := *p.wheretoState
	next.page = next.page.copied()
	return whereto{&next}
}

// An mxLookup asks name servers about a domain. The zero value is none.
type mxLookup struct {
	task
	domain string
}

// routeMsg says where the mail of a domain goes.
type routeMsg struct {
	ctx   context.Context
	route discover.Route
}

// lookupTickMsg drives the clock of a lookup.
type lookupTickMsg struct {
	ctx context.Context
	now time.Time
}

func newWhereto(s wizard.Session, e Engine, before *discover.Route, l look) whereto {
	p := whereto{&wheretoState{session: s, engine: e, answer: before, page: newTextPage(wizard.Reading{}, l)}}
	p.input = newField("› ", "example.org, or an address in it", l)
	if before != nil {
		p.input = p.input.filled(before.Domain)
	}
	return p.refresh()
}

// wheretoLeftMsg says what was typed and not asked about.
type wheretoLeftMsg struct{ typed string }

// goneOn is the question with the text that another one was left with; none is kept.
func (p whereto) goneOn(typed string) whereto {
	if typed == "" {
		return p
	}
	p.input, p.answer = p.input.filled(typed), nil
	return p.refresh()
}

func (p whereto) Init() tea.Cmd { return nil }

func (p whereto) Update(msg tea.Msg) (screen, tea.Cmd) {
	p = p.copied()
	switch msg := msg.(type) {
	case routeMsg:
		if msg.ctx != p.lookup.ctx {
			return p, nil
		}
		p.lookup, p.answer = mxLookup{}, &msg.route
		return p.refresh(), nil
	case lookupTickMsg:
		if msg.ctx != p.lookup.ctx {
			return p, nil
		}
		if p.lookup.began.IsZero() {
			p.lookup.began = msg.now
		}
		p.lookup.elapsed = msg.now.Sub(p.lookup.began)
		return p.refresh(), p.tick()
	case tea.KeyPressMsg:
		return p.press(msg)
	case tea.PasteMsg:
		return p.typed(msg)
	}
	return p, nil
}

func (p whereto) press(k tea.KeyPressMsg) (screen, tea.Cmd) {
	switch k.String() {
	case "enter":
		return p.ask()
	case "esc":
		if p.lookup.underWay() {
			return p, p.lookup.stop(nil) // what came of it is still to be told
		}
		if p.answer != nil {
			return p, send(closeMsg{})
		}
		return p, batch(send(wheretoLeftMsg{p.input.text()}), send(closeMsg{}))
	case "up", "down", "pgup", "pgdown":
		var cmd tea.Cmd
		p.page, cmd = p.page.press(k)
		return p, cmd
	case "f1":
		return p, open(newLesson(p.session, "relay", p.page.look, p.keys()))
	}
	return p.typed(k)
}

// typed hands a key or a paste to the field. Another domain has another answer.
func (p whereto) typed(msg tea.Msg) (screen, tea.Cmd) {
	if p.lookup.underWay() {
		return p, nil
	}
	input, changed, cmd := p.input.update(msg)
	p.input = input
	if changed {
		p.problem, p.answer = input.lost, nil
		p = p.refresh()
	}
	return p, cmd
}

// ask begins an lookup; with an answer there, it is the way back.
func (p whereto) ask() (screen, tea.Cmd) {
	switch {
	case p.lookup.underWay():
		return p, nil
	case p.answer != nil:
		return p, send(closeMsg{})
	}
	domain, err := journey.Domain(p.input.text())
	if err != nil {
		p.problem = err.Error()
		return p.refresh(), nil
	}
	p.lookup, p.problem = mxLookup{task: newTask(), domain: domain}, ""
	route, t := p.engine.Route, p.lookup.task
	return p.refresh(), batch(p.tick(), func() tea.Msg {
		defer t.cancel()
		return routeMsg{t.ctx, route(t.ctx, domain)}
	})
}

func (p whereto) tick() tea.Cmd {
	ctx := p.lookup.ctx
	return tea.Tick(p.page.look.pace(), func(now time.Time) tea.Msg { return lookupTickMsg{ctx, now} })
}

func (p whereto) refresh() whereto {
	p.page = p.page.showing(p.read)
	return p
}

// read is what is beneath the field.
func (p whereto) read(width int) wizard.Reading {
	var text wizard.Reading
	switch {
	case p.problem != "":
		text.Title = trouble(p.problem, width)
	case p.lookup.underWay():
		text.Title = fmt.Sprintf("%s asking the name servers about %s, %d s", p.page.look.spin(p.lookup.elapsed), p.lookup.domain, int(p.lookup.elapsed.Seconds()))
	case p.answer != nil:
		a, said := journey.Explain(*p.answer), routed(*p.answer)
		text.Title = said[0]
		text.Paragraphs = append(said[1:], a.Why...)
		text.Paragraphs = append(text.Paragraphs, a.Asked)
	default:
		text.Title = "enter asks your name servers (DNS) for the MX records of that domain."
		text.Paragraphs = []string{journey.RouteAsks}
	}
	return text
}

const wheretoPrompt = "Whose mail? Name a domain."

func (p whereto) View() string {
	return p.page.look.strong.Render(wheretoPrompt) + "\n" + p.input.View() + "\n\n" + p.page.View()
}

func (p whereto) Cursor() *tea.Cursor {
	if p.lookup.underWay() {
		return nil
	}
	c := p.input.Cursor()
	if c != nil {
		c.Y++
	}
	return c
}

func (p whereto) place() string { return "Learn" }
func (p whereto) busy() bool    { return false }

func (p whereto) resize(width, height int) screen {
	p = p.copied()
	p.input = p.input.sized(max(1, width-3))
	p.page = p.page.sized(width, max(1, height-3))
	return p
}

func (p whereto) restyle(l look) screen {
	p = p.copied()
	p.input = p.input.styled(l)
	p.page = p.page.styled(l)
	return p
}

func (p whereto) keys() []*hint {
	switch {
	case p.lookup.underWay():
		return []*hint{keyBack("stop")}
	case p.answer != nil:
		scroll := keyMove("scroll").when(p.page.view.moves())
		return []*hint{keyEnter("back to the journey"), scroll, keyHelp("MX records").typing(true)}
	}
	return []*hint{keyEnter("ask"), keyBack("back"), keyHelp("MX records").typing(true)}
}
