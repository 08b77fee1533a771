//go:build linux

package realtest_test

import (
	"context"
	"crypto/x509"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	netmail "net/mail"
	"os"
	"strings"
	"testing"

	"postern/probe"
	"postern/probe/submit"
)

// These tests sign in to real mail servers, rightly and wrongly, and have a message
// delivered.

func TestRealPostfixSignIn(t *testing.T) { postfix.signedIn(t, "5.7.8") }

func TestRealEximSignIn(t *testing.T) { exim.signedIn(t, "") }

func TestRealOpenSMTPDSignIn(t *testing.T) { opensmtpd.signedIn(t, "") }

// wrong is another password than the right one.
const wrong = "analytical engine"

// signedIn signs in at the doors of the server. badStatus is the enhanced code for
// a wrong password; not every server has one.
func (s software) signedIn(t *testing.T, badStatus string) {
	t.Helper()
	t.Parallel()
	srv := s.start(t, s.unpacked(t), freeDoors(t))
	starttls, implicit := submitDoor(srv), probe.Door{Port: srv.ports.smtps, Security: probe.ImplicitTLS}
	for _, door := range []probe.Door{starttls, implicit} {
		for _, mechanism := range []string{"PLAIN", "LOGIN"} {
			got := srv.signIn(t, attemptAt(door, password, mechanism))
			if got.Login != probe.LoginOK || got.LoginReply.Code != 235 || got.Mechanism != mechanism {
				t.Errorf("%v, %s: got %s, %+v", door, mechanism, got.Login, got.LoginReply)
			}
			got = srv.signIn(t, attemptAt(door, wrong, mechanism))
			if got.Login != probe.LoginRefused || got.LoginReply.Code != 535 || got.LoginStatus != badStatus {
				t.Errorf("%v, %s, wrong: got %s, %+v", door, mechanism, got.Login, got.LoginReply)
			}
		}
	}
	relay := probe.Door{Port: srv.ports.relay}
	if got := srv.signIn(t, unasked(t, attemptAt(relay, password, ""))); got.Login != probe.LoginNotOffered {
		t.Errorf("at the relay: got %s", got.Login)
	}
	if got := (&submit.Submitter{}).Submit(t.Context(), unasked(t, attemptAt(starttls, password, ""))); got.Login != probe.LoginNotAttempted {
		t.Errorf("without its authority: got %s", got.Login)
	}
	srv.delivers(t, implicit)
}

// delivers sends a message through the door and reads it where it was delivered.
func (s *server) delivers(t *testing.T, door probe.Door) {
	t.Helper()
	a := attemptAt(door, password, "")
	a.Message = &submit.Message{From: "Ada Gräfin <" + user + ">", To: user, Text: ".\n.. Grüße\n" + strings.Repeat("ö", 600)}
	got := s.signIn(t, a)
	if got.Send != probe.SendOK || got.QueueID.Empty() {
		t.Fatalf("got %s, %+v, the queue ID %q", got.Send, got.SendReply, got.QueueID)
	}
	s.waitFor(t, s.delivered)
	if log := strings.Join(s.said, "\n"); !strings.Contains(log, got.QueueID.String()) {
		t.Errorf("%s does not know %s", s.name, got.QueueID)
	}
	m, err := netmail.ReadMessage(strings.NewReader(s.received(t)))
	if err != nil {
		t.Fatal(err)
	}
	var body io.Reader = m.Body
	if m.Header.Get("Content-Transfer-Encoding") == "quoted-printable" {
		body = quotedprintable.NewReader(body)
	}
	text, err := io.ReadAll(body)
	if want := a.Message.Text + "\n"; err != nil || strings.ReplaceAll(string(text), "\r\n", "\n") != want {
		t.Errorf("the text is %q, %v, want %q", text, err, want)
	}
	from, err := m.Header.AddressList("From")
	if err != nil || from[0].Name != "Ada Gräfin" || from[0].Address != user {
		t.Errorf("it is from %v, %v", from, err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || !strings.HasPrefix(subject, "Postern: ") {
		t.Errorf("the subject is %q, %v", subject, err)
	}
	if _, err := m.Header.Date(); err != nil || len(m.Header["Message-Id"]) != 1 {
		t.Errorf("the date is %v, the ID %v", err, m.Header["Message-Id"])
	}
	holds(t, strings.ToUpper(strings.Join(m.Header["Received"], "\n")), "WITH ESMTPSA")
}

// TestRealPostfixSenders: who signs in may not send as somebody else, where the
// server is strict about that.
func TestRealPostfixSenders(t *testing.T) {
	t.Parallel()
	root := postfix.unpacked(t)
	port := freePorts(t, 1)[0]
	s := startPostfixWith(t, root, freeDoors(t), fmt.Sprintf("%d inet n - n - - smtpd\n"+
		"  -o smtpd_tls_security_level=encrypt -o smtpd_sasl_auth_enable=yes -o smtpd_tls_auth_only=yes\n"+
		"  -o smtpd_sender_login_maps=inline:{bob@example.org=bob,ada@example.org=ada@example.org}\n"+
		"  -o smtpd_sender_restrictions=reject_sender_login_mismatch", port))
	for _, test := range []struct {
		from, command string
		code          int
	}{
		{"bob@example.org", "RCPT", 553}, // Postfix waits for the recipient with what it thinks of the sender
		{user, ".", 250},
	} {
		a := attemptAt(probe.Door{Port: port}, password, "")
		a.Message = &submit.Message{From: test.from, To: user}
		got := s.signIn(t, a)
		if got.Login != probe.LoginOK || got.SendCommand != test.command || got.SendReply.Code != test.code {
			t.Errorf("%s: got %s, %s: %+v", test.from, got.Login, got.SendCommand, got.SendReply)
		}
	}
}

func submitDoor(s *server) probe.Door { return probe.Door{Port: s.ports.submit} }

// attemptAt is a login with this password.
func attemptAt(door probe.Door, secret, mechanism string) submit.Attempt {
	a := submit.Attempt{
		Host: "localhost", Door: door, User: user,
		Secret: func(context.Context) ([]byte, error) { return []byte(secret), nil },
	}
	if mechanism != "" {
		a.Mechanisms = []string{mechanism}
	}
	return a
}

// unasked has the test fail if the secret is asked for.
func unasked(t *testing.T, a submit.Attempt) submit.Attempt {
	t.Helper()
	a.Secret = func(context.Context) ([]byte, error) {
		t.Error("the secret was asked for")
		return []byte(password), nil
	}
	return a
}

// signIn makes an attempt, trusting the server's authority, and sees to it that no
// password is in what is left.
func (s *server) signIn(t *testing.T, a submit.Attempt) probe.SignIn {
	t.Helper()
	pem, err := os.ReadFile(s.ca)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	got := (&submit.Submitter{Prober: &probe.Prober{Roots: roots}}).Submit(t.Context(), a)
	for _, l := range got.Transcript {
		if strings.Contains(l.Text.String(), password) || strings.Contains(l.Text.String(), wrong) {
			t.Errorf("the transcript holds a password: %s", l.Text)
		}
	}
	return got
}
