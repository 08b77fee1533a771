package ui

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"charm.land/bubbles/v2/spinner"
	tea "charm.land/bubbletea/v2"

	"postern/probe"
	"postern/probe/submit"
	"postern/wizard"
)

// verify checks the login, laid over the settings. No password ever comes here: the
// terminal is handed over to whatever asks for it or fetches it.
type verify struct{ *verifyState }

// verifyState is what it holds; see screen.
type verifyState struct {
	session wizard.Session
	engine  Engine
	login   wizard.Login
	send    bool // a message too
	trial   trial
	page    reader
}

//go:noinline
func (v verify) copied() verify {
	next := *v.verifyState
	next.page = next.page.copied()
	return verify{&next}
}

// trial is one attempt to sign in. The zero value is none.
type trial struct {
	ctx     context.Context // ends with it; no two trials have the same
	cancel  context.CancelFunc
	signing Signing
	at      probe.SignIn
	began   time.Time
	elapsed time.Duration
	asked   bool // the terminal was handed over
	over    bool
}

// A Signing is an attempt to sign in, under way.
type Signing struct {
	Begun  probe.SignIn
	Events <-chan submit.Event // closed after the last
	// Ask gets the password and gives it to the attempt; it may use the terminal. It
	// is called once the attempt waits for it.
	Ask func(in io.Reader, out io.Writer) error
}

// signingMsg says that an attempt has begun.
type signingMsg struct {
	ctx     context.Context
	signing Signing
	err     error
	began   time.Time
}

// signInMsg carries one event of an attempt; open is false once there are no more.
type signInMsg struct {
	ctx   context.Context
	event submit.Event
	open  bool
}

// turnMsg drives the spinner of an attempt.
type turnMsg struct {
	ctx context.Context
	now time.Time
}

// handedBackMsg says that the terminal is the program's again.
type handedBackMsg struct{ err error }

func newVerify(s wizard.Session, e Engine, l look) (verify, bool) {
	login, ok := s.Login()
	v := verify{&verifyState{session: s, engine: e, login: login, page: newReader(wizard.Reading{}, l)}}
	return v.refresh(), ok
}

func (v verify) Init() tea.Cmd { return nil }

func (v verify) Update(msg tea.Msg) (screen, tea.Cmd) {
	v = v.copied()
	switch msg := msg.(type) {
	case signingMsg:
		if msg.ctx != v.trial.ctx {
			return v, nil
		}
		if msg.err != nil {
			v.trial, v.page.trouble = trial{}, msg.err.Error()
			return v.refresh(), nil
		}
		v.trial.signing, v.trial.at, v.trial.began = msg.signing, msg.signing.Begun, msg.began
		return v.refresh(), batch(v.trial.next(), v.tick())
	case signInMsg:
		if msg.ctx != v.trial.ctx {
			return v, nil
		}
		return v.learn(msg)
	case handedBackMsg:
		if msg.err != nil && v.trial.at.Step == probe.SignInSecret { // the terminal could not be given away
			return v, v.stop(nil)
		}
		return v, nil
	case turnMsg:
		if msg.ctx != v.trial.ctx || v.trial.over {
			return v, nil
		}
		v.trial.elapsed = msg.now.Sub(v.trial.began)
		return v.refresh(), v.tick()
	case tea.KeyPressMsg:
		return v.press(msg)
	}
	return v, nil
}

func (v verify) press(k tea.KeyPressMsg) (screen, tea.Cmd) {
	switch k.String() {
	case "enter":
		switch {
		case v.trial.over:
			return v, send(closeMsg{})
		case v.trial.ctx == nil:
			return v.begin(true)
		}
		return v, nil
	case "l":
		if v.trial.ctx == nil {
			return v.begin(false)
		}
	case "r":
		if v.trial.over && v.session.MayRetry(v.trial.at) {
			return v.begin(v.send)
		}
	case "u":
		if user, _, ok := v.session.OtherUser(v.trial.at); ok && v.trial.over {
			return v.use(user)
		}
	case "esc":
		if v.running() {
			return v, v.stop(nil) // what came of it is still to be told
		}
		return v, v.stop(closeMsg{})
	case "?", "f1":
		return v, v.explain()
	}
	var cmd tea.Cmd
	v.page, cmd = v.page.press(k)
	return v, cmd
}

