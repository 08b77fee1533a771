package ui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"postern/probe/discover"
	"postern/wizard"
	"postern/wizard/journey"
)

// trip shows the way of a message, a stop at a time.
type trip struct{ *tripState }

// tripState is what it holds; see screen.
type tripState struct {
	session wizard.Session
	engine  Engine
	known   journey.Traveller
	typed   string // a domain that was left before it was asked about, or the beginning of one
	stops   []journey.Stop
	at      int
	step    step
	page    textPage

	width, height int
}

func (t trip) copied() trip {
	next := *t.tripState
	next.page = next.page.copied()
	return trip{&next}
}

// step is the message on its way from one stop to the next. The zero value is none.
type step struct {
	from, gone int // the stop it left, and the cells it has come
	number     int // no two steps have the same
	going      bool
}

// strideMsg moves the message on by a cell.
type strideMsg struct{ number int }

// stride is how long the message takes for a cell.
const stride = 20 * time.Millisecond

func newTrip(s wizard.Session, e Engine, l look) trip {
	t := trip{&tripState{session: s, engine: e, known: s.Traveller(), page: newTextPage(wizard.Reading{}, l)}}
	t.page.labels = true
	t.page.learn = func() tea.Cmd { return send(learnMsg{s}) }
	return t.refresh()
}

func (t trip) Init() tea.Cmd { return nil }

func (t trip) Update(msg tea.Msg) (screen, tea.Cmd) {
	t = t.copied()
	switch msg := msg.(type) {
	case routeMsg:
		t.known.Route, t.typed = &msg.route, ""
		return t.refresh(), nil
	case wheretoLeftMsg:
		t.typed = msg.typed
	case strideMsg:
		if !t.step.going || msg.number != t.step.number {
			return t, nil
		}
		t.step.gone++
		if centres := t.centres(); t.step.gone >= span(centres, t.step.from, t.at) {
			t.step.going = false
			return t, nil
		}
		return t, t.tick()
	case tea.KeyPressMsg:
		return t.press(msg)
	}
	return t, nil
}

func (t trip) press(k tea.KeyPressMsg) (screen, tea.Cmd) {
	t.step.going = false
	switch k.String() {
	case "enter":
		if t.at == len(t.stops)-1 {
			return t, send(closeMsg{})
		}
		return t.move(1)
	case "right", "space", "n":
		return t.move(1)
	case "left", "backspace", "p":
		return t.move(-1)
	case "m":
		if t.mayLook() {
			return t, open(newWhereto(t.session, t.engine, t.known.Route, t.page.look).goneOn(t.typed))
		}
	case "?", "f1":
		return t, open(newLesson(t.session, t.stops[t.at].Lesson, t.page.look, t.keys()))
	}
	var cmd tea.Cmd
	t.page, cmd = t.page.press(k)
	return t, cmd
}

// move goes to another stop. The message is seen on its way, unless all keeps still.
func (t trip) move(by int) (screen, tea.Cmd) {
	to := t.at + by
	if to < 0 || to >= len(t.stops) {
		return t, nil
	}
	t.step = step{from: t.at, number: t.step.number + 1, going: t.page.look.motion}
	t.at = to
	t.page.view = t.page.view.top()
	t = t.refresh()
	if !t.step.going {
		return t, nil
	}
	return t, t.tick()
}

func (t trip) tick() tea.Cmd {
	number := t.step.number
	return tea.Tick(stride, func(time.Time) tea.Msg { return strideMsg{number} })
}

// mayLook reports whether a domain can be looked up: not where nothing may leave
// this computer.
func (t trip) mayLook() bool {
	return t.engine.Route != nil && t.session.MayLookUp()
}

func (t trip) refresh() trip {
	t.stops = journey.Stops(t.known)
	t.page = t.page.showing(t.read)
	return t
}

// read is the text of the stop at hand.
func (t trip) read(width int) wizard.Reading {
	stop := t.stops[t.at]
	text := wizard.Reading{Title: fmt.Sprintf("%d of %d  %s", t.at+1, len(t.stops), stop.Title)}
	text.Paragraphs = []string{hop(stop, width)}
	if stop.ID == journey.MX && t.known.Route != nil {
		text.Paragraphs = append(text.Paragraphs, routed(*t.known.Route)...)
	}
	text.Paragraphs = append(text.Paragraphs, stop.Body...)
	if stop.ID == journey.MX && t.mayLook() {
		text.Paragraphs = append(text.Paragraphs, "Press m to look up a domain that you name.")
	}
	return text
}

// routed are the servers that a lookup led to, and what that is in a sentence.
func routed(r discover.Route) []string {
	a := journey.Explain(r)
	if len(a.Rows) == 0 {
		return []string{a.Headline}
	}
	return []string{a.Headline, "  " + strings.Join(a.Rows, "\n  ")}
}

