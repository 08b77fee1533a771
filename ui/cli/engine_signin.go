package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"postern/probe"
	"postern/probe/submit"
	"postern/ui"
	"postern/wizard"
)

// signIn begins to sign in. Its password is asked for by the Ask of what it returns,
// when the attempt waits for it: the screen has to give the terminal away first. It
// ends with ctx, and with the program.
func (e *engine) signIn(ctx context.Context, l wizard.Login, message bool) (ui.Signing, error) {
	ctx, end := context.WithCancel(ctx)
	context.AfterFunc(e.context(), end)
	c := newSecretChannel()
	attempt := submit.Attempt{
		Host: l.Host, Door: l.Door, User: l.User, Token: l.Token, Mechanisms: l.Mechanisms, Secret: c.wait, NoLogin: l.NoLogin,
	}
	if message {
		attempt.Message = &submit.Message{From: l.Address, To: l.Address}
	}
	if err := attempt.Check(); err != nil {
		end()
		return ui.Signing{}, err
	}
	begun, events := (&submit.Submitter{Prober: e.proberFor(l.Host, l.Door), Uptime: uptime}).Start(ctx, attempt)
	return ui.Signing{Begun: begun, Events: events, Ask: func(in io.Reader, out io.Writer) error {
		secret, err := fetchSecret(ctx, l, in, out)
		c.give(secret, err)
		return err
	}}, nil
}

// context is the program's; the zero engine's never ends.
func (e *engine) context() context.Context {
	if e.ctx == nil {
		return context.Background()
	}
	return e.ctx
}

// A secretChannel passes one secret from whoever asks for it to the attempt that waits
// for it. What nobody waits for any more is overwritten.
type secretChannel struct {
	secret chan []byte
	failed chan error
	gone   chan struct{} // closed when nobody waits any more
}

func newSecretChannel() secretChannel {
	return secretChannel{make(chan []byte), make(chan error, 1), make(chan struct{})}
}

// wait is a submit.Attempt's Secret.
func (c secretChannel) wait(ctx context.Context) ([]byte, error) {
	defer close(c.gone)
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case err := <-c.failed:
		return nil, err
	case s := <-c.secret:
		return s, nil
	}
}

func (c secretChannel) give(secret []byte, err error) {
	if err != nil {
		clear(secret)
		c.failed <- err
		return
	}
	select {
	case c.secret <- secret:
	case <-c.gone:
		clear(secret)
	}
}

// askedHidden stands on a row of its own, so that no prompt breaks in mid-word.
const askedHidden = "What was typed before does not count, and what you type now does not show.\r\n"

// fetchSecret runs the command that prints the password, or asks the person.
func fetchSecret(ctx context.Context, l wizard.Login, in io.Reader, out io.Writer) ([]byte, error) {
	tty, ok := in.(*os.File)
	ok = ok && isTerminal(in)
	if l.Command != "" {
		if !ok {
			tty = nil // what answers the questions is not for the command to read
		}
		return fromCommand(l.Command, tty)(ctx)
	}
	if !ok {
		return nil, errors.New("there is no terminal to ask for the password on")
	}
	say := out.Write
	if !isTerminal(out) {
		say = toScreen(tty) // a person who is asked has to see it
	}
	forgetTyped(tty)
	return askHidden(ctx, tty, say, askedHidden+fmt.Sprintf("Password of %s at %s: ", shown(l.User), l.Host))
}

// proberFor is the prober that a door is tried by: the practice servers have their
// own, and so have those of this computer, where a certificate was named for them.
func (e *engine) proberFor(host string, d probe.Door) *probe.Prober {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.server != nil && d.DialPort != 0 {
		return e.server.Prober()
	}
	if e.nearby != nil && isHere(host) {
		return e.nearby
	}
	return e.prober
}
