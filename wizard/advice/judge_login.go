package advice

import (
	"slices"
	"strings"

	"postern/probe"
	"postern/wizard/catalog"
)

// A LoginVerdict is what a sign-in came to, in the word a report has for it.
type LoginVerdict string

// The verdicts on a login.
const (
	LoginPending       LoginVerdict = "" // still going on
	LoginOK            LoginVerdict = "ok"
	LoginNotOffered    LoginVerdict = "not_offered"
	LoginUnsupported   LoginVerdict = "unsupported_mech"
	LoginBadPassword   LoginVerdict = "bad_password" // refused for good, and no word below says it better
	LoginAppPassword   LoginVerdict = "app_password"
	LoginBasicDisabled LoginVerdict = "basic_auth_disabled"
	LoginNeedTLS       LoginVerdict = "need_tls"
	LoginTempFail      LoginVerdict = "temp_fail"
	LoginSilent        LoginVerdict = "silent"
	LoginLost          LoginVerdict = "connection_lost"
	LoginNotAttempted  LoginVerdict = "not_attempted"
)

// LoginVerdicts returns every verdict on a login that has ended.
func LoginVerdicts() []LoginVerdict {
	return []LoginVerdict{
		LoginOK, LoginNotOffered, LoginUnsupported, LoginBadPassword, LoginAppPassword, LoginBasicDisabled,
		LoginNeedTLS, LoginTempFail, LoginSilent, LoginLost, LoginNotAttempted,
	}
}

// JudgeLogin says what a sign-in came to. It goes by the number and the enhanced
// code of the server's answer (RFC 4954 section 6, RFC 3463, RFC 5248); the words
// decide only where a number is known to stand for several things. The provider
// may be nil; it never turns one refusal into another but where the numbers are
// its own.
func JudgeLogin(s *probe.SignIn, p *catalog.Provider) LoginVerdict {
	name, _, _ := strings.Cut(loginCase(s, p), ".")
	if name == pending {
		return LoginPending
	}
	return LoginVerdict(name)
}

// pending is the section about what still goes on.
const pending = "pending"

// loginCase names the section of login.txt about a sign-in. Its first part is
// the verdict, so that the words and the verdict never part.
func loginCase(s *probe.SignIn, p *catalog.Provider) string {
	switch s.Login {
	case probe.LoginOK:
		return "ok"
	case probe.LoginNotOffered:
		return "not_offered"
	case probe.LoginUnsupported:
		return unsupportedCase(s)
	case probe.LoginNoSecret:
		return "not_attempted.secret"
	case probe.LoginRefused:
		return refusedLogin(loginAnswer(s, p))
	case probe.LoginSilent:
		if s.Slept > 0 {
			return "connection_lost.slept"
		}
		return "silent"
	case probe.LoginLost:
		return lostCase(s)
	case probe.LoginNotAttempted:
	}
	return unattemptedCase(s)
}

// unattemptedCase tells why nothing was tried. A door that asked to come back
// later, by a 4yz, is a temporary failure like any other.
func unattemptedCase(s *probe.SignIn) string {
	v := Judge(s.Door)
	if s.NoLogin && (v == NoLogin || v == ReadyForRelay) {
		v = Ready // for all that is wanted there
	}
	switch {
	case v == TemporaryRefusal:
		return "temp_fail.door"
	case v == Ready && s.PastLogin():
		return "not_attempted.unwanted"
	case s.Step != probe.SignInSettled && (v == Pending || v == Ready):
		return pending
	case v == Pending:
		return "not_attempted"
	case v == Ready || v == Cancelled:
		return "not_attempted.stopped"
	case s.Slept > 0 && sleepMayCause(v):
		return "not_attempted.slept"
	}
	return "not_attempted.door"
}

// lostCase tells a connection that broke from a login that was called off, since
// the server asked or said what no login has (RFC 4954 section 4).
func lostCase(s *probe.SignIn) string {
	if s.LoginReply.Code != 0 {
		return "connection_lost.unreadable"
	}
	if s.Slept > 0 {
		return "connection_lost.slept"
	}
	return "connection_lost"
}

// unsupportedCase tells which side lacks what.
func unsupportedCase(s *probe.SignIn) string {
	password := slices.ContainsFunc(s.Door.AuthAfterTLS, postedPassword)
	token := slices.ContainsFunc(s.Door.AuthAfterTLS, tokenLogin)
	switch {
	case len(s.Door.AuthAfterTLS) == 0:
		return "not_offered"
	case token && !password:
		return "unsupported_mech.tokens"
	case password && !token:
		return "unsupported_mech.passwords"
	}
	return "unsupported_mech"
}

// postedPassword reports whether Postern can sign in with a password this way.
func postedPassword(mechanism string) bool {
	return mechanism == "PLAIN" || mechanism == "LOGIN" || mechanism == "CRAM-MD5"
}

// refusedLogin reads an answer to AUTH that was no.
func refusedLogin(a answer) string {
	switch {
	case a.code/100 == 4:
		return "temp_fail" + laterLogin(a)
	case a.code/100 != 5:
		return "connection_lost.unreadable"
	case a.code == 530, a.code == 538, a.is("7.10"), a.is("7.11"):
		return "need_tls"
	case a.switchedOff() && a.token:
		return "basic_auth_disabled.token"
	case a.switchedOff() && !a.is("7.30") && !a.says("switched-off"):
		return "basic_auth_disabled.likely"
	case a.switchedOff():
		return "basic_auth_disabled"
	case a.code == 500 && !a.is("5.6"), a.code == 502, a.code == 503:
		return "not_offered.refused"
	case a.code == 500, a.code == 501, a.code == 504:
		return "unsupported_mech.refused"
	}
	return refusedAccount(a)
}

// refusedAccount reads a no to the person, not to the way they signed in.
func refusedAccount(a answer) string {
	switch {
	case a.code == 525, a.is("7.13"), a.says("disabled"):
		return "bad_password.disabled"
	case a.says("locked"):
		return "bad_password.locked"
	case a.says("attempts"):
		return "bad_password.many"
	case a.token:
		return "bad_password.token"
	case a.code == 534 && a.is("7.14"):
		return "app_password.browser"
	case a.says("app-password"):
		return "app_password"
	case a.code == 534:
		return "app_password.weak"
	case a.code == 535, a.is("7.8"):
		return "bad_password"
	}
	return "bad_password.other"
}

// laterLogin tells the kinds of "not now" apart.
func laterLogin(a answer) string {
	switch {
	case a.is("7.12"), a.code == 432 && a.detail == "":
		return ".transition"
	case a.code == 421, a.says("many"):
		return ".many"
	}
	return ""
}
