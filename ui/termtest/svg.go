//go:build unix

package termtest

import (
	"fmt"
	"html"
	"image/color"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// The size of one cell in a picture, in pixels.
const (
	cellWidth  = 8.43
	cellHeight = 19.0
	margin     = 16.0
	fontSize   = 14
)

// cursorShown is the number of the mode in which there is a cursor (DECTCEM).
const cursorShown = 25

// SVG draws the screen as a picture, one text element for each run of a style. It
// depends on nothing but the screen, so that two pictures can be compared.
func (t *Terminal) SVG(dark bool) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	width, height := t.screen.Width(), t.lastRow()+1
	var b strings.Builder
	w, h := float64(width)*cellWidth+2*margin, float64(height)*cellHeight+2*margin
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f">`+"\n", w, h, w, h)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="8" fill="%s"/>`+"\n", hex(Background(dark)))
	fmt.Fprintf(&b, `<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="%d" fill="%s" xml:space="preserve">`+"\n", fontSize, hex(Foreground(dark)))
	if t.modes[cursorShown] {
		at := t.screen.CursorPosition()
		fmt.Fprintf(&b, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill-opacity="0.35"/>`+"\n",
			margin+float64(at.X)*cellWidth, margin+float64(at.Y)*cellHeight, cellWidth, cellHeight)
	}
	for y := range height {
		for x := 0; x < width; {
			run, cells := t.run(x, y, width)
			run.style.Fg, run.style.Bg = t.own(run.style.Fg), t.own(run.style.Bg)
			drawRun(&b, run, x, y, cells)
			x += cells
		}
	}
	b.WriteString("</g>\n</svg>\n")
	return b.String()
}

// lastRow is the last row with anything on it.
func (t *Terminal) lastRow() int {
	for y := t.screen.Height() - 1; y > 0; y-- {
		for x := range t.screen.Width() {
			if c := t.screen.CellAt(x, y); c != nil && strings.TrimSpace(c.Content) != "" {
				return y
			}
		}
	}
	return 0
}

// textRun is a piece of one row in one style.
type textRun struct {
	text  string
	style uv.Style
}

// run collects the cells from x on that share a style. An empty cell is of any style
// that has its background: how it came to be empty is not to be seen.
func (t *Terminal) run(x, y, width int) (textRun, int) {
	var r textRun
	cells := 0
	for x+cells < width {
		c := t.screen.CellAt(x+cells, y)
		if c == nil {
			c = &uv.Cell{Content: " ", Width: 1}
		}
		content := c.Content
		switch blank := strings.TrimSpace(content) == ""; {
		case cells == 0 || strings.TrimSpace(r.text) == "" && !blank && sameColor(c.Style.Bg, r.style.Bg):
			r.style = c.Style
		case blank && sameColor(c.Style.Bg, r.style.Bg):
		case !c.Style.Equal(&r.style):
			return r, cells
		}
		if content == "" {
			content = " "
		}
		r.text += content
		cells += max(1, c.Width)
	}
	return r, cells
}

func sameColor(a, b color.Color) bool {
	if a == nil || b == nil {
		return a == b
	}
	return hex(a) == hex(b)
}

// own replaces a colour that is the terminal's to choose by what it chose.
func (t *Terminal) own(c color.Color) color.Color {
	if basic, ok := c.(ansi.BasicColor); ok {
		return t.screen.IndexedColor(int(basic))
	}
	return c
}

func drawRun(b *strings.Builder, r textRun, x, y, cells int) {
	left, top := margin+float64(x)*cellWidth, margin+float64(y)*cellHeight
	if r.style.Bg != nil {
		fmt.Fprintf(b, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s"/>`+"\n",
			left, top, float64(cells)*cellWidth, cellHeight, hex(r.style.Bg))
	}
	for text := r.text; text != ""; { // what stands in columns is placed by itself
		word := strings.TrimLeft(text, " ")
		left += float64(len(text)-len(word)) * cellWidth
		word, _, _ = strings.Cut(word, "  ")
		text = strings.TrimPrefix(strings.TrimLeft(text, " "), word)
		word = strings.TrimRight(word, " ")
		if word == "" {
			continue
		}
		length := float64(len([]rune(word))) * cellWidth
		fmt.Fprintf(b, `<text x="%.1f" y="%.1f" textLength="%.1f"%s>%s</text>`+"\n",
			left, top+cellHeight*0.74, length, attributes(r.style), html.EscapeString(word))
		left += length
	}
}

func attributes(s uv.Style) string {
	var b strings.Builder
	if s.Fg != nil {
		fmt.Fprintf(&b, ` fill="%s"`, hex(s.Fg))
	}
	if s.Attrs&uv.AttrBold != 0 {
		b.WriteString(` font-weight="bold"`)
	}
	if s.Attrs&uv.AttrFaint != 0 {
		b.WriteString(` opacity="0.6"`)
	}
	if s.Attrs&uv.AttrItalic != 0 {
		b.WriteString(` font-style="italic"`)
	}
	return b.String()
}

func hex(c color.Color) string {
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}
