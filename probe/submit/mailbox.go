package submit

import (
	"errors"
	"net/mail"
	"strings"
	"unicode/utf8"

	"postern/probe"
)

const (
	maxLocal   = 64  // bytes before the @ (RFC 5321, section 4.5.3.1.1)
	maxMailbox = 254 // bytes in all (section 4.5.3.1.3, without the brackets)
	maxName    = 200 // bytes
)

// A mailbox is an address with an optional display name (RFC 5322, section 3.4).
type mailbox struct {
	name          string
	local, domain string // domain is in ASCII, or an address literal
}

// readMailbox reads an address as a person types it.
func readMailbox(s string) (mailbox, error) {
	if !utf8.ValidString(s) || strings.ContainsFunc(s, isControl) {
		return mailbox{}, errors.New("it has a line break or another control character in it")
	}
	a, err := mail.ParseAddress(s)
	if err != nil {
		return mailbox{}, errors.New("it is not an address such as ada@example.org")
	}
	at := strings.LastIndexByte(a.Address, '@')
	m := mailbox{name: a.Name, local: a.Address[:at], domain: a.Address[at+1:]}
	if !strings.HasPrefix(m.domain, "[") {
		if m.domain, err = probe.CheckHost(m.domain); err != nil {
			return mailbox{}, err
		}
	}
	// A name in encoded words can hold what the address itself could not.
	if strings.ContainsFunc(m.name, isControl) || strings.ContainsFunc(m.address(), isControl) {
		return mailbox{}, errors.New("it has a line break or another control character in it")
	}
	if len(m.local) > maxLocal || len(m.address()) > maxMailbox || len(m.name) > maxName {
		return mailbox{}, errors.New("it is too long")
	}
	return m, nil
}

// foreign reports whether the address needs SMTPUTF8 (RFC 6531).
func (m mailbox) foreign() bool { return !isASCII(m.local) }

func (m mailbox) address() string { return m.local + "@" + m.domain }

// path returns the address for MAIL and RCPT, without brackets, quoted where it
// must be.
func (m mailbox) path() string {
	quoted := (&mail.Address{Address: m.address()}).String()
	return strings.TrimSuffix(strings.TrimPrefix(quoted, "<"), ">")
}

// String returns the mailbox for a header.
func (m mailbox) String() string {
	return strings.ReplaceAll((&mail.Address{Name: m.name, Address: m.address()}).String(), "?= =?", "?=\r\n =?")
}