// explain opens the lesson on what came of the attempt, or else on logins.
func (v verify) explain() tea.Cmd {
	id, seen := "login", []string(nil)
	if v.trial.over {
		id, seen = v.session.SignInLesson(v.login.Host, v.trial.at, v.send)
	}
	return open(newLesson(v.session, id, v.page.look, v.keys(), seen...))
}

// running reports whether an attempt goes on.
func (v verify) running() bool { return v.trial.ctx != nil && !v.trial.over }

// use makes another login name the answer, and shows the settings with it.
func (v verify) use(user string) (screen, tea.Cmd) {
	next, err := v.session.TakeUser(user)
	if err != nil {
		v.page.trouble = err.Error()
		return v.refresh(), nil
	}
	return v, goTo(next)
}

// begin makes one attempt.
func (v verify) begin(message bool) (screen, tea.Cmd) {
	v.send = message
	ctx, cancel := context.WithCancel(context.Background())
	v.trial = trial{ctx: ctx, cancel: cancel}
	start, login := v.engine.SignIn, v.login
	return v.refresh(), func() tea.Msg {
		signing, err := start(ctx, login, message)
		return signingMsg{ctx, signing, err, time.Now()}
	}
}

// next waits for one event of the attempt.
func (t trial) next() tea.Cmd {
	return func() tea.Msg {
		e, open := <-t.signing.Events
		return signInMsg{t.ctx, e, open}
	}
}

func (v verify) tick() tea.Cmd {
	ctx, period := v.trial.ctx, spinner.MiniDot.FPS
	if !v.page.look.motion {
		period = 500 * time.Millisecond
	}
	return tea.Tick(period, func(now time.Time) tea.Msg { return turnMsg{ctx, now} })
}

// stop ends the attempt and then sends a message.
func (v verify) stop(then tea.Msg) tea.Cmd {
	cancel := v.trial.cancel
	return func() tea.Msg {
		if cancel != nil {
			cancel()
		}
		return then
	}
}

// learn takes in what came of a step. When the password is needed, the terminal is
// handed over, once.
func (v verify) learn(msg signInMsg) (screen, tea.Cmd) {
	if !msg.open {
		v.trial.over = true
		return v.refresh(), v.stop(nil)
	}
	v.trial.at = msg.event.SignIn
	cmds := []tea.Cmd{v.trial.next()}
	if v.trial.at.Step == probe.SignInSecret && !v.trial.asked {
		v.trial.asked = true
		ask := &terminalTurn{ask: v.trial.signing.Ask}
		cmds = append(cmds, tea.Exec(ask, func(err error) tea.Msg { return handedBackMsg{err} }))
	}
	return v.refresh(), batch(cmds...)
}

// A terminalTurn uses the terminal while the screen does not.
type terminalTurn struct {
	ask func(io.Reader, io.Writer) error
	in  io.Reader
	out io.Writer
}

// Run implements tea.ExecCommand.
func (t *terminalTurn) Run() error { return t.ask(t.in, t.out) }

// SetStdin implements tea.ExecCommand.
func (t *terminalTurn) SetStdin(r io.Reader) { t.in = r }

// SetStdout implements tea.ExecCommand: nothing is printed there.
func (t *terminalTurn) SetStdout(io.Writer) {}

// SetStderr implements tea.ExecCommand.
func (t *terminalTurn) SetStderr(w io.Writer) { t.out = w }

