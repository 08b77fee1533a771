package cli

import (
	"context"
	"fmt"
	"time"

	"postern/probe"
	"postern/wizard"
)

// A sleepDetector is a [probe.SleepDetector] that says what it noticed.
type sleepDetector struct{ *probe.SleepDetector }

// newSleepDetector begins now. Without a clock it is the system's.
func newSleepDetector(clock func() time.Duration) *sleepDetector {
	if clock == nil {
		clock = uptime
	}
	return &sleepDetector{probe.NewSleepDetector(clock)}
}

// check is to be called often.
func (d *sleepDetector) check() { d.Slept() }

// told says what the person must know of it, of a first time that is followed by another
// try, or of the last time.
func (d *sleepDetector) told(last bool) string {
	what := stoodStill(d.Slept())
	if !last {
		return what + " So it tries again."
	}
	return what + " It was not the first time, so this may be wrong: try again."
}

func stoodStill(slept time.Duration) string {
	return fmt.Sprintf("Postern stood still for %s meanwhile, as when the computer sleeps.", wizard.LongDuration(slept))
}

// doubt says on standard error, also where nobody looks on, that nothing went on while a
// host was tried once more; for no time it says nothing.
func (a *app) doubt(ctx context.Context, host string, slept time.Duration) {
	if slept > 0 && ctx.Err() == nil {
		a.hint(host + ": " + stoodStill(slept) + " It was not the first time, so what is said of it may be wrong: try again.")
	}
}

// awake does some work of a front's, and once more if nothing went on meanwhile.
func awake[T any](f *front, work func() (T, *sleepDetector, error)) (T, error) {
	out, sleep, err := work()
	if err != nil || sleep.Slept() == 0 {
		return out, err
	}
	f.say(sleep.told(false))
	if out, sleep, err = work(); err == nil && sleep.Slept() > 0 {
		f.say(sleep.told(true))
	}
	return out, err
}
