package submit_test

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/netip"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"postern/probe"
	"postern/probe/smtptest"
	"postern/probe/submit"
)

// TestNotSafe: where the connection is not safe, the secret is not even asked for,
// and AUTH is never said.
func TestNotSafe(t *testing.T) {
	cleartext := []string{"STARTTLS", "AUTH PLAIN LOGIN"}
	tests := map[string]*smtptest.Server{
		"no STARTTLS, login in the clear": {Offers: []string{"AUTH PLAIN LOGIN", "SIZE 1000"}},
		"STARTTLS refused":                {Offers: cleartext, SaySTARTTLS: "454 4.7.0 not now"},
		"STARTTLS answered 250":           {Offers: cleartext, SaySTARTTLS: "250 ok"},
		"TLS never begins":                {Offers: cleartext, ClearInstead: "235 signed in\r\n"},
		"injected":                        {Injected: "235 2.7.0 signed in\r\n"},
		"injected later":                  {InjectedLater: "250 AUTH PLAIN\r\n"},
		"an injected part of a line":      {Injected: "x"},
		"expired":                         {Certificate: smtptest.Expired},
		"expired, implicit":               {Implicit: true, Certificate: smtptest.Expired},
		"not yet valid":                   {Certificate: smtptest.NotYetValid},
		"self-signed":                     {Certificate: smtptest.SelfSigned},
		"wrong host":                      {Host: "other.example.org"},
		"old TLS":                         {Version: tls.VersionTLS11},
		"old TLS, implicit":               {Implicit: true, Version: tls.VersionTLS10},
		"no EHLO in TLS":                  {SayHelloAgain: "554 5.7.1 go away"},
		"EHLO in TLS is no reply":         {SayHelloAgain: "250-localhost\n251 AUTH PLAIN"},
		"EHLO in TLS is silent":           {SilentAt: smtptest.HelloAgain},
		"EHLO in TLS is half":             {HalfAt: smtptest.HelloAgain},
		"greets with 554":                 {Implicit: true, SayGreeting: "554 5.7.1 go away"},
		"silent":                          {SilentAt: smtptest.Greeting},
		"HELO only":                       {SayHello: "502 what"},
	}
	for name, server := range tests {
		t.Run(name, func(t *testing.T) {
			o := tries(t, server, func(a *submit.Attempt) {
				a.Message = &submit.Message{From: user, To: user}
				a.Secret = func(context.Context) ([]byte, error) {
					t.Error("the secret was asked for")
					return []byte(secret), nil
				}
			})
			o.check(t, false)
			if o.Login != probe.LoginNotAttempted || o.Send != probe.SendNotAttempted || o.Mechanism != "" {
				t.Errorf("got %s, %s, %q", o.Login, o.Send, o.Mechanism)
			}
			if !o.Door.Settled() {
				t.Error("the way there has not settled")
			}
		})
	}
}

// TestWorseSince: what was ready when it was probed counts for nothing.
func TestWorseSince(t *testing.T) {
	for name, worse := range map[string]*smtptest.Server{
		"STARTTLS stripped":   {Offers: []string{"AUTH PLAIN LOGIN"}},
		"certificate expired": {Certificate: smtptest.Expired},
		"another host's":      {Host: "other.example.org"},
		"injected":            {Injected: "250 ok\r\n"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				good := &smtptest.Server{}
				p := &probe.Prober{Lookup: toLoopback, Dial: good.Dial, Roots: good.Roots()}
				door := probe.DoorAt(587)
				if r := p.Probe(t.Context(), "localhost", []probe.Door{door}).Doors[0]; !r.TLSVerified || len(r.AuthAfterTLS) == 0 {
					t.Fatalf("the door was not ready: %+v", r)
				}
				good.Close()
				worse.CA = good.CA
				o := attempts(t, t.Context(), worse, submit.Attempt{Host: "localhost", Door: door, User: user, Secret: says(secret)})
				o.check(t, false)
				if o.Login != probe.LoginNotAttempted {
					t.Errorf("got %s", o.Login)
				}
			})
		})
	}
}

