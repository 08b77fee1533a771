package probe

import (
	"context"
	"sync"
	"time"
)

// A Pulse notices that nothing went on for a while: the computer slept, or the program
// was stopped. What was waited for is late then, or lost, and says nothing about a
// server. It may be used from several goroutines.
type Pulse struct {
	clock func() time.Duration

	mu    sync.Mutex
	seen  time.Duration // the last beat
	stood time.Duration
}

const (
	// Standstill is how long nothing must go on for a Pulse to notice. A busy computer
	// is not asleep.
	Standstill = 5 * time.Second
	// Heartbeat is how often at least a Pulse must beat.
	Heartbeat = 250 * time.Millisecond
)

// NewPulse begins now. The clock must also go on while the computer sleeps; with nil,
// nothing is noticed.
func NewPulse(clock func() time.Duration) *Pulse {
	p := &Pulse{clock: clock}
	p.Forget()
	return p
}

// Stood beats, and returns the longest time so far in which nothing went on; 0 if there
// was none.
func (p *Pulse) Stood() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.clock == nil {
		return 0
	}
	now := p.clock()
	if stood := now - p.seen; stood >= Standstill {
		p.stood = max(p.stood, stood)
	}
	p.seen = now
	return p.stood
}

// Forget begins anew.
func (p *Pulse) Forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.clock != nil {
		p.seen, p.stood = p.clock(), 0
	}
}

// Beat beats, for work that has no moment for it, until nothing went on for longer than
// ever before; it reports that, and false if ctx ended.
func (p *Pulse) Beat(ctx context.Context) bool {
	if p.clock == nil {
		return false
	}
	before := p.Stood()
	heart := time.NewTicker(Heartbeat)
	defer heart.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-heart.C:
			if p.Stood() > before {
				return true
			}
		}
	}
}
