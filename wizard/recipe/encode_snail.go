package recipe

import (
	"strings"

	"postern/wizard/fill"
)

// encodeSNail writes a value for s-nail, which reads its lines as a shell does: all
// that stands between single quotes is literal, and a single quote stands outside.
func encodeSNail(name, value string) (string, error) {
	if err := checkRunes(name, value); err != nil {
		return "", err
	}
	return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'", nil
}

// moreSNail puts in the command for a token, whose output becomes a password: it would be
// too long for a line of ~/.netrc. What stands behind ! goes to the shell as it is. Else it
// puts in the command that prints the login as a line of ~/.netrc, which
// is how s-nail takes it from a command. sed makes that line of the password.
func moreSNail(v fill.Values, s *Settings) error {
	cmd := fetchLine(s)
	if cmd == "" {
		return nil
	}
	if s.OAuth {
		v["token"] = cmd
		return nil
	}
	login := "machine " + s.Host + " login " + backslashed(s.User, `"`, `"\`) + ` password "`
	script := `1{s/["\\]/\\&/g;s/.*/` + backslashed(login, "", `\/&`) + `&"/p;}`
	var err error
	v["netrc"], err = encodeSNail(passwordCommand, cmd+" | sed -n "+QuoteShell(script))
	return err
}
