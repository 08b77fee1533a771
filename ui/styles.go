package ui

import (
	"image/color"

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
	title, marked, body, strong, dim, accent, good, best, warn, bad, key, code style
	input                                                                      textinput.Styles
}

// A style draws a piece of text. It leads to Lip Gloss's own, which has half a kilobyte
// and would be copied wherever something is drawn.
type style struct{ of *lipgloss.Style }

//go:noinline
func (s style) Render(text string) string { return s.of.Render(text) }

// as makes a style of Lip Gloss's.
//
//go:noinline
func as(s lipgloss.Style) style { return style{&s} }

// newStyles returns the styles for a dark or a light background, where there may be
// but sixteen colours.
func newStyles(dark, sixteen bool) *styles {
	pick := lipgloss.LightDark(dark)
	text := lipgloss.NewStyle()
	in := func(c color.Color) lipgloss.Style { return text.Foreground(c) }
	quiet := in(pick(lipgloss.Color("#6A6A70"), lipgloss.Color("#8B8B98")))
	blue := in(pick(lipgloss.Color("#1F5FBF"), lipgloss.Color("#7FB4FF")))
	if dark && sixteen { // some show their brightest blue as pure, and hardly to be read
		blue = in(lipgloss.BrightCyan)
	}
	keys := in(pick(lipgloss.Color("#44444C"), lipgloss.Color("#B2B2BE"))).Bold(true)
	good := in(pick(lipgloss.Color("2"), lipgloss.Color("10")))
	s := &styles{
		title:  as(blue.Bold(true)),
		body:   as(text),
		strong: as(text.Bold(true)),
		dim:    as(quiet),
		accent: as(blue),
		good:   as(good),
		best:   as(good.Bold(true)),
		warn:   as(in(pick(lipgloss.Color("#9A6700"), lipgloss.Color("11")))),
		bad:    as(in(pick(lipgloss.Color("1"), lipgloss.Color("9")))),
		key:    as(keys),
		code:   as(text),
	}
	s.marked = s.title
	s.input = textinput.Styles{
		Focused: textinput.StyleState{Text: text, Placeholder: quiet, Suggestion: quiet, Prompt: blue},
		Blurred: textinput.StyleState{Text: text, Placeholder: quiet, Suggestion: quiet, Prompt: quiet},
	}
	return s
}
