package ui

import (
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// The window's title is the terminal's again afterwards: it keeps a stack of them.
// Where it does not, the title is empty then, and most shells set their own.
const (
	pushTitle = "\x1b[22;2t"
	popTitle  = "\x1b[23;2t"
)

// titled reports whether the terminal is one of windows. Others would print a title.
func (o Options) titled() bool {
	term := o.env("TERM")
	return term != "linux" && !strings.HasPrefix(term, "vt")
}

// nameWindow gives the window its title.
func nameWindow() string { return pushTitle + ansi.SetWindowTitle("Postern") }

// unnameWindow gives the window back its own.
func unnameWindow() string { return ansi.SetWindowTitle("") + popTitle }

// enter and leave write what comes before and after all drawing. A terminal without an
// alternate screen still shows the last frame then, and the next words must not mingle
// with its last line.
func (o Options) enter() {
	if o.titled() {
		_, _ = io.WriteString(o.Out, nameWindow())
	}
}

func (o Options) leave() {
	last := "\r" + ansi.EraseLineRight
	if o.titled() {
		last = unnameWindow() + last
	}
	_, _ = io.WriteString(o.Out, last)
}
