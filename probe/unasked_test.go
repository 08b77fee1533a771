package probe_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"postern/probe"
	"postern/probe/smtptest"
)

// TestUnasked: what a server says behind an answer is never the answer to the
// next command, and is warned of. In the clear that is all; in TLS no answer can
// be told from another any more, and none counts.
func TestUnasked(t *testing.T) {
	const early = "\n250-mail\n250-STARTTLS\n250-AUTH LOGIN\n250 XEARLY"
	adrift := good.but(func(f *facts) { f.Hello = probe.HelloMalformed })
	tests := map[string]struct {
		server *smtptest.Server
		want   facts
	}{
		"behind the greeting":      {&smtptest.Server{SayGreeting: "220 hi" + early}, good},
		"part of a line":           {&smtptest.Server{SayGreeting: "220 hi\n2"}, good},
		"two greetings":            {&smtptest.Server{SayGreeting: "220 hi\n220 no spam"}, good},
		"behind EHLO's answer":     {&smtptest.Server{SayHello: "250-mail\n250 STARTTLS" + early}, good},
		"behind a 220 to EHLO":     {&smtptest.Server{SayHello: "220 mail" + early}, early220},
		"behind HELO's answer":     {&smtptest.Server{SayHello: "500 what", SayOldHello: "250 mail" + early}, heloOnly},
		"behind a no to STARTTLS":  {&smtptest.Server{SaySTARTTLS: "454 later\n220 go"}, refused454},
		"in TLS":                   {&smtptest.Server{SayHelloAgain: "250-mail\n250 AUTH PLAIN" + early}, adrift},
		"in TLS, behind a refusal": {&smtptest.Server{SayHelloAgain: "554 no" + early}, adrift},
		"implicit, the greeting":   {&smtptest.Server{Implicit: true, SayGreeting: "220 hi" + early}, hidden.but(func(f *facts) { f.Hello = probe.HelloMalformed })},
		"implicit, EHLO":           {&smtptest.Server{Implicit: true, SayHello: "250-mail\n250 AUTH PLAIN" + early}, hidden.but(func(f *facts) { f.Hello = probe.HelloMalformed })},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := tryVirtual(t, test.server)
			if got := factsOf(r); got != test.want {
				t.Errorf("\ngot  %+v\nwant %+v\n%s", got, test.want, print(r))
			}
			if !slices.Equal(r.Warnings, []probe.Warning{probe.WarnUnaskedReply}) || !strings.Contains(print(r), "note: not asked for: ") {
				t.Errorf("got %q\n%s", r.Warnings, print(r))
			}
			for _, offers := range []map[string]probe.Text{r.ExtensionsBeforeTLS, r.ExtensionsAfterTLS} {
				if _, counts := offers["XEARLY"]; counts {
					t.Errorf("what nobody asked for counts: %v", offers)
				}
			}
			if r.Hello != probe.HelloOK && r.TLS == probe.TLSOK && r.AuthAfterTLS != nil {
				t.Errorf("a login counts: %q", r.AuthAfterTLS)
			}
		})
	}
}

// The facts of doors that end where they were spoken out of turn.
var (
	early220   = early(probe.GreetingOK, probe.HelloFailed, 220)
	heloOnly   = early(probe.GreetingOK, probe.HelloHELOOnly, 500)
	refused454 = noTLS.but(func(f *facts) { f.TLS, f.Code = probe.TLSRefused, 454 })
)

// TestNotUnasked: what comes with the 220 to STARTTLS is injected, and a server
// that speaks nothing like SMTP is not held to its turns.
func TestNotUnasked(t *testing.T) {
	for name, s := range map[string]*smtptest.Server{
		"injected":        {Injected: "250 hello\r\n"},
		"injected later":  {InjectedLater: "250 hello\r\n"},
		"HTTP":            {SayGreeting: "HTTP/1.1 400 Bad Request\nConnection: close\n"},
		"several lines":   {SayGreeting: "220-mail\n220-is\n220 here"},
		"answers in drip": {DripAt: smtptest.Hello, Drip: 1},
	} {
		t.Run(name, func(t *testing.T) {
			if r := tryVirtual(t, s); slices.Contains(r.Warnings, probe.WarnUnaskedReply) {
				t.Errorf("got %q\n%s", r.Warnings, print(r))
			}
		})
	}
}

// TestEarlyHelloAnswer: an answer that was there before EHLO was said is none,
// and another one is waited for.
func TestEarlyHelloAnswer(t *testing.T) {
	r := tryVirtual(t, &smtptest.Server{SayGreeting: "220 hi\n250-mail\n250-AUTH PLAIN\n250 STARTTLS", SilentAt: smtptest.Hello})
	if got, want := factsOf(r), early(probe.GreetingOK, probe.HelloNone, 0); got != want {
		t.Errorf("\ngot  %+v\nwant %+v", got, want)
	}
	if r.AuthBeforeTLS != nil || r.ExtensionsBeforeTLS != nil {
		t.Errorf("got %v, %q", r.ExtensionsBeforeTLS, r.AuthBeforeTLS)
	}
}

// A gathered connection sends all that was written to it in one piece, when it
// is read from.
type gathered struct {
	net.Conn
	written bytes.Buffer
}

func (g *gathered) Write(p []byte) (int, error) { return g.written.Write(p) }

func (g *gathered) Read(p []byte) (int, error) {
	if _, err := g.written.WriteTo(g.Conn); err != nil {
		return 0, err
	}
	return g.Conn.Read(p)
}

// TestUnaskedInItsOwnRecord: TLS hands on one record at a time, also of those it
// has read already.
func TestUnaskedInItsOwnRecord(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ca := smtptest.NewCA("Test Root")
		config := &tls.Config{
			Certificates: []tls.Certificate{ca.Issue(smtptest.Good, "localhost")}, MinVersion: tls.VersionTLS12,
			SessionTicketsDisabled: true,
		}
		dial := func(context.Context, string, string) (net.Conn, error) {
			client, server := smtptest.Pipe(0)
			go func() {
				defer func() { _ = server.Close() }()
				conn := tls.Server(&gathered{Conn: server}, config)
				_, _ = io.WriteString(conn, "220 hi\r\n")
				_, _ = io.WriteString(conn, "250-early\r\n250 AUTH PLAIN\r\n")
				_, _ = conn.Read(make([]byte, 512))
				_, _ = io.WriteString(conn, "250 late\r\n")
				_, _ = io.Copy(io.Discard, conn)
			}()
			return client, nil
		}
		p := &probe.Prober{Lookup: toLoopback, Dial: dial, Roots: ca.Pool()}
		r := checkedProbe(t, p, probe.DoorAt(465))
		if r.Hello != probe.HelloMalformed || r.AuthAfterTLS != nil || !slices.Contains(r.Warnings, probe.WarnUnaskedReply) {
			t.Errorf("got %s, %q, %q\n%s", r.Hello, r.AuthAfterTLS, r.Warnings, print(r))
		}
	})
}
