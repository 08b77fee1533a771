package ui

import (
	"context"
	"slices"
	"time"

	"charm.land/bubbles/v2/spinner"
	tea "charm.land/bubbletea/v2"

	"postern/probe/discover"
	"postern/wizard"
	"postern/wizard/candidate"
)

// servers shows where a domain's servers are looked for while they are, and lets one
// be chosen, also while others are still being asked. The highlighted row is the best
// one until the person moves; from then on it is theirs, wherever the list puts it.
type servers struct{ *serversState }

// serversState is what it holds; see screen.
type serversState struct {
	session wizard.Session
	engine  Engine
	look    look
	asking  asking
	ask     wizard.Ask
	choices []wizard.Choice // of the question, and what to ask one's provider
	at      int
	touched bool
	problem string
	edited  edit // as it was left; the zero value where none was

	width, height int
}

//go:noinline
func (v servers) copied() servers {
	next := *v.serversState
	return servers{&next}
}

// asking is one round of questions to all sources.
type asking struct {
	ctx     context.Context    // ends with the round; no two rounds have the same
	cancel  context.CancelFunc // nil for a round that was over before
	events  <-chan discover.Event
	report  discover.Report
	elapsed time.Duration // since it began
	began   time.Time
	over    bool
	pause   pause
}

// askingMsg says that the sources are being asked.
type askingMsg struct {
	ctx    context.Context // of the round that was begun
	report discover.Report
	events <-chan discover.Event
	began  time.Time
	at     time.Duration // on the engine's clock
}

// answerMsg carries one event of a round; open is false once there are no more.
type answerMsg struct {
	events <-chan discover.Event
	event  discover.Event
	open   bool
	at     time.Duration // on the engine's clock
}

// askedMsg drives the clocks and the spinner of a round.
type askedMsg struct {
	ctx context.Context
	now time.Time
	at  time.Duration // on the engine's clock
}

func newServers(s wizard.Session, e Engine, l look) servers {
	v := servers{&serversState{session: s, engine: e, look: l}}
	if _, search := s.Step().(wizard.Do); search {
		v.asking = newAsking()
	} else {
		v.asking.over, v.asking.report = true, s.FoundReport()
	}
	return v.refresh().mine(s.Said(wizard.Server))
}

// newAsking returns a round that has not begun.
func newAsking() asking {
	ctx, cancel := context.WithCancel(context.Background())
	return asking{ctx: ctx, cancel: cancel}
}

// mine highlights what the person chose before, if it is still there.
func (v servers) mine(value string) servers {
	if i := v.index(value); i >= 0 && value != "" {
		v.at, v.touched = i, true
	}
	return v
}

//go:noinline
func (v servers) index(value string) int {
	return slices.IndexFunc(v.choices, func(c wizard.Choice) bool { return c.Value == value })
}

func (v servers) Init() tea.Cmd {
	if v.asking.over {
		return nil
	}
	return v.begin()
}

// begin asks the sources, in a command.
func (v servers) begin() tea.Cmd {
	e, ctx, q := v.engine, v.asking.ctx, v.session.Query()
	return func() tea.Msg {
		report, events := e.Find(ctx, q)
		return askingMsg{ctx, report, events, time.Now(), e.uptime()}
	}
}

// next waits for one event of the round.
//
//go:noinline
func (a asking) next(e Engine) tea.Cmd {
	return func() tea.Msg {
		event, open := <-a.events
		return answerMsg{a.events, event, open, e.uptime()}
	}
}

// stop ends the round and then sends a message, nil for none.
//
//go:noinline
func (a asking) stop(then tea.Msg) tea.Cmd {
	return func() tea.Msg {
		if a.cancel != nil {
			a.cancel()
		}
		return then
	}
}

func (v servers) tick() tea.Cmd {
	period := spinner.MiniDot.FPS
	if !v.look.motion {
		period = 500 * time.Millisecond
	}
	ctx, e := v.asking.ctx, v.engine
	return tea.Tick(period, func(now time.Time) tea.Msg { return askedMsg{ctx, now, e.uptime()} })
}

