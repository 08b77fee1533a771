package probe

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

func TestPulse(t *testing.T) {
	now := time.Minute
	p := NewPulse(func() time.Duration { return now })
	for range 10 {
		now += Standstill - 1
		p.Stood()
	}
	if got := p.Stood(); got != 0 {
		t.Errorf("it stood for %v", got)
	}
	now += 2 * time.Hour
	p.Stood()
	now += Standstill
	if got := p.Stood(); got != 2*time.Hour {
		t.Errorf("it stood for %v", got)
	}
	now += time.Hour
	p.Forget()
	if got := p.Stood(); got != 0 {
		t.Errorf("it stood for %v once that was forgotten", got)
	}
}

// TestPulseBeats by itself, until there is something to say or nobody asks any more.
func TestPulseBeats(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		p := NewPulse(func() time.Duration {
			if now := time.Since(began); now < time.Minute {
				return now
			}
			return time.Since(began) + time.Hour
		})
		if !p.Beat(t.Context()) || time.Since(began) > time.Minute+Heartbeat {
			t.Errorf("it noticed nothing, or late: %v", time.Since(began))
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if p.Beat(ctx) {
			t.Error("it noticed the same twice")
		}
	})
}

func TestPulseWithoutAClock(t *testing.T) {
	p := NewPulse(nil)
	p.Forget()
	if p.Beat(t.Context()) || p.Stood() != 0 {
		t.Error("it noticed something")
	}
}
