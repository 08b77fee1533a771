package recipe

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Check returns nil if every field can be right, else one sentence that says
// which cannot and how to mend it. A program may still refuse a value that its
// own format cannot hold; [Render] says so.
func (s *Settings) Check() error {
	checks := []func() error{
		s.checkText, s.checkAccount, s.checkHost, s.checkPort, s.checkSecurity,
		s.checkAddress, s.checkSecret, s.checkCAFile, s.checkIncoming,
	}
	for _, check := range checks {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// checkText looks for characters that belong in no field at all. Provider is not
// among them: it may come from the network and is only shown in comments, where
// such characters are left out.
func (s *Settings) checkText() error {
	fields := []struct{ name, value string }{
		{accountName, s.Account},
		{"the server name", s.Host},
		{"the address", s.Address},
		{loginName, s.User},
		{fullName, s.Name},
		{passwordCommand, s.Secret.Command},
		{certificateFile, s.CAFile},
		{folderName, s.Dir},
	}
	for _, f := range fields {
		if err := checkRunes(f.name, f.value); err != nil {
			return err
		}
	}
	return nil
}

// How sentences call the fields that some rules are about.
const (
	accountName     = "the account name"
	loginName       = "the login name"
	fullName        = "the full name"
	passwordCommand = "the password command"
	certificateFile = "the certificate file"
	folderName      = "the folder"
)

// checkRunes refuses what a person cannot have meant to type, and what no settings
// file can hold on one line.
func checkRunes(name, value string) error {
	if !utf8.ValidString(value) {
		return fmt.Errorf("%s is not valid UTF-8 text: type it again", name)
	}
	for _, r := range value {
		switch {
		case r == '\n' || r == '\r':
			return fmt.Errorf("%s holds a line break: write it on one line", name)
		case name == fullName && (r == '\u200c' || r == '\u200d'):
			// Persian, Sinhala and other scripts spell names with these two.
		case hidden(r):
			return fmt.Errorf("%s holds the invisible character %U: remove it", name, r)
		}
	}
	return nil
}

// hidden reports whether r is a control character, an invisible one, or one that
// changes the direction of the text around it.
func hidden(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co)
}

func (s *Settings) checkAccount() error {
	if s.Account == "" {
		return errors.New("the account has no name: give it a short one, like work")
	}
	if len(s.Account) > 64 || !only(s.Account, letters+digits+"-_") || s.Account[0] == '-' {
		return fmt.Errorf("the account name %q cannot be used: take up to 64 letters, digits, - and _, not - first", s.Account)
	}
	return nil
}

const (
	letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digits  = "0123456789"
)

// only reports whether s is made of the characters in set.
func only(s, set string) bool {
	return strings.Trim(s, set) == ""
}

func (s *Settings) checkHost() error {
	if s.Host == "" {
		return errors.New("the server name is missing")
	}
	if a, err := netip.ParseAddr(s.Host); err == nil && a.Zone() == "" {
		return nil
	}
	if len(s.Host) > 253 || !only(s.Host, letters+digits+"-._") || s.Host[0] == '-' || s.Host[0] == '.' {
		return fmt.Errorf("the server name %q cannot be used: write a host name, like smtp.example.org", s.Host)
	}
	return nil
}

func (s *Settings) checkPort() error {
	if s.Port < 1 || s.Port > 65535 {
		return fmt.Errorf("there is no port %d: ports go from 1 to 65535", s.Port)
	}
	return nil
}

func (s *Settings) checkSecurity() error {
	switch s.Security {
	case STARTTLS, ImplicitTLS:
		return nil
	case Plain:
		if s.User != "" {
			return errors.New("without encryption everyone on the way could read the password: " +
				"choose a door with TLS, or leave out the login name")
		}
		return nil
	}
	return fmt.Errorf("the security %q is unknown: use starttls, tls or none", string(s.Security))
}

// checkIncoming holds the other server to the rules of the first.
func (s *Settings) checkIncoming() error {
	in := s.Incoming
	if in == nil {
		return nil
	}
	if err := checkRunes("the login name for incoming mail", in.User); err != nil {
		return err
	}
	other := Settings{Host: in.Host, Port: in.Port, Security: in.Security}
	for _, check := range []func() error{other.checkHost, other.checkPort, other.checkSecurity} {
		if err := check(); err != nil {
			return fmt.Errorf("the server for incoming mail: %w", err)
		}
	}
	return nil
}

// checkAddress accepts an empty address: some programs need none.
func (s *Settings) checkAddress() error {
	if s.Address == "" {
		return nil
	}
	at := strings.LastIndexByte(s.Address, '@')
	if at < 1 || at == len(s.Address)-1 || strings.ContainsAny(s.Address, " <>,;()\"") {
		return fmt.Errorf("the address %q is not a mail address: write it like ada@example.org", s.Address)
	}
	if len(s.Address) > 254 { // RFC 5321, section 4.5.3.1.3, less the angle brackets
		return errors.New("the address is too long: a mail address has at most 254 bytes")
	}
	return nil
}

func (s *Settings) checkSecret() error {
	if s.User == "" {
		return nil // no login, no secret
	}
	switch s.Secret.Kind {
	case Command:
		if strings.TrimSpace(s.Secret.Command) == "" {
			return errors.New("the password command is missing: write the command that prints the password")
		}
		return nil
	case Keyring, Pass, AskMe, "":
	default:
		return fmt.Errorf("the password store %q is unknown: use keyring, pass, command or ask", string(s.Secret.Kind))
	}
	if s.OAuth && s.stored() {
		return errors.New("a sign-in token expires soon: name a command that prints a fresh one each time, such as oama or pizauth")
	}
	if s.stored() && s.User[0] == '-' {
		return errors.New("a login name that begins with - would be taken for an option: use a command to fetch the password")
	}
	return nil
}

// onThisComputer reports whether the server is this computer itself.
func (s *Settings) onThisComputer() bool {
	a, err := netip.ParseAddr(s.Host)
	return s.Host == "localhost" || err == nil && a.IsLoopback()
}

// stored reports whether the password is kept where [StoreCommand] puts it.
func (s *Settings) stored() bool {
	return s.User != "" && (s.Secret.Kind == Keyring || s.Secret.Kind == Pass)
}

// checkCAFile wants a whole path, because a program's working directory is
// anywhere.
func (s *Settings) checkCAFile() error {
	f := s.CAFile
	if f == "" || strings.HasPrefix(f, "/") || strings.HasPrefix(f, "~/") {
		return nil
	}
	if len(f) > 3 && f[1] == ':' && (f[2] == '\\' || f[2] == '/') && strings.Contains(letters, f[:1]) {
		return nil // C:\…
	}
	return fmt.Errorf("the certificate file %q is not a whole path: begin it with / or ~/", f)
}
