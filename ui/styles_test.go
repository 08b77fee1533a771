package ui

import (
	"image/color"
	"math"
	"testing"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// TestColoursCanBeRead: each of our own colours stands out from the backgrounds it is for
// by 4.5 to 1, as WCAG asks of text, in full colour and in 256. The sixteen are the
// terminal's own.
func TestColoursCanBeRead(t *testing.T) {
	backgrounds := map[bool][]string{
		true:  {"#000000", "#161821", "#1e1e1e", "#1e1e2e"},
		false: {"#ffffff", "#fbfbfd", "#fafafa"},
	}
	for dark, names := range backgrounds {
		s := newStyles(dark, false)
		for of, style := range map[string]style{"title": s.title, "dim": s.dim, "accent": s.accent, "warn": s.warn, "key": s.key} {
			c := style.of.GetForeground()
			if _, own := c.(ansi.BasicColor); own {
				continue
			}
			for _, name := range names {
				for depth, shown := range map[string]color.Color{"full": c, "256": ansi.Convert256(c)} {
					if got := contrast(shown, lipgloss.Color(name)); got < 4.5 {
						t.Errorf("%s in %s colours on %s: %.2f to 1", of, depth, name, got)
					}
				}
			}
		}
	}
}

// TestQuietIsGrey: where there are but sixteen colours, the nearest to the quiet one is
// their grey.
func TestQuietIsGrey(t *testing.T) {
	for _, dark := range []bool{true, false} {
		if got := ansi.Convert16(newStyles(dark, true).dim.of.GetForeground()); got != ansi.BrightBlack {
			t.Errorf("dark %v: of sixteen colours quiet is number %d, want %d", dark, got, ansi.BrightBlack)
		}
	}
}

// contrast is the ratio of two colours, as WCAG 2 defines it.
func contrast(a, b color.Color) float64 {
	light, dark := luminance(a)+0.05, luminance(b)+0.05
	return max(light, dark) / min(light, dark)
}

func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		f := float64(v) / 0xffff
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

// TestColoursFollowTheTerminal: it may say later than at the start how many it has, and
// then again.
func TestColoursFollowTheTerminal(t *testing.T) {
	m := newModel(Options{Theme: ThemeDark})
	few, many := newStyles(true, true).accent.Render("x"), newStyles(true, false).accent.Render("x")
	for i, tt := range []struct {
		profile colorprofile.Profile
		want    string
	}{
		{colorprofile.ANSI256, many},
		{colorprofile.ANSI, few},
		{colorprofile.TrueColor, many},
		{colorprofile.ANSI, few},
		{colorprofile.ASCII, many}, // whose colours are left out
	} {
		m, _ = m.act(tea.ColorProfileMsg{Profile: tt.profile})
		if got := m.look.accent.Render("x"); got != tt.want {
			t.Errorf("message %d: %s draws %q, want %q", i+1, tt.profile, got, tt.want)
		}
	}
}
