package probe

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// CheckHost returns the host as it is asked for: a lower-case ASCII name, an
// international one in its xn-- form, or the IP address of one host, without
// brackets. It trims nothing. The error says what is wrong and how to mend it,
// in one line that is safe to print.
func CheckHost(s string) (string, error) {
	if s == "" {
		return "", errors.New("the host name is empty: give one such as smtp.example.org")
	}
	if err := notAHost(s); err != nil {
		return "", err
	}
	if a, ok := parseAddress(s); ok {
		if err := oneHost(a); err != nil {
			return "", err
		}
		return a.String(), nil
	}
	if strings.Contains(s, ":") {
		return "", fmt.Errorf("%s has a colon in it: give the host name alone, and the port by itself", quoted(s))
	}
	return checkName(s)
}

// quoted shows what was given, however strange or long it is.
func quoted(s string) string { return `"` + excerpt(s, maxExcerpt).safe + `"` }

// notAHost catches what people paste instead of a host name.
func notAHost(s string) error {
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			return fmt.Errorf("%s has a space or line break in it: a host name has none", quoted(s))
		case invisible(r):
			return fmt.Errorf("%s has an invisible character in it: type the host name by hand", quoted(s))
		}
	}
	if scheme, rest, ok := strings.Cut(s, "://"); ok {
		name, _, _ := strings.Cut(rest, "/")
		return fmt.Errorf("%s is a web address: leave out %s, so that %s remains", quoted(s), quoted(scheme+"://"), quoted(name))
	}
	if _, domain, ok := strings.Cut(s, "@"); ok {
		d := excerpt(domain, maxExcerpt)
		return fmt.Errorf("%s is a mail address: give the mail server's name, often smtp.%s or mail.%s", quoted(s), d, d)
	}
	return nil
}

// parseAddress reads an IP address, in brackets or not.
func parseAddress(s string) (netip.Addr, bool) {
	if inner, ok := strings.CutPrefix(s, "["); ok {
		if s, ok = strings.CutSuffix(inner, "]"); !ok {
			return netip.Addr{}, false
		}
	}
	a, err := netip.ParseAddr(s)
	if err != nil || !plainZone(a.Zone()) {
		return netip.Addr{}, false
	}
	return a.Unmap(), true
}

// oneHost refuses addresses that are no single host's: to dial 0.0.0.0 or ::
// would be to ask this computer, whatever the person meant.
func oneHost(a netip.Addr) error {
	switch {
	case isHosts(a):
		return nil
	case a.IsMulticast():
		return fmt.Errorf("%s is the address of a group of computers: give that of one mail server", a)
	case a.Is4():
		return fmt.Errorf("%s is no server's address: if you mean this computer, give 127.0.0.1", a)
	default:
		return fmt.Errorf("%s is no server's address: if you mean this computer, give ::1", a)
	}
}

// plainZone reports whether an IPv6 zone looks like the name of a network
// interface; netip would take any bytes.
func plainZone(z string) bool {
	return !strings.ContainsFunc(z, func(r rune) bool {
		return !nameRune(r) && r != '.'
	})
}

// checkName checks a host name label by label (RFC 1123, section 2.1). An
// underscore is let through: it is wrong, and in use on private networks.
func checkName(s string) (string, error) {
	name := strings.TrimSuffix(s, ".")
	ascii := strings.ToLower(name)
	if !isASCII(name) || strings.Contains(ascii, "xn--") {
		if slices.Contains(strings.FieldsFunc(ascii, isDot), "xn--") {
			return "", fmt.Errorf("%s has xn-- alone as one of its parts: more of the name comes behind it, as in xn--bcher-kva.example", quoted(s))
		}
		var err error
		if ascii, err = idna.Lookup.ToASCII(name); err != nil {
			return "", fmt.Errorf("%s is not a host name that can be looked up: check its spelling", quoted(s))
		}
	}
	if len(ascii) > 253 {
		return "", fmt.Errorf("the host name is %d characters long: 253 is the most there can be", len(ascii))
	}
	labels := strings.Split(ascii, ".")
	for _, l := range labels {
		if err := checkLabel(s, l); err != nil {
			return "", err
		}
	}
	// What ends in a number is an address, or meant to be one (RFC 3696, section 2).
	if last := labels[len(labels)-1]; !strings.ContainsFunc(last, func(r rune) bool { return r < '0' || r > '9' }) {
		return "", fmt.Errorf("%s is not a complete IP address: give four numbers from 0 to 255, or a name", quoted(s))
	}
	return ascii, nil
}

// isDot reports whether a rune parts an international name's labels (RFC 3490, section 3.1).
func isDot(r rune) bool { return strings.ContainsRune(".。．｡", r) }

// checkLabel checks one part of the name s.
func checkLabel(s, l string) error {
	switch {
	case l == "":
		return fmt.Errorf("%s has a dot too many: a name such as smtp.example.org has one between its parts", quoted(s))
	case len(l) > 63:
		return fmt.Errorf("%s has a part of %d characters: 63 is the most there can be between two dots", quoted(s), len(l))
	case l[0] == '-' || l[len(l)-1] == '-':
		return fmt.Errorf("%s has a part that begins or ends with a hyphen: a host name has none there", quoted(s))
	}
	for _, r := range l {
		if !nameRune(r) {
			return fmt.Errorf("%s has %s in it: a host name is letters, digits, hyphens and dots", quoted(s), quoted(string(r)))
		}
	}
	return nil
}

// nameRune reports whether a rune may stand in a label.
func nameRune(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-' || r == '_'
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}
