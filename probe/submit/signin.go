package submit

import (
	"context"
	"errors"

	"postern/probe"
)

// signIn fetches the secret and signs in with it. It reports whether that worked.
func (r *run) signIn(ctx context.Context) bool {
	restore := withoutCoreDumps()
	defer restore()
	r.show(probe.SignInSecret)
	secret, err := r.fetch(ctx)
	defer clear(secret)
	switch {
	case probe.LimitStruck(ctx):
		err = errors.New("the time for all of it was over before there was one")
	case ctx.Err() != nil:
		return false // nothing was sent
	}
	r.scrub.addSecret(secret)
	r.conn.Scrub(r.scrub.clean)
	if err == nil {
		err = r.attempt.checkSecret(secret)
	}
	if err != nil {
		r.known.Login = probe.LoginNoSecret
		r.noteWhy("no secret: ", err)
		return false
	}
	switch waits := r.conn.Idle(); {
	case ctx.Err() != nil:
		return false // nothing was sent
	case !waits:
		r.known.Login = probe.LoginLost
		r.noteWhy("not signed in: ", errors.New("the server did not wait until the secret was there"))
		return false
	}
	r.show(probe.SignInAuth)
	return r.authenticate(newMechanism(r.known.Mechanism, r.attempt, secret))
}

// fetch asks for the secret, for as long as anybody wants to know. One that comes
// later is overwritten unseen.
func (r *run) fetch(ctx context.Context) ([]byte, error) {
	type answer struct {
		secret []byte
		err    error
	}
	came := make(chan answer)
	go func() {
		secret, err := r.attempt.Secret(ctx)
		select {
		case came <- answer{secret, err}:
		case <-ctx.Done():
			clear(secret)
		}
	}()
	select {
	case a := <-came:
		return a.secret, a.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
