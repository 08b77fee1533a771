package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/probe"
	"postern/wizard"
	"postern/wizard/talk"
)

// sessions shows two sessions side by side, line by line, with what each line means and
// what a listener on the way learns of it; where there is no room for two, one at a
// time. The person's own, as they were recorded, follow in the same form.
type sessions struct{ *sessionsState }

// sessionsState is what it holds; see screen.
type sessionsState struct {
	session  wizard.Session
	look     look
	sets     []set
	at       int  // the index of the set that is shown
	side     int  // 0 the left one, 1 the right one, where one is shown at a time
	row      int  // the index of the line at hand, among the set's rows
	listener bool // sealed lines are drawn as a listener sees them

	width, height int
}

func (v sessions) copied() sessions {
	next := *v.sessionsState
	return sessions{&next}
}

// A set is two sessions laid side by side; the right one may be empty.
type set struct {
	sides [2]talk.Dialogue
	rows  []talk.Row
	own   bool // the person's, and not the example
}

func newSet(left, right talk.Dialogue, own bool) set {
	return set{sides: [2]talk.Dialogue{left, right}, rows: talk.Pair(left, right), own: own}
}

func newSessions(s wizard.Session, l look) sessions {
	v := sessions{&sessionsState{session: s, look: l, sets: []set{newSet(talk.STARTTLS(), talk.ImplicitTLS(), false)}}}
	own := s.Dialogues()
	for i := 0; i < len(own); i += 2 {
		right := talk.Dialogue{}
		if i+1 < len(own) {
			right = own[i+1]
		}
		v.sets = append(v.sets, newSet(own[i], right, true))
	}
	return v
}

func (v sessions) Init() tea.Cmd { return nil }

func (v sessions) Update(msg tea.Msg) (screen, tea.Cmd) {
	v = v.copied()
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return v, nil
	}
	switch press.String() {
	case "enter":
		return v, open(newTextPage(v.whole(), v.look))
	case "esc":
		return v, send(closeMsg{})
	case "up", "k":
		return v.move(-1), nil
	case "down", "j", "space":
		return v.move(1), nil
	case "pgup":
		return v.move(-max(1, v.room())), nil
	case "pgdown":
		return v.move(max(1, v.room())), nil
	case "home":
		return v.move(-len(v.set().rows)), nil
	case "end":
		return v.move(len(v.set().rows)), nil
	case "tab", "right":
		return v.turn(1), nil
	case "shift+tab", "left":
		return v.turn(-1), nil
	case "e":
		v.listener = !v.listener
	case "?", "f1":
		return v, open(newLineLesson(v.session, *v.lines()[0].line, v.look, v.keys()))
	}
	return v, nil
}

func (v sessions) set() set { return v.sets[v.at] }

// wide reports whether two sessions have room side by side.
func (v sessions) wide() bool { return v.width >= 72 && len(v.set().sides[1].Lines) > 0 }

// move goes to another row, past those where the session that is shown says nothing.
func (v sessions) move(by int) sessions {
	rows := v.set().rows
	to := min(max(0, v.row+by), len(rows)-1)
	step := 1
	if by < 0 {
		step = -1
	}
	for to >= 0 && to < len(rows) && !v.shown(rows[to]) {
		to += step
	}
	if to >= 0 && to < len(rows) {
		v.row = to
	}
	return v
}

// shown reports whether a row has something to show.
func (v sessions) shown(r talk.Row) bool {
	return v.wide() || [2]*talk.Line{r.Left, r.Right}[v.side] != nil
}

// turn shows the next session, or the next two.
func (v sessions) turn(by int) sessions {
	before := v.set()
	switch {
	case v.wide():
		v.at, v.side = (v.at+by+len(v.sets))%len(v.sets), 0
	default:
		place := 2*v.at + v.side
		n := 2 * len(v.sets)
		for {
			place = (place + by + n) % n
			if len(v.sets[place/2].sides[place%2].Lines) > 0 {
				break
			}
		}
		v.at, v.side = place/2, place%2
	}
	if v.set().own != before.own {
		v.row = 0
	}
	v.row = min(v.row, len(v.set().rows)-1)
	return v.settle()
}

