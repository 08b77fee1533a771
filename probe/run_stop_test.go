package probe_test

import (
	"testing"
	"testing/synctest"
	"time"

	"postern/probe"
	"postern/probe/smtptest"
)

// TestStopEndsOneDoor: the others go on, and the run ends when they have.
func TestStopEndsOneDoor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &smtptest.Server{DelayAt: smtptest.Hello, Delay: 2 * time.Second}
		defer s.Close()
		p := &probe.Prober{Dial: s.Dial, Roots: s.Roots()}
		run := p.Begin(t.Context(), "127.0.0.1", []probe.Door{probe.DoorAt(587), probe.DoorAt(2525)})
		time.Sleep(time.Second)
		run.Stop(0)
		run.Stop(0)
		synctest.Wait()
		r := run.Report
		for len(run.Events) > 0 {
			r = r.With(<-run.Events)
		}
		if d := r.Doors[0]; !d.Settled() || d.End != probe.EndCancelled || d.Elapsed != time.Second {
			t.Errorf("the door that was stopped: %v after %v, %q", d.Step, d.Elapsed, d.End)
		}
		for e := range run.Events {
			r = r.With(e)
		}
		if d := r.Doors[1]; d.End != probe.EndNormal || d.TLS != probe.TLSOK {
			t.Errorf("the other: %+v", d)
		}
		run.Stop(1)
		time.Sleep(2 * time.Second) // the goodbyes
	})
}
