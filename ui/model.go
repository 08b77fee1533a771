package ui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"postern/wizard"
)

// A model is the router: it holds the session and shows the screen for its step.
// It is made by newModel and run by Run.
type model struct {
	session wizard.Session
	screen  screen   // of the session's step; nil until the session is there
	over    []screen // laid over the screen, the topmost last
	engine  Engine
	look    look
	// learnOnly: all there is to learn is shown, and no wizard.
	learnOnly bool

	width, height int // of the window, 0 until the terminal has told

	asked   interview // what the terminal is asked at the start
	ahead   ahead     // keys that wait for their turn
	leaving exit
	beat    *beat // paints; nil in tests
	job     *job  // what the shell sees; nil in tests
}

// exit is how far the leaving of the program has come.
type exit struct {
	// settled: the terminal has answered what it was asked, or has had its time. To
	// leave sooner would leave its answers for the shell to print.
	settled bool
	wanted  bool    // it leaves once that is settled
	last    tea.Cmd // and ends with this
}

// goesOnMsg says that the program goes on, after a stop that it was not told of.
type goesOnMsg struct{}

// newModel returns a router that has nothing to show yet, and that keeps what is
// typed until it has: until it is told to go to a session.
func newModel(o Options) model {
	return model{
		engine: o.Engine, learnOnly: o.Learn, ahead: ahead{waiting: true},
		asked: interview{background: o.asks(), afar: o.remote()},
		look:  look{dark: o.dark(), motion: !o.NoMotion, ascii: o.ASCII}.dressed(),
	}
}

// Init implements tea.Model.
func (m model) Init() tea.Cmd { return batch(m.questions(), m.job.watch) }

// Update implements tea.Model.
func (m model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	next, cmd := m.take(msg)
	return next, m.beat.after(cmd)
}

// take is Update without the painting. Keys wait for their turn.
func (m model) take(msg tea.Msg) (model, tea.Cmd) {
	var cmd tea.Cmd
	switch {
	case answered(msg):
		m, cmd = m.settle()
	case byHand(msg) && !leaves(msg):
		m.ahead = m.ahead.with(msg)
	default:
		if led, ok := msg.(ledToMsg); ok {
			m.ahead.waiting = false
			msg = led.msg
		}
		if msg != nil {
			m, cmd = m.act(msg)
		}
	}
	m, released := m.release()
	return m, batch(cmd, released)
}

// act is Update for what need not wait any longer.
func (m model) act(msg tea.Msg) (model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return m.press(msg)
	case goMsg:
		m.session, m.over = msg.session, nil
		m.screen = m.screenFor(msg.session)
		m = m.fit()
		return m, m.screen.Init()
	case keepMsg:
		m.session = msg.session
		return m, nil
	case openMsg:
		return m.lay(msg.screen)
	case closeMsg:
		m.over = m.over[:max(0, len(m.over)-1)]
		return m.fit(), nil
	case tripMsg:
		return m.lay(newTrip(msg.session, m.engine, m.look))
	case learnMsg:
		return m.home(msg.session)
	case leaveMsg:
		m.session = msg.session
		return m.leave(tea.Quit)
	case tea.WindowSizeMsg:
		return m.resized(msg)
	case tea.BackgroundColorMsg:
		return m.coloured(msg.IsDark(), m.look.sixteen), nil
	case tea.ColorProfileMsg: // a terminal may tell later
		return m.coloured(m.look.dark, msg.Profile == colorprofile.ANSI), nil
	case goesOnMsg:
		return m, tea.Sequence(m.job.retake, m.job.watch)
	case tea.ResumeMsg:
		return m, m.job.resumed
	}
	return m.delegate(msg)
}

// press acts on the keys that are the router's on every screen, and hands on the others.
func (m model) press(k tea.KeyPressMsg) (model, tea.Cmd) {
	switch k.String() {
	case "ctrl+j": // enter, typed before the terminal was ours
		return m.delegate(tea.KeyPressMsg{Code: tea.KeyEnter})
	case "ctrl+c", "ctrl+alt+c": // the second: esc was pressed right before
		return m.leave(tea.Interrupt)
	case "ctrl+z":
		return m, m.job.suspend
	case "f2":
		return m, m.learnMore()
	case "?", "f1":
		typing := m.screen != nil && m.top().Cursor() != nil
		if m.screen != nil && !m.helped() && (k.String() == "f1" || !typing) {
			return m, open(m.allKeys())
		}
	}
	return m.delegate(k)
}

