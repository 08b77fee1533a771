package submit_test

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"

	"postern/probe"
	"postern/probe/smtptest"
	"postern/probe/submit"
)

// echoes are ways for a server to repeat what it should not.
var echoes = map[string]func(secret string, said []string) string{
	"as it is":        func(s string, _ []string) string { return "535 5.7.8 wrong password: " + s },
	"alone":           func(s string, _ []string) string { return "535 " + s },
	"twice":           func(s string, _ []string) string { return "535 " + s + s },
	"in upper case":   func(s string, _ []string) string { return "535 5.7.8 " + strings.ToUpper(s) },
	"the lines":       func(_ string, said []string) string { return "535 I heard " + strings.Join(said, "\n535-and ") },
	"base64":          func(s string, _ []string) string { return "535 " + base64.StdEncoding.EncodeToString([]byte(s)) },
	"base64, shifted": func(s string, _ []string) string { return "535 " + base64.StdEncoding.EncodeToString([]byte("x"+s)) },
	"base64, shifted 2": func(s string, _ []string) string {
		return "535 " + base64.URLEncoding.EncodeToString([]byte("xy"+s+"z"))
	},
	"base64 twice": func(s string, _ []string) string {
		return "535 " + base64.StdEncoding.EncodeToString([]byte("said "+base64.StdEncoding.EncodeToString([]byte("x"+s))))
	},
	"hex":            func(s string, _ []string) string { return "535 " + hex.EncodeToString([]byte(s)) },
	"in many lines":  func(s string, _ []string) string { return "535-no\n535-" + s + "\n535 no" },
	"on a good note": func(s string, _ []string) string { return "235 2.7.0 welcome, " + s },
	"no reply":       func(s string, _ []string) string { return s },
	"a challenge": func(s string, _ []string) string {
		return "334 " + base64.StdEncoding.EncodeToString([]byte(`{"token":"`+s+`"}`))
	},
	"unasked": func(s string, _ []string) string {
		return "235 2.7.0 ok\n" + s
	},
}

// secrets are as awkward as they come.
var secrets = []string{
	secret, "a b", `\`, "***", "pässwörd", "日本語の合言葉", "%s%d%!x", "\t tab\t", "=", "\x01\x02\x7f",
	"535 5.7.8", "250", "<script>", "..", "Ada@Example.ORG", "\xff\xfe not UTF-8 \xc3",
	strings.Repeat("long-", 60), strings.Repeat("ab", 3),
}

// TestEcho: a server that repeats the secret, in whatever way, gets it nowhere.
func TestEcho(t *testing.T) {
	turn := 0
	for name, echo := range echoes {
		t.Run(name, func(t *testing.T) {
			for _, secret := range secrets {
				turn++
				s := &smtptest.Server{
					OffersTLS:     []string{"AUTH " + []string{"PLAIN", "LOGIN", "CRAM-MD5"}[turn%3], "8BITMIME"},
					AnswerLogin:   func(said []string) string { return echo(secret, said) },
					SayLoginAgain: "535 5.7.8 no, " + secret,
					SayMail:       "250 ok, " + secret,
					SayMessage:    "250 2.0.0 Ok: queued as " + secret,
				}
				o := tries(t, s, func(a *submit.Attempt) {
					a.Secret = says(secret)
					a.Message = &submit.Message{From: user, To: user}
				})
				shows(t, o, secret)
			}
		})
	}
}

// shows checks that what is shown does not hold the secret.
func shows(t *testing.T, o outcome, secret string) {
	t.Helper()
	said := []string{o.LoginReply.Text.String(), o.SendReply.Text.String(), o.QueueID.String(), o.LoginStatus, o.SendStatus}
	for i, l := range o.Transcript {
		if i >= len(o.Door.Transcript) { // before that nobody knew it
			said = append(said, l.Text.String())
		}
	}
	for _, line := range said {
		// Its own escaping could hide it from this test, and its own *** show it.
		line = strings.ReplaceAll(line, "***", "")
		for _, s := range []string{secret, probe.NewText(secret).String()} {
			if found := leak(line, s); found != "" || strings.Contains(line, s) && s != "=" {
				t.Errorf("%q holds the secret %q", line, s)
			}
		}
	}
}

// TestCut: a line that ends in the midst of the secret does not show its beginning.
func TestCut(t *testing.T) {
	for _, n := range []int{4, 8, 15, 20, len(secret)} {
		o := tries(t, &smtptest.Server{
			HalfAt:      smtptest.Login,
			AnswerLogin: func([]string) string { return "535 no " + secret[:n] + strings.Repeat(" ", 7+n-2) },
		}, nil)
		o.check(t, true)
		if strings.Contains(transcript(o.SignIn), secret[:4]) {
			t.Errorf("%d: the transcript shows how the secret begins:\n%s", n, transcript(o.SignIn))
		}
	}
	o := tries(t, &smtptest.Server{
		AnswerLogin: func([]string) string { return "535 " + strings.Repeat("x", 4096-4-10) + secret },
	}, nil)
	if strings.Contains(transcript(o.SignIn), secret[:4]) {
		t.Error("a line too long shows how the secret begins")
	}
}

// TestTokenInPieces: a long token, repeated in short lines, is found all the same.
func TestTokenInPieces(t *testing.T) {
	token := "ya29." + strings.Repeat("a0AfH6SMBx_q-Zk", 100)
	s := &smtptest.Server{
		OffersTLS: []string{"AUTH XOAUTH2"},
		AnswerLogin: func(said []string) string {
			var lines []string
			for text := said[1]; text != ""; {
				n := min(60, len(text))
				lines, text = append(lines, "535-"+text[:n]), text[n:]
			}
			return strings.Join(lines, "\n") + "\n535 5.7.8 no"
		},
	}
	o := tries(t, s, func(a *submit.Attempt) { a.Token, a.Secret = true, says(token) })
	if o.Login != probe.LoginRefused || o.LoginReply.Code != 535 {
		t.Fatalf("got %s, %d", o.Login, o.LoginReply.Code)
	}
	text := o.LoginReply.Text.String()
	for _, l := range strings.Split(strings.ReplaceAll(text, "***", "\n"), "\n") {
		if len(strings.TrimRight(l, "=")) >= 16 {
			t.Errorf("a piece is shown: %q", l)
		}
	}
}

// TestSourceErrorIsShown: a person learns why there is no secret.
func TestSourceErrorIsShown(t *testing.T) {
	o := tries(t, &smtptest.Server{}, func(a *submit.Attempt) {
		a.Secret = func(context.Context) ([]byte, error) {
			return []byte(secret), errorText("cannot read " + secret + "\x1b[2J from the keyring")
		}
	})
	if got := transcript(o.SignIn); !strings.Contains(got, `no secret: cannot read ***\x1B[2J from the keyring`) {
		t.Errorf("got\n%s", got)
	}
	if got := o.Why.String(); got != `cannot read ***\x1B[2J from the keyring` {
		t.Errorf("the reason: got %q", got)
	}
}

// TestUnsentIsExplained: a person learns why there was no message.
func TestUnsentIsExplained(t *testing.T) {
	o := tries(t, &smtptest.Server{}, func(a *submit.Attempt) {
		a.Message = &submit.Message{From: user, To: "字@example.org"}
	})
	if o.Login != probe.LoginOK || o.Send != probe.SendNotAttempted || !strings.Contains(o.Why.String(), "SMTPUTF8") {
		t.Errorf("got %s, %s, %q", o.Login, o.Send, o.Why)
	}
}

type errorText string

func (e errorText) Error() string { return string(e) }
