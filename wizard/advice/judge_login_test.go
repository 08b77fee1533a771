package advice

import (
	"testing"
	"time"

	"postern/probe"
	"postern/wizard/catalog"
)

// provider returns a real entry of the catalogue, nil for "".
func provider(t *testing.T, id string) *catalog.Provider {
	t.Helper()
	if id == "" {
		return nil
	}
	p, ok := catalog.Default().Find(id)
	if !ok {
		t.Fatalf("no provider %s", id)
	}
	return p
}

// refused returns a sign-in that the server answered so.
func refused(code int, status, text string) *probe.SignIn {
	return &probe.SignIn{
		Door: ready(587), Step: probe.SignInSettled, Mechanism: "PLAIN",
		Login: probe.LoginRefused, LoginReply: probe.Reply{Code: code, Text: probe.NewText(text)}, LoginStatus: status,
	}
}

// ended returns a sign-in that ended so, after a door that offers these logins.
func ended(l probe.Login, mechanisms ...string) *probe.SignIn {
	s := &probe.SignIn{Door: ready(587), Step: probe.SignInSettled, Mechanism: "PLAIN", Login: l}
	if mechanisms != nil {
		s.Door.AuthAfterTLS = mechanisms
	}
	return s
}

// byToken returns the same sign-in, done with a token.
func byToken(s *probe.SignIn) *probe.SignIn {
	s.Mechanism = "XOAUTH2"
	return s
}

// entered returns a sign-in that never came about, because of the door.
func entered(r probe.Result) *probe.SignIn {
	return &probe.SignIn{Door: r, Step: probe.SignInSettled, Login: probe.LoginNotAttempted}
}

const microsoftHost = " [AM0PR02CA0001.eurprd02.prod.outlook.com]"

