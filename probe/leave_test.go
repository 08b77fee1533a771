package probe_test

import (
	"context"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
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

// A heldContext counts who waits for its end.
type heldContext struct {
	context.Context
	waiting atomic.Int32
}

// Value hides the context within, which package context would look for.
func (*heldContext) Value(any) any { return nil }

// AfterFunc is what package context calls to wait for a foreign context's end.
func (c *heldContext) AfterFunc(f func()) func() bool {
	c.waiting.Add(1)
	stop := context.AfterFunc(c.Context, f)
	return sync.OnceValue(func() bool {
		c.waiting.Add(-1)
		return stop()
	})
}

// TestNothingHeld: once a probe is over, nothing of it hangs on the context of
// those who probe thousands of hosts with one.
func TestNothingHeld(t *testing.T) {
	for name, test := range map[string]struct {
		server *smtptest.Server
		door   int
	}{
		"ready":        {&smtptest.Server{}, 587},
		"TLS on 587":   {&smtptest.Server{Implicit: true}, 587},
		"clear on 465": {&smtptest.Server{}, 465},
		"silent":       {&smtptest.Server{SilentAt: smtptest.Greeting}, 587},
		"TLS 1.0":      {&smtptest.Server{Version: 0x0301}, 587},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := test.server
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				held := &heldContext{Context: ctx}
				p := &probe.Prober{Lookup: toLoopback, Dial: s.Dial, Roots: s.Roots()}
				p.Probe(held, "localhost", []probe.Door{probe.DoorAt(test.door)})
				time.Sleep(2 * time.Second) // QUIT is not waited for
				s.Close()
				if n := held.waiting.Load(); n != 0 {
					t.Errorf("%d still wait for the context to end", n)
				}
			})
		})
	}
}
