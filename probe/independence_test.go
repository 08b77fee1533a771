package probe_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"postern/probe"
	"postern/probe/smtptest"
)

// tiresome are the ways to keep a client busy for as long as it lets one.
var tiresome = map[string]func(*smtptest.Server, smtptest.Stage){
	"silent": func(s *smtptest.Server, at smtptest.Stage) { s.SilentAt = at },
	"drips":  func(s *smtptest.Server, at smtptest.Stage) { s.DripAt, s.Drip = at, time.Second },
	"lines without end": func(s *smtptest.Server, at smtptest.Stage) {
		s.EndlessAt = at
	},
	"a line without end": func(s *smtptest.Server, at smtptest.Stage) { s.LongLineAt = at },
}

// TestDoorsApart: whatever one door does, at whatever stage, another settles at
// the very moment it would have settled alone.
func TestDoorsApart(t *testing.T) {
	const trip = 100 * time.Millisecond
	for how, set := range tiresome {
		for where, stop := range stops {
			t.Run(how+", "+where, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					ca := smtptest.NewCA("Test Root")
					bad := &smtptest.Server{CA: ca, Implicit: stop.implicit, Latency: trip}
					set(bad, stop.stage)
					good := &smtptest.Server{CA: ca, Latency: trip}
					p := &probe.Prober{
						Lookup: toLoopback, Roots: ca.Pool(), Timeout: time.Minute,
						Dial: byPort(map[string]*smtptest.Server{"25": bad, "465": bad, "587": good}),
					}
					doors := []probe.Door{{Port: 25, Security: doorOf(bad).Security}, probe.DoorAt(587)}
					report := p.Probe(t.Context(), "localhost", doors)
					if r := report.Doors[1]; r.Elapsed != 6*trip || !r.TLSVerified {
						t.Errorf("the good door settled after %v: %+v", r.Elapsed, factsOf(r))
					}
					if r := report.Doors[0]; r.Elapsed > 31*time.Second {
						t.Errorf("the bad door settled after %v", r.Elapsed)
					}
					bad.Close()
					good.Close()
				})
			})
		}
	}
}

// TestCancelAtOnce: leaving takes no time at any stage of any connection.
func TestCancelAtOnce(t *testing.T) {
	type servers = []*smtptest.Server
	second := func(s *smtptest.Server) servers { return servers{{SilentAt: smtptest.Greeting}, s} }
	clear := func(s *smtptest.Server) servers { return servers{{Implicit: true, ClearInstead: "220 hi\r\n"}, s} }
	old := func(s *smtptest.Server) servers { s.Version = 0x0301; return servers{{Version: 0x0301}, s} }
	tests := map[string]struct {
		port    int
		servers servers
	}{
		"beside, handshake": {587, second(&smtptest.Server{Implicit: true, SilentAt: smtptest.Handshake})},
		"beside, greeting":  {587, second(&smtptest.Server{Implicit: true, SilentAt: smtptest.Greeting})},
		"beside, hello":     {587, second(&smtptest.Server{Implicit: true, SilentAt: smtptest.Hello})},
		"beside, drips":     {587, second(&smtptest.Server{Implicit: true, DripAt: smtptest.Greeting, Drip: time.Second})},
		"clear, greeting":   {465, clear(&smtptest.Server{SilentAt: smtptest.Greeting})},
		"clear, hello":      {465, clear(&smtptest.Server{SilentAt: smtptest.Hello})},
		"clear, HELO":       {465, clear(&smtptest.Server{SayHello: "500 what", SilentAt: smtptest.OldHello})},
		"old, greeting":     {587, old(&smtptest.Server{SilentAt: smtptest.Greeting})},
		"old, hello":        {587, old(&smtptest.Server{SilentAt: smtptest.Hello})},
		"old, starttls":     {587, old(&smtptest.Server{SilentAt: smtptest.STARTTLS})},
		"old, handshake":    {587, old(&smtptest.Server{SilentAt: smtptest.Handshake})},
		"HELO":              {587, servers{{SayHello: "500 what", SilentAt: smtptest.OldHello}}},
	}
	for where, stop := range stops {
		for how, set := range tiresome {
			if how == "silent" || how == "drips" {
				s := &smtptest.Server{Implicit: stop.implicit}
				set(s, stop.stage)
				s.DelayAt, s.Delay = stop.stage, time.Minute // TLS does not drip
				port := doorOf(s).Port
				tests[where+", "+how] = struct {
					port    int
					servers servers
				}{port, servers{s}}
			}
		}
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				const after = 5 * time.Second
				ca := smtptest.NewCA("Test Root")
				for _, s := range test.servers {
					s.CA = ca
				}
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				time.AfterFunc(after, cancel)
				p := &probe.Prober{Lookup: toLoopback, Dial: inTurn(test.servers...), Roots: ca.Pool()}
				started := time.Now()
				r := p.Probe(ctx, "localhost", []probe.Door{probe.DoorAt(test.port)}).Doors[0]
				if took := time.Since(started); took != after || r.Elapsed != after || r.End != probe.EndCancelled || !r.Settled() {
					t.Errorf("it took %v, settled %v after %v, end %q\n%s", took, r.Settled(), r.Elapsed, r.End, print(r))
				}
				for _, s := range test.servers {
					s.Close()
				}
			})
		})
	}
}
