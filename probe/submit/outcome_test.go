package submit_test

import (
	"testing"
	"time"

	"postern/probe"
	"postern/probe/smtptest"
	"postern/probe/submit"
)

// TestLoginOutcomes meets every answer to a login.
func TestLoginOutcomes(t *testing.T) {
	tests := map[string]struct {
		server *smtptest.Server
		login  probe.Login
		code   int
		status string
		after  time.Duration
	}{
		"ok":               {&smtptest.Server{}, probe.LoginOK, 235, "2.7.0", 0},
		"ok, implicit":     {&smtptest.Server{Implicit: true}, probe.LoginOK, 235, "2.7.0", 0},
		"wrong password":   {&smtptest.Server{SayLogin: "535-5.7.8 no\n535 5.7.8 see https://example.org"}, probe.LoginRefused, 535, "5.7.8", 0},
		"app password":     {&smtptest.Server{SayLogin: "534 5.7.9 app password"}, probe.LoginRefused, 534, "5.7.9", 0},
		"needs TLS 530":    {&smtptest.Server{SayLogin: "530 5.7.0 STARTTLS first"}, probe.LoginRefused, 530, "5.7.0", 0},
		"needs TLS 538":    {&smtptest.Server{SayLogin: "538 encryption"}, probe.LoginRefused, 538, "", 0},
		"temporary":        {&smtptest.Server{SayLogin: "454 4.7.0 later"}, probe.LoginRefused, 454, "4.7.0", 0},
		"too many":         {&smtptest.Server{SayLogin: "421 4.7.0 too many"}, probe.LoginRefused, 421, "4.7.0", 0},
		"password expired": {&smtptest.Server{SayLogin: "432 4.7.12 transition"}, probe.LoginRefused, 432, "4.7.12", 0},
		"silent":           {&smtptest.Server{SilentAt: smtptest.Login}, probe.LoginSilent, 0, "", 30 * time.Second},
		"slow":             {&smtptest.Server{DelayAt: smtptest.Login, Delay: 20 * time.Second}, probe.LoginOK, 235, "2.7.0", 20 * time.Second},
		"in drips":         {&smtptest.Server{DripAt: smtptest.Login, Drip: 2 * time.Second}, probe.LoginSilent, 0, "", 30 * time.Second},
		"closed":           {&smtptest.Server{CloseAt: smtptest.Login}, probe.LoginLost, 0, "", 0},
		"reset":            {&smtptest.Server{ResetAt: smtptest.Login}, probe.LoginLost, 0, "", 0},
		"half":             {&smtptest.Server{HalfAt: smtptest.Login}, probe.LoginLost, 0, "", 0},
		"endless":          {&smtptest.Server{EndlessAt: smtptest.Login}, probe.LoginLost, 0, "", 0},
		"one long line":    {&smtptest.Server{LongLineAt: smtptest.Login}, probe.LoginLost, 0, "", 0},
		"no reply":         {&smtptest.Server{SayLogin: "yes, come in"}, probe.LoginLost, 0, "", 0},
		"another success":  {&smtptest.Server{SayLogin: "250 ok"}, probe.LoginLost, 250, "", 0},
		"asks again":       {&smtptest.Server{SayLogin: "334 Zm9v", SayLoginAgain: "501 called off"}, probe.LoginLost, 501, "", 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			o := tries(t, test.server, func(a *submit.Attempt) {
				a.Message = &submit.Message{From: user, To: user}
			})
			o.check(t, true)
			if o.Login != test.login || o.LoginReply.Code != test.code || o.LoginStatus != test.status {
				t.Errorf("got %s, %d %q, want %s, %d %q", o.Login, o.LoginReply.Code, o.LoginStatus, test.login, test.code, test.status)
			}
			if o.Elapsed.Truncate(10*time.Millisecond) != test.after {
				t.Errorf("it took %v, want %v", o.Elapsed, test.after)
			}
			if o.Mechanism != "PLAIN" {
				t.Errorf("the mechanism was %q", o.Mechanism)
			}
			want := probe.SendNotAttempted
			if test.login == probe.LoginOK {
				want = probe.SendOK
			}
			if o.Send != want || len(o.server.Messages()) > 0 != (want == probe.SendOK) {
				t.Errorf("send: got %s with %d messages, want %s", o.Send, len(o.server.Messages()), want)
			}
		})
	}
}

