package ui

import (
	"fmt"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"postern/probe/discover"
	"postern/wizard"
)

// View implements screen: whose servers are looked for, a row a source, what can be
// chosen, and what is known of the highlighted choice. Where there is no room for all
// sources, those that said the least are told in one row.
func (v servers) View() string {
	p := v.plan()
	blocks := []string{v.title() + p.air + "\n" + strings.Join(v.fold(p.sources), "\n")}
	if list := v.list().draw(p.choices); list != "" {
		blocks = append(blocks, list)
	}
	if about := v.about(); p.about > 0 && about != "" {
		rows := strings.Split(about, "\n")
		if len(rows) > p.about {
			rows = append(rows[:p.about-1:p.about-1], v.look.dim.Render("… t for more"))
		}
		blocks = append(blocks, strings.Join(rows, "\n"))
	}
	return strings.Join(blocks, "\n\n")
}

// plan is how many rows each part of the page gets.
type plan struct {
	sources, choices, about int
	air                     string // an empty line above the sources, where there is room
}

// The fewest rows that a part gets as long as there is something for it to say.
const (
	fewChoices = 5
	fewAbout   = 2
)

// plan shares out the rows: while the sources are asked they come first, and
// afterwards what can be chosen does.
func (v servers) plan() plan {
	sources, choices, about := len(v.lines()), len(v.choices), lines(v.about())
	left, air := v.height-lines(v.title()), ""
	if v.height >= sources+spacious+2 {
		left, air = left-1, "\n"
	}
	gap := func(n int) int { return n + min(n, 1) }
	least := gap(min(choices, fewChoices)) + gap(min(about, fewAbout))
	if v.search.over {
		least = gap(choices) + gap(about)
	}
	p := plan{sources: max(1, min(sources, left-least)), air: air}
	left -= p.sources
	p.choices = max(0, min(choices, left-1-gap(min(about, fewAbout))))
	if p.choices < min(choices, 3) { // too few to choose from: nothing more is said of them
		p.choices = max(1, min(choices, left-1))
	}
	left -= gap(p.choices)
	p.about = max(0, min(about, left-1))
	return p
}

// title says whose servers are looked for and, afterwards, what is asked.
func (v servers) title() string {
	if v.search.over {
		return v.look.strong.Render(wrap(v.ask.Prompt, v.width))
	}
	text, limit := "Looking for the servers of "+v.session.Query().Domain, ", for 8 s at most"
	if lipgloss.Width(text+limit) > v.width {
		return v.look.strong.Render(wrap(text, v.width))
	}
	return v.look.strong.Render(text) + v.look.dim.Render(limit)
}

// about is what is known of the highlighted choice, and of the domain.
func (v servers) about() string {
	if v.problem != "" {
		return v.look.bad.Render(trouble(v.problem, v.width))
	}
	var out []string
	if told := v.search.pause.brief(); told != "" {
		out = append(out, wrap(told, v.width))
	}
	if all := v.candidates(); len(all) > 0 {
		text := all[0].Reason
		if more := all[0].Disagreement; more != "" {
			text += " " + more
		}
		out = append(out, wrap(text, v.width))
	}
	if v.search.over || len(out) == 0 {
		for _, note := range v.session.Found().Notes {
			out = append(out, wrap(note, v.width))
		}
	}
	return strings.Join(out, "\n")
}

// lines are the places that are looked in. Those that failed for the same reason, such
// as having no network, are told as one once it is over.
func (v servers) lines() []places {
	all := v.session.Searched()
	alike := map[string]int{}
	for _, l := range all {
		if v.search.over && l.State == discover.Failed {
			alike[l.Result]++
		}
	}
	out := make([]places, 0, len(all))
	for _, l := range all {
		n := alike[l.Result]
		switch {
		case l.State != discover.Failed || n < manyAlike && n >= 0:
			out = append(out, places{l, 1})
		case n > 0:
			l.Words, l.Elapsed = fmt.Sprintf("%d places outside", n), 0
			out = append(out, places{l, n})
			alike[l.Result] = -1 // told
		}
	}
	return out
}

// places is one place that is looked in, or several that came to the same.
type places struct {
	wizard.SearchLine
	n int
}

