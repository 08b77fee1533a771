package cli

import (
	"context"
	"errors"
	"io"
	"os"
)

// The exit codes, which are documented and do not change.
const (
	exitDone        = 0
	exitNot         = 1
	exitUsage       = 2
	exitInterrupted = 130
)

// Main runs the program with the arguments that follow its name, and returns its
// exit code. When ctx ends it stops what it does, leaves no file half written and
// returns 130. Goroutines of its own may outlive it: those that wait for a read
// from in, which nothing can interrupt.
func Main(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) int {
	a := &app{args: args, in: in, out: &sink{w: out}, errOut: errOut, getenv: os.Getenv}
	err := a.run(ctx)
	if a.out.err != nil && (err == nil || errors.Is(err, errSaid)) { // whatever was said
		err = a.out.err
	}
	return a.end(ctx, err)
}

// run runs the command that the arguments name. The page of help that is asked for most
// waits for no command line: to make one takes a twentieth of its time.
func (a *app) run(ctx context.Context) error {
	if len(a.args) == 1 && (a.args[0] == "--help" || a.args[0] == "-h") {
		a.printHelp(rootHelp)
		return nil
	}
	root := a.root()
	root.SetArgs(append([]string{}, a.args...)) // never nil: cobra would read os.Args
	return root.ExecuteContext(ctx)
}

// An app is what every command works with.
type app struct {
	args   []string
	in     io.Reader
	out    *sink
	errOut io.Writer
	getenv func(string) string
	flags  *wizardFlags // those that every command takes; nil before the command line is read
}

// A sink is an output that remembers that writing failed, so that no command has
// to look after each line.
type sink struct {
	w   io.Writer
	err error
}

// Write writes until something fails, and then no more.
func (s *sink) Write(b []byte) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
	n, err := s.w.Write(b)
	s.err = err
	return n, err
}
