package ui

import (
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/probe"
	"postern/wizard"
	"postern/wizard/advice"
)

// doors shows a host's doors while they are tried, and lets one be chosen. The
// highlighted row is the recommended one until the person moves it; from then on
// it is theirs.
type doors struct{ *doorsState }

// doorsState is what it holds; see screen.
type doorsState struct {
	session wizard.Session
	engine  Engine
	look    look
	run     run
	solo    solo
	at      int
	touched bool
	page    int // of what follows from the rows

	width, height int
}

func (d doors) copied() doors {
	next := *d.doorsState
	return doors{&next}
}

func newDoors(s wizard.Session, e Engine, l look) doors {
	d := doors{&doorsState{session: s, engine: e, look: l}}
	if s.Tried() {
		d.run = run{task: task{elapsed: s.Report().Elapsed, over: true}, report: s.Report()}
		d.touched = s.Answered(wizard.Door)
		return d.follow(s.Get(wizard.Door))
	}
	d.run = newRun(s.Get(wizard.Host), s.Doors())
	d.session = s.WithReport(d.run.report, 0)
	return d
}

func (d doors) Init() tea.Cmd {
	if d.run.over {
		return nil
	}
	return d.run.start(d.engine)
}

// tick asks for the clock of a run to go on.
func (d doors) tick(r run) tea.Cmd {
	events, engine := r.events, d.engine
	return tea.Tick(d.look.pace(), func(now time.Time) tea.Msg { return runTickMsg{events, now, engine.uptime()} })
}

// leave ends all that goes on, so that nothing does behind a screen that was left,
// and then sends a message, nil for none.
func (d doors) leave(then tea.Msg) tea.Cmd {
	solo := d.solo.run.stop(nil)
	all := d.run.stop(then)
	return func() tea.Msg {
		solo()
		return all()
	}
}

func (d doors) Update(msg tea.Msg) (screen, tea.Cmd) {
	d = d.copied()
	switch msg := msg.(type) {
	case runBegunMsg:
		return d.started(msg)
	case runEventMsg:
		d, cmd, paused := d.afterPause(msg.events, msg.at)
		if paused {
			return d, cmd
		}
		switch msg.events {
		case d.run.events:
			return d.event(msg)
		case d.solo.run.events:
			return d.soloEvent(msg)
		}
	case runTickMsg:
		d, cmd, paused := d.afterPause(msg.events, msg.at)
		if paused {
			return d, cmd
		}
		switch {
		case msg.events == d.solo.run.events:
			return d.soloTick(msg.now)
		case msg.events == d.run.events && !d.run.over:
			return d.learn(msg.now.Sub(d.run.began)), d.tick(d.run)
		}
	case tea.KeyPressMsg:
		return d.press(msg)
	}
	return d, nil
}

// started takes over a run that has begun, unless it was cancelled before.
func (d doors) started(msg runBegunMsg) (screen, tea.Cmd) {
	switch msg.ctx {
	case d.run.ctx:
		d.run = d.run.begun(msg)
		return d.learn(0), batch(d.run.next(d.engine), d.tick(d.run))
	case d.solo.run.ctx:
		return d.soloStarted(msg)
	}
	return d, nil
}

func (d doors) event(msg runEventMsg) (screen, tea.Cmd) {
	if !msg.open {
		d.run.over = true
		return d.learn(max(d.run.elapsed, d.run.report.Elapsed)), batch(d.run.stop(nil), d.engine.tidy())
	}
	d.run.report = d.run.report.With(msg.event)
	return d.learn(max(d.run.elapsed, msg.event.At)), d.run.next(d.engine)
}

// learn lets the session know how the run stands.
func (d doors) learn(elapsed time.Duration) doors {
	if !d.run.report.Settled() {
		d.page = 0 // what follows changes with each door
	}
	d.run.elapsed = elapsed
	d.session = d.session.WithReport(d.run.report, elapsed)
	if !d.touched {
		d = d.follow(d.session.Get(wizard.Door))
	}
	return d
}

// follow highlights the door with the shown port.
func (d doors) follow(port string) doors {
	for i, r := range d.run.report.Doors {
		if strconv.Itoa(r.Door.Port) == port {
			d.at = i
		}
	}
	return d
}

func (d doors) press(k tea.KeyPressMsg) (screen, tea.Cmd) {
	switch k.String() {
	case "enter":
		return d.accept()
	case "esc":
		if back, ok := d.session.Back(); ok {
			return d, d.leave(goMsg{back})
		}
	case "up", "k", "shift+tab":
		return d.move(-1), nil
	case "down", "j", "tab":
		return d.move(1), nil
	case "pgup":
		return d.turn(-1), nil
	case "pgdown":
		return d.turn(1), nil
	case "?", "f1":
		return d, open(newLesson(d.session, d.lesson(), d.look, d.keys()))
	case "f3":
		return d, openProviderPage(d.session, d.look)
	}
	return d.pressDoor(k)
}

// pressDoor is press for what can be done with the doors.
func (d doors) pressDoor(k tea.KeyPressMsg) (screen, tea.Cmd) {
	switch k.String() {
	case "space", "right":
		return d, open(d.closeUp())
	case "t":
		return d, open(d.closeUp().turned())
	case "c":
		if d.questionable() {
			return d, open(d.control())
		}
	case "p":
		return d.turnPolicy(), nil
	case "l":
		if d.session.MayGoByAddress() {
			return d.byAddress(), nil
		}
	case "x":
		return d.toggle()
	case "r":
		return d.again(d.run.report.Asked())
	case "a":
		if more := d.session.Advice().Untried; d.run.over && len(more) > 0 {
			return d.again(append(d.run.report.Asked(), more...))
		}
	}
	return d, nil
}

