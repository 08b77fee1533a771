package practice

import (
	"crypto/subtle"
	"errors"
	"strings"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// AuthMechanisms returns what EHLO lists. go-smtp lists it after TLS only.
func (s *session) AuthMechanisms() []string {
	if s.office.withoutLogin() {
		return nil
	}
	return []string{sasl.Plain, sasl.Login}
}

// Auth begins a login. go-smtp has refused it before if TLS is not up.
func (s *session) Auth(mechanism string) (sasl.Server, error) {
	if s.tls != nil && !s.office.relay { // one in the clear was heard already
		s.office.server.house.logins.Add(1)
	}
	if s.office.withoutLogin() {
		return nil, refusal(503, smtp.EnhancedCode{5, 5, 1}, "Nobody can sign in at this door")
	}
	check := func(identity, user, password string) error {
		return s.signIn(mechanism, identity, user, password)
	}
	switch mechanism {
	case sasl.Plain:
		return strict{sasl.NewPlainServer(check)}, nil
	case sasl.Login:
		return &loginServer{check: check}, nil
	}
	return nil, smtp.ErrAuthUnknownMechanism
}

// signIn checks the password. After a few wrong ones the conversation ends, as
// it does at providers that fear guessing.
func (s *session) signIn(mechanism, identity, user, password string) error {
	if err := s.refusedLogin(); err != nil {
		return err
	}
	want := s.office.server
	right := subtle.ConstantTimeCompare([]byte(password), []byte(want.Password)) == 1
	if right && strings.EqualFold(user, want.User) && (identity == "" || strings.EqualFold(identity, user)) {
		s.login, s.mechanism = want.User, mechanism
		return nil
	}
	s.wrong++
	if s.wrong < maxWrongLogins {
		return refusal(535, smtp.EnhancedCode{5, 7, 8}, "Wrong user name or password")
	}
	if g, ok := s.guest(); ok {
		g.dismiss()
	}
	return refusal(421, smtp.EnhancedCode{4, 7, 0}, "Wrong user name or password, too many times. Good bye")
}

// strict is a sasl.Server that answers a malformed response with the code RFC
// 4954, section 4, has for it; go-smtp would say 454, "try again later".
type strict struct{ sasl.Server }

// Next passes the response on.
func (s strict) Next(response []byte) (challenge []byte, done bool, err error) {
	challenge, done, err = s.Server.Next(response)
	var known *smtp.SMTPError
	if err != nil && !errors.As(err, &known) {
		err = refusal(501, smtp.EnhancedCode{5, 5, 2}, "Cannot read this login")
	}
	return challenge, done, err
}

// A loginServer is the server half of LOGIN, an old mechanism without a
// standard that many programs still use (draft-murchison-sasl-login). The user
// name may come with the AUTH command. It implements sasl.Server.
type loginServer struct {
	check  func(identity, user, password string) error
	user   string
	asking string // what was asked for last
}

const (
	askUser     = "Username:"
	askPassword = "Password:"
)

// Next takes what was asked for and asks for the next thing.
func (l *loginServer) Next(response []byte) (challenge []byte, done bool, err error) {
	switch {
	case l.asking == askPassword:
		return nil, true, l.check("", l.user, string(response))
	case response == nil && l.asking == "":
		l.asking = askUser
	default:
		l.user, l.asking = string(response), askPassword
	}
	return []byte(l.asking), false, nil
}
