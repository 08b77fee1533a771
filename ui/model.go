package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"postern/wizard"
)

// A Model is the router: it holds the session and shows the screen for its step.
// It is made by newModel and run by Run.
type Model struct {
	session wizard.Session
	screen  screen   // nil until the session is there
	over    []screen // laid over the screen, the topmost last
	engine  Engine
	look    look
	asked   interview
	ahead   ahead
	beat    *beat
	job     *job
	learn   bool // all there is to learn is shown, and no wizard

	width, height int
	leaving       exit
}

// exit is how far the leaving of the program has come.
type exit struct {
	// settled: the terminal has answered what it was asked, or has had its time. To
	// leave sooner would leave its answers for the shell to print.
	settled bool
	wanted  bool
	done    bool // the person was done, not just away
}

// The window sizes: the smallest that is drawn in, and how wide a page is in a wide one.
// In height it takes all there is: the keys stand in the window's last row, on every page.
const (
	minWidth, minHeight = 30, 8
	maxWidth            = 80
)

// goesOnMsg says that the program goes on, after a stop that it was not told of.
type goesOnMsg struct{}

// newModel returns a router that has nothing to show yet, and that keeps what is
// typed until it has: until it is told to go to a session.
func newModel(o Options) Model {
	return Model{
		engine: o.Engine, learn: o.Learn, ahead: ahead{waiting: true},
		asked: interview{background: o.asks(), afar: o.remote()},
		look:  look{dark: o.dark(), motion: !o.NoMotion, ascii: o.ASCII}.dressed(),
	}
}

// Init implements tea.Model.
func (m Model) Init() tea.Cmd { return batch(m.questions(), m.job.watch) }

// Update implements tea.Model.
func (m Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	next, cmd := m.take(msg)
	return next, m.beat.after(cmd)
}

// take is Update without the painting. Keys wait for their turn.
func (m Model) take(msg tea.Msg) (Model, tea.Cmd) {
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
func (m Model) act(msg tea.Msg) (Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		again := m.width > 0
		m.width, m.height = msg.Width, msg.Height
		if m = m.fit(); again {
			return m, redraw()
		}
		return m, nil
	case tea.BackgroundColorMsg:
		m.look.dark = msg.IsDark()
		return m.restyle(), nil
	case tea.ColorProfileMsg:
		if sixteen := msg.Profile == colorprofile.ANSI; sixteen != m.look.sixteen { // a terminal may tell later
			m.look.sixteen = sixteen
			return m.restyle(), nil
		}
	case goesOnMsg:
		return m, tea.Sequence(m.job.retake, m.job.watch)
	case tea.ResumeMsg:
		return m, m.job.resumed
	case tea.KeyPressMsg:
		switch msg.String() {
		case "ctrl+j": // enter, typed before the terminal was ours
			return m.delegate(tea.KeyPressMsg{Code: tea.KeyEnter})
		case "ctrl+c", "ctrl+alt+c": // the second: esc was pressed right before
			return m.leave(false)
		case "ctrl+z":
			return m, m.job.suspend
		case "f2":
			return m, m.learnMore()
		case "?", "f1":
			if m.screen != nil && !m.helped() && (msg.String() == "f1" || m.top().Cursor() == nil) {
				return m, open(m.allKeys())
			}
		}
	case goMsg:
		m.session, m.over = msg.session, nil
		m.screen = m.screenFor(msg.session)
		m = m.fit()
		return m, m.screen.Init()
	case keepMsg:
		m.session = msg.session
		return m, nil
	case openMsg:
		if l, ok := msg.screen.(schooled); ok && m.atHome() {
			msg.screen = l.learned()
		}
		m.over = append(slices.Clip(m.over), msg.screen)
		m = m.fit()
		return m, msg.screen.Init()
	case closeMsg:
		m.over = m.over[:max(0, len(m.over)-1)]
		return m.fit(), nil
	case tripMsg:
		return m.act(openMsg{newTrip(msg.session, m.engine, m.look)})
	case learnMsg:
		return m.home(msg.session)
	case leaveMsg:
		m.session = msg.session
		return m.leave(true)
	}
	return m.delegate(msg)
}

