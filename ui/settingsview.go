package ui

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/wizard"
	"postern/wizard/recipe"
)

func (t settings) View() string {
	blocks := []string{t.top()}
	if t.mode != looking {
		blocks = append(blocks, t.view.View()+t.last())
	}
	return strings.Join(blocks, "\n\n")
}

// top says for which program and file the settings are, what is wrong, and what to be
// warned of.
func (t settings) top() string {
	out := t.look.strong.Render(t.where())
	switch {
	case t.mode == looking:
	case !t.worded():
	case t.problem != "":
		out += "\n" + t.look.bad.Render(trouble(t.problem, t.width))
	case t.mode == reviewing && t.session.Clash() != nil:
		out += "\n" + t.look.warn.Render(wrap(t.clashWords(), t.width))
	case t.mode == reviewing:
		out += "\n" + wrap("This is what changes; the rest stays as it is. Press w again to write, esc to leave it.", t.width)
	default:
		out += "\n" + t.look.dim.Render(wrap(t.remark(), t.width))
		if warning := t.warning(); warning != "" {
			out += "\n" + t.look.warn.Render(warning)
		}
	}
	return out
}

// worded reports whether the settings could be put into the program's words.
func (t settings) worded() bool {
	_, err := t.session.Config()
	return err == nil
}

// remark says what writing would mean for the file, and what is peculiar about the
// settings where there is room for it above them.
func (t settings) remark() string {
	if all, fits := t.wholeRemark(); fits {
		return wizard.Sentence(all)
	}
	return wizard.Sentence(t.session.FileRemark())
}

// wholeRemark is the remark with all that is peculiar; fits: there is room for it above
// the settings, which are what one came for.
func (t settings) wholeRemark() (all string, fits bool) {
	all = strings.Join(append([]string{t.session.FileRemark()}, t.peculiar()...), ". ")
	return all, lines(wrap(all, t.width)) <= t.height/6
}

// peculiar is what stands in the settings as one would not expect it.
func (t settings) peculiar() []string {
	all := []string{strings.TrimSuffix(t.session.StandIn(), "."), t.session.Words()}
	return slices.DeleteFunc(all, func(words string) bool { return words == "" })
}

// warning is what to be warned of, or where that stands.
func (t settings) warning() string {
	switch text, above := t.warnings(); {
	case text == "":
		return ""
	case above:
		return text
	}
	return "! a warning stands beneath them"
}

// warnings are the notes that warn; above: there is room for them above the settings.
func (t settings) warnings() (text string, above bool) {
	var all []string
	for _, note := range t.session.Notes() {
		if strings.HasPrefix(note, warns) {
			all = append(all, wrap(note, t.width))
		}
	}
	text = strings.Join(all, "\n")
	return text, lines(text) <= t.height/5
}

// warns begins a note that is a warning.
const warns = "! "

// last is what was just done, or else that there is more below, and how to get whole
// what is not.
func (t settings) last() string {
	if t.note != "" {
		style := t.look.good
		if !strings.HasPrefix(t.note, done) {
			style = t.look.strong
		}
		return "\n" + style.Render(wrap(t.note, t.width))
	}
	return "\n" + t.look.dim.Render(t.below())
}

// done begins a note on what was done.
const done = "✓ "

// below says that there is more below, and that a row that goes on is copied whole.
func (t settings) below() string {
	folded := t.mode == reading && slices.ContainsFunc(t.view.rows, func(row string) bool { return strings.HasPrefix(row, goesOn) })
	switch more := t.view.more(); {
	case more && folded:
		return cut("… more below   c copies ↳ lines whole", t.width)
	case more:
		return "… more below"
	case folded:
		return "↳ goes on: c copies it whole"
	}
	return ""
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
	words := "! There is " + t.session.Clash().What +
		" already. Press w again to replace it (a backup is kept), esc to leave it."
	if t.session.LosesPassword() {
		words += " " + wizard.PasswordGoes
	}
	return words
}

// fill puts the text at hand into the scrolling part.
func (t settings) fill() settings {
	width, text := max(1, t.width), ""
	switch t.mode {
	case reading:
		config, err := t.session.Config()
		if err != nil {
			text = t.unworded(err)
			break
		}
		text = t.card() + t.config(config) + t.notes()
	case reviewing:
		text = t.root() + t.diff(fold(t.session.Difference(t.session.Clash() != nil), width))
	}
	t.view = t.view.holding(text)
	return t.fit()
}

