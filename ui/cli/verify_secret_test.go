//go:build unix

package cli

import (
	"crypto/tls"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"postern/probe/smtptest"
)

// secret is what shall be found nowhere.
const secret = `correct+horse/Battery?staple=9~ß`

// forms are the secret and what it looks like in base64, at each place it can have
// in a longer text, in hexadecimal and escaped.
func forms(secret string) []string {
	all := []string{secret, hex.EncodeToString([]byte(secret)), fmt.Sprintf("%q", secret)}
	for _, alphabet := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for before := range 3 {
			text := alphabet.EncodeToString([]byte("???"[:before] + secret + "???"))
			// Six bits a letter: those that hold a bit of what stands around are left out.
			all = append(all, text[(before*8+5)/6:(before+len(secret))*8/6])
		}
	}
	return all
}

// holdsNone checks that a text holds the secret in no form.
func holdsNone(t *testing.T, where, text, secret string) {
	t.Helper()
	low := strings.ToLower(text)
	for _, form := range forms(secret) {
		if strings.Contains(low, strings.ToLower(form)) {
			t.Errorf("%s holds the secret as %q:\n%s", where, form, text)
		}
	}
}

// nowhereIn searches all files of a folder, but for those that are named.
func nowhereIn(t *testing.T, dir, secret string, but ...string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		for _, name := range but {
			if path == name {
				return nil
			}
		}
		body, err := os.ReadFile(path)
		holdsNone(t, path, path+"\n"+string(body), secret)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// keep writes the secret where a command can read it, outside of the home.
func keep(t *testing.T, secret string) (command string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte(secret+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return prints(file)
}

// trusting writes a file with the authority in it.
func trusting(t *testing.T, ca *smtptest.CA) (file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "ca.pem")
	body := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: ca.Certificate().Raw})
	if err := os.WriteFile(file, body, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// atPort are the arguments that verify a login at a scripted server.
func atPort(port int, security, ca string, more ...string) []string {
	return append([]string{
		"verify", "--host", "localhost", "--port", strconv.Itoa(port), "--security", security,
		"--user", "ada@example.org", "--ca", ca,
	}, more...)
}

// leaks are servers that do all they can to have the secret shown.
func leaks() map[string]*smtptest.Server {
	b64 := base64.StdEncoding.EncodeToString
	no := func(text string) func([]string) string { return func([]string) string { return text } }
	return map[string]*smtptest.Server{
		"takes all":            {},
		"takes all, implicit":  {Implicit: true},
		"by LOGIN":             {OffersTLS: []string{"AUTH LOGIN"}},
		"by CRAM-MD5":          {OffersTLS: []string{"AUTH CRAM-MD5"}},
		"refuses":              {SayLogin: "535 5.7.8 wrong password"},
		"repeats it":           {AnswerLogin: no("535 5.7.8 wrong password: " + secret)},
		"repeats all of it":    {AnswerLogin: func(said []string) string { return "535 I heard " + strings.Join(said, "\n535-and ") }},
		"repeats it, coded":    {AnswerLogin: no("535 " + b64([]byte(secret)) + " " + b64([]byte("x"+secret)) + " " + b64([]byte("xy"+secret)))},
		"repeats it, by LOGIN": {OffersTLS: []string{"AUTH LOGIN"}, AnswerLogin: func(said []string) string { return "535 " + strings.Join(said, " ") }},
		"welcomes it":          {AnswerLogin: no("235 2.7.0 welcome, " + secret)},
		"refuses with it":      {SayMail: "550 5.7.1 not " + secret},
		"refuses it late":      {SayRcpt: "553 5.7.1 not yours, " + secret, SayMessage: "554 " + secret},
		"queues under it":      {SayMessage: "250 2.0.0 Ok: queued as " + secret},
		"asks for more":        {AnswerLogin: no("334 " + b64([]byte(secret))), SayLoginAgain: "535 no, " + secret},
		"is no server":         {AnswerLogin: no(secret)},
		"hangs up":             {CloseAt: smtptest.Login, AnswerLogin: no("535 " + secret)},
		"breaks off in it":     {HalfAt: smtptest.Login, AnswerLogin: no("535 " + secret + strings.Repeat(" ", len(secret)))},
		"is not to be trusted": {Certificate: smtptest.Expired},
	}
}

// TestSecretIsNowhere: whatever a server does, the secret is in nothing that the
// program says or leaves behind.
func TestSecretIsNowhere(t *testing.T) {
	for name, server := range leaks() {
		t.Run(name, func(t *testing.T) {
			home := aloneWithShell(t)
			server.CA = smtptest.NewCA("Leak Test Authority")
			server.Start()
			defer server.Close()
			security := "starttls"
			if server.Implicit {
				security = "tls"
			}
			args := atPort(server.Port(), security, trusting(t, server.CA), "--password-command", keep(t, secret), "--to", "ada@example.org")
			for _, more := range []string{"", "--transcript", "--json", "--json --transcript"} {
				code, out, errOut := run(t, "", append(args, strings.Fields(more)...)...)
				if code > exitNot {
					t.Errorf("got %d and %q", code, errOut)
				}
				holdsNone(t, "the output", out, secret)
				holdsNone(t, "standard error", errOut, secret)
			}
			nowhereIn(t, home, secret)
			told := strings.Join(server.Commands(), "\n")
			if asked := strings.Contains(told, "AUTH "); asked == (name == "is not to be trusted") {
				t.Errorf("it heard:\n%s", told)
			}
		})
	}
}

// TestSecretOfAFailingCommand: what it printed is shown no more than it itself is.
func TestSecretOfAFailingCommand(t *testing.T) {
	home := aloneWithShell(t)
	s := house(t, "")
	for _, command := range []string{
		"echo '" + secret + "'; exit 3", "echo '" + secret + "' >&2; exit 3", "kill -9 $$ # " + secret, "'" + secret,
	} {
		for _, more := range []string{"--transcript", "--json"} {
			code, out, errOut := run(t, "", atDoor(s, 587, more, "--password-command", command)...)
			if code != exitNot {
				t.Errorf("got %d", code)
			}
			holdsNone(t, "the output", out+errOut, secret)
		}
	}
	nowhereIn(t, home, secret)
}

// TestSecretInPractice: the folder of practice holds the password only where the
// server itself keeps it.
func TestSecretInPractice(t *testing.T) {
	home := aloneWithShell(t)
	s := house(t, "")
	for _, more := range []string{"", "--transcript", "--json"} {
		code, out, errOut := run(t, "", atDoor(s, 465, append(strings.Fields(more), "--to", s.Address)...)...)
		if code != exitDone {
			t.Errorf("got %d", code)
		}
		holdsNone(t, "the output", out+errOut, s.Password)
	}
	if got := len(s.Messages()); got != 3 {
		t.Errorf("%d messages came", got)
	}
	nowhereIn(t, home, s.Password)
	nowhereIn(t, s.Dir, s.Password, s.PasswordFile)
}

// TestTokenIsNowhere: a token is sent as one, and shown no more than a password.
func TestTokenIsNowhere(t *testing.T) {
	const token = "ya29.a0AfH6SMBx-qZk_7~horse+battery/staple=="
	for _, tt := range []struct{ offers, mechanism, says, login string }{
		{"AUTH XOAUTH2", "XOAUTH2", "", "ok"},
		{"AUTH PLAIN OAUTHBEARER XOAUTH2", "OAUTHBEARER", "", "ok"},
		{"AUTH XOAUTH2", "XOAUTH2", "535 5.7.8 not accepted: " + token, "bad_password"},
		{"AUTH PLAIN LOGIN", "", "", "unsupported_mech"},
	} {
		home := aloneWithShell(t)
		s := &smtptest.Server{CA: smtptest.NewCA("Token Test Authority"), OffersTLS: []string{tt.offers}, SayLogin: tt.says}
		s.Start()
		defer s.Close()
		args := atPort(s.Port(), "starttls", trusting(t, s.CA), "--token-command", keep(t, token))
		_, out, errOut := run(t, "", append(args, "--json", "--transcript")...)
		got := readSignIn(t, out)
		if got.Login != tt.login || got.Mechanism != tt.mechanism {
			t.Errorf("got %s by %q, want %s by %q", got.Login, got.Mechanism, tt.login, tt.mechanism)
		}
		_, text, _ := run(t, "", append(args, "--transcript")...)
		holdsNone(t, "the output", out+errOut+text, token)
		nowhereIn(t, home, token)
		coded := base64.StdEncoding.EncodeToString([]byte("user=ada@example.org\x01auth=Bearer " + token + "\x01\x01"))
		if told := strings.Join(s.Commands(), "\n"); tt.mechanism == "XOAUTH2" && !strings.Contains(told, coded) {
			t.Errorf("it heard:\n%s", told)
		}
	}
}

// worse are servers that are not what the door was when it was tried.
func worse() map[string]*smtptest.Server {
	clear := []string{"STARTTLS", "AUTH PLAIN LOGIN"}
	return map[string]*smtptest.Server{
		"no-starttls":                        {Offers: []string{"AUTH PLAIN LOGIN", "SIZE 1000"}},
		"starttls-refused":                   {Offers: clear, SaySTARTTLS: "454 4.7.0 not now"},
		"tls-failed":                         {Offers: clear, CloseAt: smtptest.Handshake},
		"plaintext-injected":                 {Offers: clear, Injected: "235 2.7.0 signed in\r\n"},
		"plaintext-injected later":           {InjectedLater: "250 AUTH PLAIN\r\n"},
		"bad-certificate, expired":           {Certificate: smtptest.Expired},
		"bad-certificate, another host":      {Host: "mail.elsewhere.example"},
		"bad-certificate, self-signed":       {Certificate: smtptest.SelfSigned},
		"bad-certificate, another authority": {Certificate: smtptest.UnknownCA},
		"tls-failed, too old":                {Version: tls.VersionTLS11},
		"no-login":                           {OffersTLS: []string{"SIZE 1000"}},
		"refuses-you":                        {SayGreeting: "554 5.7.1 go away"},
		"bad-certificate, expired by 465":    {Implicit: true, Certificate: smtptest.Expired},
		"tls-failed, in the clear by 465":    {},
	}
}

// TestWorseAtTheLogin: a door that was ready is asked for all of it once more on the
// connection of the login. Where that is worse, nothing secret is sent, nor even
// asked for.
func TestWorseAtTheLogin(t *testing.T) {
	for name, then := range worse() {
		t.Run(name, func(t *testing.T) {
			home := aloneWithShell(t)
			want, _, _ := strings.Cut(name, " ")
			want = strings.TrimSuffix(want, ",")
			security := "starttls"
			if strings.HasSuffix(name, "by 465") {
				security = "tls"
			}
			ca := smtptest.NewCA("Swap Test Authority")
			first := &smtptest.Server{CA: ca, Implicit: security == "tls"}
			then.CA = ca
			port := inTurn(t, first, then)
			args := atPort(port, security, trusting(t, ca), "--password-command", ": >'"+home+"/asked'; echo '"+secret+"'", "--to", "ada@example.org")
			code, out, errOut := run(t, "", append(args, "--json", "--transcript")...)
			got := readSignIn(t, out)
			login := "not_attempted"
			if want == "no-login" {
				login = "not_offered"
			}
			if code != exitNot || got.Login != login || got.Send != "not_attempted" || got.Door != want {
				t.Errorf("got %d and %+v", code, got)
			}
			holdsNone(t, "the output", out+errOut, secret)
			if _, err := os.Stat(home + "/asked"); err == nil {
				t.Error("the secret was asked for")
			}
			if first.Connections() != 1 || then.Connections() == 0 {
				t.Errorf("%d connections, then %d", first.Connections(), then.Connections())
			}
			told := strings.Join(append(first.Commands(), then.Commands()...), "\n")
			if strings.Contains(told, "AUTH") || strings.Contains(told, "MAIL") {
				t.Errorf("the servers heard:\n%s", told)
			}
		})
	}
}

// TestNoWorseAtTheLogin: the same with a server that is as good the second time.
func TestNoWorseAtTheLogin(t *testing.T) {
	aloneWithShell(t)
	ca := smtptest.NewCA("Swap Test Authority")
	first, then := &smtptest.Server{CA: ca}, &smtptest.Server{CA: ca}
	port := inTurn(t, first, then)
	code, out, _ := run(t, "", atPort(port, "starttls", trusting(t, ca), "--password-command", keep(t, secret), "--json")...)
	if got := readSignIn(t, out); code != exitDone || got.Login != "ok" || first.Connections() != 1 || then.Connections() != 1 {
		t.Errorf("got %d and %+v", code, got)
	}
	if strings.Contains(strings.Join(first.Commands(), "\n"), "AUTH") {
		t.Error("a probe signed in")
	}
}
