package typed

import (
	"errors"
	"fmt"
	"strings"

	"postern/probe"
)

// CheckAddress returns a mail address in the form Postern keeps: as typed, but for
// the domain, which is in lower-case ASCII. The error says what is wrong and how to
// mend it.
func CheckAddress(v string) (string, error) {
	if strings.IndexFunc(v, isControl) >= 0 {
		return "", errors.New("an address is one line without control characters, such as ada@example.org")
	}
	at := strings.LastIndexByte(v, '@')
	if at <= 0 || at == len(v)-1 {
		return "", fmt.Errorf("%s is no mail address; it looks like ada@example.org", quote(v))
	}
	local, domain := v[:at], v[at+1:]
	if strings.Contains(local, "@") {
		return "", fmt.Errorf("%s has more than one @; an address has one, as in ada@example.org", quote(v))
	}
	if strings.ContainsAny(local, " \t\"(),:;<>@[\\]") || len(local) > 64 {
		return "", fmt.Errorf("%s cannot stand before the @ of an address; it looks like ada@example.org", quote(local))
	}
	if probe.NewText(local).String() != local {
		return "", fmt.Errorf("%s has an invisible character in it: type the address by hand", quote(local))
	}
	if strings.HasPrefix(local, ".") || strings.HasSuffix(local, ".") || strings.Contains(local, "..") {
		return "", fmt.Errorf("%s has a dot in a place where an address has none", quote(local))
	}
	host, err := probe.CheckHost(domain)
	if err != nil {
		return "", fmt.Errorf("after the @: %w", err)
	}
	if !strings.Contains(host, ".") && host != "localhost" {
		return "", fmt.Errorf("after the @ comes a whole domain, such as example.org, not %s", quote(domain))
	}
	return local + "@" + host, nil
}

func isControl(r rune) bool { return r < 0x20 || r == 0x7f || r >= 0x80 && r < 0xa0 }

// quote shows a typed word, escaped.
func quote(s string) string { return "“" + probe.NewText(s).String() + "”" }
