package cli

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"postern/probe"
)

// A usageError is wrong use: one line that says what and how to mend it.
type usageError struct{ text string }

func (e usageError) Error() string { return e.text }

// wrongf makes a usageError.
//
//go:noinline
func wrongf(format string, args ...any) error {
	return usageError{fmt.Sprintf(format, args...)}
}

var (
	// errSaid ends a command whose failure was said already.
	errSaid = errors.New("said already")
	// errInterrupted ends a command that a signal or ctrl+c stopped.
	errInterrupted = errors.New("interrupted")
)

// end says what is left to say, and returns the exit code.
func (a *app) end(ctx context.Context, err error) int {
	var wrong usageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errInterrupted), errors.Is(err, context.Canceled) && ctx.Err() != nil:
		return exitInterrupted
	case errors.Is(err, errSaid), readerLeft(err, runtime.GOOS):
		return exitNot
	case errors.As(err, &wrong):
		a.complain(err)
		return exitUsage
	}
	a.complain(err)
	return exitNot
}

// readerLeft reports whether whoever read the output has read enough. Other systems end
// the program then; Windows has only these errors: broken pipe, no data, not connected.
func readerLeft(err error, goos string) bool {
	var number syscall.Errno
	return goos == "windows" && errors.As(err, &number) && slices.Contains([]syscall.Errno{109, 232, 233}, number)
}

// complain prints an error on one line. Part of it may have been typed or read
// somewhere, so it is escaped.
func (a *app) complain(err error) {
	fmt.Fprintf(a.errOut, "postern: %s\n", a.fit(a.errOut, probe.NewText(err.Error()).String()))
}

// wrongFlag words what pflag has against a flag.
func (a *app) wrongFlag(cmd *cobra.Command, err error) error {
	if !cmd.HasParent() {
		if mistyped := a.mistypedCommand(cmd); mistyped != nil {
			return mistyped
		}
	}
	var (
		unknown *pflag.NotExistError
		bare    *pflag.ValueRequiredError
		invalid *pflag.InvalidValueError
	)
	switch {
	case errors.As(err, &unknown):
		return a.unknownFlag(cmd, unknown)
	case errors.As(err, &bare):
		name := bare.GetFlag().Name
		return wrongf("--%s needs a value; see %s --help", name, cmd.CommandPath())
	case errors.As(err, &invalid):
		return wrongf("--%s %s: %s", invalid.GetFlag().Name, shown(invalid.GetValue()), cause(invalid))
	}
	return wrongf("%s; see %s --help", err, cmd.CommandPath())
}

func cause(err *pflag.InvalidValueError) string {
	if err.GetFlag().Value.Type() == "bool" {
		return "it takes no value; write only the flag"
	}
	return err.Unwrap().Error()
}

func (a *app) unknownFlag(cmd *cobra.Command, e *pflag.NotExistError) error {
	name := e.GetSpecifiedName()
	if e.GetSpecifiedShortnames() != "" {
		return wrongf("%s has no flag -%s; see %s --help", cmd.CommandPath(), name, cmd.CommandPath())
	}
	var known []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
	if near := nearest(name, known); near != "" {
		return wrongf("%s has no flag --%s; did you mean --%s?", cmd.CommandPath(), name, near)
	}
	if word := firstWord(a.args); !cmd.HasParent() && slices.Contains(commandNames(cmd), word) {
		return wrongf("postern has no flag --%s; the flags of a command follow it: postern %s --%[1]s", name, word)
	}
	return wrongf("%s has no flag --%s; see %s --help", cmd.CommandPath(), name, cmd.CommandPath())
}

// shown quotes a typed word, escaped.
//
//go:noinline
func shown(s string) string { return `"` + probe.NewText(s).String() + `"` }
