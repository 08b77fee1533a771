package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

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
	search  search
	ask     wizard.Ask
	choices []wizard.Choice // of the question, and what to ask one's provider
	at      int
	touched bool
	problem string
	edited  edit // as it was left; the zero value where none was

	width, height int
}

func (v servers) copied() servers {
	next := *v.serversState
	return servers{&next}
}

func newServers(s wizard.Session, e Engine, l look) servers {
	v := servers{&serversState{session: s, engine: e, look: l}}
	if _, search := s.Step().(wizard.Do); search {
		v.search = newSearch()
	} else {
		v.search.over, v.search.report = true, s.FoundReport()
	}
	return v.refresh().mine(s.Said(wizard.Server))
}

// mine highlights what the person chose before, if it is still there.
func (v servers) mine(value string) servers {
	if i := v.index(value); i >= 0 && value != "" {
		v.at, v.touched = i, true
	}
	return v
}

func (v servers) index(value string) int {
	return slices.IndexFunc(v.choices, func(c wizard.Choice) bool { return c.Value == value })
}

func (v servers) Init() tea.Cmd {
	if v.search.over {
		return nil
	}
	return v.begin()
}

// begin asks the sources, in a command.
func (v servers) begin() tea.Cmd {
	e, ctx, q := v.engine, v.search.ctx, v.session.Query()
	return func() tea.Msg {
		report, events := e.Find(ctx, q)
		return searchBegunMsg{ctx, report, events, time.Now(), e.uptime()}
	}
}

func (v servers) tick() tea.Cmd {
	ctx, e := v.search.ctx, v.engine
	return tea.Tick(v.look.pace(), func(now time.Time) tea.Msg { return searchTickMsg{ctx, now, e.uptime()} })
}

func (v servers) Update(msg tea.Msg) (screen, tea.Cmd) {
	v = v.copied()
	switch msg := msg.(type) {
	case searchBegunMsg:
		if msg.ctx != v.search.ctx {
			return v, nil
		}
		v.search = v.search.begun(msg)
		if msg.report.Settled() { // there is nothing to wait for
			return v.learn(), v.search.next(v.engine)
		}
		return v.learn(), batch(v.search.next(v.engine), v.tick())
	case searchEventMsg:
		if msg.events != v.search.events {
			return v, nil
		}
		v, cmd, paused := v.afterPause(msg.at)
		if paused {
			return v, cmd
		}
		return v.answered(msg)
	case searchTickMsg:
		if msg.ctx != v.search.ctx || v.search.over {
			return v, nil
		}
		v, cmd, paused := v.afterPause(msg.at)
		if paused {
			return v, cmd
		}
		v.search.elapsed = msg.now.Sub(v.search.began)
		return v, v.tick()
	case editLeftMsg:
		v.edited = msg.edit
	case tea.KeyPressMsg:
		return v.press(msg)
	}
	return v, nil
}

// answered takes in what a source said.
func (v servers) answered(msg searchEventMsg) (screen, tea.Cmd) {
	if !msg.open {
		v.search.over = true
		return v.learn(), batch(v.search.stop(nil), v.engine.tidy())
	}
	v.search.report = v.search.report.With(msg.event)
	v.search.elapsed = max(v.search.elapsed, msg.event.At)
	return v.learn(), v.search.next(v.engine)
}

// learn lets the session know what was found so far.
func (v servers) learn() servers {
	v.session = v.session.WithFound(v.search.report)
	return v.refresh()
}

// askOthers is the choice that leads to what to ask the provider. It is no answer.
const askOthers = "ask"

// refresh works out what can be chosen now. The highlighted choice stays the person's.
func (v servers) refresh() servers {
	mine := v.choice().Value
	v.ask, _ = v.session.AskOf(wizard.Server)
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

// choice is the highlighted one.
func (v servers) choice() wizard.Choice {
	if v.at >= len(v.choices) {
		return wizard.Choice{}
	}
	return v.choices[v.at]
}

// candidates are what is known of the highlighted choice, the best first; none for one
// that is no server.
func (v servers) candidates() []candidate.Candidate {
	return v.session.CandidatesFor(v.choice().Value)
}

func (v servers) press(k tea.KeyPressMsg) (screen, tea.Cmd) {
	switch k.String() {
	case "enter":
		return v.accept()
	case "esc":
		if back, ok := v.session.BackOne(); ok {
			return v, v.search.stop(goMsg{back})
		}
	case "up", "k", "shift+tab":
		return v.move(-1), nil
	case "down", "j", "tab":
		return v.move(1), nil
	case "home":
		return v.move(-len(v.choices)), nil
	case "end":
		return v.move(len(v.choices)), nil
	case "?", "f1":
		if v.choice().Value == askOthers {
			return v, open(v.askProvider())
		}
		return v, open(newLesson(v.session, v.lesson(), v.look, v.keys()))
	}
	return v.pressLetter(k)
}

// pressLetter is press for what more can be read, asked or changed.
func (v servers) pressLetter(k tea.KeyPressMsg) (screen, tea.Cmd) {
	switch k.String() {
	case "t":
		return v, open(v.evidence())
	case "c":
		r := v.askProvider()
		r.note = clipboardNote
		return v, batch(open(r), tea.SetClipboard(r.copy))
	case "e":
		if len(v.candidates()) > 0 {
			e := newEdit(v.known(), v.candidates()[0], v.choice().Value, v.search, v.look)
			return v, open(e.goneOn(v.edited))
		}
	case "h":
		return v.consent(wizard.AskPlainHTTP)
	case "d":
		return v.consent(wizard.TellAddress)
	case "r":
		if v.search.over && !v.session.World().Offline {
			return v.again()
		}
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
		return v, open(v.askProvider())
	case wizard.AskPlainHTTP, wizard.TellAddress:
		return v.consent(c.Value)
	}
	next, err := v.known().Answer(wizard.Server, c.Value)
	if err != nil {
		v.problem = err.Error()
		return v, nil
	}
	return v, v.search.stop(goMsg{next})
}

// usable reports whether enter would use the highlighted choice.
func (v servers) usable() bool {
	c := v.choice()
	return c.Value != "" && (v.touched || v.search.over || c.Value == v.ask.Default)
}

// known is the session with what was found, where nobody waits for the rest any longer.
func (v servers) known() wizard.Session {
	if v.search.over || v.search.events == nil {
		return v.session
	}
	return v.session.WithFound(v.search.report.Stopped())
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
	v.search, v.problem = newSearch(), ""
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
	if len(v.choices) == 0 {
		return v
	}
	v.touched, v.problem = true, ""
	v.at = around(v.at, by, 0, len(v.choices)-1)
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
	evidence := keyLetter("t", "what was said").when(len(v.search.report.Answers) > 0)
	edit := keyLetter("e", "edit").when(len(v.candidates()) > 0)
	again := keyLetter("r", "look again").when(v.search.over && !v.session.World().Offline)
	plain := keyLetter("h", "ask without encryption").when(v.index(wizard.AskPlainHTTP) >= 0)
	tell := keyLetter("d", "tell the whole address").when(v.index(wizard.TellAddress) >= 0)
	first, second := evidence, again
	if v.search.over && len(v.session.Found().Candidates) == 0 {
		first, second = again, evidence
	}
	return []*hint{
		use, keyMove("move"), first, edit, second, keyBack("back"), keyHelp("help"),
		keyLetter("c", "copy words for your provider"), plain, tell,
	}
}
