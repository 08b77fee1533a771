package submit_test

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"postern/probe/smtptest"
	"postern/probe/submit"
)

// A counted context knows how much still waits for its end.
type counted struct {
	context.Context
	done    chan struct{}
	waiting atomic.Int32
}

func (c *counted) Done() <-chan struct{} { return c.done }

// AfterFunc is what package context asks for where a context is not its own.
func (c *counted) AfterFunc(func()) (stop func() bool) {
	c.waiting.Add(1)
	return sync.OnceValue(func() bool { c.waiting.Add(-1); return true })
}

// TestNothingOfAnAttemptWaitsForTheParentsEnd: also QUIT is answered, and over, by then.
func TestNothingOfAnAttemptWaitsForTheParentsEnd(t *testing.T) {
	for name, s := range map[string]*smtptest.Server{
		"signed in": {}, "refused": {SayLogin: "535 5.7.8 no"}, "lost": {SilentAt: smtptest.Login}, "not safe": {SilentAt: smtptest.Greeting},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx := &counted{Context: t.Context(), done: make(chan struct{})}
				o := attempts(t, ctx, s, submit.Attempt{Host: "localhost", Door: doorOfScript(s), User: user, Secret: says(secret)})
				if n := ctx.waiting.Load(); n != 0 {
					t.Errorf("%d wait for the end of the attempt's parent", n)
				}
				if name == "signed in" && !slices.Contains(o.commands, "QUIT") {
					t.Errorf("no leave was taken: %q", o.commands)
				}
			})
		})
	}
}
