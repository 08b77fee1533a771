package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"golang.org/x/term"

	"postern/probe/submit"
	"postern/wizard/recipe"
)

// secretOf says where the password or the token of an attempt comes from.
func (a *app) secretOf(c *check, f verifyFlags, o order) error {
	attempt := &c.attempt
	switch command := recipe.FetchCommand(o.settings); {
	case f.tokenCommand != "":
		attempt.Token, attempt.Secret = true, submit.FromCommand(f.tokenCommand)
	case command != "":
		attempt.Secret = submit.FromCommand(command)
	case !isTerminal(a.in):
		return wrongf("there is nobody to ask for the password here; name what prints it with --password-command, or a token with --token-command")
	default:
		c.prompt = new(prompt)
		tty := a.in.(*os.File) //nolint:forcetypeassert // a terminal is a file
		say := a.errOut.Write
		if !isTerminal(a.errOut) {
			say = tty.Write // a person who is asked has to see it
		}
		attempt.Secret = func(ctx context.Context) ([]byte, error) {
			return c.prompt.ask(ctx, tty, say, fmt.Sprintf("Password of %s (it does not show): ", shown(o.settings.User)))
		}
	}
	return nil
}

// A prompt asks for a password at most until it is ended: the program must not end
// while a terminal still shows nothing of what is typed.
type prompt struct {
	mu    sync.Mutex // held while it asks
	ended bool
}

func (p *prompt) ask(ctx context.Context, tty *os.File, say func([]byte) (int, error), words string) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended {
		return nil, context.Canceled
	}
	return askHidden(ctx, tty, say, words)
}

// end waits until the terminal is as it was. The nil prompt never asks.
func (p *prompt) end() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended = true
}

// askHidden reads a line from a terminal without showing it. When ctx ends, the
// terminal is as it was before; the read is left behind.
func askHidden(ctx context.Context, tty *os.File, say func([]byte) (int, error), prompt string) ([]byte, error) {
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	fd := int(tty.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return nil, fmt.Errorf("ask for the password: %w", err)
	}
	type typed struct {
		line []byte
		err  error
	}
	answer := make(chan typed, 1)
	go func() {
		line, err := term.ReadPassword(fd)
		answer <- typed{line, err}
	}()
	untilHidden(fd, before)
	_, _ = say([]byte(prompt)) // not before: who types at once would be seen
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

// untilHidden waits for the terminal to show no more what is typed. The read that
// sees to that has only just begun.
func untilHidden(fd int, before *term.State) {
	for range 50 {
		if now, err := term.GetState(fd); err != nil || *now != *before {
			return
		}
		time.Sleep(time.Millisecond)
	}
}