// resized takes in the size of the window, the first or another.
func (m model) resized(size tea.WindowSizeMsg) (model, tea.Cmd) {
	first := m.width == 0
	m.width, m.height = size.Width, size.Height
	if m = m.fit(); first {
		return m, nil
	}
	return m, redraw()
}

// lay lays a screen over what is there.
func (m model) lay(s screen) (model, tea.Cmd) {
	if l, ok := s.(schooled); ok && m.atHome() {
		s = l.learned()
	}
	m.over = append(slices.Clip(m.over), s)
	return m.fit(), s.Init()
}

// delegate hands a message on: keys to what lies on top, the rest to all, so that
// work beneath an open page goes on.
func (m model) delegate(msg tea.Msg) (model, tea.Cmd) {
	if m.screen == nil {
		return m, nil
	}
	var cmd tea.Cmd
	top := len(m.over) - 1
	if byHand(msg) {
		if top < 0 {
			m.screen, cmd = m.screen.Update(msg)
			return m, cmd
		}
		m.over = slices.Clone(m.over)
		m.over[top], cmd = m.over[top].Update(msg)
		return m, cmd
	}
	cmds := make([]tea.Cmd, len(m.over)+1)
	m.screen, cmds[0] = m.screen.Update(msg)
	m.over = slices.Clone(m.over)
	for i, s := range m.over {
		m.over[i], cmds[i+1] = s.Update(msg)
	}
	return m, batch(cmds...)
}

// byHand reports whether a message comes from the person's hands.
func byHand(msg tea.Msg) bool {
	switch msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg:
		return true
	}
	return false
}

// screenFor is the one place where a step becomes a screen.
func (m model) screenFor(s wizard.Session) screen {
	if m.learnOnly {
		all := newLearn(s, m.engine, m.look)
		all.root = true
		return all
	}
	switch step := s.Step().(type) {
	case wizard.Ask:
		switch {
		case step.Field == wizard.Server:
			return newServers(s, m.engine, m.look)
		case step.Field == wizard.Door:
			return newDoors(s, m.engine, m.look)
		case step.Field == wizard.Write:
			return newSettings(s, m.engine, m.look)
		case step.Page() == wizard.PageAccount:
			return newForm(s, step.Page(), m.look)
		}
		return newChoose(s, &step, m.look)
	case wizard.Do:
		switch step.Work {
		case wizard.StartPractice:
			return newWaiting(s, m.engine, m.look)
		case wizard.FindServers:
			return newServers(s, m.engine, m.look)
		case wizard.TrustFile:
			return newTrusting(s, m.engine, m.look)
		case wizard.TryDoors:
			return newDoors(s, m.engine, m.look)
		}
		return newSettings(s, m.engine, m.look)
	case wizard.Show:
		return newShow(s, step.Topic, m.look)
	}
	panic(fmt.Sprintf("ui: no screen for a step of type %T", s.Step()))
}

// settle notes that the terminal has nothing more to say about itself.
func (m model) settle() (model, tea.Cmd) {
	m.leaving.settled = true
	if m.leaving.wanted {
		return m.leave(m.leaving.last)
	}
	return m, nil
}

// leave ends the program, as soon as no answer of the terminal is under way: with tea.Quit
// if the person was done, with tea.Interrupt if not.
func (m model) leave(last tea.Cmd) (model, tea.Cmd) {
	m.leaving.wanted, m.leaving.last = true, last
	if !m.leaving.settled {
		return m, nil
	}
	return m, last
}

// coloured is drawn for what is known of the terminal's colours now.
func (m model) coloured(dark, sixteen bool) model {
	if dark == m.look.dark && sixteen == m.look.sixteen {
		return m
	}
	m.look.dark, m.look.sixteen = dark, sixteen
	return m.restyle()
}

// restyle draws all in the styles of the look.
func (m model) restyle() model {
	m.look = m.look.dressed()
	if m.screen == nil {
		return m
	}
	m.screen = m.screen.restyle(m.look)
	m.over = slices.Clone(m.over)
	for i, s := range m.over {
		m.over[i] = s.restyle(m.look)
	}
	return m.fit()
}

// layers are all screens, from the lowest to the one on top.
func (m model) layers() []screen { return append([]screen{m.screen}, m.over...) }

// top is the screen that has the keys.
func (m model) top() screen {
	if n := len(m.over); n > 0 {
		return m.over[n-1]
	}
	return m.screen
}
