package ui

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"postern/wizard"
)

func (c choose) View() string {
	top, about := c.top(), c.about()
	blocks := []string{top}
	if c.problem != "" {
		blocks = append(blocks, c.look.bad.Render(trouble(c.problem, c.width)))
	}
	if list := c.list(c.room(top, about)); list != "" {
		blocks = append(blocks, list)
	}
	if about != "" {
		blocks = append(blocks, about)
	}
	return strings.Join(blocks, "\n\n")
}

// top is the question and, where text is typed, its field.
func (c choose) top() string {
	prompt := c.look.strong.Render(wrap(c.ask.Prompt, c.width))
	if !c.ask.Free {
		return prompt
	}
	return prompt + "\n" + c.input.View()
}

// list shows as many choices as there is room for, around the highlighted one; the
// pinned ones at its end always, unless they would leave too little to the others.
func (c choose) list(rows int) string {
	if len(c.matches) == 0 || rows < 1 {
		return ""
	}
	pinned := c.pinned()
	if rows < min(len(c.matches), len(pinned)+fewRows) {
		pinned = nil
	}
	out := c.window(len(c.matches)-len(pinned), rows-len(pinned))
	for _, i := range pinned {
		out = append(out, c.row(i))
	}
	return strings.Join(out, "\n")
}

// fewRows are the fewest rows in which some choices can be told from none: one, and how
// many there are before and after it.
const fewRows = 3

// pinned are the indices of the choices that stay in sight.
//
//go:noinline
func (c choose) pinned() []int {
	var out []int
	for i, m := range c.matches {
		if m.Pinned {
			out = append(out, i)
		}
	}
	return out
}

// window draws the part of the first n choices that fits into the rows, with the
// headings of their groups. Where there are more, before or after, a row says how
// many.
func (c choose) window(n, rows int) []string {
	lines := c.grouped(n)
	at := slices.Index(lines, min(c.at, n-1))
	first := min(max(0, at-rows/2), max(0, len(lines)-rows))
	last := min(len(lines), first+rows)
	var out []string
	for _, i := range lines[first:last] {
		if i < 0 {
			out = append(out, c.look.dim.Render(cut(c.matches[^i].Group, c.width)))
			continue
		}
		out = append(out, c.row(i))
	}
	if first > 0 && at > first {
		out[0] = c.look.dim.Render(cut(fmt.Sprintf("  … %d before", choices(lines[:first+1])), c.width))
	}
	if last < len(lines) && at < last-1 {
		out[len(out)-1] = c.look.dim.Render(cut(c.more(choices(lines[last-1:])), c.width))
	}
	return out
}

// grouped are the lines of the first n choices: their indices, and where a group
// begins, for its heading, the complement of its first one's. What was typed orders
// them by how well they match, and there are no groups.
func (c choose) grouped(n int) []int {
	lines := make([]int, 0, n)
	for i := range n {
		if group := c.matches[i].Group; group != "" && c.input.text() == "" && (i == 0 || c.matches[i-1].Group != group) {
			lines = append(lines, ^i)
		}
		lines = append(lines, i)
	}
	return lines
}

// choices counts the lines that are no headings.
func choices(lines []int) (n int) {
	for _, i := range lines {
		if i >= 0 {
			n++
		}
	}
	return n
}

func (c choose) more(n int) string {
	if c.ask.Find != nil && c.input.text() == "" {
		return fmt.Sprintf("  … %d more: type to find yours", n)
	}
	return fmt.Sprintf("  … %d more", n)
}

func (c choose) row(i int) string {
	label := c.labelWidth()
	m := c.matches[i]
	mark, style := c.look.pointed(i == c.at)
	if i == c.at { // its name is whole, at the cost of the remark
		label = max(label, min(lipgloss.Width(m.Label), c.width-2))
	}
	row := mark + style.Render(pad(m.Label, label))
	if room := c.width - 2 - label - 2; room >= c.leastRemark() || room >= lipgloss.Width(m.Remark) {
		row += "  " + c.look.dim.Render(cut(m.Remark, room))
	}
	return row
}

// leastRemark are the fewest cells that are worth a piece of a remark: more where the
// whole of it stands beneath the list.
func (c choose) leastRemark() int {
	if c.ask.Find != nil {
		return narrowRemark
	}
	return narrowRemark / 2
}

// remarkRoom is how many cells a row leaves for its remark.
func (c choose) remarkRoom() int { return c.width - 2 - c.labelWidth() - 2 }

// remark is what the row of the highlighted choice has no room for on a narrow page:
// it stands beneath the list, where there is room. It takes as much there for all
// choices, so that none jumps.
func (c choose) remark() string {
	room := c.remarkRoom()
	if room >= narrowRemark {
		return "" // what is cut there can still be told
	}
	most, hidden := 0, false
	for _, m := range c.matches {
		hidden = hidden || room < lipgloss.Width(m.Remark)
		most = max(most, lines(wrap(m.Remark, c.width)))
	}
	if !hidden || c.room(c.top(), strings.Repeat("\n", most-1)) < min(len(c.matches), len(c.pinned())+fewRows+1) {
		return ""
	}
	text := " " // its row has it
	if m, _ := c.highlighted(); room < lipgloss.Width(m.Remark) {
		text = c.look.dim.Render(wrap(m.Remark, c.width))
	}
	return text + strings.Repeat("\n", most-lines(text))
}

// narrowRemark are the cells that are few for a remark.
const narrowRemark = 24

// labelWidth is what the longest label takes, within reason.
func (c choose) labelWidth() int {
	widest := c.widest
	if c.width >= roomy && c.ask.Find != nil {
		widest = c.ever
	}
	return min(widest, c.width-2, max(32, c.width-48))
}

// about is what to know about the question; on the first page what will and will not
// happen, where there is room.
func (c choose) about() string {
	if c.ask.Note != "" {
		return c.look.dim.Render(wrap(c.ask.Note, c.width))
	}
	if c.ask.Field != wizard.Provider || c.height < 14 {
		return c.remark()
	}
	return c.look.dim.Render(wrap(aboutPostern, c.width))
}

const aboutPostern = "Postern tries four doors, explains them, and writes the settings. " +
	"It changes no file and asks for no password unless you say so."

// rows is how many choices fit.
func (c choose) rows() int { return c.room(c.top(), c.about()) }

// room is what the rest of the page leaves for choices.
func (c choose) room(top, about string) int {
	rows := c.height - lines(top) - 1
	if c.problem != "" {
		rows -= lines(trouble(c.problem, c.width)) + 1
	}
	if about != "" {
		rows -= lines(about) + 1
	}
	return rows
}
