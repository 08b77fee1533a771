package submit

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"postern/probe"
)

// An Attempt is one login, and perhaps one message.
type Attempt struct {
	// Host and Door are where to sign in; Host is what probe.CheckHost accepts.
	Host string
	Door probe.Door
	// User is the name to sign in with, as the provider wants it.
	User string
	// Secret returns the password or token. It is called at most once, and only
	// when it can be sent safely; what it returns is overwritten afterwards. Its
	// error is shown to the person, and must not hold a secret. It should return
	// when ctx ends, and is not waited for if it does not.
	Secret func(ctx context.Context) ([]byte, error)
	// Token says that the secret is an OAuth access token (RFC 6749), not a password.
	Token bool
	// Mechanisms are the SASL mechanisms that the provider wants, best first. The first
	// that is offered is used; if none is, or for nil, Postern's own order holds.
	Mechanisms []string
	// NoLogin says that nobody signs in: the server is to know this computer by its
	// address. User and Secret are not asked for then, and there has to be a Message.
	NoLogin bool
	// Message is what to send after the login; nil means nothing.
	Message *Message
}

const (
	maxUser   = 500      // bytes
	maxSecret = 16 << 10 // bytes; a token may be long
)

// Check says what is wrong with the attempt, before anything is asked. The error
// is one line, safe to print.
func (a Attempt) Check() error {
	if _, err := probe.CheckHost(a.Host); err != nil {
		return err
	}
	switch {
	case a.NoLogin && a.Message == nil:
		return errors.New("without a login and a message there is nothing to do")
	case a.NoLogin:
		return a.checkMessage()
	case a.User == "":
		return errors.New("the user name is empty")
	case len(a.User) > maxUser:
		return fmt.Errorf("the user name is %d bytes long: %d is the most", len(a.User), maxUser)
	case strings.ContainsFunc(a.User, isControl):
		return errors.New("the user name has a line break or another control character in it")
	case a.Secret == nil:
		return errors.New("there is no way to get the secret")
	}
	return a.checkMessage()
}

func (a Attempt) checkMessage() error {
	if a.Message == nil {
		return nil
	}
	_, err := a.Message.parse()
	return err
}

// isControl reports whether a character is C0 or DEL.
func isControl(r rune) bool { return r < ' ' || r == 0x7F }

// checkSecret says why a secret cannot be sent. It never quotes it.
func (a Attempt) checkSecret(secret []byte) error {
	switch {
	case len(secret) == 0:
		return errors.New("the secret is empty")
	case len(secret) > maxSecret:
		return errors.New("the secret is too long to be one")
	}
	for _, c := range secret {
		switch {
		case c == '\r' || c == '\n' || c == 0:
			return errors.New("the secret has a line break or a NUL in it")
		case a.Token && (c <= ' ' || c > '~'): // RFC 6750, section 2.1
			return errors.New("the token has characters in it that no token has")
		}
	}
	return nil
}
