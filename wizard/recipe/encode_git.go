package recipe

import (
	"strings"

	"postern/wizard/fill"
)

// encodeGit writes a value for git's configuration: bare where it has nothing to
// lose, else in double quotes. There a # or ; begins no comment, and the quote and the
// backslash get a backslash.
func encodeGit(name, value string) (string, error) {
	if err := checkRunes(name, value); err != nil {
		return "", err
	}
	if value == strings.TrimSpace(value) && only(value, letters+digits+"@._-+/: <>") {
		return value, nil
	}
	return backslashed(value, `"`, `"\`), nil
}

// moreGit puts in a credential helper, a shell function that prints the password when
// git asks for it.
func moreGit(v fill.Values, s *Settings) error {
	cmd := fetchLine(s)
	if cmd == "" {
		return nil
	}
	var err error
	v["helper"], err = encodeGit(passwordCommand, `!f() { test "$1" = get && printf 'password=%s\n' "$(`+cmd+`)"; }; f`)
	return err
}