func (v servers) Update(msg tea.Msg) (screen, tea.Cmd) {
	v = v.copied()
	switch msg := msg.(type) {
	case askingMsg:
		if msg.ctx != v.asking.ctx {
			return v, nil
		}
		v.asking.report, v.asking.events, v.asking.began = msg.report, msg.events, msg.began
		v.asking.pause.seen = msg.at
		if msg.report.Settled() { // there is nothing to wait for
			return v.learn(), v.asking.next(v.engine)
		}
		return v.learn(), batch(v.asking.next(v.engine), v.tick())
	case answerMsg:
		if msg.events != v.asking.events {
			return v, nil
		}
		v, cmd, woken := v.wake(msg.at)
		if woken {
			return v, cmd
		}
		return v.answered(msg)
	case askedMsg:
		if msg.ctx != v.asking.ctx || v.asking.over {
			return v, nil
		}
		v, cmd, woken := v.wake(msg.at)
		if woken {
			return v, cmd
		}
		v.asking.elapsed = msg.now.Sub(v.asking.began)
		return v, v.tick()
	case editLeftMsg:
		v.edited = msg.edit
	case tea.KeyPressMsg:
		return v.press(msg)
	}
	return v, nil
}

// answered takes in what a source said.
func (v servers) answered(msg answerMsg) (screen, tea.Cmd) {
	if !msg.open {
		v.asking.over = true
		rest := v.engine.Rest
		return v.learn(), batch(v.asking.stop(nil), func() tea.Msg {
			rest()
			return nil
		})
	}
	v.asking.report = v.asking.report.With(msg.event)
	v.asking.elapsed = max(v.asking.elapsed, msg.event.At)
	return v.learn(), v.asking.next(v.engine)
}

// learn lets the session know what was found so far.
func (v servers) learn() servers {
	v.session = v.session.WithFound(v.asking.report)
	return v.refresh()
}

// askOthers is the choice that leads to what to ask the provider. It is no answer.
const askOthers = "ask"

// refresh works out what can be chosen now. The highlighted choice stays the person's.
func (v servers) refresh() servers {
	mine := v.choice().Value
	v.ask = v.question()
	v.choices = slices.Clone(v.ask.Choices)
	others := wizard.Choice{Value: askOthers, Label: "Ask your provider", Remark: "what to ask, with words to copy", Pinned: true}
	v.choices = slices.Insert(v.choices, max(0, len(v.choices)-1), others)
	wanted := v.ask.Default
	if v.touched {
		wanted = mine
	}
	v.at = max(0, v.index(wanted))
	return v
}

// question is the one that all this is about.
func (v servers) question() wizard.Ask {
	for _, a := range v.session.Asks(wizard.PageProvider) {
		if a.Field == wizard.Server {
			return a
		}
	}
	return wizard.Ask{}
}

// choice is the highlighted one.
//
//go:noinline
func (v servers) choice() wizard.Choice {
	if v.at >= len(v.choices) {
		return wizard.Choice{}
	}
	return v.choices[v.at]
}

// candidates are what is known of the highlighted choice, the best first; none for one
// that is no server.
//
//go:noinline
func (v servers) candidates() []candidate.Candidate {
	return v.session.CandidatesFor(v.choice().Value)
}

func (v servers) press(k tea.KeyPressMsg) (screen, tea.Cmd) {
	switch k.String() {
	case "enter":
		return v.accept()
	case "esc":
		if back, ok := v.session.BackOne(); ok {
			return v, v.asking.stop(goMsg{back})
		}
	case "up", "k", "shift+tab":
		return v.move(-1), nil
	case "down", "j", "tab":
		return v.move(1), nil
	case "home":
		return v.move(-len(v.choices)), nil
	case "end":
		return v.move(len(v.choices)), nil
	case "t":
		return v, open(v.evidence())
	case "c":
		r := v.others()
		r.note = clipboardNote
		return v, batch(open(r), tea.SetClipboard(r.copy))
	case "e":
		if len(v.candidates()) > 0 {
			e := newEdit(v.known(), v.candidates()[0], v.choice().Value, v.asking, v.look)
			return v, open(e.goneOn(v.edited))
		}
	case "h":
		return v.consent(wizard.AskPlainHTTP)
	case "d":
		return v.consent(wizard.TellAddress)
	case "r":
		if v.asking.over && !v.session.World().Offline {
			return v.again()
		}
	case "?", "f1":
		if v.choice().Value == askOthers {
			return v, open(v.others())
		}
		return v, open(newLesson(v.session, v.lesson(), v.look, v.keys()))
	}
	return v, nil
}

