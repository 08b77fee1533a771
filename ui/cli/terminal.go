package cli

import (
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
	return isTerminal(a.out.w) && a.getenv("NO_COLOR") == "" && a.getenv("TERM") != "dumb"
}

// plain reports whether the questions are asked line by line: because that was
// asked for, or because there is no terminal to draw on.
func (a *app) plain(asked bool) bool {
	return asked || accessible(a.getenv("ACCESSIBLE")) || a.getenv("TERM") == "dumb" ||
		!isTerminal(a.in) || !isTerminal(a.out.w)
}

// accessible reads the variable that other programs read in the same way.
func accessible(v string) bool { return v != "" && v != "0" && !strings.EqualFold(v, "false") }

// noMotion reports whether everything has to keep still.
func (a *app) noMotion(asked bool) bool {
	return asked || accessible(a.getenv("POSTERN_REDUCED_MOTION"))
}

// profile is the colours to use; Unknown leaves the finding out to the screen.
// Any value of NO_COLOR means none, as no-color.org has it.
func (a *app) profile() colorprofile.Profile {
	if a.getenv("NO_COLOR") != "" {
		return colorprofile.ASCII
	}
	return colorprofile.Unknown
}

// ascii reports whether the terminal shows nothing but ASCII for certain.
func (a *app) ascii() bool {
	switch kind := a.getenv("TERM"); {
	case kind == "linux", kind == "dumb": // the console's font lacks most signs
		return true
	case strings.HasPrefix(kind, "vt1"), strings.HasPrefix(kind, "vt2"), strings.HasPrefix(kind, "ansi"): // as on a serial line
		return true
	}
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
