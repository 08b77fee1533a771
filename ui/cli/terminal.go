package cli

import (
	"io"
	"os"
	"runtime"
	"strings"

	"github.com/charmbracelet/colorprofile"
	"golang.org/x/term"
)

// isTerminal reports whether a stream is a terminal.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// toScreen writes where a person who types at the terminal sees it. On Windows nobody can
// write to what is read from: the screen has a name of its own.
func toScreen(tty *os.File) func([]byte) (int, error) {
	if runtime.GOOS != "windows" {
		return tty.Write
	}
	return func(words []byte) (int, error) {
		screen, err := os.OpenFile("CONOUT$", os.O_RDWR, 0)
		if err != nil {
			return 0, err
		}
		defer screen.Close()
		return screen.Write(words)
	}
}

// width is how many cells a line of standard output has, 0 if it is no terminal or
// does not say.
func (a *app) width() int { return widthOf(a.out.w) }

// promptWidth is width for what the questions are printed on.
func (a *app) promptWidth() int {
	if a.aside() {
		return widthOf(a.errOut)
	}
	return a.width()
}

func widthOf(stream any) int {
	f, ok := stream.(*os.File)
	if !ok {
		return 0
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return width
}

// styled reports whether a heading may be bold on standard output.
func (a *app) styled() bool {
	switch {
	case a.colourless(), a.asLines():
		return false
	case a.forced(): // also into a pipe
		return true
	}
	return isTerminal(a.out.w)
}

// plain reports whether the questions are asked line by line: because that was
// asked for, or because there is no terminal to draw on.
func (a *app) plain(asked bool) bool {
	return asked || accessible(a.getenv("ACCESSIBLE")) || a.featureless() ||
		!isTerminal(a.in) || !isTerminal(a.out.w)
}

// asLines reports whether a command's text is for somebody who hears it read out, or
// feels it in one line: no table, no pager, nothing bold. It is where that was asked for,
// by --plain or by ACCESSIBLE, or the terminal says so. A pipe alone does not: who reads
// from it knows the columns.
func (a *app) asLines() bool {
	return a.plainAsked() || accessible(a.getenv("ACCESSIBLE")) || isTerminal(a.out.w) && a.featureless()
}

// plainAsked reports whether --plain was given.
func (a *app) plainAsked() bool { return a.flags != nil && a.flags.plain }

// featureless reports whether the terminal can do no more than print lines, or nothing
// is known of it: these are the names that have always stood for that.
func (a *app) featureless() bool {
	switch a.getenv("TERM") {
	case "dumb", "unknown", "network", "dialup":
		return true
	case "":
		return runtime.GOOS != "windows" // where no terminal has a name
	}
	return false
}

// accessible reads the variable that other programs read in the same way.
func accessible(v string) bool { return v != "" && v != "0" && !strings.EqualFold(v, "false") }

// noMotion reports whether everything has to keep still. There is no variable that all
// programs know; those that some do are taken too.
func (a *app) noMotion(asked bool) bool {
	return asked || accessible(a.getenv("POSTERN_REDUCED_MOTION")) ||
		accessible(a.getenv("REDUCED_MOTION")) || accessible(a.getenv("REDUCE_MOTION"))
}

// colourless reports whether no colour is wanted. Any value of NO_COLOR but the empty
// one says so, as no-color.org has it; CLICOLOR=0 does, unless CLICOLOR_FORCE disagrees.
func (a *app) colourless() bool {
	return a.getenv("NO_COLOR") != "" || a.getenv("CLICOLOR") == "0" && !a.forced()
}

// forced reports whether colour is wanted wherever it goes.
func (a *app) forced() bool {
	v := a.getenv("CLICOLOR_FORCE")
	return v != "" && v != "0"
}

// profile is the colours to use; Unknown leaves the finding out to the screen.
func (a *app) profile() colorprofile.Profile {
	term := a.getenv("TERM")
	switch {
	case a.colourless():
		return colorprofile.ASCII
	case a.forced(): // a minimum; what the terminal can do is found out
	case strings.HasPrefix(term, "vt"), strings.HasSuffix(term, "-mono"), strings.HasSuffix(term, "-m"):
		return colorprofile.ASCII
	case a.getenv("TMUX") != "": // which need not be asked: it makes of any colour what its terminals can do
		if v := a.getenv("COLORTERM"); v == "truecolor" || v == "24bit" {
			return colorprofile.TrueColor
		}
		return colorprofile.ANSI256
	}
	return colorprofile.Unknown
}

// oldConsole reports whether a terminal of Windows may be the console of old, whose fonts
// lack the signs that Postern draws. The newer ones say who they are.
func (a *app) oldConsole() bool {
	for _, name := range []string{"WT_SESSION", "TERM_PROGRAM", "TERM", "ConEmuPID", "ALACRITTY_WINDOW_ID"} {
		if a.getenv(name) != "" {
			return false
		}
	}
	return true
}

// ascii reports whether the terminal shows nothing but ASCII for certain.
func (a *app) ascii() bool { return a.asciiScreen() || a.asciiLocale() }

// asciiOn is ascii for what is written there: a file holds what no screen shows, so for
// it the locale alone counts.
func (a *app) asciiOn(w io.Writer) bool {
	if f, ok := w.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			return a.asciiLocale()
		}
	}
	return a.ascii()
}

// asciiScreen reports whether the screen's font lacks most signs.
func (a *app) asciiScreen() bool {
	switch kind := a.getenv("TERM"); {
	case kind == "linux", kind == "dumb": // the console's font lacks most signs
		return true
	case strings.HasPrefix(kind, "vt1"), strings.HasPrefix(kind, "vt2"), strings.HasPrefix(kind, "ansi"): // as on a serial line
		return true
	}
	return runtime.GOOS == "windows" && a.oldConsole()
}

// asciiLocale reports whether the locale has no UTF-8.
func (a *app) asciiLocale() bool {
	if runtime.GOOS == "windows" {
		return false
	}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := a.getenv(name); v != "" {
			v = strings.ToUpper(v)
			return !strings.Contains(v, "UTF-8") && !strings.Contains(v, "UTF8")
		}
	}
	return runtime.GOOS != "darwin" // the C locale; macOS is UTF-8 whatever it says
}
