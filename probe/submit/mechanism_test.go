package submit_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/emersion/go-sasl"

	"postern/probe"
	"postern/probe/smtptest"
	"postern/probe/submit"
)

// decoded returns the responses of a login, from the lines that were said.
func decoded(t *testing.T, said []string) (responses []string) {
	t.Helper()
	if words := strings.Fields(said[0]); len(words) == 3 {
		responses = append(responses, words[2])
	}
	responses = append(responses, said[1:]...)
	for i, r := range responses {
		b, err := base64.StdEncoding.DecodeString(r)
		if err != nil {
			t.Errorf("%q is not base64", r)
		}
		responses[i] = string(b)
	}
	return responses
}

// TestMechanisms signs in to go-sasl's servers, with secrets of every kind.
func TestMechanisms(t *testing.T) {
	for _, secret := range secrets {
		for _, mechanism := range []string{"PLAIN", "LOGIN"} {
			var gotUser, gotSecret string
			o := tries(t, &smtptest.Server{
				OffersTLS: []string{"AUTH " + mechanism},
				AnswerLogin: func(said []string) string {
					r := decoded(t, said)
					if mechanism == "LOGIN" {
						gotUser, gotSecret = r[0], r[1]
						return ""
					}
					server := sasl.NewPlainServer(func(identity, u, s string) error {
						if identity != "" {
							t.Errorf("the identity is %q", identity)
						}
						gotUser, gotSecret = u, s
						return nil
					})
					if _, done, err := server.Next([]byte(r[0])); !done || err != nil {
						t.Errorf("got %v, %v", done, err)
					}
					return ""
				},
			}, func(a *submit.Attempt) { a.User, a.Secret = "Ada, =die= Gräfin", says(secret) })
			if gotUser != "Ada, =die= Gräfin" || gotSecret != secret || o.Login != probe.LoginOK {
				t.Errorf("%s: got %q, %q, %s", mechanism, gotUser, gotSecret, o.Login)
			}
		}
	}
}

// TestTokens signs in with tokens, short and long.
func TestTokens(t *testing.T) {
	for _, token := range []string{"short.token", strings.Repeat("a0AfH6SM_", 400)} {
		var got sasl.OAuthBearerOptions
		o := tries(t, &smtptest.Server{
			OffersTLS: []string{"AUTH OAUTHBEARER XOAUTH2"},
			AnswerLogin: func(said []string) string {
				server := sasl.NewOAuthBearerServer(func(o sasl.OAuthBearerOptions) *sasl.OAuthBearerError {
					got = o
					return nil
				})
				if _, done, err := server.Next([]byte(decoded(t, said)[0])); !done || err != nil {
					t.Errorf("got %v, %v", done, err)
				}
				if len(said[0]) > 510 {
					t.Errorf("a line of %d bytes", len(said[0]))
				}
				return ""
			},
		}, func(a *submit.Attempt) { a.Token, a.Secret = true, says(token) })
		if got.Username != user || got.Token != token || o.Login != probe.LoginOK {
			t.Errorf("got %+v, %s", got, o.Login)
		}
		o = tries(t, &smtptest.Server{
			OffersTLS: []string{"AUTH XOAUTH2"},
			AnswerLogin: func(said []string) string {
				if got, want := decoded(t, said)[0], "user="+user+"\x01auth=Bearer "+token+"\x01\x01"; got != want {
					t.Errorf("got %q, want %q", got, want)
				}
				return ""
			},
		}, func(a *submit.Attempt) { a.Token, a.Secret = true, says(token) })
		if o.Login != probe.LoginOK {
			t.Errorf("got %s", o.Login)
		}
	}
}

// TestTokenRefused: the reason comes as a challenge, and the answer after it.
func TestTokenRefused(t *testing.T) {
	for mechanism, want := range map[string]string{"XOAUTH2": "", "OAUTHBEARER": "AQ=="} {
		s := &smtptest.Server{
			OffersTLS:     []string{"AUTH " + mechanism},
			SayLogin:      "334 eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIn0=",
			SayLoginAgain: "535 5.7.8 token expired",
		}
		o := tries(t, s, func(a *submit.Attempt) { a.Token, a.Secret = true, says("expired.token") })
		if o.Login != probe.LoginRefused || o.LoginReply.Code != 535 || o.LoginStatus != "5.7.8" {
			t.Errorf("%s: got %s, %+v", mechanism, o.Login, o.LoginReply)
		}
		last := o.commands[len(o.commands)-2]
		if strings.HasPrefix(last, "AUTH") || last != want {
			t.Errorf("%s: it answered %q, want %q", mechanism, last, want)
		}
	}
}

// TestCRAM is the example of RFC 2195, section 2.
func TestCRAM(t *testing.T) {
	o := tries(t, &smtptest.Server{
		OffersTLS: []string{"AUTH CRAM-MD5"},
		AnswerLogin: func(said []string) string {
			if got, want := decoded(t, said)[0], "tim b913a602c7eda7a495b4e6e7334d3890"; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
			return "535 no b913a602c7eda7a495b4e6e7334d3890"
		},
	}, func(a *submit.Attempt) { a.User, a.Secret = "tim", says("tanstaaftanstaaf") })
	if strings.Contains(o.LoginReply.Text.String(), "b913") {
		t.Error("the digest is shown")
	}
}

// TestMasked: the transcript shows that something was said, and not what.
func TestMasked(t *testing.T) {
	for mechanism, want := range map[string]string{
		"PLAIN":    "AUTH PLAIN ***",
		"LOGIN":    "AUTH LOGIN\n***\n***",
		"CRAM-MD5": "AUTH CRAM-MD5\n***",
	} {
		o := tries(t, &smtptest.Server{OffersTLS: []string{"AUTH " + mechanism}}, nil)
		var said []string
		for _, l := range o.Transcript[len(o.Door.Transcript):] {
			if l.From == probe.FromClient {
				said = append(said, l.Text.String())
			}
		}
		if got := strings.Join(said, "\n"); got != want+"\nQUIT" {
			t.Errorf("%s: got\n%s", mechanism, got)
		}
	}
}