// hop is what holds at a stop, a line or more each.
func hop(stop journey.Stop, width int) string {
	var out []string
	for _, f := range []struct{ label, text string }{
		{"calls", stop.Calls}, {"port", stop.Port}, {"login", stop.Login}, {"TLS", stop.TLS},
	} {
		rows := strings.Split(lipgloss.Wrap(f.text, max(10, width-9), ""), "\n")
		for i, row := range rows {
			label := ""
			if i == 0 {
				label = f.label
			}
			out = append(out, "  "+pad(label, 7)+row)
		}
	}
	return strings.Join(out, "\n")
}

func (t trip) View() string { return t.drawing() + "\n\n" + t.page.View() }

// drawing is the way with its stops: those behind, the one at hand, those ahead, each
// with a sign of its own; beneath their names where there is room for them.
func (t trip) drawing() string {
	centres := t.centres()
	cells := make([]string, centres[len(centres)-1]+1)
	for i := range cells {
		cells[i] = " "
		if i > centres[0] {
			cells[i] = t.page.look.dim.Render("─")
		}
	}
	for i, stop := range t.stops[:len(t.stops)-1] {
		gap := centres[i+1] - centres[i] - 1
		if label := stop.Line; label != "" && len(label)+2 <= gap {
			for j, r := range label {
				cells[centres[i]+1+(gap-len(label))/2+j] = t.page.look.accent.Render(string(r))
			}
		}
	}
	for i, c := range centres {
		switch {
		case i < t.at:
			cells[c] = t.page.look.good.Render("✓")
		case i > t.at:
			cells[c] = t.page.look.dim.Render("○")
		default:
			cells[c] = t.page.look.strong.Render("●")
		}
	}
	if t.step.going {
		cells[centres[t.at]] = t.page.look.dim.Render("○")
		cells[centres[t.step.from]+direction(t.step.from, t.at)*t.step.gone] = t.page.look.strong.Render("●")
	}
	line := strings.Join(cells, "")
	if names := t.names(centres); names != "" {
		return names + "\n" + line
	}
	return line
}

// names are the stops' names, each above its sign; "" where there is no room.
func (t trip) names(centres []int) string {
	if !t.named() {
		return ""
	}
	var b strings.Builder
	used := 0
	for i, stop := range t.stops {
		style := t.page.look.dim
		if i == t.at {
			style = t.page.look.strong
		}
		start := centres[i] - len(stop.Name)/2
		b.WriteString(strings.Repeat(" ", max(0, start-used)) + style.Render(stop.Name))
		used = start + len(stop.Name)
	}
	return b.String()
}

// named reports whether there is room for the stops' names.
func (t trip) named() bool { return t.width >= 72 }

// centres are the columns of the stops.
func (t trip) centres() []int {
	out := make([]int, len(t.stops))
	if !t.named() {
		apart := min(6, max(2, (t.width-3)/(len(t.stops)-1)))
		for i := range out {
			out[i] = 1 + i*apart
		}
		return out
	}
	all := 0
	for _, stop := range t.stops {
		all += len(stop.Name)
	}
	gap := (min(t.width, textWidth) - 2 - all) / (len(t.stops) - 1)
	left := 2
	for i, stop := range t.stops {
		out[i] = left + len(stop.Name)/2
		left += len(stop.Name) + gap
	}
	return out
}

// span is how many cells two stops are apart.
func span(centres []int, from, to int) int {
	return max(centres[from]-centres[to], centres[to]-centres[from])
}

func direction(from, to int) int {
	if to < from {
		return -1
	}
	return 1
}

func (t trip) place() string       { return "Learn" }
func (t trip) busy() bool          { return false }
func (t trip) Cursor() *tea.Cursor { return nil }

func (t trip) resize(width, height int) screen {
	t = t.copied()
	t.width, t.height = width, height
	t.page = t.page.sized(width, max(1, height-lines(t.drawing())-1))
	return t
}

func (t trip) restyle(l look) screen {
	t = t.copied()
	t.page = t.page.styled(l)
	return t
}

func (t trip) keys() []*hint {
	does, looks := "next stop", "look up a domain"
	if !t.named() {
		does, looks = "next", "ask"
	}
	last := t.at == len(t.stops)-1
	if last {
		does = "back"
	}
	before := keyLetter("←", "stop before").when(t.at > 0)
	look := keyLetter("m", looks).when(t.mayLook() && t.stops[t.at].ID == journey.MX)
	back := keyBack("back").when(!last) // enter says so already
	scroll := keyMove("scroll").when(t.page.view.moves())
	return []*hint{keyEnter(does), look, before, back, keyHelp("more"), scroll}
}