// TestOffers: a mechanism has to be offered inside TLS, and to fit the secret.
func TestOffers(t *testing.T) {
	tests := map[string]struct {
		offers    []string // in TLS
		token     bool
		want      []string // by the provider
		login     probe.Login
		mechanism string
	}{
		"only in the clear":        {[]string{"SIZE 1000"}, false, nil, probe.LoginNotOffered, ""},
		"none named":               {[]string{"AUTH"}, false, nil, probe.LoginNotOffered, ""},
		"GSSAPI and NTLM":          {[]string{"AUTH GSSAPI NTLM"}, false, nil, probe.LoginUnsupported, ""},
		"tokens, and a password":   {[]string{"AUTH XOAUTH2 OAUTHBEARER"}, false, nil, probe.LoginUnsupported, ""},
		"passwords, and a token":   {[]string{"AUTH PLAIN LOGIN CRAM-MD5"}, true, nil, probe.LoginUnsupported, ""},
		"wished, not offered":      {[]string{"AUTH NTLM"}, false, []string{"PLAIN"}, probe.LoginUnsupported, ""},
		"wished, does not fit":     {[]string{"AUTH PLAIN XOAUTH2"}, false, []string{"XOAUTH2"}, probe.LoginOK, "PLAIN"},
		"all":                      {[]string{"AUTH CRAM-MD5 LOGIN PLAIN SCRAM-SHA-256"}, false, nil, probe.LoginOK, "PLAIN"},
		"LOGIN before CRAM":        {[]string{"AUTH CRAM-MD5 LOGIN"}, false, nil, probe.LoginOK, "LOGIN"},
		"only CRAM":                {[]string{"AUTH CRAM-MD5 NTLM"}, false, nil, probe.LoginOK, "CRAM-MD5"},
		"LOGIN wished":             {[]string{"AUTH PLAIN LOGIN"}, false, []string{"NTLM", "login"}, probe.LoginOK, "LOGIN"},
		"a token":                  {[]string{"AUTH PLAIN XOAUTH2"}, true, nil, probe.LoginOK, "XOAUTH2"},
		"a token, by the standard": {[]string{"AUTH XOAUTH2 OAUTHBEARER"}, true, nil, probe.LoginOK, "OAUTHBEARER"},
		"a token, XOAUTH2 wished":  {[]string{"AUTH XOAUTH2 OAUTHBEARER"}, true, []string{"XOAUTH2"}, probe.LoginOK, "XOAUTH2"},
		"lower case, old form":     {[]string{"auth=login"}, false, nil, probe.LoginOK, "LOGIN"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := &smtptest.Server{Offers: []string{"STARTTLS", "AUTH PLAIN LOGIN XOAUTH2"}, OffersTLS: test.offers}
			asked := false
			o := tries(t, s, func(a *submit.Attempt) {
				a.Token, a.Mechanisms = test.token, test.want
				a.Secret = func(context.Context) ([]byte, error) {
					asked = true
					return []byte("ya29.a0-token_with~all+of/them=="), nil
				}
			})
			o.check(t, test.login == probe.LoginOK)
			if o.Login != test.login || o.Mechanism != test.mechanism {
				t.Errorf("got %s, %q, want %s, %q", o.Login, o.Mechanism, test.login, test.mechanism)
			}
			if asked != (test.login == probe.LoginOK) {
				t.Errorf("the secret was asked for: %v", asked)
			}
			for _, c := range o.commands {
				if verb, mechanism, _ := strings.Cut(c, " "); verb == "AUTH" && !strings.HasPrefix(mechanism, test.mechanism) {
					t.Errorf("it said %s", c)
				}
			}
		})
	}
}

// TestNoSecret: without a secret that can be sent, nothing is.
func TestNoSecret(t *testing.T) {
	tests := map[string]struct {
		secret string
		err    error
		token  bool
	}{
		"an error":             {"", errors.New("gpg is locked"), false},
		"a secret with it":     {secret, errors.New("something about " + secret), false},
		"empty":                {"", nil, false},
		"LF":                   {"one\ntwo", nil, false},
		"CR":                   {"one\rtwo", nil, false},
		"NUL":                  {"one\x00two", nil, false},
		"too long":             {strings.Repeat("x", 20<<10), nil, false},
		"a space in a token":   {"one two", nil, true},
		"^A in a token":        {"one\x01two", nil, true},
		"a token not in ASCII": {"wört", nil, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			o := tries(t, &smtptest.Server{OffersTLS: []string{"AUTH PLAIN XOAUTH2"}}, func(a *submit.Attempt) {
				a.Token = test.token
				a.Secret = func(context.Context) ([]byte, error) { return []byte(test.secret), test.err }
			})
			o.check(t, false)
			if o.Login != probe.LoginNoSecret {
				t.Errorf("got %s", o.Login)
			}
			if last := o.Transcript[len(o.Transcript)-2]; !strings.HasPrefix(last.Text.String(), "no secret: ") {
				t.Errorf("no reason is given: %v", last)
			}
			if test.secret != "" && strings.Contains(transcript(o.SignIn), test.secret) {
				t.Error("the transcript holds the secret")
			}
		})
	}
}

