package submit_test

import (
	"context"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"postern/probe"
	"postern/probe/smtptest"
	"postern/probe/submit"
)

// sleeps is the clock of a computer that slept an hour at each of some moments after now.
func sleeps(at ...time.Duration) func() time.Duration {
	began := time.Now()
	return func() time.Duration {
		on := time.Since(began)
		slept := time.Duration(0)
		for _, a := range at {
			if on >= a {
				slept += time.Hour
			}
		}
		return on + slept
	}
}

// inTurn dials one server after the other; the last one over and over.
func inTurn(all []*smtptest.Server) func(context.Context, string, string) (net.Conn, error) {
	at := 0
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		s := all[min(at, len(all)-1)]
		at++
		return s.Dial(ctx, network, address)
	}
}

// TestASignInThatWasSleptThrough: the way there is made once more, before the secret is
// asked for; a login is not, and neither is a message.
func TestASignInThatWasSleptThrough(t *testing.T) {
	for name, tt := range map[string]struct {
		first   *smtptest.Server // nil: the same as then
		then    *smtptest.Server
		asleep  []time.Duration
		login   probe.Login
		send    probe.Send
		asked   int // how often for the secret
		dialled int
		stood   bool
	}{
		"awake": {
			nil, &smtptest.Server{SilentAt: smtptest.Login}, nil,
			probe.LoginSilent, probe.SendNotAttempted, 1, 1, false,
		},
		"on the way": {
			&smtptest.Server{SilentAt: smtptest.Greeting}, &smtptest.Server{},
			[]time.Duration{time.Second},
			probe.LoginOK, probe.SendOK, 1, 2, false,
		},
		"on the way, and it answers": {
			&smtptest.Server{DelayAt: smtptest.Hello, Delay: 2 * time.Second}, &smtptest.Server{},
			[]time.Duration{time.Second},
			probe.LoginOK, probe.SendOK, 1, 2, false,
		},
		"on the way, twice": {
			&smtptest.Server{SilentAt: smtptest.Greeting}, &smtptest.Server{SilentAt: smtptest.Greeting},
			[]time.Duration{time.Second, 5 * time.Second},
			probe.LoginNotAttempted, probe.SendNotAttempted, 0, 2, true,
		},
		"at the login": {
			nil, &smtptest.Server{SilentAt: smtptest.Login},
			[]time.Duration{10 * time.Second},
			probe.LoginSilent, probe.SendNotAttempted, 1, 1, true,
		},
		"at the message": {
			nil, &smtptest.Server{SilentAt: smtptest.Message},
			[]time.Duration{10 * time.Second},
			probe.LoginOK, probe.SendSilent, 1, 1, true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				then := tt.then
				then.CA = smtptest.NewCA("Asleep")
				servers := []*smtptest.Server{then}
				if tt.first != nil {
					tt.first.CA = then.CA
					servers = []*smtptest.Server{tt.first, then}
				}
				asked := 0
				p := &probe.Prober{Lookup: toLoopback, Dial: inTurn(servers), Roots: then.Roots()}
				last := (&submit.Submitter{Prober: p, Uptime: sleeps(tt.asleep...)}).Submit(t.Context(), submit.Attempt{
					Host: "localhost", Door: probe.DoorAt(587), User: user,
					Secret: func(context.Context) ([]byte, error) {
						asked++
						return []byte(secret), nil
					},
					Message: &submit.Message{From: user, To: user},
				})
				dialled, logins := 0, 0
				for _, s := range servers {
					s.Close()
					dialled += s.Connections()
					logins += strings.Count(strings.Join(s.Commands(), "\n"), "AUTH ")
				}
				synctest.Wait()
				if last.Login != tt.login || last.Send != tt.send {
					t.Errorf("got %s, %s, want %s, %s", last.Login, last.Send, tt.login, tt.send)
				}
				if asked != tt.asked || logins != tt.asked || dialled != tt.dialled {
					t.Errorf("the secret was asked for %d times, sent %d times, on %d connections; want %d, %[4]d, %d", asked, logins, dialled, tt.asked, tt.dialled)
				}
				if stood := last.Slept.Round(time.Minute); stood == time.Hour != tt.stood || !tt.stood && stood != 0 {
					t.Errorf("it stood for %v", last.Slept)
				}
			})
		})
	}
}
