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
	var fetch func(context.Context) ([]byte, error)
	input, _ := a.in.(*os.File)
	switch command := recipe.FetchCommand(o.settings); {
	case f.tokenCommand != "":
		c.attempt.Token, fetch = true, fromCommand(f.tokenCommand, input)
	case command != "":
		fetch = fromCommand(command, input)
	case !isTerminal(a.in):
		return wrongf("there is nobody to ask for the password here; name what prints it with --password-command, or a token with --token-command")
	default:
		c.asks = true
		tty := a.in.(*os.File) //nolint:forcetypeassert // a terminal is a file
		say := a.errOut.Write
		if !isTerminal(a.errOut) {
			say = toScreen(tty) // a person who is asked has to see it
		}
		fetch = func(ctx context.Context) ([]byte, error) {
			return askHidden(ctx, tty, say, fmt.Sprintf("Password of %s (it does not show): ", shown(o.settings.User)))
		}
	}
	c.source = &source{fetch: fetch}
	c.attempt.Secret = c.source.get
	return nil
}

// fromCommand is submit.FromCommand; a command that was stopped while it asked at the
// terminal leaves that as it was.
func fromCommand(command string, input *os.File) func(context.Context) ([]byte, error) {
	fetch := submit.FromCommand(command, input)
	if input == nil || !isTerminal(input) {
		return fetch
	}
	return func(ctx context.Context) ([]byte, error) {
		before, err := term.GetState(int(input.Fd()))
		secret, failed := fetch(ctx)
		if err == nil && ctx.Err() != nil {
			_ = term.Restore(int(input.Fd()), before)
		}
		return secret, failed
	}
}

// A source has a secret fetched, until it is closed: the program must not end while
// the terminal hides what is typed, or leave a command behind that asks a person.
type source struct {
	fetch func(context.Context) ([]byte, error)

	mu     sync.Mutex // held while it fetches
	closed bool
}

func (s *source) get(ctx context.Context) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, context.Canceled
	}
	return s.fetch(ctx)
}

// close waits until nothing is fetched any more.
func (s *source) close() {
	if s == nil {
		return // nobody signs in
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
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
	for shows(fd) && len(answer) == 0 && ctx.Err() == nil {
		time.Sleep(time.Millisecond) // the read that hides what is typed has only just begun
	}
	ask := func() { _, _ = say([]byte(prompt)) }
	leave := stayHidden(tty, ask)
	defer func() {
		leave()
		_ = term.Restore(fd, before)
		_, _ = say([]byte("\n"))
	}()
	ask() // not before: who types at once would be seen
	select {
	case <-ctx.Done():
		go func() { clear((<-answer).line) }() // it may yet be typed
		return nil, ctx.Err()
	case t := <-answer:
		if t.err == nil && len(t.line) == 0 {
			t.err = errors.New("no password was typed")
		}
		return t.line, t.err
	}
}
