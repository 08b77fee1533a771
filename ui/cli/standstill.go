package cli

import (
	"context"
	"fmt"
	"time"

	"postern/probe"
	"postern/wizard"
)

// A pulse is a [probe.SleepDetector] that says what it noticed.
type pulse struct{ *probe.SleepDetector }

// newPulse begins now. Without a clock it is the system's.
//
//go:noinline
func newPulse(clock func() time.Duration) *pulse {
	if clock == nil {
		clock = uptime
	}
	return &pulse{probe.NewSleepDetector(clock)}
}

// beat is to be called often.
func (p *pulse) beat() { p.Slept() }

// told says what the person must know of it, of a first time that is followed by another
// try, or of the last time.
func (p *pulse) told(last bool) string {
	what := stoodStill(p.Slept())
	if !last {
		return what + " So it tries again."
	}
	return what + " It was not the first time, so this may be wrong: try again."
}

func stoodStill(stood time.Duration) string {
	return fmt.Sprintf("Postern stood still for %s meanwhile, as when the computer sleeps.", wizard.LongDuration(stood))
}

// doubt says on standard error, also where nobody looks on, that nothing went on while a
// host was tried once more; for no time it says nothing.
func (a *app) doubt(ctx context.Context, host string, stood time.Duration) {
	if stood > 0 && ctx.Err() == nil {
		a.hint(host + ": " + stoodStill(stood) + " It was not the first time, so what is said of it may be wrong: try again.")
	}
}

// awake does some work of a front's, and once more if nothing went on meanwhile.
func awake[T any](f *front, work func() (T, *pulse, error)) (T, error) {
	out, felt, err := work()
	if err != nil || felt.Slept() == 0 {
		return out, err
	}
	f.say(felt.told(false))
	if out, felt, err = work(); err == nil && felt.Slept() > 0 {
		f.say(felt.told(true))
	}
	return out, err
}