// delegate hands a message on: keys to what lies on top, the rest to all, so that
// work beneath an open page goes on.
func (m Model) delegate(msg tea.Msg) (Model, tea.Cmd) {
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
func (m Model) screenFor(s wizard.Session) screen {
	if m.learn {
		return newLearn(s, m.engine, m.look, true)
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
		return newChoose(s, step, m.look)
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
func (m Model) settle() (Model, tea.Cmd) {
	m.leaving.settled = true
	if m.leaving.wanted {
		return m.leave(m.leaving.done)
	}
	return m, nil
}

// leave ends the program, as soon as no answer of the terminal is under way.
func (m Model) leave(done bool) (Model, tea.Cmd) {
	m.leaving.wanted, m.leaving.done = true, done
	if !m.leaving.settled {
		return m, nil
	}
	if done {
		return m, tea.Quit
	}
	return m, tea.Interrupt
}

// fit gives the screens the room that header and footer leave.
func (m Model) fit() Model {
	if m.screen == nil {
		return m
	}
	width := min(m.width, maxWidth)
	room := m.height - lines(m.header(width)) - 1 - 2
	m.screen = m.screen.resize(width, max(1, room))
	m.over = slices.Clone(m.over)
	for i, s := range m.over {
		m.over[i] = s.resize(width, max(1, room))
	}
	return m
}

func (m Model) restyle() Model {
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

// top is the screen that has the keys.
func (m Model) top() screen {
	if n := len(m.over); n > 0 {
		return m.over[n-1]
	}
	return m.screen
}

// View implements tea.Model.
func (m Model) View() tea.View {
	var v tea.View
	v.AltScreen = true
	switch {
	case m.width == 0 || m.screen == nil:
		return v
	case m.width < minWidth || m.height < minHeight:
		v.SetContent(tooSmall(m.width, m.height))
		return v
	}
	width := min(m.width, maxWidth)
	header, footer := m.header(width), m.footer(width)
	cursor := m.top().Cursor()
	body, above := m.clip(m.top().View(), cursor, m.height-lines(header)-1-lines(footer)-1)
	gap := max(2, m.height-lines(header)-lines(body)-lines(footer))
	content := header + "\n\n" + body + strings.Repeat("\n", gap) + footer
	if m.look.ascii {
		content = toASCII.Replace(content)
	}
	v.SetContent(content)
	if cursor != nil {
		cursor.Y += lines(header) + 1 - above
		v.Cursor = cursor
	}
	return v
}

// tooSmall says what is needed, in the most words that fit.
func tooSmall(width, height int) string {
	for _, words := range []string{
		"Postern needs %d by %d characters. Make the window larger, or press ctrl+c.",
		"Too small: %dx%d needed. ctrl+c quits.", "Too small: %dx%d", "%dx%d",
	} {
		if s := lipgloss.Wrap(fmt.Sprintf(words, minWidth, minHeight), width, ""); lines(s) <= height {
			return s
		}
	}
	return "!"
}

// clip cuts a body that is taller than its room, with a sign, so that the row with the
// cursor, or else the highlighted one, stays in sight. above is how many rows are cut off
// above.
func (m Model) clip(body string, cursor *tea.Cursor, room int) (part string, above int) {
	rows := strings.Split(body, "\n")
	if len(rows) <= room {
		return body, 0
	}
	at := slices.IndexFunc(rows, func(row string) bool { return strings.HasPrefix(strings.TrimLeft(ansi.Strip(row), " "), "›") })
	if cursor != nil {
		at = cursor.Y
	}
	room = max(1, room)
	if at > room-2 {
		above = min(at-max(0, room-2), len(rows)-room)
	}
	more := m.look.dim.Render("…")
	shown := slices.Clone(rows[above : above+room])
	if above > 0 && at > above {
		shown[0] = more
	}
	if last := above + room - 1; last < len(rows)-1 && at != last {
		shown[room-1] = more
	}
	return strings.Join(shown, "\n"), above
}

func (m Model) header(width int) string {
	where := m.place()
	gap := max(1, width-lipgloss.Width("Postern")-lipgloss.Width(where))
	return m.look.title.Render("Postern") + strings.Repeat(" ", gap) + m.look.dim.Render(where)
}
