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
// when the attempt waits for it: the screen has to give the terminal away first.
func (e *engine) signIn(ctx context.Context, l wizard.Login, message bool) (ui.Signing, error) {
	type secret struct {
		bytes []byte
		err   error
	}
	handed := make(chan secret, 1)
	attempt := submit.Attempt{
		Host: l.Host, Door: l.Door, User: l.User, Token: l.Token, Mechanisms: l.Mechanisms,
		Secret: func(ctx context.Context) ([]byte, error) {
			select {
			case <-ctx.Done():
				return nil, ctx.Err()
			case s := <-handed:
				return s.bytes, s.err
			}
		},
	}
	if message {
		attempt.Message = &submit.Message{From: l.Address, To: l.Address}
	}
	if err := attempt.Check(); err != nil {
		return ui.Signing{}, err
	}
	begun, events := (&submit.Submitter{Prober: e.proberFor(l.Door)}).Start(ctx, attempt)
	return ui.Signing{Begun: begun, Events: events, Ask: func(in io.Reader, out io.Writer) error {
		bytes, err := fetchSecret(ctx, l, in, out)
		handed <- secret{bytes, err}
		return err
	}}, nil
}

// fetchSecret runs the command that prints the password, or asks the person.
func fetchSecret(ctx context.Context, l wizard.Login, in io.Reader, out io.Writer) ([]byte, error) {
	if l.Command != "" {
		return submit.FromCommand(l.Command)(ctx)
	}
	tty, ok := in.(*os.File)
	if !ok || !isTerminal(in) {
		return nil, errors.New("there is no terminal to ask for the password on")
	}
	return askHidden(ctx, tty, out.Write, fmt.Sprintf("Password of %s at %s (it does not show): ", shown(l.User), l.Host))
}

// proberFor is the prober that a door is tried by: the practice servers have their own.
func (e *engine) proberFor(d probe.Door) *probe.Prober {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.server != nil && d.DialPort != 0 {
		return e.server.Prober()
	}
	return e.prober
}