// TestCheck: what could break a line out of its place is refused at the entrance.
func TestCheck(t *testing.T) {
	good := submit.Attempt{Host: "smtp.example.org", Door: probe.DoorAt(587), User: user, Secret: says(secret)}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	message := func(m submit.Message) func(*submit.Attempt) {
		return func(a *submit.Attempt) {
			if m.From == "" {
				m.From = user
			}
			if m.To == "" {
				m.To = user
			}
			a.Message = &m
		}
	}
	for name, change := range map[string]func(*submit.Attempt){
		"no host":           func(a *submit.Attempt) { a.Host = "" },
		"host":              func(a *submit.Attempt) { a.Host = "smtp.example.org\r\nRSET" },
		"no user":           func(a *submit.Attempt) { a.User = "" },
		"user LF":           func(a *submit.Attempt) { a.User = "ada\nRSET" },
		"user CR":           func(a *submit.Attempt) { a.User = "ada\r" },
		"user NUL":          func(a *submit.Attempt) { a.User = "ada\x00bob" },
		"user ^A":           func(a *submit.Attempt) { a.User = "ada\x01auth=" },
		"user too long":     func(a *submit.Attempt) { a.User = strings.Repeat("a", 501) },
		"no source":         func(a *submit.Attempt) { a.Secret = nil },
		"from LF":           message(submit.Message{From: "ada@example.org\r\nRCPT TO:<eve@example.org>"}),
		"from in quotes":    message(submit.Message{From: "\"ada\r\n\"@example.org"}),
		"from in words":     message(submit.Message{From: "=?utf-8?q?Ada=0D=0ABcc:_eve?= <ada@example.org>"}),
		"to NUL":            message(submit.Message{To: "ada\x00@example.org"}),
		"to nobody":         message(submit.Message{To: "ada"}),
		"to two":            message(submit.Message{To: "ada@example.org, eve@example.org"}),
		"to a strange host": message(submit.Message{To: "ada@exa mple.org"}),
		"to too long":       message(submit.Message{To: strings.Repeat("a", 65) + "@example.org"}),
		"subject":           message(submit.Message{Subject: "hello\r\nBcc: eve@example.org"}),
		"subject Latin-1":   message(submit.Message{Subject: "gr\xFC"}),
		"text":              message(submit.Message{Text: "one\x1b[2Jtwo"}),
		"text too long":     message(submit.Message{Text: strings.Repeat("a", 70<<10)}),
	} {
		a := good
		change(&a)
		err := a.Check()
		if err == nil {
			t.Errorf("%s: nothing is said", name)
			continue
		}
		if strings.ContainsAny(err.Error(), "\r\n\x00\x1b") {
			t.Errorf("%s: %q is not safe to print", name, err)
		}
	}
}

// TestBadAttempt: an attempt that Check refuses reaches nobody.
func TestBadAttempt(t *testing.T) {
	s := &smtptest.Server{}
	o := tries(t, s, func(a *submit.Attempt) { a.User = "ada\r\nRSET" })
	if o.Login != probe.LoginNotAttempted || s.Connections() != 0 || len(o.Transcript) != 1 {
		t.Errorf("got %s, %d connections, %v", o.Login, s.Connections(), o.Transcript)
	}
}

