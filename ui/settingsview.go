package ui

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/wizard"
	"postern/wizard/recipe"
)

func (t settings) View() string {
	blocks := []string{t.top()}
	if t.problem != "" {
		blocks = append(blocks, t.look.bad.Render(trouble(t.problem, t.width)))
	}
	if t.note != "" {
		blocks = append(blocks, t.look.good.Render(wrap("✓ "+t.note, t.width)))
	}
	if t.mode != looking {
		blocks = append(blocks, t.view.View()+t.more())
	}
	return strings.Join(blocks, "\n\n")
}

// more is the row that says that there is more below.
func (t settings) more() string {
	if !t.view.more() {
		return ""
	}
	return "\n" + t.look.dim.Render("… more below")
}

// top says for which program and file the settings are.
func (t settings) top() string {
	where := t.look.strong.Render(t.where())
	switch {
	case t.mode == looking:
		return where
	case t.mode == reviewing && t.session.Clash() != nil:
		return where + "\n" + t.look.warn.Render(wrap(t.clashWords(), t.width))
	case t.mode == reviewing:
		return where + "\n" + wrap("This is what changes; the rest stays as it is. Press w again to write, esc to leave it.", t.width)
	}
	remark := t.session.FileRemark()
	if words := t.session.Words(); words != "" {
		remark = strings.TrimSuffix(remark, ".") + ". " + words
	}
	return where + "\n" + t.look.dim.Render(wrap(remark, t.width))
}

// where names the program and its file. Of a path that is too long the end is kept,
// for that is where the file's name stands.
func (t settings) where() string {
	p, _ := recipe.Find(t.session.Get(wizard.Program))
	if t.session.Snippet() {
		return cut(p.Name, t.width)
	}
	name, path := p.Name+" · ", t.session.ShownPath()
	if n := len(t.session.Places()); n > 1 {
		path += fmt.Sprintf(" and %d more", n-1)
	}
	if over := lipgloss.Width(name+path) - t.width; over > 0 {
		path = "…" + ansi.TruncateLeft(path, over+1, "")
	}
	return cut(name+path, t.width)
}

func (t settings) clashWords() string {
	return "! There is " + t.session.Clash().What +
		" already. Press w again to replace it (a backup is kept), esc to leave it."
}

// fill puts the text at hand into the scrolling part.
func (t settings) fill() settings {
	text := ""
	switch t.mode {
	case reading:
		config, err := t.session.Config()
		if err != nil {
			t.problem = err.Error()
		}
		text = t.card() + t.notes() + strings.TrimRight(config, "\n")
	case reviewing:
		text = t.root() + t.diff(t.session.Difference(t.session.Clash() != nil))
	}
	t.view = t.view.holding(fold(text, max(1, t.width)))
	return t.fit()
}

// card is what to type into the program's own dialog, where it has one.
func (t settings) card() string {
	dialog, rows := t.session.Card()
	if dialog == "" {
		return ""
	}
	var b strings.Builder
	b.WriteString(wrap(t.look.strong.Render(dialog), t.width) + "\n\n")
	for _, row := range rows {
		b.WriteString(t.look.dim.Render(pad(row.Label, cardLabel)) + row.Value + "\n")
	}
	same := "Or as preferences, which w writes"
	if t.session.Path() == "" {
		same = "Or as preferences"
	}
	b.WriteString("\n" + t.look.strong.Render(same) + "\n\n")
	return b.String()
}

// cardLabel is the width of the labels of a card.
const cardLabel = 23

// notes are what to know about the program, above its settings.
func (t settings) notes() string {
	var b strings.Builder
	for _, note := range t.session.Notes() {
		b.WriteString(t.look.dim.Render(wrap(note, t.width)) + "\n\n")
	}
	return b.String()
}

// root is the command for the administrator, where the files are the system's.
func (t settings) root() string {
	command := t.session.RootCommand()
	if command == "" {
		return ""
	}
	return "To write them, give this command:\n\n" + t.look.strong.Render(command) + "\n\n"
}

// diff colours a difference; the marks at the lines' beginnings carry the meaning.
func (t settings) diff(text string) string {
	rows := strings.Split(strings.TrimRight(text, "\n"), "\n")
	for i, row := range rows {
		switch {
		case strings.HasPrefix(row, "+"):
			rows[i] = t.look.good.Render(row)
		case strings.HasPrefix(row, "-"):
			rows[i] = t.look.bad.Render(row)
		case strings.HasPrefix(row, "@"):
			rows[i] = t.look.dim.Render(row)
		}
	}
	if text == "" {
		return "Nothing: the file holds these settings already."
	}
	return strings.Join(rows, "\n")
}

// fit gives the scrolling part the room that the words above it leave.
func (t settings) fit() settings {
	used := lines(t.top()) + 1
	for _, s := range []string{t.problem, t.note} {
		if s != "" {
			used += lines(trouble(s, t.width)) + 1
		}
	}
	t.view = t.view.sized(t.width, t.height-used-1)
	return t
}
