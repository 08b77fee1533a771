package probe

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

func TestSleepDetector(t *testing.T) {
	now := time.Minute
	p := NewSleepDetector(func() time.Duration { return now })
	for range 10 {
		now += minSleep - 1
		p.Slept()
	}
	if got := p.Slept(); got != 0 {
		t.Errorf("it stood for %v", got)
	}
	now += 2 * time.Hour
	p.Slept()
	now += minSleep
	if got := p.Slept(); got != 2*time.Hour {
		t.Errorf("it stood for %v", got)
	}
	now += time.Hour
	p.Reset()
	if got := p.Slept(); got != 0 {
		t.Errorf("it stood for %v once that was forgotten", got)
	}
}

// TestSleepDetectorWaits for a sleep, or for the end of its context.
func TestSleepDetectorWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		p := NewSleepDetector(func() time.Duration {
			if now := time.Since(began); now < time.Minute {
				return now
			}
			return time.Since(began) + time.Hour
		})
		if !p.Wait(t.Context()) || time.Since(began) > time.Minute+SleepPoll {
			t.Errorf("it noticed nothing, or late: %v", time.Since(began))
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if p.Wait(ctx) {
			t.Error("it noticed the same twice")
		}
	})
}

func TestSleepDetectorWithoutClock(t *testing.T) {
	p := NewSleepDetector(nil)
	p.Reset()
	if p.Wait(t.Context()) || p.Slept() != 0 {
		t.Error("it noticed something")
	}
}