// TestCancel: whenever the context ends, the attempt does, at that moment.
func TestCancel(t *testing.T) {
	never := func(ctx context.Context) ([]byte, error) {
		<-ctx.Done()
		time.Sleep(time.Hour) // it should have returned
		return []byte(secret), nil
	}
	tests := map[string]struct {
		server *smtptest.Server
		secret func(context.Context) ([]byte, error)
		login  probe.Login
		send   probe.Send
	}{
		"greeting": {&smtptest.Server{SilentAt: smtptest.Greeting}, says(secret), probe.LoginNotAttempted, probe.SendNotAttempted},
		"TLS":      {&smtptest.Server{SilentAt: smtptest.Handshake}, says(secret), probe.LoginNotAttempted, probe.SendNotAttempted},
		"secret":   {&smtptest.Server{}, never, probe.LoginNotAttempted, probe.SendNotAttempted},
		"login":    {&smtptest.Server{SilentAt: smtptest.Login}, says(secret), probe.LoginLost, probe.SendNotAttempted},
		"MAIL":     {&smtptest.Server{SilentAt: smtptest.Mail}, says(secret), probe.LoginOK, probe.SendLost},
		"RCPT":     {&smtptest.Server{SilentAt: smtptest.Rcpt}, says(secret), probe.LoginOK, probe.SendLost},
		"DATA":     {&smtptest.Server{SilentAt: smtptest.Data}, says(secret), probe.LoginOK, probe.SendLost},
		"message":  {&smtptest.Server{SilentAt: smtptest.Message}, says(secret), probe.LoginOK, probe.SendLost},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
				defer cancel()
				o := attempts(t, ctx, test.server, submit.Attempt{
					Host: "localhost", Door: probe.DoorAt(587), User: user, Secret: test.secret,
					Message: &submit.Message{From: user, To: user},
				})
				o.check(t, test.login != probe.LoginNotAttempted)
				if o.Elapsed != 2*time.Second {
					t.Errorf("it ended after %v", o.Elapsed)
				}
				if o.Login != test.login || o.Send != test.send {
					t.Errorf("got %s, %s, want %s, %s", o.Login, o.Send, test.login, test.send)
				}
			})
		})
	}
}

// TestPassphrase: a person may take their time over the secret.
func TestPassphrase(t *testing.T) {
	o := tries(t, &smtptest.Server{}, func(a *submit.Attempt) {
		a.Secret = func(context.Context) ([]byte, error) {
			time.Sleep(5 * time.Minute)
			return []byte(secret), nil
		}
	})
	o.check(t, true)
	if o.Login != probe.LoginOK || o.Elapsed.Truncate(10*time.Millisecond) != 5*time.Minute {
		t.Errorf("got %s after %v", o.Login, o.Elapsed)
	}
}

// TestLeftWaiting: a server that did not wait for the secret does not get it.
func TestLeftWaiting(t *testing.T) {
	o := tries(t, &smtptest.Server{Idle: time.Minute}, func(a *submit.Attempt) {
		a.Secret = func(context.Context) ([]byte, error) {
			time.Sleep(5 * time.Minute)
			return []byte(secret), nil
		}
	})
	o.check(t, false)
	if o.Login != probe.LoginLost || o.LoginReply.Code != 0 || o.Why.Empty() {
		t.Errorf("got %s, %+v, %q", o.Login, o.LoginReply, o.Why)
	}
	if got := transcript(o.SignIn); !strings.Contains(got, "421 4.4.2 I waited long enough") || strings.Contains(got, "QUIT") {
		t.Errorf("got\n%s", got)
	}
}

// TestNobodyReads: whoever does not read the events slows nothing down, however many
// there are.
func TestNobodyReads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &smtptest.Server{}
		defer s.Close()
		var many []netip.Addr
		for i := range 20 {
			many = append(many, netip.AddrFrom4([4]byte{127, 0, 0, byte(i + 1)}))
		}
		p := &probe.Prober{
			Roots:  s.Roots(),
			Lookup: func(context.Context, string) ([]netip.Addr, probe.DNS) { return many, probe.DNSOK },
			Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
				if !strings.HasPrefix(address, "127.0.0.8:") {
					return nil, syscall.ECONNREFUSED
				}
				return s.Dial(ctx, network, address)
			},
		}
		_, events := (&submit.Submitter{Prober: p}).Start(t.Context(), submit.Attempt{
			Host: "localhost", Door: probe.DoorAt(587), User: user, Secret: says(secret),
			Message: &submit.Message{From: user, To: user},
		})
		time.Sleep(time.Minute)
		synctest.Wait()
		room := cap(events) - len(events)
		var last submit.Event
		for e := range events {
			last = e
		}
		if last.SignIn.Send != probe.SendOK || last.At > time.Second || room < 5 {
			t.Errorf("got %s after %v, with room for %d more", last.SignIn.Send, last.At, room)
		}
	})
}