// loginCases are sign-ins, the case each must be read as, and the provider it was
// at, "" where none is needed.
var loginCases = []struct {
	name string
	s    *probe.SignIn
	id   string
	want string
}{
	{"ok", ended(probe.LoginOK), "", "ok"},
	{"ok by token", byToken(ended(probe.LoginOK)), "", "ok"},
	{"nothing offered", ended(probe.LoginNotOffered, []string{}...), "", "not_offered"},
	{"only logins we lack", ended(probe.LoginUnsupported, "GSSAPI", "NTLM"), "", "unsupported_mech"},
	{"only SCRAM", ended(probe.LoginUnsupported, "SCRAM-SHA-256"), "", "unsupported_mech"},
	{"only tokens", ended(probe.LoginUnsupported, "XOAUTH2"), "", "unsupported_mech.tokens"},
	{"only passwords", ended(probe.LoginUnsupported, "PLAIN", "LOGIN"), "", "unsupported_mech.passwords"},
	{"no secret", ended(probe.LoginNoSecret), "", "not_attempted.secret"},
	{"silence", ended(probe.LoginSilent), "", "silent"},
	{"broken off", ended(probe.LoginLost), "", "connection_lost"},
	{"silence after sleep", slept(ended(probe.LoginSilent)), "", "connection_lost.slept"},
	{"broken off in sleep", slept(ended(probe.LoginLost)), "", "connection_lost.slept"},
	{"called off after sleep", slept(with235(ended(probe.LoginLost))), "", "connection_lost.unreadable"},
	{"called off", with235(ended(probe.LoginLost)), "", "connection_lost.unreadable"},
	{"nothing asked", entered(probe.NewResult(probe.Door{Port: 587})), "", "not_attempted"},
	{"stopped on the way", entered(with(unconnected(587, probe.ConnectTimeout), stopped)), "", "not_attempted.stopped"},
	{"none wanted", byAddress(sent(probe.SendOK, ".")), "", "not_attempted.unwanted"},
	{"none wanted, stopped", byAddress(ended(probe.LoginNotAttempted)), "", "not_attempted.stopped"},
	{"none wanted, nothing asked", byAddress(entered(probe.NewResult(probe.Door{Port: 25}))), "", "not_attempted"},
	{"none wanted, closed", byAddress(entered(unconnected(25, probe.ConnectRefused))), "", "not_attempted.door"},
	{"none wanted, asleep", byAddress(slept(entered(unconnected(25, probe.ConnectTimeout)))), "", "not_attempted.slept"},
	{"stopped", ended(probe.LoginNotAttempted), "", "not_attempted.stopped"},

	// 535, the wrong name or password, as servers say it.
	{"Postfix", refused(535, "5.7.8", "5.7.8 Error: authentication failed: UGFzc3dvcmQ6"), "", "bad_password"},
	{"Exim", refused(535, "", "Incorrect authentication data"), "", "bad_password"},
	{"sendmail", refused(535, "5.7.0", "5.7.0 authentication failed"), "", "bad_password"},
	{"Gmail", refused(535, "5.7.8", "5.7.8 Username and Password not accepted."), "gmail", "bad_password"},
	{"Exchange of one's own", refused(535, "5.7.3", "5.7.3 Authentication unsuccessful"), "", "bad_password"},
	{"NetEase", refused(535, "", "Error: authentication failed"), "netease-163", "bad_password"},
	{"554 5.7.8", refused(554, "5.7.8", ""), "", "bad_password"},
	{"a token run out", byToken(refused(535, "5.7.8", "")), "", "bad_password.token"},
	{"a token at Microsoft", byToken(refused(535, "5.7.3", "Authentication unsuccessful"+microsoftHost)), "microsoft-365", "bad_password.token"},
	{"Yahoo", refused(535, "5.7.0", "5.7.0 (#AUTH005) Too many bad auth attempts."), "yahoo", "bad_password.many"},
	{"locked", refused(535, "5.7.0", "5.7.0 Account is locked"), "", "bad_password.locked"},
	{"RFC 5248, disabled", refused(525, "5.7.13", "User Account Disabled"), "", "bad_password.disabled"},
	{"suspended", refused(535, "", "Account suspended, contact support"), "", "bad_password.disabled"},
	{"554", refused(554, "5.7.1", "Access denied"), "", "bad_password.other"},
	{"550", refused(550, "", "User has no permission"), "netease-163", "bad_password.other"},

	// 534, and those who say by words that an app password is wanted.
	{"534", refused(534, "5.7.9", "5.7.9 Application-specific password required."), "gmail", "app_password"},
	{"534 of RFC 4954", refused(534, "5.7.9", "Authentication mechanism is too weak"), "", "app_password.weak"},
	{"534 alone", refused(534, "", ""), "", "app_password.weak"},
	{"534 in the browser", refused(534, "5.7.14", "5.7.14 Please log in via your web browser"), "gmail", "app_password.browser"},
	{"Mail.ru", refused(535, "", "Application password is REQUIRED"), "mail-ru", "app_password"},
	{"QQ", refused(535, "", "Login Fail. Please enter your authorization code to login."), "qq", "app_password"},

	// Microsoft's.
	{"off for the tenant", refused(535, "5.7.139", "Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."), "", "basic_auth_disabled"},
	{"off as such", refused(535, "5.7.139", "Authentication unsuccessful, basic authentication is disabled."), "outlook-com", "basic_auth_disabled"},
	{"security defaults", refused(535, "5.7.139", "Authentication unsuccessful, user is locked by your organization's security defaults policy."), "", "basic_auth_disabled"},
	{"no words", refused(535, "5.7.139", ""), "", "basic_auth_disabled.likely"},
	{"wrong after all", refused(535, "5.7.139", "Authentication unsuccessful, the user credentials were incorrect."+microsoftHost), "microsoft-365", "bad_password"},
	{"5.7.3 by the catalogue", refused(535, "5.7.3", "Authentication unsuccessful"), "microsoft-365", "basic_auth_disabled.likely"},
	{"5.7.3 by its words", refused(535, "5.7.3", "Authentication unsuccessful"+microsoftHost), "", "basic_auth_disabled.likely"},
	{"5.7.30", refused(550, "5.7.30", "Basic authentication is not supported for Client Submission"), "", "basic_auth_disabled"},
	{"tokens off, too", byToken(refused(535, "5.7.139", "SmtpClientAuthentication is disabled for the Mailbox")), "", "basic_auth_disabled.token"},

	// Encryption first.
	{"530", refused(530, "5.7.0", "Must issue a STARTTLS command first"), "", "need_tls"},
	{"530 alone", refused(530, "", ""), "", "need_tls"},
	{"538", refused(538, "5.7.11", "Encryption required"), "", "need_tls"},
	{"523 of RFC 5248", refused(523, "5.7.10", "Encryption Needed"), "", "need_tls"},

	// Not now: every 4yz.
	{"421", refused(421, "4.7.0", "Too many connections"), "", "temp_fail.many"},
	{"432", refused(432, "4.7.12", "A password transition is needed"), "", "temp_fail.transition"},
	{"432 of Microsoft", refused(432, "4.3.2", "Concurrent connections limit exceeded"), "microsoft-365", "temp_fail.many"},
	{"450", refused(450, "4.2.1", ""), "", "temp_fail"},
	{"451", refused(451, "4.3.0", ""), "", "temp_fail"},
	{"452", refused(452, "4.5.3", ""), "", "temp_fail"},
	{"454", refused(454, "4.7.0", "Temporary authentication failure"), "", "temp_fail"},
	{"454 at Gmail", refused(454, "4.7.0", "Too many login attempts, please try again later."), "gmail", "temp_fail.many"},
	{"454 that says 5.7.8", refused(454, "5.7.8", "authentication failed"), "", "temp_fail"},
	{"455", refused(455, "", ""), "", "temp_fail"},

	// The command itself.
	{"500", refused(500, "5.5.1", "unrecognized command"), "", "not_offered.refused"},
	{"500, too long", refused(500, "5.5.6", "Authentication Exchange line is too long"), "", "unsupported_mech.refused"},
	{"501", refused(501, "5.5.2", "Cannot decode response"), "", "unsupported_mech.refused"},
	{"502", refused(502, "5.5.1", "AUTH not available"), "", "not_offered.refused"},
	{"503", refused(503, "5.5.1", "AUTH command used when not advertised"), "", "not_offered.refused"},
	{"504", refused(504, "5.5.4", "Unrecognized authentication type"), "", "unsupported_mech.refused"},
	{"unreadable", refused(0, "", "mumble"), "", "connection_lost.unreadable"},
	{"235 is no refusal", refused(235, "", ""), "", "connection_lost.unreadable"},

	// Never tried.
	{"bad certificate", entered(with(ready(465), func(r *probe.Result) { r.TLSVerified = false })), "", "not_attempted.door"},
	{"no answer", entered(unconnected(587, probe.ConnectTimeout)), "", "not_attempted.door"},
	{"no answer, asleep twice", slept(entered(unconnected(587, probe.ConnectTimeout))), "", "not_attempted.slept"},
	{"bad certificate, asleep twice", slept(entered(with(ready(465), func(r *probe.Result) { r.TLSVerified = false }))), "", "not_attempted.door"},
	{"stopped after sleep", slept(ended(probe.LoginNotAttempted)), "", "not_attempted.stopped"},
	{"asked to come later", entered(with(ready(587), temporary)), "", "temp_fail.door"},
}

