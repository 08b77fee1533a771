package probe_test

import (
	"context"
	"net"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"postern/probe"
	"postern/probe/smtptest"
)

// A heavyConn needs a moment for each write, in which whoever means to close the
// connection does so.
type heavyConn struct{ net.Conn }

func (c heavyConn) Write(b []byte) (int, error) {
	time.Sleep(time.Millisecond)
	return c.Conn.Write(b)
}

// heavily returns dial with connections that are slow to write to.
func heavily(dial func(context.Context, string, string) (net.Conn, error)) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return heavyConn{conn}, nil
	}
}

// TestQuit checks that leave is taken of a server that can hear it, after the
// settling event, and that its answer is not waited for.
func TestQuit(t *testing.T) {
	tests := map[string]struct {
		server *smtptest.Server
		door   int
		want   bool
	}{
		"ready":          {&smtptest.Server{}, 587, true},
		"implicit":       {&smtptest.Server{Implicit: true}, 465, true},
		"no STARTTLS":    {&smtptest.Server{Offers: []string{"SIZE"}}, 587, true},
		"refused":        {&smtptest.Server{SaySTARTTLS: "454 later"}, 587, true},
		"bad greeting":   {&smtptest.Server{SayGreeting: "554 no"}, 587, true},
		"only HELO":      {&smtptest.Server{SayHello: "502 no"}, 587, true},
		"TLS on 587":     {&smtptest.Server{Implicit: true}, 587, true},
		"clear on 465":   {&smtptest.Server{}, 465, true},
		"not SMTP":       {&smtptest.Server{SayGreeting: "SSH-2.0-x"}, 587, false},
		"no TLS":         {&smtptest.Server{ClearInstead: "500 what\r\n"}, 587, false},
		"too long":       {&smtptest.Server{EndlessAt: smtptest.Hello}, 587, false},
		"silent at EHLO": {&smtptest.Server{SilentAt: smtptest.Hello}, 587, false},
		"TLS 1.0":        {&smtptest.Server{Version: 0x0301, Implicit: true}, 465, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := test.server
				p := &probe.Prober{Lookup: toLoopback, Dial: heavily(s.Dial), Roots: s.Roots()}
				r := checkedProbe(t, p, probe.DoorAt(test.door))
				time.Sleep(time.Second)
				s.Close()
				if got := slices.Contains(s.Commands(), "QUIT"); got != test.want {
					t.Errorf("QUIT was said: %v, want %v: %q", got, test.want, s.Commands())
				}
				if got := strings.Contains(print(r), "client: QUIT"); got != test.want {
					t.Errorf("QUIT is in the transcript: %v, want %v", got, test.want)
				}
				if c := s.Complaints(); test.want && len(c) > 0 {
					t.Errorf("the server complains: %q", c)
				}
			})
		})
	}
}