// accept uses the highlighted choice. Enter alone, typed ahead of what is found, uses
// only a server that needs no second look.
func (v servers) accept() (screen, tea.Cmd) {
	c := v.choice()
	if !v.usable() {
		return v, nil
	}
	switch c.Value {
	case askOthers:
		return v, open(v.others())
	case wizard.AskPlainHTTP, wizard.TellAddress:
		return v.consent(c.Value)
	}
	next, err := v.known().Answer(wizard.Server, c.Value)
	if err != nil {
		v.problem = err.Error()
		return v, nil
	}
	return v, v.asking.stop(goMsg{next})
}

// usable reports whether enter would use the highlighted choice.
func (v servers) usable() bool {
	c := v.choice()
	return c.Value != "" && (v.touched || v.asking.over || c.Value == v.ask.Default)
}

// known is the session with what was found, where nobody waits for the rest any longer.
func (v servers) known() wizard.Session {
	if v.asking.over || v.asking.events == nil {
		return v.session
	}
	return v.session.WithFound(v.asking.report.Stopped())
}

// consent asks whether something more may be asked, where that could help.
func (v servers) consent(value string) (screen, tea.Cmd) {
	if v.index(value) < 0 {
		return v, nil
	}
	return v, open(v.agreement(value))
}

// again asks all sources once more.
func (v servers) again() (screen, tea.Cmd) {
	v.asking, v.problem = newAsking(), ""
	return v, v.begin()
}

// lesson is the one about the highlighted choice.
func (v servers) lesson() string {
	if id := v.choice().Lesson; id != "" {
		return id
	}
	return v.ask.Lesson
}

func (v servers) move(by int) servers {
	n := len(v.choices)
	if n == 0 {
		return v
	}
	v.touched, v.problem = true, ""
	switch {
	case by == -1 && v.at == 0: // round to the last one, and back
		v.at = n - 1
	case by == 1 && v.at == n-1:
		v.at = 0
	default:
		v.at = min(max(0, v.at+by), n-1)
	}
	return v
}

func (v servers) busy() bool          { return false }
func (v servers) Cursor() *tea.Cursor { return nil }

func (v servers) resize(width, height int) screen {
	v = v.copied()
	v.width, v.height = width, height
	return v
}

func (v servers) restyle(l look) screen {
	v = v.copied()
	v.look = l
	return v
}

func (v servers) keys() []*hint {
	use := keyEnter("use it")
	switch v.choice().Value {
	case wizard.Own, wizard.Practise:
		use = keyEnter("choose")
	case askOthers:
		use = keyEnter("read")
	case wizard.AskPlainHTTP, wizard.TellAddress:
		use = keyEnter("what that means")
	}
	use.when(v.usable())
	evidence := keyLetter("t", "what was said").when(len(v.asking.report.Answers) > 0)
	edit := keyLetter("e", "edit").when(len(v.candidates()) > 0)
	again := keyLetter("r", "look again").when(v.asking.over && !v.session.World().Offline)
	plain := keyLetter("h", "ask without encryption").when(v.index(wizard.AskPlainHTTP) >= 0)
	tell := keyLetter("d", "tell the whole address").when(v.index(wizard.TellAddress) >= 0)
	first, second := evidence, again
	if v.asking.over && len(v.session.Found().Candidates) == 0 {
		first, second = again, evidence
	}
	return []*hint{
		use, keyMove("move"), first, edit, second, keyBack("back"), keyHelp("help", false),
		keyLetter("c", "copy words for your provider"), plain, tell,
	}
}
