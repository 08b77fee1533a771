package ui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/probe"
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
	attempt attempt
	page    textPage
}

func (v verify) copied() verify {
	next := *v.verifyState
	next.page = next.page.copied()
	return verify{&next}
}

func newVerify(s wizard.Session, e Engine, l look) (verify, bool) {
	login, ok := s.Login()
	v := verify{&verifyState{session: s, engine: e, login: login, page: newTextPage(wizard.Reading{}, l)}}
	return v.refresh(), ok
}

func (v verify) Init() tea.Cmd { return nil }

func (v verify) Update(msg tea.Msg) (screen, tea.Cmd) {
	v = v.copied()
	switch msg := msg.(type) {
	case signInBegunMsg:
		if msg.ctx != v.attempt.ctx {
			return v, nil
		}
		if msg.err != nil {
			v.attempt, v.page.trouble = attempt{}, msg.err.Error()
			return v.refresh(), nil
		}
		v.attempt.signing, v.attempt.at, v.attempt.began = msg.signing, msg.signing.Begun, msg.began
		return v.refresh(), batch(v.attempt.next(), v.tick())
	case signInEventMsg:
		if msg.ctx != v.attempt.ctx {
			return v, nil
		}
		return v.learn(msg)
	case handedBackMsg:
		if msg.err != nil && v.attempt.at.Step == probe.SignInSecret { // the terminal could not be given away
			return v, v.attempt.stop(nil)
		}
		return v, nil
	case signInTickMsg:
		if msg.ctx != v.attempt.ctx || v.attempt.over {
			return v, nil
		}
		v.attempt.elapsed = msg.now.Sub(v.attempt.began)
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
		case v.attempt.over:
			return v, send(closeMsg{})
		case v.attempt.ctx == nil:
			return v.begin(true)
		}
		return v, nil
	case "l":
		if v.attempt.ctx == nil && !v.login.NoLogin {
			return v.begin(false)
		}
	case "r":
		if v.attempt.over && v.session.MayRetry(&v.attempt.at) {
			return v.begin(v.send)
		}
	case "u":
		if user, _, ok := v.session.OtherUser(&v.attempt.at); ok && v.attempt.over {
			return v.use(user)
		}
	case "esc":
		if v.attempt.underWay() {
			return v, v.attempt.stop(nil) // what came of it is still to be told
		}
		return v, v.attempt.stop(closeMsg{})
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
	if v.login.NoLogin {
		id = "relay"
	}
	if v.attempt.over {
		id, seen = v.session.SignInLesson(v.login.Host, &v.attempt.at, v.send)
	}
	return open(newLesson(v.session, id, v.page.look, v.keys(), seen...))
}

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
	v.attempt = attempt{task: newTask()}
	ctx, start, login := v.attempt.ctx, v.engine.SignIn, v.login
	return v.refresh(), func() tea.Msg {
		signing, err := start(ctx, login, message)
		return signInBegunMsg{ctx, signing, err, time.Now()}
	}
}

func (v verify) tick() tea.Cmd {
	ctx := v.attempt.ctx
	return tea.Tick(v.page.look.pace(), func(now time.Time) tea.Msg { return signInTickMsg{ctx, now} })
}

// learn takes in what came of a step. When the password is needed, the terminal is
// handed over, once.
func (v verify) learn(msg signInEventMsg) (screen, tea.Cmd) {
	if !msg.open {
		v.attempt.over = true
		return v.refresh(), v.attempt.stop(nil)
	}
	v.attempt.at = msg.event.SignIn
	cmds := []tea.Cmd{v.attempt.next()}
	if v.attempt.at.Step == probe.SignInSecret && !v.attempt.asked {
		v.attempt.asked = true
		ask := &terminalTurn{ask: v.attempt.signing.Ask}
		cmds = append(cmds, tea.Exec(ask, func(err error) tea.Msg { return handedBackMsg{err} }))
	}
	return v.refresh(), batch(cmds...)
}

// read is the text as it stands.
func (v verify) read(int) wizard.Reading {
	text := wizard.Reading{Title: "Check the login"}
	if v.login.NoLogin {
		text.Title = "Send a test message"
	}
	add := func(paragraphs ...string) { text.Paragraphs = append(text.Paragraphs, paragraphs...) }
	if v.attempt.ctx == nil {
		add(v.asks()...)
		return text
	}
	add(v.stages())
	if v.attempt.over {
		add(v.session.ToldSignIn(v.login.Host, &v.attempt.at, v.send)...)
		if user, why, ok := v.session.OtherUser(&v.attempt.at); ok {
			add(fmt.Sprintf("Another login name may be the right one: %s. %s Press u to take it.", user, why))
		}
	}
	return text
}

// asks says what would be done.
func (v verify) asks() []string {
	if v.login.NoLogin {
		return []string{"enter sends it.", v.login.Promise()}
	}
	what := fmt.Sprintf("enter signs in and sends one short message to %s; l only signs in.", probe.NewText(v.login.Address))
	where, command := "You are asked for the password, unseen, once the connection is safe.", v.login.Command
	if command != "" {
		where = "The password is fetched, once the connection is safe, by:"
	} else if command = v.session.PracticePassword(); command != "" {
		where += " In practice it is what this prints, in another window:"
	}
	out := []string{
		what,
		v.login.Promise(),
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
	for _, st := range wizard.SignInStages(&v.attempt.at, v.send) {
		mark, style := " ", v.page.look.dim
		switch st.State {
		case wizard.StageNow:
			mark, style = v.page.look.spin(v.attempt.elapsed), v.page.look.accent
			if seconds := int(v.attempt.elapsed.Seconds()); seconds > 0 {
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
	if v.attempt.ctx == nil {
		begin, about := "sign in and send", "about logins"
		if v.login.NoLogin {
			begin, about = "send it", "about relays"
		}
		return []*hint{keyEnter(begin), keyLetter("l", "only sign in").when(!v.login.NoLogin), keyBack("back"), keyHelp(about)}
	}
	done := keyEnter("back").when(v.attempt.over)
	again := keyLetter("r", "try again").when(v.attempt.over && v.session.MayRetry(&v.attempt.at))
	other := keyLetter("u", "use the other name")
	_, _, proposed := v.session.OtherUser(&v.attempt.at)
	other.when(v.attempt.over && proposed)
	back := keyBack("stop").when(!v.attempt.over)
	help := keyHelp("about logins")
	if v.attempt.over { // the lesson may be about the message
		help = keyHelp("about this")
	}
	return []*hint{done, other, again, keyMove("scroll"), back, help}
}
