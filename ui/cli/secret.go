package cli

import (
	"context"
	"errors"
	"fmt"
	"os"

	"golang.org/x/term"

	"postern/probe/submit"
	"postern/wizard/recipe"
)

// secretOf says where the password or the token of an attempt comes from.
func (a *app) secretOf(attempt *submit.Attempt, f verifyFlags, o order) error {
	switch command := recipe.FetchCommand(o.settings); {
	case f.tokenCommand != "":
		attempt.Token, attempt.Secret = true, submit.FromCommand(f.tokenCommand)
	case command != "":
		attempt.Secret = submit.FromCommand(command)
	case !isTerminal(a.in):
		return wrongf("there is nobody to ask for the password here; name what prints it with --password-command, or a token with --token-command")
	default:
		attempt.Secret = func(ctx context.Context) ([]byte, error) {
			return askHidden(ctx, a.in.(*os.File), a.errOut.Write, fmt.Sprintf("Password of %s: ", shown(o.settings.User))) //nolint:forcetypeassert // a terminal is a file
		}
	}
	return nil
}

// askHidden reads a line from a terminal without showing it. When ctx ends, the
// terminal is as it was before; the read is left behind.
func askHidden(ctx context.Context, tty *os.File, say func([]byte) (int, error), prompt string) ([]byte, error) {
	fd := int(tty.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return nil, fmt.Errorf("ask for the password: %w", err)
	}
	_, _ = say([]byte(prompt))
	type typed struct {
		line []byte
		err  error
	}
	answer := make(chan typed, 1)
	go func() {
		line, err := term.ReadPassword(fd)
		answer <- typed{line, err}
	}()
	defer func() { _, _ = say([]byte("\n")) }()
	select {
	case <-ctx.Done():
		_ = term.Restore(fd, before)
		return nil, ctx.Err()
	case t := <-answer:
		if t.err == nil && len(t.line) == 0 {
			t.err = errors.New("no password was typed")
		}
		return t.line, t.err
	}
}
