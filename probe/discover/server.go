package discover

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"postern/probe"
)

// A server is an outgoingServer element as it stands in a file.
type server struct {
	kind, host, port, security, user string
	logins                           []string
}

// set keeps what a child element says. Of an element that stands twice the first
// counts, but a server may have several ways to sign in.
func (s *server) set(name, value string) {
	var field *string
	switch name {
	case "hostname":
		field = &s.host
	case "port":
		field = &s.port
	case "socketType":
		field = &s.security
	case "username":
		field = &s.user
	case "authentication":
		if value != "" && len(s.logins) < maxLogins {
			s.logins = append(s.logins, value)
		}
		return
	default:
		return
	}
	if *field == "" {
		*field = value
	}
}

// finding checks the server. The error says why it cannot be used.
func (s *server) finding() (Finding, error) {
	if s.kind != "" && !strings.EqualFold(s.kind, "smtp") {
		return Finding{}, fmt.Errorf("an outgoing server of type %s", s.kind)
	}
	host, err := checkHost(s.host)
	if err != nil {
		return Finding{}, err
	}
	port, err := checkPort(s.port)
	if err != nil {
		return Finding{}, fmt.Errorf("%s: %w", host, err)
	}
	security, err := readSecurity(s.security)
	if err != nil {
		return Finding{}, fmt.Errorf("%s: %w", host, err)
	}
	return Finding{Host: host, Port: port, Security: security, Logins: readLogins(s.logins), User: userForm(s.user)}, nil
}

// checkPort reads a port number from 1 to 65535.
func checkPort(s string) (int, error) {
	n, err := strconv.ParseUint(s, 10, 16)
	if err != nil || n == 0 {
		return 0, fmt.Errorf("%q is no port", s)
	}
	return int(n), nil //nolint:gosec // 16 bits
}

// readSecurity reads a socketType.
func readSecurity(s string) (probe.Security, error) {
	switch strings.ToLower(s) {
	case "ssl", "tls":
		return probe.ImplicitTLS, nil
	case "starttls":
		return probe.STARTTLS, nil
	case "plain":
		return Plaintext, nil
	case "":
		return "", errors.New("it is not said whether to use TLS")
	default:
		return "", fmt.Errorf("%q is no kind of encryption", s)
	}
}

// readLogins reads the ways to sign in, each once.
func readLogins(words []string) []Login {
	var logins []Login
	for _, w := range words {
		if l := readLogin(w); !slices.Contains(logins, l) {
			logins = append(logins, l)
		}
	}
	return logins
}

func readLogin(word string) Login {
	switch strings.ToLower(word) {
	case "plain":
		return LoginPassword
	case "secure":
		return LoginEncrypted
	}
	for _, l := range []Login{
		LoginPassword, LoginEncrypted, LoginOAuth2, LoginNTLM, LoginGSSAPI,
		LoginCertificate, LoginByAddress, LoginAfterPOP, LoginNone,
	} {
		if strings.EqualFold(word, string(l)) {
			return l
		}
	}
	return Login(evidence(word).String())
}

// userForm keeps a user name as it is, or not at all: one that had to be escaped
// or cut would be another.
func userForm(s string) probe.Text {
	if len(s) > maxText || probe.NewText(s).String() != s {
		return probe.Text{}
	}
	return probe.NewText(s)
}
