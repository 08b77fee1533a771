package probe

import (
	"context"
	"sync"
	"time"
)

// A SleepDetector notices that the program did not run for a while: the computer
// slept, or the process was stopped. What was waited for meanwhile is late or lost,
// and says nothing about a server. It may be used from several goroutines.
//
// It works by being called often: a long gap between two calls is a sleep.
type SleepDetector struct {
	clock func() time.Duration

	mu      sync.Mutex
	last    time.Duration // when it was last called
	longest time.Duration
}

const (
	// minSleep is the shortest gap that counts as a sleep, and not as a busy computer.
	minSleep = 5 * time.Second
	// SleepPoll is how often Slept or Wait must be running at least.
	SleepPoll = 250 * time.Millisecond
)

// NewSleepDetector returns a detector that begins now. The clock must also advance
// while the computer sleeps; with a nil clock nothing is ever noticed.
func NewSleepDetector(clock func() time.Duration) *SleepDetector {
	p := &SleepDetector{clock: clock}
	p.Reset()
	return p
}

// Slept returns the longest sleep so far, 0 if there was none. It must be called
// often, at least every SleepPoll, unless Wait runs.
func (p *SleepDetector) Slept() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.clock == nil {
		return 0
	}
	now := p.clock()
	if stood := now - p.last; stood >= minSleep {
		p.longest = max(p.longest, stood)
	}
	p.last = now
	return p.longest
}

// Reset forgets every sleep so far and begins anew.
func (p *SleepDetector) Reset() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.clock != nil {
		p.last, p.longest = p.clock(), 0
	}
}

// Wait calls Slept often, for a caller that cannot, and returns true when there was a
// longer sleep than before, or false when ctx has ended.
func (p *SleepDetector) Wait(ctx context.Context) bool {
	if p.clock == nil {
		return false
	}
	before := p.Slept()
	poll := time.NewTicker(SleepPoll)
	defer poll.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-poll.C:
			if p.Slept() > before {
				return true
			}
		}
	}
}
