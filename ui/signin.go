package ui

import (
	"context"
	"io"
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/probe"
	"postern/probe/submit"
)

// attempt is one attempt to sign in. The zero value is none.
type attempt struct {
	task
	signing Signing
	at      probe.SignIn // how far it has come
	asked   bool         // the terminal was handed over
}

// next waits for one event of the attempt.
func (t attempt) next() tea.Cmd {
	return func() tea.Msg {
		e, open := <-t.signing.Events
		return signInEventMsg{t.ctx, e, open}
	}
}

// A Signing is an attempt to sign in, under way.
type Signing struct {
	Begun  probe.SignIn
	Events <-chan submit.Event // closed after the last
	// Ask gets the password and gives it to the attempt; it may use the terminal. It
	// is called once the attempt waits for it.
	Ask func(in io.Reader, out io.Writer) error
}

// signInBegunMsg says that an attempt has begun.
type signInBegunMsg struct {
	ctx     context.Context
	signing Signing
	err     error
	began   time.Time
}

// signInEventMsg carries one event of an attempt; open is false once there are no more.
type signInEventMsg struct {
	ctx   context.Context
	event submit.Event
	open  bool
}

// signInTickMsg drives the spinner of an attempt.
type signInTickMsg struct {
	ctx context.Context
	now time.Time
}

// handedBackMsg says that the terminal is the program's again.
type handedBackMsg struct{ err error }

// A terminalTurn uses the terminal while the screen does not.
type terminalTurn struct {
	ask func(io.Reader, io.Writer) error
	in  io.Reader
	out io.Writer
}

// Run implements tea.ExecCommand.
func (t *terminalTurn) Run() error { return t.ask(t.in, t.out) }

// SetStdin implements tea.ExecCommand.
func (t *terminalTurn) SetStdin(r io.Reader) { t.in = r }

// SetStdout implements tea.ExecCommand: nothing is printed there.
func (t *terminalTurn) SetStdout(io.Writer) {}

// SetStderr implements tea.ExecCommand.
func (t *terminalTurn) SetStderr(w io.Writer) { t.out = w }
