package mailbox

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// An Address is a mail address. Nothing in it is quoted.
type Address struct {
	Name          string // who it belongs to; may be empty
	Local, Domain string // Domain may be an address literal, in brackets
}

var (
	errForm    = errors.New("it is not an address such as ada@example.org")
	errControl = errors.New("it has a line break or another control character in it")
)

// Parse reads an address as a person types it: ada@example.org, Ada <ada@example.org>,
// "Lovelace, Ada" <"a b"@example.org>. Whether there can be such a domain is not asked.
func Parse(s string) (Address, error) {
	if !utf8.ValidString(s) || strings.ContainsFunc(s, isControl) {
		return Address{}, errControl
	}
	name, spec, named := cut(strings.TrimSpace(s), '<')
	if !named {
		name, spec = "", name
	} else if spec, named = strings.CutSuffix(spec, ">"); !named {
		return Address{}, errForm
	}
	local, domain, ok := cut(spec, '@')
	a := Address{Domain: domain}
	var whole, fits bool
	a.Name, whole = phrase(name)
	a.Local, fits = localPart(local)
	if !ok || !whole || !fits || !isDomain(domain) {
		return Address{}, errForm
	}
	return a, nil
}

// Split takes an address apart in which nothing is quoted.
func Split(s string) Address {
	if at := strings.LastIndexByte(s, '@'); at >= 0 {
		return Address{Local: s[:at], Domain: s[at+1:]}
	}
	return Address{Local: s}
}

// String returns the address without the name, and nothing quoted.
func (a Address) String() string { return a.Local + "@" + a.Domain }

// Path returns the address for MAIL and RCPT, in angle brackets.
func (a Address) Path() string {
	local := a.Local
	if !isDotString(local) {
		local = quoted(local)
	}
	if a.Domain == "" { // as in <postmaster>
		return "<" + local + ">"
	}
	return "<" + local + "@" + a.Domain + ">"
}

// Header returns the address for the header of a message, with the name.
func (a Address) Header() string {
	switch {
	case a.Name == "":
		return a.Path()
	case isPrintable(a.Name):
		return quoted(a.Name) + " " + a.Path()
	}
	return Words(a.Name) + " " + a.Path()
}

// cut is strings.Cut at a byte that stands in no quotes.
func cut(s string, sep byte) (before, after string, found bool) {
	in := false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && in:
			i++
		case c == '"':
			in = !in
		case c == sep && !in:
			return s[:i], s[i+1:], true
		}
	}
	return s, "", false
}

// phrase reads the words in front of an address, some or all of them in quotes.
func phrase(s string) (string, bool) {
	var words []string
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		end := strings.IndexAny(s, ` "`)
		if end == 0 {
			text, rest, ok := unquoted(s)
			if !ok {
				return "", false
			}
			words, s = append(words, text), rest
			continue
		}
		if end < 0 {
			end = len(s)
		}
		if strings.ContainsAny(s[:end], `()<>[]:;@\,`) {
			return "", false
		}
		words, s = append(words, s[:end]), s[end:]
	}
	return strings.Join(words, " "), true
}

// localPart reads what stands before the @.
func localPart(s string) (string, bool) {
	if strings.HasPrefix(s, `"`) {
		text, rest, ok := unquoted(s)
		return text, ok && rest == "" && text != ""
	}
	return s, isDotString(s)
}

// quoted writes a Quoted-string.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// unquoted reads the Quoted-string that a text begins with.
func unquoted(s string) (text, rest string, ok bool) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '"':
			return b.String(), s[i+1:], true
		case '\\':
			if i++; i == len(s) {
				return "", "", false
			}
		}
		b.WriteByte(s[i])
	}
	return "", "", false
}

// isDotString reports whether a local part needs no quotes.
func isDotString(s string) bool {
	return s != "" && s[0] != '.' && s[len(s)-1] != '.' && !strings.Contains(s, "..") &&
		!strings.ContainsAny(s, ` ()<>[]:;@\,"`) && !strings.ContainsFunc(s, isControl)
}

func isDomain(s string) bool {
	if literal, ok := strings.CutPrefix(s, "["); ok {
		s, ok = strings.CutSuffix(literal, "]")
		return ok && s != "" && !strings.ContainsAny(s, ` []\"<>`)
	}
	return isDotString(s)
}

// isControl reports whether a character is C0 or DEL.
func isControl(r rune) bool { return r < ' ' || r == 0x7F }