// read is the text as it stands.
func (v verify) read(int) wizard.Reading {
	text := wizard.Reading{Title: "Check the login"}
	add := func(paragraphs ...string) { text.Paragraphs = append(text.Paragraphs, paragraphs...) }
	if v.trial.ctx == nil {
		add(v.asks()...)
		return text
	}
	add(v.stages())
	if v.trial.over {
		add(v.session.ToldSignIn(v.login.Host, v.trial.at, v.send)...)
		if user, why, ok := v.session.OtherUser(v.trial.at); ok {
			add(fmt.Sprintf("Another login name may be the right one: %s. %s Press u to take it.", user, why))
		}
	}
	return text
}

// asks says what would be done.
func (v verify) asks() []string {
	what := fmt.Sprintf("enter signs in and sends one short message to %s; l only signs in.", probe.NewText(v.login.Address))
	where, command := "You are asked for the password, unseen, once the connection is safe.", v.login.Command
	if command != "" {
		where = "The password is fetched, once the connection is safe, by:"
	} else if command = v.session.PracticePassword(); command != "" {
		where += " In practice it is what this prints, in another window:"
	}
	out := []string{
		what,
		fmt.Sprintf("Postern signs in at %s, door %d, as %s: once, over an encrypted and verified connection, or not at all. The password is kept nowhere.",
			v.login.Host, v.login.Door.Port, probe.NewText(v.login.User)),
		where,
	}
	if command != "" {
		out = append(out, "  "+probe.NewText(command).String())
	}
	return out
}

// stages is a row a part: a mark, its name, and a word.
func (v verify) stages() string {
	var out []string
	for _, st := range wizard.SignInStages(v.trial.at, v.send) {
		mark, style := " ", v.page.look.dim
		switch st.State {
		case wizard.StageNow:
			mark, style = v.spin(), v.page.look.accent
			if seconds := int(v.trial.elapsed.Seconds()); seconds > 0 {
				st.Word += fmt.Sprintf(", %d s", seconds)
			}
		case wizard.StageDone:
			mark, style = "✓", v.page.look.good
		case wizard.StageFailed:
			mark, style = "✗", v.page.look.bad
		case wizard.StageAhead:
		}
		out = append(out, "  "+style.Render(mark)+" "+pad(st.Name, 13)+v.page.look.dim.Render(st.Word))
	}
	return strings.Join(out, "\n")
}

func (v verify) spin() string {
	if !v.page.look.motion {
		return "·"
	}
	frames := spinner.MiniDot.Frames
	return frames[int(v.trial.elapsed/spinner.MiniDot.FPS)%len(frames)]
}

//go:noinline
func (v verify) refresh() verify {
	v.page = v.page.showing(v.read)
	return v
}

func (v verify) busy() bool          { return false }
func (v verify) View() string        { return v.page.View() }
func (v verify) Cursor() *tea.Cursor { return nil }

func (v verify) resize(width, height int) screen {
	v = v.copied()
	v.page = v.page.sized(width, height)
	return v.refresh()
}

func (v verify) restyle(l look) screen {
	v = v.copied()
	v.page = v.page.styled(l)
	return v.refresh()
}

func (v verify) keys() []*hint {
	if v.trial.ctx == nil {
		return []*hint{keyEnter("sign in and send"), keyLetter("l", "only sign in"), keyBack("back"), keyHelp("about logins", false)}
	}
	done := keyEnter("back").when(v.trial.over)
	again := keyLetter("r", "try again").when(v.trial.over && v.session.MayRetry(v.trial.at))
	other := keyLetter("u", "use the other name")
	_, _, proposed := v.session.OtherUser(v.trial.at)
	other.when(v.trial.over && proposed)
	back := keyBack("stop").when(!v.trial.over)
	help := keyHelp("about logins", false)
	if v.trial.over { // the lesson may be about the message
		help = keyHelp("about this", false)
	}
	return []*hint{done, other, again, keyMove("scroll"), back, help}
}
