package submit

import (
	"crypto/hmac"
	"crypto/md5" //nolint:gosec // CRAM-MD5 is made of it, and comes last
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"postern/probe"
)

// The mechanisms of a login.
const (
	plain       = "PLAIN"       // RFC 4616
	login       = "LOGIN"       // draft-murchison-sasl-login: old, without a standard, common
	cramMD5     = "CRAM-MD5"    // RFC 2195
	oauthBearer = "OAUTHBEARER" // RFC 7628
	xoauth2     = "XOAUTH2"     // what Google and Microsoft had before that
)

// fitting returns the mechanisms that fit the kind of secret, best first. Inside
// TLS, PLAIN is as safe as any; CRAM-MD5 makes servers keep passwords readable.
func fitting(token bool) []string {
	if token {
		return []string{oauthBearer, xoauth2}
	}
	return []string{plain, login, cramMD5}
}

// choose picks the mechanism from those offered inside TLS. It reports false, and
// says why, if there is none.
func (r *run) choose() bool {
	offered := r.known.Door.AuthAfterTLS
	if len(offered) == 0 {
		r.known.Login = probe.LoginNotOffered
		return false
	}
	fit := fitting(r.attempt.Token)
	for _, m := range append(slices.Clone(r.attempt.Mechanisms), fit...) {
		m = strings.ToUpper(m)
		if slices.Contains(fit, m) && slices.Contains(offered, m) {
			r.known.Mechanism = m
			return true
		}
	}
	r.known.Login = probe.LoginUnsupported
	return false
}

// A mechanism is one way to sign in, on its client's side.
type mechanism struct {
	name string
	// initial is the first response, nil if the server speaks first.
	initial []byte
	// responses is how many responses the mechanism takes.
	responses int
	// next answers a challenge.
	next func(challenge []byte) ([]byte, error)
}

// errNotDue means that the server sent a challenge that the mechanism does not have.
var errNotDue = errors.New("a challenge that was not due")

// newMechanism prepares a login by the mechanism with this name, which is one of
// those that fit.
func newMechanism(name string, a Attempt, secret []byte) mechanism {
	m := mechanism{name: name, responses: 1}
	switch name {
	case plain:
		m.initial = join("\x00"+a.User+"\x00", secret, "")
		m.next = func([]byte) ([]byte, error) { return nil, errNotDue }
	case login:
		m.responses = 2
		m.next = inTurn([]byte(a.User), secret)
	case cramMD5:
		m.next = once(func(challenge []byte) []byte { return cram(a.User, secret, challenge) })
	case oauthBearer:
		m.initial = join("n,a="+gs2Name(a.User)+",\x01auth=Bearer ", secret, "\x01\x01")
		m.next = inTurn([]byte{1}) // RFC 7628, section 3.2.3: the error was read, go on
	case xoauth2:
		m.initial = join("user="+a.User+"\x01auth=Bearer ", secret, "\x01\x01")
		m.next = inTurn([]byte{})
	}
	return m
}

// join puts a secret between two texts.
func join(before string, secret []byte, after string) []byte {
	b := make([]byte, 0, len(before)+len(secret)+len(after))
	return append(append(append(b, before...), secret...), after...)
}

// inTurn answers challenges with the responses, whatever they say.
func inTurn(responses ...[]byte) func([]byte) ([]byte, error) {
	return func([]byte) ([]byte, error) {
		if len(responses) == 0 {
			return nil, errNotDue
		}
		first := slices.Clone(responses[0])
		responses = responses[1:]
		return first, nil
	}
}

// once answers the first challenge only.
func once(respond func(challenge []byte) []byte) func([]byte) ([]byte, error) {
	done := false
	return func(challenge []byte) ([]byte, error) {
		if done {
			return nil, errNotDue
		}
		done = true
		return respond(challenge), nil
	}
}

// cram answers a challenge of CRAM-MD5.
func cram(user string, secret, challenge []byte) []byte {
	digest := hmac.New(md5.New, secret)
	digest.Write(challenge)
	return hex.AppendEncode([]byte(user+" "), digest.Sum(nil))
}

// gs2Name escapes a user name for OAUTHBEARER (RFC 5801, section 4).
func gs2Name(user string) string {
	return strings.NewReplacer("=", "=3D", ",", "=2C").Replace(user)
}
