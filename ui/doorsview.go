package ui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"postern/probe"
	"postern/wizard"
	"postern/wizard/advice"
)

// View implements screen: who is tried, a row a door, what follows, and the way
// of a message. What there is no room for is a page further.
func (d doors) View() string {
	head := d.head()
	rows, room := d.told(), d.height-lines(head)-1
	if len(rows) == 0 || room < 1 {
		return head
	}
	if len(rows) > room {
		first := min(d.page*max(1, room-1), len(rows)-1)
		rows = rows[first:]
		if len(rows) > room {
			rows = append(rows[:room-1:room-1], d.look.dim.Render("… pgdn for more"))
		}
	}
	if d.run.over {
		rows = append(rows, d.found(room-len(rows)-1)...)
	}
	return head + "\n\n" + strings.Join(rows, "\n")
}

// found is what was found at the highlighted door, behind an empty line, where a tall
// window has the room for it; the whole of it is in the closer look.
func (d doors) found(room int) []string {
	const worth = 8 // fewer rows say too little
	if room < worth || d.run.report.Doors[d.at].DNS != probe.DNSOK {
		return nil
	}
	text := d.session.Facts(d.port())
	rows := strings.Split(text.Title+"\n\n"+fold(strings.Join(text.Paragraphs, "\n\n"), d.width), "\n")
	if len(rows) > room {
		rows = append(rows[:room-1], "… space for more")
	}
	for i, row := range rows {
		style := d.look.body
		if !strings.HasPrefix(row, "  ") {
			style = d.look.dim
		}
		rows[i] = d.look.labelled(row, style)
	}
	return append([]string{""}, rows...)
}

