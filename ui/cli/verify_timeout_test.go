//go:build unix

package cli

import (
	"context"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"postern/probe"
	"postern/probe/smtptest"
	"postern/wizard/advice"
)

// TestVerifyTimeout: after its time all of it has ended, and what had not come by then is
// said to have not come in time.
func TestVerifyTimeout(t *testing.T) {
	const limit = 2 * time.Second
	late := func(c *check) {
		c.attempt.Secret = func(ctx context.Context) ([]byte, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}
	}
	unknown := func(c *check) {
		c.prober.Lookup = func(ctx context.Context, _ string) ([]netip.Addr, probe.DNS) {
			<-ctx.Done()
			return nil, probe.DNSTimeout
		}
	}
	for _, tt := range []struct {
		name              string
		server            *smtptest.Server
		change            func(*check)
		door, login, send string
		says              string
	}{
		{"in time", &smtptest.Server{}, nil, "ready", "ok", "ok", "with PLAIN over TLS 1.3."},
		{"the name", &smtptest.Server{}, unknown, "name-lookup-timeout", "not_attempted", "not_attempted", "Login: not tried"},
		{"the greeting", &smtptest.Server{SilentAt: smtptest.Greeting}, nil, "silent", "not_attempted", "not_attempted", "Login: not tried"},
		{"TLS", &smtptest.Server{SilentAt: smtptest.Handshake}, nil, "tls-failed", "not_attempted", "not_attempted", "Login: not tried"},
		{"the password", &smtptest.Server{}, late, "ready", "not_attempted", "not_attempted", "the time for all of it was over"},
		{"the login", &smtptest.Server{SilentAt: smtptest.Login}, nil, "ready", "silent", "not_attempted", "Login: no answer"},
		{"the recipient", &smtptest.Server{SilentAt: smtptest.Rcpt}, nil, "ready", "ok", "connection_lost", "Message: no answer"},
		{"the message", &smtptest.Server{SilentAt: smtptest.Message}, nil, "ready", "ok", "connection_lost", "Whether it was taken is not known"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &probe.Prober{Roots: tt.server.Roots(), Dial: tt.server.Dial, Lookup: func(context.Context, string) ([]netip.Addr, probe.DNS) {
					return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, probe.DNSOK
				}}
				c := attempted(p, "localhost", probe.DoorAt(587))
				if tt.change != nil {
					tt.change(&c)
				}
				begun := time.Now()
				s := c.within(t.Context(), limit, nil)
				if took := time.Since(begun); took > limit {
					t.Errorf("it took %v", took)
				}
				tt.server.Close()
				time.Sleep(time.Minute) // whatever takes leave has done so
				door, login, send := string(advice.Judge(s.Door)), string(advice.JudgeLogin(s, nil)), string(advice.JudgeSend(s))
				if door != tt.door || login != tt.login || send != tt.send {
					t.Errorf("got %s, %s, %s, want %s, %s, %s", door, login, send, tt.door, tt.login, tt.send)
				}
				if _, text := printed(t, c, s); !strings.Contains(strings.Join(strings.Fields(text), " "), tt.says) {
					t.Errorf("no %q in\n%s", tt.says, text)
				}
			})
		})
	}
}

// TestVerifyTimeoutFlag: a command that never ends is ended, and the exit code is "not".
func TestVerifyTimeoutFlag(t *testing.T) {
	aloneWithShell(t)
	s := house(t, "")
	args := atDoor(s, 587, "--json", "--timeout", "300ms", "--password-command", "while :; do :; done")
	code, out, errOut := run(t, "", args...)
	got := readSignIn(t, out)
	if code != exitNot || errOut != "" || got.Login != "not_attempted" || !strings.Contains(got.Reason, "was over") || got.Door != "ready" {
		t.Errorf("got %d, %q and %+v", code, errOut, got)
	}
	code, _, errOut = run(t, "", append(args, "--timeout", "1h")...)
	if code != exitUsage || !strings.Contains(errOut, "all of it may take from 100ms to 10m") {
		t.Errorf("got %d and %q", code, errOut)
	}
}
