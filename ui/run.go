package ui

import (
	"context"
	"errors"
	"io"

	"github.com/charmbracelet/colorprofile"

	"postern/wizard"
)

// ErrAborted is returned by Run when the person left before the end.
var ErrAborted = errors.New("left before the end")

// Theme says which background the colours are for.
type Theme string

// The themes.
const (
	ThemeAuto  Theme = "auto" // ask the terminal, without waiting
	ThemeLight Theme = "light"
	ThemeDark  Theme = "dark"
)

// Options say how the wizard is shown. The zero value is ready to use but for Engine.
type Options struct {
	Engine Engine
	In     io.Reader // nil means standard input
	Out    io.Writer // nil means standard output
	Theme  Theme     // the zero value means ThemeAuto
	// NoMotion stands spinners still.
	NoMotion bool
	// ASCII draws with ASCII characters only, for terminals that know no others.
	ASCII bool
	// Profile is the colours the terminal knows; Unknown means find out.
	Profile colorprofile.Profile
	// Environ is the environment, as os.Environ gives it.
	Environ []string
}

// Run shows the wizard from the session's step on, until the person is done. The
// session it returns knows what was answered and written; the error is
// ErrAborted if they left before the end, or why the terminal could not be used.
func Run(ctx context.Context, s wizard.Session, o Options) (wizard.Session, error) {
	return s, ErrAborted
}
