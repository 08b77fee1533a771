package ui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"postern/wizard"
)

// ErrAborted is returned by Run when the person left before the end.
var ErrAborted = errors.New("left before the end")

// Options say how the wizard is shown. Engine, In, Out and Environ are needed.
type Options struct {
	Engine Engine
	In     io.Reader // the terminal
	Out    io.Writer
	Theme  Theme // the zero value means ThemeAuto
	// Learn shows all there is to learn, and no wizard.
	Learn bool
	// NoMotion stands spinners still.
	NoMotion bool
	// ASCII draws with ASCII characters only, for terminals that know no others.
	ASCII bool
	// Profile is the colours the terminal knows; Unknown means find out.
	Profile colorprofile.Profile
	// Environ is the environment, as os.Environ gives it.
	Environ []string
}

// fps is how often the screen is painted a second where there is no better beat:
// the quickest there is, for the first paint waits for it, and every key.
const fps = 120

// Run shows the wizard from a session's step on, until the person is done. The
// session is asked for, in a goroutine of its own, while the terminal is set up.
// The one that is returned knows what was answered and written;
// the error is ErrAborted if they left before the end, or why the terminal could
// not be used.
func Run(ctx context.Context, begin func() wizard.Session, o Options) (wizard.Session, error) {
	begin = sync.OnceValue(begin)
	go begin()
	measureWide()
	options := []tea.ProgramOption{
		tea.WithContext(ctx), tea.WithFPS(fps),
		// Signals end the context, and so the program; a second handler would only
		// get in the way of the first.
		tea.WithoutSignalHandler(),
		tea.WithInput(o.In), tea.WithOutput(o.Out), tea.WithEnvironment(o.Environ),
	}
	if o.Profile != colorprofile.Unknown {
		options = append(options, tea.WithColorProfile(o.Profile))
	}
	m := newModel(o)
	m.beat, m.job = new(beat), &job{titled: o.titled()}
	p := tea.NewProgram(opening{m, begin}, options...)
	m.beat.program = p
	m.job.begin(p)
	o.enter()
	end, err := p.Run()
	o.leave()
	m.job.end()
	s := begin()
	if m, ok := end.(model); ok && m.screen != nil {
		s = m.session
	}
	if errors.Is(err, tea.ErrInterrupted) || errors.Is(err, context.Canceled) || ctx.Err() != nil {
		return s, ErrAborted
	}
	if errors.Is(err, tea.ErrProgramPanic) {
		err = fmt.Errorf("this is a fault of Postern itself; please report it with the lines above: %w", err)
	}
	return s, err
}

// opening is the router at its start, when it is told what to show.
type opening struct {
	model
	begin func() wizard.Session
}

// Init implements tea.Model.
func (o opening) Init() tea.Cmd {
	return batch(func() tea.Msg { return ledToMsg{goMsg{o.begin()}} }, o.model.Init())
}
