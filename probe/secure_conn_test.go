package probe_test

import (
	"context"
	"crypto/tls"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"postern/probe"
	"postern/probe/smtptest"
)

// enters enters a door in virtual time. What it does with the connection is use's.
func enters(t *testing.T, s *smtptest.Server, use func(context.Context, *probe.SecureConn)) (r probe.Result) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		p := &probe.Prober{Lookup: toLoopback, Dial: s.Dial, Roots: s.Roots()}
		var told []probe.Result
		var e *probe.SecureConn
		r, e = p.OpenSecure(t.Context(), "localhost", doorOf(s), func(r probe.Result) { told = append(told, r) })
		if last := told[len(told)-1]; print(last) != print(r) {
			t.Errorf("the last that was told is not the result:\n%s", print(last))
		}
		for i, r := range told {
			if r.Settled() != (i == len(told)-1) {
				t.Errorf("step %d of %d is %d", i, len(told), r.Step)
			}
		}
		if use != nil {
			use(t.Context(), e)
		} else if e != nil {
			e.Quit()
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		s.Close()
		for _, c := range s.Complaints() {
			t.Errorf("the server complains: %s", c)
		}
		if n := s.Connections(); n > 1 {
			t.Errorf("%d connections were made", n)
		}
	})
	checkFacts(t, r)
	checkTranscript(t, r)
	return r
}

