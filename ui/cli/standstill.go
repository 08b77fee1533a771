package cli

import (
	"fmt"
	"time"

	"postern/wizard"
)

// A pulse notices that nothing went on for a while: the computer slept, or the program was
// stopped. What is waited for is late then, or lost, and says nothing about a server.
type pulse struct {
	clock func() time.Duration // one that goes on meanwhile
	seen  time.Duration        // the last beat
	stood time.Duration        // the longest time without one that is too long
}

const (
	// standstill is how long nothing must go on to be one. A busy computer is not asleep.
	standstill = 5 * time.Second
	// heartbeat is how often at least a pulse must be felt.
	heartbeat = 250 * time.Millisecond
)

// newPulse begins now. Without a clock it is the system's.
func newPulse(clock func() time.Duration) *pulse {
	if clock == nil {
		clock = uptime
	}
	return &pulse{clock: clock, seen: clock()}
}

// beat is to be called often.
func (p *pulse) beat() {
	now := p.clock()
	if stood := now - p.seen; stood >= standstill {
		p.stood = max(p.stood, stood)
	}
	p.seen = now
}

// told says what the person must know of it, of a first time that is followed by another
// try, or of the last time.
func (p *pulse) told(last bool) string {
	what := fmt.Sprintf("Postern stood still for %s meanwhile, as when the computer sleeps.", wizard.LongDuration(p.stood))
	if last {
		return what + " It was not the first time, so this may be wrong: try again."
	}
	return what + " So it tries again."
}

// awake does some work of a front's, and once more if nothing went on meanwhile.
func awake[T any](f *front, work func() (T, *pulse, error)) (T, error) {
	out, felt, err := work()
	if err != nil || felt.stood == 0 {
		return out, err
	}
	f.say(felt.told(false))
	if out, felt, err = work(); err == nil && felt.stood > 0 {
		f.say(felt.told(true))
	}
	return out, err
}