// TestSendOutcomes meets every answer to a message.
func TestSendOutcomes(t *testing.T) {
	tests := map[string]struct {
		server  *smtptest.Server
		send    probe.Send
		command string
		code    int
		status  string
		after   time.Duration
	}{
		"ok":                  {&smtptest.Server{}, probe.SendOK, ".", 250, "2.0.0", 0},
		"sender not yours":    {&smtptest.Server{SayMail: "553 5.7.1 not yours"}, probe.SendRefused, "MAIL", 553, "5.7.1", 0},
		"sender refused":      {&smtptest.Server{SayMail: "550 5.7.60 no"}, probe.SendRefused, "MAIL", 550, "5.7.60", 0},
		"recipient refused":   {&smtptest.Server{SayRcpt: "550 5.1.1 nobody"}, probe.SendRefused, "RCPT", 550, "5.1.1", 0},
		"recipient busy":      {&smtptest.Server{SayRcpt: "450 4.2.1 later"}, probe.SendRefused, "RCPT", 450, "4.2.1", 0},
		"greylisted":          {&smtptest.Server{SayRcpt: "451 4.7.1 greylisted"}, probe.SendRefused, "RCPT", 451, "4.7.1", 0},
		"recipient, too many": {&smtptest.Server{SayRcpt: "421 4.7.0 bye"}, probe.SendRefused, "RCPT", 421, "4.7.0", 0},
		"DATA refused":        {&smtptest.Server{SayData: "554 5.5.1 no"}, probe.SendRefused, "DATA", 554, "5.5.1", 0},
		"quota":               {&smtptest.Server{SayMessage: "552 5.2.2 full"}, probe.SendRefused, ".", 552, "5.2.2", 0},
		"message refused":     {&smtptest.Server{SayMessage: "554 5.7.1 spam"}, probe.SendRefused, ".", 554, "5.7.1", 0},
		"message, later":      {&smtptest.Server{SayMessage: "451 4.3.0 later"}, probe.SendRefused, ".", 451, "4.3.0", 0},
		"silent at MAIL":      {&smtptest.Server{SilentAt: smtptest.Mail}, probe.SendSilent, "MAIL", 0, "", 10 * time.Second},
		"silent at RCPT":      {&smtptest.Server{SilentAt: smtptest.Rcpt}, probe.SendSilent, "RCPT", 0, "", 10 * time.Second},
		"silent at DATA":      {&smtptest.Server{SilentAt: smtptest.Data}, probe.SendSilent, "DATA", 0, "", 10 * time.Second},
		"silent at the end":   {&smtptest.Server{SilentAt: smtptest.Message}, probe.SendSilent, ".", 0, "", time.Minute},
		"slow at the end":     {&smtptest.Server{DelayAt: smtptest.Message, Delay: 50 * time.Second}, probe.SendOK, ".", 250, "2.0.0", 50 * time.Second},
		"lost at MAIL":        {&smtptest.Server{CloseAt: smtptest.Mail}, probe.SendLost, "MAIL", 0, "", 0},
		"lost at RCPT":        {&smtptest.Server{ResetAt: smtptest.Rcpt}, probe.SendLost, "RCPT", 0, "", 0},
		"lost at DATA":        {&smtptest.Server{CloseAt: smtptest.Data}, probe.SendLost, "DATA", 0, "", 0},
		"lost at the end":     {&smtptest.Server{ResetAt: smtptest.Message}, probe.SendLost, ".", 0, "", 0},
		"half at the end":     {&smtptest.Server{HalfAt: smtptest.Message}, probe.SendLost, ".", 0, "", 0},
		"endless at MAIL":     {&smtptest.Server{EndlessAt: smtptest.Mail}, probe.SendLost, "MAIL", 0, "", 0},
		"no reply at RCPT":    {&smtptest.Server{SayRcpt: "sure"}, probe.SendLost, "RCPT", 0, "", 0},
		"strange at DATA":     {&smtptest.Server{SayData: "250 what text?"}, probe.SendLost, "DATA", 250, "", 0},
		"a long good reply":   {&smtptest.Server{SayMail: "250-" + long(900) + "\n250 " + long(3000)}, probe.SendOK, ".", 250, "2.0.0", 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			o := tries(t, test.server, func(a *submit.Attempt) {
				a.Message = &submit.Message{From: user, To: user}
			})
			o.check(t, true)
			if o.Login != probe.LoginOK {
				t.Fatalf("the login: %s", o.Login)
			}
			if o.Send != test.send || o.SendCommand != test.command || o.SendReply.Code != test.code || o.SendStatus != test.status {
				t.Errorf("got %s, %s: %d %q, want %s, %s: %d %q", o.Send, o.SendCommand, o.SendReply.Code, o.SendStatus,
					test.send, test.command, test.code, test.status)
			}
			if o.Elapsed.Truncate(10*time.Millisecond) != test.after {
				t.Errorf("it took %v, want %v", o.Elapsed, test.after)
			}
			if got := o.QueueID.String(); (got == "4XyZ12abcd") != (test.send == probe.SendOK) {
				t.Errorf("the queue ID is %q", got)
			}
		})
	}
}

func long(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = 'x'
	}
	return string(b)
}
