//go:build unix

package cli

import (
	"io"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"postern/probe"
	"postern/probe/smtptest"
)

// TestVerifyWrongUse: one line, and nobody hears of it.
func TestVerifyWrongUse(t *testing.T) {
	aloneWithShell(t)
	s := &smtptest.Server{CA: smtptest.NewCA("Usage Test Authority")}
	s.Start()
	defer s.Close()
	ca := trusting(t, s.CA)
	server := "--host localhost --security starttls --port " + strconv.Itoa(s.Port()) + " --ca " + ca + " "
	for _, tt := range []struct {
		name string
		args string // parted by spaces; ~ stands for a space within one, ^ for a line break
		want string
	}{
		{"nothing", "", "whose server"},
		{"an argument", "ada@fastmail.com", "takes no argument; did you mean --address ada@fastmail.com?"},
		{"a server", "localhost", "takes no argument; did you mean --host localhost?"},
		{"a host alone", server + "--password-command x", "needs --user"},
		{"a provider alone", "--provider fastmail --password-command x", "needs --user"},
		{"nobody to ask", server + "--user ada", "nobody to ask"},
		{"nobody to ask, though asked to", server + "--user ada --password-store ask", "nobody to ask"},
		{"no command in it", server + "--user ada --password-command ", "nobody to ask"},
		{"two secrets", server + "--user ada --password-command x --password-store pass", "choose one"},
		{"a password and a token", server + "--user ada --password-command x --token-command y", "choose one"},
		{"a store and a token", server + "--user ada --password-store keyring --token-command y", "choose one"},
		{"a mistyped store", server + "--user ada --password-store vault", "keyring, pass or ask"},
		{"no encryption", server + "--user ada --password-command x --security none", "starttls or tls; without encryption Postern sends no login and no message"},
		{"a mistyped encryption", server + "--user ada --password-command x --security ssl", "say starttls or tls"},
		{"port 0", server + "--user ada --password-command x --port 0", "out of range"},
		{"prefer", server + "--user ada --password-command x --prefer 25", "587 or 465"},
		{"a mistyped flag", server + "--user ada --pasword-command x", "did you mean --password-command?"},
		{"a mistyped provider", "--provider fastmial --address ada@example.org --password-command x", "did you mean fastmail?"},
		{"somebody else's host", server + "--provider fastmail --user ada --password-command x", "no server of Fastmail"},
		{"a region to be named", "--provider amazon-ses --address ada@example.org --user x --password-command x", "--region us-east-1"},
		{"a login name to be named", "--provider amazon-ses --host email-smtp.eu-west-1.amazonaws.com --address ada@example.org --password-command x", "--user"},
		{"an unknown domain", "--address ada@example.org --password-command x", "--host smtp.example.org"},
		{"a bad address", server + "--address ada@ --password-command x", "--address: "},
		{"a bad host", "--host a~b --user ada --password-command x", "--host: "},
		{"a user of two lines", server + "--user ada^RSET --password-command x", "line"},
		{"a sender alone", server + "--user ada --from ada@example.org --password-command x", "--from goes with --to"},
		{"a recipient alone", server + "--user ada --to ada@example.org --password-command x", "--to goes with --from"},
		{"a bad sender", server + "--user ada --from ada --to ada@example.org --password-command x", "--from: "},
		{"a bad recipient", server + "--user ada@example.org --to ada --password-command x", "the recipient's address"},
		{"two recipients", server + "--user ada@example.org --to ada@example.org,eve@example.org --password-command x", "the recipient's address"},
		{"a recipient of two lines", server + "--user ada@example.org --to ada@example.org^DATA --password-command x", "the recipient's address"},
		{"a sender of two lines", server + "--user ada --from ada@example.org^DATA --to ada@example.org --password-command x", "--from: "},
		{"no such authority", server + "--user ada --password-command x --ca /does/not/exist.pem", "--ca"},
		{"an authority that is none", server + "--user ada --password-command x --ca verify.go", "PEM"},
		{"json with a value", server + "--user ada --password-command x --json=maybe", "--json"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			args := []string{"verify"}
			if tt.args != "" {
				args = append(args, strings.Split(tt.args, " ")...)
			}
			for i := range args {
				args[i] = strings.NewReplacer("~", " ", "^", "\r\n").Replace(args[i])
			}
			code, out, errOut := run(t, "", args...)
			if code != exitUsage || out != "" {
				t.Errorf("got %d and %q", code, out)
			}
			if strings.Count(errOut, "\n") != 1 || !strings.HasPrefix(errOut, "postern: ") || strings.Contains(errOut, "\r") {
				t.Errorf("got %q, want one line that begins with postern:", errOut)
			}
			if !strings.Contains(errOut, tt.want) {
				t.Errorf("got %q, want %q in it", errOut, tt.want)
			}
		})
	}
	if s.Connections() != 0 {
		t.Errorf("the server was asked %d times", s.Connections())
	}
}

