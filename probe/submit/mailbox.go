package submit

import (
	"errors"
	"strings"

	"postern/probe"
	"postern/probe/mailbox"
)

const (
	maxLocal   = 64  // bytes before the @ (RFC 5321, section 4.5.3.1.1)
	maxMailbox = 254 // bytes in all (section 4.5.3.1.3, without the brackets)
	maxName    = 200 // bytes
)

// readMailbox reads an address as a person types it. Its domain is in ASCII, or an
// address literal.
func readMailbox(s string) (mailbox.Address, error) {
	a, err := mailbox.Parse(s)
	if err != nil {
		return a, err
	}
	if !strings.HasPrefix(a.Domain, "[") {
		if a.Domain, err = probe.CheckHost(a.Domain); err != nil {
			return a, err
		}
	}
	if len(a.Local) > maxLocal || len(a.String()) > maxMailbox || len(a.Name) > maxName {
		return a, errors.New("it is too long")
	}
	return a, nil
}

// path returns an address for MAIL and RCPT, as go-smtp takes it: without brackets.
func path(a mailbox.Address) string { return strings.Trim(a.Path(), "<>") }
