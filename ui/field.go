package ui

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
)

// A field is a line in which text is typed, with the terminal's own cursor. It is a
// value as the screens are: whatever changes it returns another. (Bubbles' own is
// one too, but of eight kilobytes, which each screen would be copied with.)
type field struct{ input *textinput.Model }

// newField returns an empty field; the hint is shown while it is.
func newField(prompt, hint string, l look) field {
	in := textinput.New()
	in.Prompt = prompt
	in.Placeholder = hint
	in.CharLimit = 320
	in.SetVirtualCursor(false)
	in.SetStyles(l.input)
	in.Focus()
	return field{&in}
}

// with returns a field that was changed.
//
//go:noinline
func (f field) with(change func(*textinput.Model)) field {
	in := *f.input
	change(&in)
	return field{&in}
}

// update hands a key or a paste on. changed: the text is another.
func (f field) update(msg tea.Msg) (next field, changed bool, cmd tea.Cmd) {
	if paste, ok := msg.(tea.PasteMsg); ok {
		msg = tea.PasteMsg{Content: pasted(paste.Content)}
	}
	in, cmd := f.input.Update(msg)
	return field{&in}, in.Value() != f.input.Value(), cmd
}

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
