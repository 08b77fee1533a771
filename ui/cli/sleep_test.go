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
	"postern/probe/smtptest"
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
			report, slept := p.watch(t.Context(), "mail.example.org", doors, &progress{w: &said})
			(&app{errOut: &said, getenv: func(string) string { return "" }}).doubt(t.Context(), report.Host, slept)
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
		f := &front{out: &out, exact: &out, echo: true, engine: engine}
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

// TestDoubtIsSaidToWhoeverReads: also where nobody looks on while doors are tried.
func TestDoubtIsSaidToWhoeverReads(t *testing.T) {
	for sleeps, want := range map[int]bool{0: false, 1: false, 1000: true} {
		var tried atomic.Int32
		p := prober{Prober: refusing(&tried), ports: []probe.Door{probe.DoorAt(587)}, clock: sleepy(sleeps)}
		out := p.one(t.Context(), "mail.example.org")
		var said bytes.Buffer
		(&app{errOut: &said, getenv: func(string) string { return "" }}).doubt(t.Context(), "mail.example.org", out.slept)
		text := strings.Join(strings.Fields(said.String()), " ")
		if got := strings.Contains(text, "mail.example.org: Postern stood still for 1 h 0 min") && strings.Contains(text, "may be wrong"); got != want || !want && text != "" {
			t.Errorf("after %d sleeps: %q", sleeps, text)
		}
	}
}

// TestVerifySleptThrough: no server is blamed, and nobody signs in twice.
func TestVerifySleptThrough(t *testing.T) {
	for name, tt := range map[string]struct {
		server *smtptest.Server
		asleep func(c *check) func() time.Duration
		says   []string
		logins int
	}{
		"at the login": {
			&smtptest.Server{SilentAt: smtptest.Login}, asleepOnceAsked,
			[]string{"Login: interrupted", "stood still during the sign-in", "nothing about the server", "does not sign in a second time by itself"},
			1,
		},
		"at the message": {
			&smtptest.Server{SilentAt: smtptest.Message}, asleepOnceAsked,
			[]string{"Message: interrupted", "Look in the mailbox"},
			1,
		},
		"at the door, each time": {
			&smtptest.Server{SilentAt: smtptest.Greeting}, func(*check) func() time.Duration { return sleepy(1000) },
			[]string{"Login: interrupted", "nothing secret left this computer", "nothing about the server"},
			0,
		},
	} {
		t.Run(name, func(t *testing.T) {
			c, s := tries(t, tt.server, func(c *check) { c.prober.clock = tt.asleep(c) })
			_, text := printed(t, c, s)
			for _, want := range tt.says {
				if !strings.Contains(strings.Join(strings.Fields(text), " "), want) {
					t.Errorf("it does not say %q:\n%s", want, text)
				}
			}
			if got := strings.Count(strings.Join(tt.server.Commands(), "\n"), "AUTH "); got != tt.logins {
				t.Errorf("it signed in %d times, want %d", got, tt.logins)
			}
		})
	}
}

// asleepOnceAsked is the clock of a computer that sleeps an hour, two seconds after the
// password was asked for.
func asleepOnceAsked(c *check) func() time.Duration {
	began := time.Now()
	var asked atomic.Int64
	fetch := c.attempt.Secret
	c.attempt.Secret = func(ctx context.Context) ([]byte, error) {
		asked.Store(1 + int64(time.Since(began)))
		return fetch(ctx)
	}
	return func() time.Duration {
		up := time.Since(began)
		if at := asked.Load(); at > 0 && up > time.Duration(at)+2*time.Second {
			return up + time.Hour
		}
		return up
	}
}