// with235 returns the sign-in with a yes that came too soon.
func with235(s *probe.SignIn) *probe.SignIn {
	s.LoginReply = probe.Reply{Code: 235}
	return s
}

// slept returns the same sign-in, on a connection that was slept through.
func slept(s *probe.SignIn) *probe.SignIn {
	s.Slept = time.Hour
	return s
}

func temporary(r *probe.Result) { r.Greeting, r.GreetingCode = probe.GreetingTempError, 421 }

func TestJudgeLogin(t *testing.T) {
	for _, tt := range loginCases {
		if got := loginCase(tt.s, provider(t, tt.id)); got != tt.want {
			t.Errorf("%s: read as %s, want %s", tt.name, got, tt.want)
		}
	}
}

// TestTheProviderTurnsNoRefusalIntoAnother: only Microsoft's own numbers are read
// by whose they are.
func TestTheProviderTurnsNoRefusalIntoAnother(t *testing.T) {
	for _, tt := range loginCases {
		for _, p := range catalog.Default().Providers {
			if tt.s.LoginStatus == "5.7.3" {
				continue
			}
			if got, want := JudgeLogin(tt.s, &p), JudgeLogin(tt.s, nil); got != want {
				t.Errorf("%s: %s at %s, %s at no provider in particular", tt.name, got, p.Name, want)
			}
		}
	}
}

// TestEvery4yzIsTemporary, whatever stands behind it.
func TestEvery4yzIsTemporary(t *testing.T) {
	for code := 400; code < 500; code++ {
		for _, status := range []string{"", "4.7.0", "5.7.8", "5.7.9", "5.7.139", "5.7.30", "5.7.10"} {
			if got := JudgeLogin(refused(code, status, "account is locked"), nil); got != LoginTempFail {
				t.Errorf("%d %s: %s", code, status, got)
			}
			if got := JudgeSend(refusedSend("RCPT", code, status, "blocklist")); got != SendTempFail {
				t.Errorf("%d %s to RCPT: %s", code, status, got)
			}
		}
	}
}

func TestLoginThatGoesOn(t *testing.T) {
	for step := probe.SignInConnect; step < probe.SignInSettled; step++ {
		s := &probe.SignIn{Door: ready(587), Step: step}
		if step == probe.SignInConnect {
			s.Door = probe.Result{Door: probe.Door{Port: 587}}
		}
		if got := JudgeLogin(s, nil); got != LoginPending {
			t.Errorf("step %d: %q", step, got)
		}
		if got := JudgeSend(s); got != SendPending {
			t.Errorf("step %d: sending is %q", step, got)
		}
	}
}

func stopped(r *probe.Result) { r.End = probe.EndCancelled }
