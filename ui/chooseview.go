package ui

import (
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
	if list := c.list().draw(c.room(top, about)); list != "" {
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

// list is what can be chosen, as it is drawn.
func (c choose) list() *list {
	l := &list{look: c.look, choices: c.matches, at: c.at, widest: c.widest, finds: c.ask.Find != nil, sorted: c.input.text() != "", width: c.width}
	if c.width >= roomy && l.finds {
		l.widest = c.ever
	}
	return l
}

// remark is what the row of the highlighted choice has no room for on a narrow page:
// it stands beneath the list, where there is room. It takes as much there for all
// choices, so that none jumps.
func (c choose) remark() string {
	room := c.list().remarkRoom()
	if room >= narrowRemark {
		return "" // what is cut there can still be told
	}
	most, hidden := 0, false
	for _, m := range c.matches {
		hidden = hidden || room < lipgloss.Width(m.Remark)
		most = max(most, lines(wrap(m.Remark, c.width)))
	}
	if !hidden || c.room(c.top(), strings.Repeat("\n", most-1)) < min(len(c.matches), len(pinned(c.matches))+fewRows+1) {
		return ""
	}
	text := " " // its row has it
	if m, _ := c.highlighted(); room < lipgloss.Width(m.Remark) {
		text = c.look.dim.Render(wrap(m.Remark, c.width))
	}
	return text + strings.Repeat("\n", most-lines(text))
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
