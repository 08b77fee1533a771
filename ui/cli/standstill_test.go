package cli

import (
	"bytes"
	"context"
	"errors"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"postern/probe"
	"postern/probe/discover"
	"postern/ui"
	"postern/wizard"
	"postern/wizard/catalog"
)

// sleepy is the clock of a computer that sleeps an hour each time that it is looked at,
// so many times.
func sleepy(times int) func() time.Duration {
	now := time.Duration(0)
	left := times + 1
	return func() time.Duration {
		now += 10 * time.Millisecond
		if left--; left < times && left >= 0 {
			now += time.Hour
		}
		return now
	}
}

func TestPulse(t *testing.T) {
	now := time.Minute
	p := newPulse(func() time.Duration { return now })
	for range 10 {
		now += standstill - 1
		p.beat()
	}
	if p.stood != 0 {
		t.Errorf("it stood for %v", p.stood)
	}
	now += 2 * time.Hour
	p.beat()
	now += standstill
	p.beat()
	if p.stood != 2*time.Hour || !strings.Contains(p.told(false), "2 h 0 min") {
		t.Errorf("it stood for %v: %s", p.stood, p.told(false))
	}
}

// refusing counts the doors that are tried of a host that refuses them.
func refusing(tried *atomic.Int32) probe.Prober {
	return probe.Prober{Lookup: lookup, Dial: func(context.Context, string, string) (net.Conn, error) {
		tried.Add(1)
		return nil, errors.New("refused")
	}}
}

// TestDoorsTriedWhileAsleep: what was tried then is tried once more, and it is said.
func TestDoorsTriedWhileAsleep(t *testing.T) {
	for name, tt := range map[string]struct {
		clock func() time.Duration
		tried int32
		says  []string
	}{
		"awake":        {sleepy(0), 1, nil},
		"asleep once":  {sleepy(1), 2, []string{"stood still for 1 h 0 min", "So it tries again"}},
		"never awaken": {sleepy(1000), 2, []string{"So it tries again", "not the first time"}},
	} {
		t.Run(name, func(t *testing.T) {
			var tried atomic.Int32
			doors := []probe.Door{probe.DoorAt(587)}
			p := prober{Prober: refusing(&tried), ports: doors, clock: tt.clock}
			var said bytes.Buffer
			report := p.watch(t.Context(), "mail.example.org", doors, &progress{w: &said})
			triedAsOften(t, &tried, tt.tried, said.String(), tt.says)
			if !report.Settled() {
				t.Error("the report is not whole")
			}
		})
	}
}

// TestPlainDoorsTriedWhileAsleep is the same for the plain questions, and for the search.
func TestPlainDoorsTriedWhileAsleep(t *testing.T) {
	s, err := wizard.New(wizard.World{Catalog: catalog.Default()}).Answer(wizard.Provider, "mail.example.org")
	if err != nil {
		t.Fatal(err)
	}
	for sleeps, want := range map[int]int32{0: 1, 1: 2} {
		var tried, asked atomic.Int32
		p := refusing(&tried)
		engine := ui.Engine{
			Probe: p.Begin, Uptime: sleepy(sleeps),
			Find: func(context.Context, discover.Query) (discover.Report, <-chan discover.Event) {
				asked.Add(1)
				events := make(chan discover.Event)
				close(events)
				return discover.Report{}, events
			},
		}
		var out bytes.Buffer
		f := &front{out: &out, exact: &out, engine: engine}
		says := []string{"So it tries again"}[:sleeps]
		if _, err := f.try(t.Context(), s, []probe.Door{probe.DoorAt(587)}); err != nil {
			t.Fatal(err)
		}
		triedAsOften(t, &tried, want, out.String(), says)
		out.Reset()
		f.engine.Uptime = sleepy(sleeps)
		if _, err := f.find(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		triedAsOften(t, &asked, want, out.String(), says)
	}
}

func triedAsOften(t *testing.T, tried *atomic.Int32, want int32, said string, says []string) {
	t.Helper()
	if got := tried.Load(); got != want {
		t.Errorf("it tried %d times, want %d", got, want)
	}
	text := strings.Join(strings.Fields(said), " ")
	for _, words := range says {
		if !strings.Contains(text, words) {
			t.Errorf("it does not say %q:\n%s", words, said)
		}
	}
	if len(says) == 0 && strings.Contains(text, "stood still") {
		t.Errorf("it says:\n%s", said)
	}
}
