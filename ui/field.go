package ui

import (
	"unicode/utf8"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
)

// A field is a line in which text is typed, with the terminal's own cursor. It is a
// value as the screens are: whatever changes it returns another. (Bubbles' own is
// one too, but of eight kilobytes, which each screen would be copied with.)
type field struct {
	input *textinput.Model
	lost  string // what to say of the paste that came last and was too long; commonly ""
}

// longestLine is how many characters a field takes: the longest address there can be.
const longestLine = 320

const lostWords = "The end of what was pasted is missing: it was longer than the line can be."

// newField returns an empty field; the hint is shown while it is.
func newField(prompt, hint string, l look) field {
	in := textinput.New()
	in.Prompt = prompt
	in.Placeholder = hint
	in.CharLimit = longestLine
	in.SetVirtualCursor(false)
	in.SetStyles(l.input)
	in.Focus()
	return field{input: &in}
}

// with returns a field that was changed.
//
//go:noinline
func (f field) with(change func(*textinput.Model)) field {
	in := *f.input
	change(&in)
	return field{input: &in}
}

// update hands a key or a paste on. changed: the text is another, or some of a paste is
// missing; what was wrong with it is no longer, and only that is left to say.
func (f field) update(msg tea.Msg) (next field, changed bool, cmd tea.Cmd) {
	if paste, ok := msg.(tea.PasteMsg); ok {
		text, whole := pasted(paste.Content)
		if !whole || utf8.RuneCountInString(f.text())+utf8.RuneCountInString(text) > longestLine {
			next.lost = lostWords
		}
		msg = tea.PasteMsg{Content: text}
	}
	in, cmd := f.input.Update(msg)
	next.input = &in
	return next, in.Value() != f.input.Value() || next.lost != "", cmd
}

//go:noinline
func (f field) text() string { return f.input.Value() }

func (f field) filled(text string) field {
	return f.with(func(in *textinput.Model) { in.SetValue(text) })
}

// sized gives the field a width; its text is scrolled anew, around the cursor.
func (f field) sized(width int) field {
	return f.with(func(in *textinput.Model) {
		in.SetWidth(width)
		at := in.Position()
		in.CursorStart()
		in.SetCursor(at)
	})
}

func (f field) styled(l look) field {
	return f.with(func(in *textinput.Model) { in.SetStyles(l.input) })
}

func (f field) View() string { return f.input.View() }

func (f field) Cursor() *tea.Cursor { return f.input.Cursor() }