// settle moves off a row that the session which is shown does not have.
func (v sessions) settle() sessions {
	from := v.row
	if v.shown(v.set().rows[from]) {
		return v
	}
	if v = v.move(-1); v.row == from {
		v = v.move(1)
	}
	return v
}

// A spoken line is the line at hand of one of the sessions, and which one that is.
type spoken struct {
	title string
	line  *talk.Line
}

// lines are the lines at hand: one or two, never none.
func (v sessions) lines() []spoken {
	set := v.set()
	row := set.rows[v.row]
	var out []spoken
	for side, l := range []*talk.Line{row.Left, row.Right} {
		if l != nil && (v.wide() || side == v.side) {
			out = append(out, spoken{set.sides[side].Title, l})
		}
	}
	return out
}

// told are the paragraphs on the lines at hand; what holds for both is said once.
func (v sessions) told() []string {
	all := v.lines()
	first, last := all[0].line, all[len(all)-1].line
	if first.Means == last.Means && first.Listener() == last.Listener() {
		all = all[:1]
	}
	var out []string
	for i, s := range all {
		label := ""
		if port, _, _ := strings.Cut(s.title, ":"); len(all) > 1 || v.wide() && first == last {
			label = port + ": "
		}
		if s.line.Means != "" {
			out = append(out, label+s.line.Means)
			label = ""
		}
		if i == len(all)-1 || first.Listener() != last.Listener() {
			out = append(out, label+"A listener: "+s.line.Listener())
		}
	}
	return out
}

// whole is the line at hand in full, which a column may have cut.
func (v sessions) whole() wizard.Reading {
	text := wizard.Reading{Title: "This line"}
	for _, s := range v.lines() {
		text.Paragraphs = append(text.Paragraphs, s.title, "  "+who(*s.line)+s.line.Text)
	}
	text.Paragraphs = append(text.Paragraphs, v.told()...)
	return text
}

func who(l talk.Line) string {
	switch l.From {
	case probe.FromClient:
		return "you  "
	case probe.FromServer:
		return "they "
	case probe.FromNote:
	}
	return ""
}

func (v sessions) View() string {
	view := v.list()
	if v.legended() {
		view += "\n\n" + v.look.dim.Render(legend)
	}
	return view + "\n\n" + v.look.dim.Render(v.panel())
}

// list draws the sessions around the line at hand.
func (v sessions) list() string {
	rows := v.shownRows()
	at := max(0, slices.Index(rows, v.row))
	room := v.room()
	first := min(max(0, at-room/2), max(0, len(rows)-room))
	last := min(len(rows), first+room)
	out := []string{v.heads()}
	for _, i := range rows[first:last] {
		out = append(out, v.line(i))
	}
	if first > 0 && at > first+1 {
		out[1] = v.look.dim.Render(fmt.Sprintf("  … %d before", first+1))
	}
	if last < len(rows) && at < last-2 {
		out[len(out)-1] = v.look.dim.Render(fmt.Sprintf("  … %d more", len(rows)-last+1))
	}
	return strings.Join(out, "\n")
}

// shownRows are the indices of the set's rows that have something to show.
func (v sessions) shownRows() []int {
	var out []int
	for i, r := range v.set().rows {
		if v.shown(r) {
			out = append(out, i)
		}
	}
	return out
}

// columns are the sides that are shown, and the width of each.
func (v sessions) columns() (sides []int, width int) {
	if v.wide() {
		return []int{0, 1}, (v.width - 1) / 2
	}
	return []int{v.side}, v.width
}

// heads are the titles of the sessions, each above its column.
func (v sessions) heads() string {
	sides, width := v.columns()
	heads := make([]string, 0, len(sides))
	for _, side := range sides {
		heads = append(heads, v.look.strong.Render(pad(v.set().sides[side].Title, width)))
	}
	return strings.Join(heads, " ")
}