// accept uses the highlighted door, or looks closer at one that cannot be used.
func (d doors) accept() (screen, tea.Cmd) {
	next, err := d.session.Answer(wizard.Door, strconv.Itoa(d.port()))
	if err == nil {
		if !d.run.report.Settled() { // nobody waits for the other doors any longer
			next = next.WithReport(d.run.report.Stopped(), d.run.elapsed)
		}
		return d, d.leave(goMsg{next})
	}
	if r := d.run.report.Doors[d.at]; r.Settled() && d.touched {
		return d, open(d.closeUp())
	}
	return d, nil
}

func (d doors) move(by int) doors {
	d.touched, d.page = true, 0
	d.at = min(max(0, d.at+by), len(d.run.report.Doors)-1)
	return d
}

// turnPolicy turns round which of two equally good doors comes first.
func (d doors) turnPolicy() doors {
	d.session, d.touched = d.session.WithPolicy(d.session.Advice().Policy.Other()), false
	return d.follow(d.session.Get(wizard.Door))
}

// byAddress says that nobody signs in at this server, or takes it back.
func (d doors) byAddress() doors {
	d.session, d.touched, d.page = d.session.WithByAddress(!d.session.ByAddress()), false, 0
	return d.follow(d.session.Get(wizard.Door))
}

// again tries doors anew.
func (d doors) again(doors []probe.Door) (screen, tea.Cmd) {
	stop := d.leave(nil)
	d.solo = solo{}
	d.run = newRun(d.run.report.Host, doors)
	d.session, d.touched, d.at = d.session.WithReport(d.run.report, 0), false, 0
	return d, batch(stop, d.run.start(d.engine))
}

// port is the shown number of the highlighted door.
func (d doors) port() int { return d.run.report.Doors[d.at].Door.Port }

// lesson is the one that explains the highlighted door as it was met.
func (d doors) lesson() string { return doorLesson(d.run.report.Host, d.run.report.Doors[d.at]) }

func doorLesson(host string, r probe.Result) string {
	switch v := advice.Judge(r); {
	case !r.Settled(), v == advice.Ready, v == advice.ReadyForRelay: // as its own page tells
	default:
		return advice.Explain(host, r).Lesson
	}
	return strconv.Itoa(r.Door.Port)
}

// usable reports whether enter would use the highlighted door.
func (d doors) usable() bool {
	_, err := d.session.Put(wizard.Door, strconv.Itoa(d.port()))
	return err == nil
}

// questionable reports whether another host could tell whose fault it is that no
// door is ready.
func (d doors) questionable() bool {
	_, there := d.session.Control()
	return d.run.over && there && d.session.Advice().Port == 0
}

// toggles says what x does.
func (d doors) toggles() string {
	if d.run.report.Doors[d.at].Settled() {
		return "try " + strconv.Itoa(d.port()) + " alone"
	}
	return "stop " + strconv.Itoa(d.port())
}

func (d doors) busy() bool { return false }

func (d doors) Cursor() *tea.Cursor { return nil }

func (d doors) resize(width, height int) screen {
	d = d.copied()
	d.width, d.height = width, height
	return d
}

func (d doors) restyle(l look) screen {
	d = d.copied()
	d.look = l
	return d
}

func (d doors) keys() []*hint {
	use, closeUp := keyEnter("use "+strconv.Itoa(d.port())), keyLetter("space", "look closer")
	switch {
	case d.usable():
	case d.touched && d.run.report.Doors[d.at].Settled():
		use = keyEnter("look closer")
		closeUp.when(false) // enter says so already
	default:
		use.when(false)
	}
	more := keyLetter("pgdn", "more").when(len(d.told()) > d.height-lines(d.head())-1)
	alternates := keyLetter("a", "other ports").when(d.run.over && len(d.session.Advice().Untried) > 0)
	control := keyLetter("c", "network or server?").when(d.questionable())
	without, later := d.loginKeys()
	back := keyBack("back")
	_, before := d.session.Back()
	back.when(before)
	again, help := "try again", "help"
	if d.width < 60 {
		again, help = "again", "why"
	}
	retry, retryLater := keyLetter("r", again), keyLetter("r", again)
	retry.when(d.run.over)
	retryLater.when(!d.run.over)
	return []*hint{
		use, alternates, without, control, retry, closeUp, more, keyMove("move"), keyHelp(help), back,
		retryLater, later, keyLetter("x", d.toggles()), keyLetter("t", "conversation"), keyLetter("p", "prefer 465 or 587"), keyProvider(d.session),
	}
}

// loginKeys are the key that goes without a login, or with one after all: in front where
// no door is ready, or the person took it, and else among the last.
func (d doors) loginKeys() (first, last *hint) {
	does := "no login"
	if d.session.ByAddress() {
		does = "with a login"
	}
	may, wanted := d.session.MayGoByAddress(), d.session.ByAddress() || d.session.Advice().Port == 0
	return keyLetter("l", does).when(may && wanted), keyLetter("l", does).when(may && !wanted)
}
