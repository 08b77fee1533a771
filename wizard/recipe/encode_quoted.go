package recipe

import (
	"fmt"
	"strings"

	"postern/wizard/fill"
)

// encodeQuoted writes a string in double quotes for JavaScript, Go, C#, YAML, TOML and
// Emacs Lisp.
// All of them read a backslash before a quote or another backslash in the same way,
// and every other character that [checkRunes] lets pass as itself; but for the two
// that are none at all, which YAML refuses.
func encodeQuoted(name, value string) (string, error) {
	if err := checkRunes(name, value); err != nil {
		return "", err
	}
	if strings.ContainsAny(value, "\ufffe\uffff") {
		return "", fmt.Errorf("%s holds something that is no character: remove it", name)
	}
	return backslashed(value, `"`, `"\`), nil
}

// encodePython is encodeQuoted for Python, whose smtplib signs in with ASCII alone.
func encodePython(name, value string) (string, error) {
	if name == loginName && !only(value, printable) {
		return "", fmt.Errorf("%s %q cannot be used: Python's smtplib signs in with plain letters only", name, value)
	}
	return encodeQuoted(name, value)
}

// printable are the characters of ASCII that show, and the blank.
const printable = letters + digits + " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"

// encodeSingle writes a string in single quotes for PHP and Ruby, in which only the
// backslash and the quote mean something.
func encodeSingle(name, value string) (string, error) {
	if err := checkRunes(name, value); err != nil {
		return "", err
	}
	return backslashed(value, "'", `'\`), nil
}

// morePHP keeps a stranger's name in a comment from ending the program there.
func morePHP(v fill.Values, _ *Settings) error {
	v["title"] = strings.ReplaceAll(v["title"], "?>", "? >")
	return nil
}

// moreName writes an empty name too, for a language that wants one.
func moreName(v fill.Values, s *Settings) error {
	if s.Name == "" {
		v["name"] = `""`
	}
	return nil
}