// line draws one of the set's rows: a line of each session that is shown.
func (v sessions) line(i int) string {
	row := v.set().rows[i]
	sides, width := v.columns()
	cells := make([]string, 0, len(sides))
	for _, side := range sides {
		cells = append(cells, v.cell([2]*talk.Line{row.Left, row.Right}[side], i == v.row, width))
	}
	return strings.TrimRight(strings.Join(cells, " "), " ")
}

// The bars before a line: who may read it.
var bars = map[talk.Heard]string{talk.Call: "·", talk.Clear: "·", talk.Begins: "═", talk.Sealed: "┃"}

const legend = "· anybody on the way can see it   ═ TLS begins   ┃ sealed"

// legended reports whether there is room to say what the bars mean.
func (v sessions) legended() bool { return v.width >= 60 && v.height >= 17 }

// cell draws a line in its column.
func (v sessions) cell(l *talk.Line, here bool, width int) string {
	if l == nil {
		return strings.Repeat(" ", width)
	}
	mark, style := " ", v.look.body
	if l.From == probe.FromNote {
		style = v.look.dim
	}
	if here {
		mark, style = "›", v.look.marked
	}
	bar := v.look.warn
	if l.Heard == talk.Begins || l.Heard == talk.Sealed {
		bar = v.look.good
	}
	text := who(*l) + l.Text
	if v.listener && l.Heard == talk.Sealed {
		text = strings.Repeat("▒", min(len(l.Text)+2, width-3))
	}
	return v.look.accent.Render(mark) + bar.Render(bars[l.Heard]) + " " + style.Render(pad(text, width-3))
}

// panel is what is said of the lines at hand, in as many rows as it gets anywhere, so
// that the list does not jump.
func (v sessions) panel() string {
	rows := strings.Split(v.words(v.told()), "\n")
	most := v.most()
	if len(rows) > most {
		rows = append(rows[:most-1], strings.TrimRight(cut(rows[most-1], v.width-8), " .…")+"… enter")
	}
	return strings.Join(rows, "\n") + strings.Repeat("\n", most-len(rows))
}

func (v sessions) words(paragraphs []string) string {
	out := make([]string, 0, len(paragraphs))
	for _, p := range paragraphs {
		out = append(out, wrap(p, v.width))
	}
	return strings.Join(out, "\n")
}

// most is how many rows the panel has: what it needs at most, up to half the page.
func (v sessions) most() int {
	most := 1
	for i := range v.set().rows {
		w := v.copied()
		w.row = i
		if w.shown(w.set().rows[i]) {
			most = max(most, lines(v.words(w.told())))
		}
	}
	return max(1, min(most, v.height/2))
}

// room is how many rows of the sessions fit.
func (v sessions) room() int {
	room := v.height - 2 - v.most()
	if v.legended() {
		room -= 2
	}
	return max(1, room)
}

func (v sessions) place() string       { return "Learn" }
func (v sessions) busy() bool          { return false }
func (v sessions) Cursor() *tea.Cursor { return nil }

func (v sessions) resize(width, height int) screen {
	v = v.copied()
	v.width, v.height = width, height
	return v.settle()
}

func (v sessions) restyle(l look) screen {
	v = v.copied()
	v.look = l
	return v
}

func (v sessions) keys() []*hint {
	other := keyLetter("tab", v.other()).when(v.other() != "")
	sees := "as a listener"
	if v.listener {
		sees = "as the two"
	}
	whole, move := keyEnter("this line"), keyMove("line")
	if v.width < 60 { // tab matters more there
		return []*hint{move, other, keyLetter("e", sees), keyBack("back"), keyHelp("more"), whole}
	}
	return []*hint{whole, move, other, keyLetter("e", sees), keyBack("back"), keyHelp("more")}
}

// other says what tab leads to, "" for nothing.
func (v sessions) other() string {
	next := v.copied().turn(1)
	switch {
	case next.at == v.at && next.side == v.side:
		return ""
	case next.set().own == v.set().own:
		port, _, _ := strings.Cut(next.set().sides[next.side].Title, ":")
		return port
	case !v.wide():
		return "next"
	case next.set().own:
		return "yours"
	}
	return "the example"
}
