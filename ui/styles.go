package ui

import (
	"image/color"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/textinput"
	"charm.land/lipgloss/v2"
)

// The rules of this file: every colour of the program stands here and nowhere
// else; a style is named for what it means; no meaning rests on colour alone.
// What good and bad are is told in the terminal's own sixteen colours, which
// people have chosen to be able to read. What is quiet is grey in all of them: a grey
// with a little more blue in it is blue where there are but sixteen.

// styles are the ways a piece of text can look.
type styles struct {
	title, body, strong, dim, accent, good, best, warn, bad, key, code lipgloss.Style
	help                                                               help.Styles
	input                                                              textinput.Styles
}

// newStyles returns the styles for a dark or a light background.
func newStyles(dark bool) *styles {
	pick := lipgloss.LightDark(dark)
	text := lipgloss.NewStyle()
	in := func(c color.Color) lipgloss.Style { return text.Foreground(c) }
	quiet := pick(lipgloss.Color("#6A6A70"), lipgloss.Color("#8B8B98"))
	blue := pick(lipgloss.Color("#1F5FBF"), lipgloss.Color("#7FB4FF"))
	s := &styles{
		title:  in(blue).Bold(true),
		body:   text,
		strong: text.Bold(true),
		dim:    in(quiet),
		accent: in(blue),
		good:   in(pick(lipgloss.Color("2"), lipgloss.Color("10"))),
		warn:   in(pick(lipgloss.Color("#9A6700"), lipgloss.Color("11"))),
		bad:    in(pick(lipgloss.Color("1"), lipgloss.Color("9"))),
		key:    in(pick(lipgloss.Color("#44444C"), lipgloss.Color("#B2B2BE"))).Bold(true),
		code:   text,
	}
	s.best = s.good.Bold(true)
	s.help = help.Styles{
		Ellipsis: s.dim,
		ShortKey: s.key, ShortDesc: s.dim, ShortSeparator: s.dim,
		FullKey: s.key, FullDesc: s.dim, FullSeparator: s.dim,
	}
	s.input = textinput.Styles{
		Focused: textinput.StyleState{Text: text, Placeholder: s.dim, Suggestion: s.dim, Prompt: s.accent},
		Blurred: textinput.StyleState{Text: text, Placeholder: s.dim, Suggestion: s.dim, Prompt: s.dim},
	}
	return s
}