// told are the lines of what follows from the rows.
func (d doors) told() []string {
	text := strings.Join(d.conclusion(), "\n\n")
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// turn turns the pages of what follows from the rows.
func (d doors) turn(by int) doors {
	room := max(1, d.height-lines(d.head())-2)
	d.page = min(max(0, d.page+by), max(0, len(d.told())-2)/room)
	return d
}

// head says whose doors these are, and how each one stands. Where there is no room
// for all, it is those around the highlighted one.
func (d doors) head() string {
	rows := d.rows()
	if d.height >= len(rows)+spacious {
		return d.top() + "\n\n" + strings.Join(rows, "\n")
	}
	if d.height >= len(rows)+1 {
		return d.top() + "\n" + strings.Join(rows, "\n")
	}
	room := max(1, d.height)
	first := min(max(0, d.at-room/2), max(0, len(rows)-room))
	return strings.Join(rows[first:min(len(rows), first+room)], "\n")
}

// spacious is the room beside the rows that allows for an empty line above them.
const spacious = 12

// top says whose doors these are, and where they are tried from.
func (d doors) top() string {
	host := d.look.strong.Render(cut(d.run.report.Host, d.width))
	from := ", " + d.session.TriedFrom()
	if lipgloss.Width(host+from) > d.width {
		return host
	}
	return host + d.look.dim.Render(from)
}

func (d doors) rows() []string {
	adv := d.session.Advice()
	var out []string
	for i, r := range d.run.report.Doors {
		out = append(out, d.row(i, r, adv))
	}
	return out
}

// The widths of a row's columns. At 80 cells all are shown.
const (
	portWidth    = 6
	purposeWidth = 25
	wordWidth    = 13
	clockWidth   = 7
	remarkWidth  = 24
)

func (d doors) row(i int, r probe.Result, adv advice.Advice) string {
	mark, number, quiet := "  ", d.look.body, d.look.dim
	if i == d.at {
		mark, number = "› ", d.look.marked
	}
	recommended := r.Door.Port == adv.Port
	if recommended {
		quiet = d.look.body
	}
	cells := []string{
		d.look.accent.Render(mark),
		number.Render(pad(strconv.Itoa(r.Door.Port), portWidth)),
	}
	if d.width >= 70 {
		purpose := wizard.Purpose(r.Door)
		cells = append(cells, quiet.Render(pad(purpose, purposeWidth)))
	}
	cells = append(cells, d.state(r), quiet.Render(fmt.Sprintf("%*s", clockWidth, d.clock(i, r))))
	left := d.width - lipgloss.Width(strings.Join(cells, "")) - 2
	switch {
	case recommended && left >= 12:
		cells = append(cells, "  ", d.look.best.Render(cut(advice.Remark(adv, r), min(left, remarkWidth))))
	case recommended && left >= len(useThis):
		cells = append(cells, "  ", d.look.best.Render(useThis))
	case left >= 12:
		cells = append(cells, "  ", d.look.dim.Render(cut(advice.Remark(adv, r), min(left, remarkWidth))))
	}
	return strings.Join(cells, "")
}

// useThis is the remark on the recommended door where there is no room for another.
const useThis = "use this"

// state is a mark and a word: never a colour alone, never a spinner alone.
func (d doors) state(r probe.Result) string {
	if !r.Settled() {
		return d.look.accent.Render(d.look.spin(d.run.elapsed+d.solo.run.elapsed)+" ") + pad(wizard.StepWord(r.Step), wordWidth)
	}
	if r.DNS != probe.DNSOK { // said once, beneath the rows
		return d.look.dim.Render("– " + pad("not tried", wordWidth))
	}
	e := advice.Explain(d.run.report.Host, r)
	mark, style := "–", d.look.dim
	switch e.Tone {
	case advice.Good:
		mark, style = "✓", d.look.good
	case advice.Warn:
		mark, style = "!", d.look.warn
	case advice.Bad:
		mark, style = "✗", d.look.bad
	}
	return style.Render(mark + " " + pad(e.Word, wordWidth))
}

// clock is how long a door took, or has taken so far.
func (d doors) clock(row int, r probe.Result) string {
	if r.Settled() && r.DNS != probe.DNSOK {
		return ""
	}
	if r.Settled() {
		return wizard.Duration(r.Elapsed)
	}
	elapsed := d.run.elapsed
	if d.solo.run.underWay() && d.solo.at == row {
		elapsed = d.solo.run.elapsed
	}
	if elapsed < time.Second {
		return ""
	}
	return fmt.Sprintf("%d s", int(elapsed.Seconds()))
}

// conclusion is what follows from the rows, the most important first.
func (d doors) conclusion() []string {
	adv := d.session.Advice()
	first := d.look.strong.Render(adv.Headline)
	if len(adv.Reasons) > 0 {
		first += " " + adv.Reasons[0].Text
	}
	out := []string{wrap(first, d.width)}
	style := d.look.body
	if adv.Port != 0 {
		style = d.look.dim
		if drawn := d.drawing(); len(drawn) > 0 {
			out = append(out, strings.Join(drawn, "\n"))
		}
	}
	for _, r := range adv.Reasons[min(1, len(adv.Reasons)):] {
		out = append(out, style.Render(wrap(r.Text, d.width)))
	}
	if d.run.over && adv.Port == 0 && d.session.MayGoByAddress() {
		out = append(out, wrap(d.look.strong.Render("A relay without a login?")+" If "+d.run.report.Host+
			" is one that knows this computer by its address, such as your company's, press l.", d.width))
	}
	if adv.Port == 0 && adv.Ask != "" {
		ask := d.look.dim.Render("What to write to those who can change it:") + " “" + adv.Ask + "”"
		out = append(out, wrap(ask, d.width))
	}
	if paused := d.run.pause.words("r tries again"); paused != "" {
		out = slices.Insert(out, 1, d.look.dim.Render(wrap(paused, d.width)))
	}
	return out
}

// drawing is the way of a message, where it fits.
func (d doors) drawing() []string {
	drawn := d.session.Drawing(d.width - 2)
	if len(drawn) != 2 { // set from top to bottom, it would push the words away
		return nil
	}
	return []string{d.look.way("  " + drawn[0]), d.look.dim.Render("  " + drawn[1])}
}
