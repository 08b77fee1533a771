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
	pick := func(light, onDark string) color.Color {
		return lipgloss.LightDark(dark)(lipgloss.Color(light), lipgloss.Color(onDark))
	}
	in := func(c color.Color) style { return as(lipgloss.NewStyle().Foreground(c)) }
	bold := func(s style) style { return as(s.of.Bold(true)) }
	text, quiet, blue := as(lipgloss.NewStyle()), in(pick("#6A6A70", "#8B8B98")), in(pick("#1F5FBF", "#7FB4FF"))
	if dark && sixteen { // some show their brightest blue as pure, and hardly to be read
		blue = in(lipgloss.BrightCyan)
	}
	good := in(pick("2", "10"))
	s := &styles{
		title:  bold(blue),
		body:   text,
		strong: bold(text),
		dim:    quiet,
		accent: blue,
		good:   good,
		best:   bold(good),
		warn:   in(pick("#9A6700", "11")),
		bad:    in(pick("1", "9")),
		key:    bold(in(pick("#44444C", "#B2B2BE"))),
		code:   text,
	}
	s.marked = s.title
	s.input = textinput.Styles{
		Focused: textinput.StyleState{Text: *text.of, Placeholder: *quiet.of, Suggestion: *quiet.of, Prompt: *blue.of},
		Blurred: textinput.StyleState{Text: *text.of, Placeholder: *quiet.of, Suggestion: *quiet.of, Prompt: *quiet.of},
	}
	return s
}