// TestVerifyFillsIn: what is not told follows from the provider.
func TestVerifyFillsIn(t *testing.T) {
	alone(t)
	starttls, implicit := probe.STARTTLS, probe.ImplicitTLS
	own := verifyFlags{order: configFlags{host: "mail.example.org", command: "x"}}
	for _, tt := range []struct {
		name     string
		change   func(*verifyFlags)
		host     string
		port     int
		security probe.Security
		user     string
	}{
		{"an address", func(f *verifyFlags) { f.order.host, f.order.address = "", "ada@fastmail.com" }, "smtp.fastmail.com", 465, implicit, "ada@fastmail.com"},
		{"an address as login name", func(f *verifyFlags) { f.order.host, f.order.user = "", "ada@fastmail.com" }, "smtp.fastmail.com", 465, implicit, "ada@fastmail.com"},
		{"a provider and a login name", func(f *verifyFlags) { f.order.host, f.order.provider, f.order.user = "", "fastmail", "ada" }, "smtp.fastmail.com", 465, implicit, "ada"},
		{"another port", func(f *verifyFlags) { f.order.host, f.order.address, f.order.port = "", "ada@fastmail.com", 587 }, "smtp.fastmail.com", 587, starttls, "ada@fastmail.com"},
		{"a login name of the provider's", func(f *verifyFlags) {
			f.order.host, f.order.provider, f.order.address = "", "sendgrid", "ada@example.org"
		}, "smtp.sendgrid.net", 587, starttls, "apikey"},
		{"an own server", func(f *verifyFlags) { f.order.address = "ada@example.org" }, "mail.example.org", 587, starttls, "ada@example.org"},
		{"an own server by TLS", func(f *verifyFlags) { f.order.user, f.order.security = "ada", "tls" }, "mail.example.org", 465, implicit, "ada"},
		{"a name that is no address", func(f *verifyFlags) { f.order.user = "CORP\\ada@hq" }, "mail.example.org", 587, starttls, "CORP\\ada@hq"},
		{"a sender with a name", func(f *verifyFlags) { f.from, f.to = "Ada <ada@example.org>", "eve@example.org" }, "mail.example.org", 587, starttls, "ada@example.org"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := own
			tt.change(&f)
			c, err := (&app{getenv: os.Getenv}).check(f)
			if err != nil {
				t.Fatal(err)
			}
			a := c.attempt
			if a.Host != tt.host || a.Door.Port != tt.port || a.Door.Security != tt.security || a.User != tt.user || a.Token {
				t.Errorf("got %s, %+v, %q, a token: %t", a.Host, a.Door, a.User, a.Token)
			}
		})
	}
	f := own
	f.order = configFlags{address: "ada@gmail.com"}
	f.tokenCommand = "x"
	c, err := (&app{getenv: os.Getenv}).check(f)
	if err != nil || !c.attempt.Token || !slices.Contains(c.attempt.Mechanisms, "XOAUTH2") || c.provider == nil {
		t.Errorf("a token for a provider: got %v and %+v", err, c.attempt)
	}
}

