package cli

import (
	"context"
	"time"
)

const (
	// glance is how often it is looked whether there is enough to go on with: it may be
	// by the time alone.
	glance = 100 * time.Millisecond
	// linger is how long the others have to answer when it is clear early which to use.
	// Their answers are worth hearing, a filter's silence is not.
	linger = 2 * time.Second
)

// follow takes in what comes of some work, and says now and then what is still waited
// for, until there is no more to come, or enough. The error is errInterrupted.
func follow[E any](ctx context.Context, events <-chan E, take func(E), still func(), enough func() bool) error {
	look, quiet := time.NewTicker(glance), time.NewTicker(progressEvery)
	defer look.Stop()
	defer quiet.Stop()
	for !enough() {
		select {
		case <-ctx.Done():
			return errInterrupted
		case <-look.C:
		case <-quiet.C:
			still()
		case e, more := <-events:
			if !more {
				return nil
			}
			take(e)
		}
	}
	return nil
}

// drain is follow for work that ends by itself, also when it is cancelled, and has more to
// tell then. Meanwhile it is looked whether the computer slept.
func drain[E any](events <-chan E, sleep *sleepDetector, take func(E), still func()) {
	_ = follow(context.Background(), events, take, still, func() bool {
		sleep.check()
		return false
	})
}