// unworded says why there are no settings, and how to go on.
func (t settings) unworded(err error) string {
	out := []string{t.look.bad.Render(trouble(wizard.Sentence(err.Error()), t.width))}
	if in := t.session.StandIn(); in != "" {
		out = append(out, wrap(in+" With a real provider it may do, and in practice another door.", t.width))
	}
	return strings.Join(append(out, wrap("o leads to other programs, esc back to what you said.", t.width)), "\n\n")
}

// config is the config as it is to be shown. One that is for people's eyes is set for
// them.
func (t settings) config(config string) string {
	config = strings.TrimRight(config, "\n")
	if p, _ := recipe.Find(t.session.Get(wizard.Program)); p.Group != recipe.Devices {
		return fold(config, max(1, t.width))
	}
	return narrowed(config, max(1, t.width))
}

// narrowed sets a text with columns. Where they have no room side by side, what stands in
// them stands beneath one another.
func narrowed(text string, width int) string {
	rows := strings.Split(text, "\n")
	fits := !slices.ContainsFunc(rows, func(row string) bool { return strings.HasPrefix(row, "  ") && lipgloss.Width(row) > width })
	var out []string
	for _, row := range rows {
		switch cells := columns(row); {
		case len(cells) < 2 || !strings.HasPrefix(row, "  "):
			out = append(out, wrap(row, width))
		case fits:
			out = append(out, row)
		case strings.HasPrefix(row, "    "): // the heads of the columns
			out = append(out, wrap(strings.Join(cells, ", ")+":", width))
		default:
			out = append(out, cells[0], fold("  "+strings.Join(cells[1:], ", "), width))
		}
	}
	return strings.Join(out, "\n")
}

// columns are the cells of a row, which are two spaces or more apart.
func columns(row string) []string {
	var cells []string
	for _, cell := range strings.Split(row, "  ") {
		if cell = strings.TrimSpace(cell); cell != "" {
			cells = append(cells, cell)
		}
	}
	return cells
}

// card is what to type into the program's own dialog, where it has one.
func (t settings) card() string {
	dialog, rows := t.session.Card()
	if dialog == "" {
		return ""
	}
	var b strings.Builder
	b.WriteString(t.look.strong.Render(wrap(dialog, t.width)) + "\n\n")
	aligned := !slices.ContainsFunc(rows, func(r recipe.CardLine) bool { return cardLabel+lipgloss.Width(r.Value) > t.width })
	for _, row := range rows {
		label := pad(row.Label, cardLabel)
		if !aligned {
			label = row.Label + ": "
		}
		if lipgloss.Width(label+row.Value) > t.width {
			label += "\n"
		}
		b.WriteString(t.look.dim.Render(label) + fold(row.Value, max(1, t.width)) + "\n")
	}
	same := "Or as " + recipe.Instead(t.session.Get(wizard.Program))
	if t.session.Path() != "" {
		same += ", which w writes"
	}
	b.WriteString("\n" + t.look.strong.Render(wrap(same, t.width)) + "\n\n")
	return b.String()
}

// cardLabel is the width of the labels of a card.
const cardLabel = 23

// notes are what to know about the program and its settings, but for what stands above
// them.
func (t settings) notes() string {
	var b strings.Builder
	add := func(style style, text string) {
		if text != "" {
			b.WriteString("\n\n" + style.Render(wrap(text, t.width)))
		}
	}
	if warnings, above := t.warnings(); !above {
		add(t.look.warn, warnings)
	}
	for _, note := range t.session.Notes() {
		if !strings.HasPrefix(note, warns) {
			add(t.look.dim, note)
		}
	}
	if _, above := t.wholeRemark(); !above {
		add(t.look.dim, strings.Join(t.peculiar(), ". "))
	}
	add(t.look.dim, t.session.Source())
	return b.String()
}

// root is the command for the administrator, where the files are the system's.
func (t settings) root() string {
	command := t.session.RootCommand()
	if command == "" {
		return ""
	}
	return wrap("To write them, give this command:", t.width) + "\n\n" + t.look.strong.Render(commandRows(command, t.width)) + "\n\n"
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

// fit gives the scrolling part the room that the words around it leave.
func (t settings) fit() settings {
	below := 1
	if t.note != "" {
		below = lines(wrap(t.note, t.width))
	}
	t.view = t.view.sized(t.width, t.height-lines(t.top())-1-below)
	return t
}