// TestVerifyByStore: the keyring and pass are asked as the settings would ask them.
func TestVerifyByStore(t *testing.T) {
	home := aloneWithShell(t)
	s := house(t, "")
	for _, tt := range []struct{ store, program, wants string }{
		{"pass", "pass", "localhost"},
		{"keyring", "secret-tool", "lookup service smtp host localhost user " + s.User},
	} {
		script := "#!/bin/sh\necho \"$@\" >'" + home + "/" + tt.program + "'\nread -r line <'" + s.PasswordFile + "'\necho \"$line\"\n"
		if err := os.WriteFile(filepath.Join(home, "bin", tt.program), []byte(script), 0o700); err != nil {
			t.Fatal(err)
		}
		args := atDoor(s, 587, "--password-store", tt.store)
		i := slices.Index(args, "--password-command")
		code, out, errOut := run(t, "", slices.Delete(args, i, i+2)...)
		if code != exitDone {
			t.Errorf("%s: got %d, %s and %s", tt.store, code, out, errOut)
		}
		asked, err := os.ReadFile(filepath.Join(home, tt.program))
		if err != nil || !strings.Contains(string(asked), tt.wants) {
			t.Errorf("%s was asked %q, %v", tt.program, asked, err)
		}
	}
}

// TestVerifySends: the message arrives as the standard library reads mail, and says
// what it is.
func TestVerifySends(t *testing.T) {
	aloneWithShell(t)
	s := house(t, "")
	code, out, _ := run(t, "", atDoor(s, 465, "--json", "--from", "Ada Gräfin <"+s.Address+">", "--to", "Büro <bob@bücher.example>")...)
	got := readSignIn(t, out)
	came, err := s.Wait(t.Context())
	if err != nil || code != exitDone || len(s.Messages()) != 1 {
		t.Fatalf("%v, %d, %d messages", err, code, len(s.Messages()))
	}
	if came.From != s.Address || !slices.Equal(came.To, []string{"bob@xn--bcher-kva.example"}) || came.User != s.User || !came.TLS {
		t.Errorf("got %+v", came)
	}
	if got.QueueID == "" || !strings.Contains(came.File, got.QueueID) || got.SendCode != 250 || got.SendCommand != "." {
		t.Errorf("kept in %s, and said: %+v", came.File, got)
	}
	m, err := mail.ReadMessage(strings.NewReader(string(came.Data)))
	if err != nil {
		t.Fatal(err)
	}
	for field, want := range map[string]mail.Address{"From": {Name: "Ada Gräfin", Address: s.Address}, "To": {Name: "Büro", Address: "bob@xn--bcher-kva.example"}} {
		if list, err := m.Header.AddressList(field); err != nil || len(list) != 1 || *list[0] != want {
			t.Errorf("%s: got %v, %v", field, list, err)
		}
	}
	if _, err := m.Header.Date(); err != nil || !strings.HasSuffix(m.Header.Get("Message-ID"), "@practice.example>") {
		t.Errorf("date %v, %q", err, m.Header.Get("Message-ID"))
	}
	if subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil || subject != "Postern: a test message ✓" {
		t.Errorf("the subject: %q, %v", subject, err)
	}
	checkBody(t, m)
}

// checkBody reads the text by its own header.
func checkBody(t *testing.T, m *mail.Message) {
	t.Helper()
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "text/plain" || params["charset"] != "utf-8" {
		t.Errorf("got %s, %v, %v", kind, params, err)
	}
	var r io.Reader = m.Body
	if m.Header.Get("Content-Transfer-Encoding") == "quoted-printable" {
		r = quotedprintable.NewReader(r)
	}
	body, err := io.ReadAll(r)
	if err != nil || !strings.Contains(string(body), "You asked Postern to send it") || !strings.Contains(string(body), "äöü é ñ ł λ ж 字") {
		t.Errorf("got %v and %s", err, body)
	}
}