// TestOpenSecureMeetsWhatAProbeMeets: the steps and the facts are the same.
func TestOpenSecureMeetsWhatAProbeMeets(t *testing.T) {
	for name, server := range map[string]func() *smtptest.Server{
		"good":            func() *smtptest.Server { return &smtptest.Server{} },
		"implicit":        func() *smtptest.Server { return &smtptest.Server{Implicit: true} },
		"TLS 1.2":         func() *smtptest.Server { return &smtptest.Server{Version: tls.VersionTLS12} },
		"expired":         func() *smtptest.Server { return &smtptest.Server{Certificate: smtptest.Expired} },
		"injected":        func() *smtptest.Server { return &smtptest.Server{Injected: "250 x\r\n"} },
		"no STARTTLS":     func() *smtptest.Server { return &smtptest.Server{Offers: []string{"SIZE 1"}} },
		"refused":         func() *smtptest.Server { return &smtptest.Server{SaySTARTTLS: "454 no"} },
		"busy":            func() *smtptest.Server { return &smtptest.Server{SayGreeting: "421 busy"} },
		"HELO only":       func() *smtptest.Server { return &smtptest.Server{SayHello: "502 what"} },
		"closed":          func() *smtptest.Server { return &smtptest.Server{CloseAt: smtptest.HelloAgain} },
		"silent in TLS":   func() *smtptest.Server { return &smtptest.Server{SilentAt: smtptest.HelloAgain} },
		"an intermediate": func() *smtptest.Server { return &smtptest.Server{Certificate: smtptest.WithIntermediate} },
		"a missing one":   func() *smtptest.Server { return &smtptest.Server{Certificate: smtptest.MissingIntermediate} },
	} {
		t.Run(name, func(t *testing.T) {
			probed, entered := tryVirtual(t, server()), enters(t, server(), nil)
			// A probe says QUIT before it settles.
			want := strings.ReplaceAll(print(probed), "client: QUIT\n", "")
			if got := strings.ReplaceAll(print(entered), "client: QUIT\n", ""); !sameFacts(entered, probed) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// sameFacts compares all that does not tell of one certificate or one moment.
func sameFacts(a, b probe.Result) bool {
	return factsOf(a) == factsOf(b) && a.RoundTrips == b.RoundTrips && a.TLSVerified == b.TLSVerified &&
		a.Injected == b.Injected && a.Refusal == b.Refusal && slices.Equal(a.AuthAfterTLS, b.AuthAfterTLS)
}

// TestOpenSecureRefusesUnsafe: there is no connection to be had that is not safe, and no second
// one is tried.
func TestOpenSecureRefusesUnsafe(t *testing.T) {
	for name, server := range map[string]*smtptest.Server{
		"silent":          {SilentAt: smtptest.Greeting},
		"an alert of TLS": {SayGreeting: "\x15\x03\x01\x00\x02\x02\x28"},
		"old TLS":         {Version: tls.VersionTLS10},
		"old, implicit":   {Implicit: true, Version: tls.VersionTLS11},
		"in the clear":    {Implicit: true, ClearInstead: "220 hello\r\n"},
		"injected":        {Injected: "x"},
		"injected later":  {InjectedLater: "250 x\r\n"},
		"expired":         {Certificate: smtptest.Expired},
		"self-signed":     {Certificate: smtptest.SelfSigned},
		"wrong host":      {Certificate: smtptest.WrongHost},
		"unknown CA":      {Certificate: smtptest.UnknownCA},
		"for clients":     {Certificate: smtptest.WrongUsage},
		"no EHLO":         {SayHelloAgain: "250-localhost\n250"[:4] + "x"},
		"EHLO 220":        {SayHelloAgain: "220 localhost"},
		"EHLO and more":   {SayHelloAgain: "250 localhost\n235 2.7.0 signed in"},
		"EHLO, closed":    {HalfAt: smtptest.HelloAgain},
	} {
		t.Run(name, func(t *testing.T) {
			enters(t, server, func(_ context.Context, e *probe.SecureConn) {
				if e != nil {
					t.Error("there was a connection")
					e.Close()
				}
			})
			for _, c := range server.Commands() {
				if verb, _, _ := strings.Cut(c, " "); verb != "EHLO" && verb != "HELO" && verb != "STARTTLS" && verb != "QUIT" {
					t.Errorf("it said %q", c)
				}
			}
		})
	}
}

// TestSecureConnTalks speaks on a connection that was handed over.
func TestSecureConnTalks(t *testing.T) {
	s := &smtptest.Server{SayMail: "250-2.1.0 one\n250 2.1.0 two \x1b[2J"}
	enters(t, s, func(_ context.Context, e *probe.SecureConn) {
		for _, line := range []string{"a\r\nb", "a\n", "a\x00"} {
			if e.Command([]byte(line)) == nil {
				t.Errorf("%q was said", line)
			}
		}
		before := len(e.Transcript())
		e.Scrub(func(line []byte, _ bool) string { return strings.ReplaceAll(string(line), "one", "***") })
		e.RecordClient("MAIL one")
		if err := e.Command([]byte("MAIL FROM:<ada@example.org>")); err != nil {
			t.Error(err)
		}
		a, err := e.ReadReply(time.Second)
		if err != nil || a.Code != 250 || a.Text.String() != "2.1.0 ***\n2.1.0 two \\x1B[2J" {
			t.Errorf("got %+v, %v", a, err)
		}
		e.Note("one and all")
		var said []string
		for _, l := range e.Transcript()[before:] {
			said = append(said, string(l.From)+" "+l.Text.String())
		}
		want := []string{"client MAIL ***", "server 250-2.1.0 ***", `server 250 2.1.0 two \x1B[2J`, "note *** and all"}
		if !slices.Equal(said, want) {
			t.Errorf("the transcript says %q, want %q", said, want)
		}
		e.Quit()
	})
	if c := s.Commands(); c[len(c)-1] != "QUIT" || len(c) != 5 {
		t.Errorf("it said %q", c)
	}
}

// TestSecureConnTellsSilentFromLost: a reply that does not come, or that is none, is told apart.
func TestSecureConnTellsSilentFromLost(t *testing.T) {
	for want, s := range map[error]*smtptest.Server{
		probe.ErrSilent: {SilentAt: smtptest.Mail},
		probe.ErrLost:   {CloseAt: smtptest.Mail},
	} {
		enters(t, s, func(_ context.Context, e *probe.SecureConn) {
			begun := time.Now()
			if err := e.Command([]byte("MAIL FROM:<ada@example.org>")); err != nil {
				t.Error(err)
			}
			a, err := e.ReadReply(7 * time.Second)
			if !errors.Is(err, want) || a.Code != 0 || want == probe.ErrSilent && time.Since(begun) != 7*time.Second {
				t.Errorf("got %+v, %v after %v, want %v", a, err, time.Since(begun), want)
			}
			e.Quit()
		})
		if c := s.Commands(); c[len(c)-1] == "QUIT" {
			t.Errorf("it said QUIT in mid command: %q", c)
		}
	}
}

// TestSecureConnOutlivesDoorLimit: the connection lasts beyond the limit of the door, and ends
// with the context.
func TestSecureConnOutlivesDoorLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &smtptest.Server{}
		p := &probe.Prober{Lookup: toLoopback, Dial: s.Dial, Roots: s.Roots(), Timeout: 5 * time.Second}
		ctx, cancel := context.WithCancel(t.Context())
		_, e := p.OpenSecure(ctx, "localhost", doorOf(s), nil)
		time.Sleep(time.Minute)
		say := func() error {
			if err := e.Command([]byte("MAIL FROM:<ada@example.org>")); err != nil {
				t.Error(err)
			}
			_, err := e.ReadReply(time.Second)
			return err
		}
		if err := say(); err != nil {
			t.Errorf("after a minute: %v", err)
		}
		cancel()
		synctest.Wait()
		if err := say(); !errors.Is(err, probe.ErrLost) {
			t.Errorf("after the end: %v", err)
		}
		e.Quit()
		s.Close()
	})
}