// manyAlike are as many sources as are told as one.
const manyAlike = 4

// fold draws the rows of the sources in as many rows as there are. Those that said the
// least are told together.
func (v servers) fold(room int) []string {
	all := v.lines()
	shown := v.worth(all, room)
	var out []string
	for i, l := range all {
		if shown[i] {
			out = append(out, v.row(l))
		}
	}
	if len(out) < len(all) {
		out = append(out, v.rest(all, shown))
	}
	return out
}

// worth picks the rows to be seen where there is room for n, one of them for what is
// said of the others: sources that found something come first, then those that are
// being asked.
func (v servers) worth(all []places, n int) []bool {
	shown := make([]bool, len(all))
	if len(all) > n {
		n--
	}
	for _, state := range []discover.State{discover.Found, discover.Asking, discover.Failed, discover.Waiting, discover.None, discover.Skipped} {
		for i, l := range all {
			if n > 0 && l.State == state {
				shown[i], n = true, n-1
			}
		}
	}
	return shown
}

// rest tells in one row of the sources that have none of their own.
func (v servers) rest(all []places, shown []bool) string {
	count, hidden, what := map[discover.State]int{}, 0, "places"
	for i, l := range all {
		if shown[i] {
			what = "more"
			continue
		}
		count[l.State] += l.n
		hidden += l.n
	}
	var parts []string
	for _, p := range []struct {
		n     int
		words string
	}{
		{count[discover.Found], "found"},
		{count[discover.Waiting] + count[discover.Asking], "being asked"},
		{count[discover.None] + count[discover.Skipped], "nothing"},
		{count[discover.Failed], "no answer"},
	} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.words))
		}
	}
	mark := v.look.dim.Render("– ")
	if !v.search.over {
		mark = v.look.accent.Render(v.look.spin(v.search.elapsed) + " ")
	}
	words := fmt.Sprintf("%d %s: ", hidden, what) + strings.Join(parts, ", ")
	return mark + v.look.dim.Render(cut(words, v.width-2))
}

// The widths of a source's row.
const (
	fewWords    = 36 // what is left for the words at least
	resultWidth = 32 // at most
)

// row is a source: a mark, its words, its result, and the time.
func (v servers) row(l places) string {
	mark, style := v.mark(l.State)
	left := v.width - 2
	if left < 60 {
		return style.Render(mark) + " " + cut(l.Words+": "+l.Result, left)
	}
	longest, result := v.widths()
	words := min(longest, max(fewWords, left-result-clockWidth-2))
	text := l.Words
	if longest > words { // the title says which domain it is
		text = strings.ReplaceAll(text, v.session.Query().Domain, "…")
	}
	return style.Render(mark) + " " + pad(text, words) + "  " + style.Render(pad(l.Result, left-words-2-clockWidth)) +
		v.look.dim.Render(fmt.Sprintf("%*s", clockWidth, v.clock(l)))
}

// widths are what the longest words and the longest result take, within reason.
func (v servers) widths() (words, result int) {
	for _, l := range v.lines() {
		words = max(words, lipgloss.Width(l.Words))
		result = max(result, min(lipgloss.Width(l.Result), resultWidth))
	}
	return words, result
}

// mark is a sign for a state, never a colour alone.
func (v servers) mark(s discover.State) (string, style) {
	switch s {
	case discover.Waiting, discover.Asking:
		return v.look.spin(v.search.elapsed), v.look.accent
	case discover.Found:
		return "✓", v.look.good
	case discover.Failed:
		return "!", v.look.warn
	}
	return "–", v.look.dim
}

// clock is how long a source took, or has taken so far.
func (v servers) clock(l places) string {
	switch l.State {
	case discover.Waiting, discover.Skipped:
		return ""
	case discover.Asking:
		if v.search.elapsed < time.Second {
			return ""
		}
		return fmt.Sprintf("%d s", int(v.search.elapsed.Seconds()))
	}
	if l.Elapsed == 0 {
		return ""
	}
	return wizard.Duration(l.Elapsed)
}

// list is what can be chosen, as it is drawn.
func (v servers) list() *list {
	return &list{look: v.look, choices: v.choices, at: v.at, widest: widestLabel(v.choices), width: v.width}
}
