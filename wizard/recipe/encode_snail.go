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

// moreSNail puts in the command that prints the login as a line of ~/.netrc, which
// is how s-nail takes it from a command. sed makes that line of the password.
func moreSNail(v fill.Values, s Settings) error {
	cmd := fetchPiped(s)
	if cmd == "" {
		return nil
	}
	login := "machine " + s.Host + " login " + backslashed(s.User, `"`, `"\`) + ` password "`
	script := `1{s/["\\]/\\&/g;s/.*/` + backslashed(login, "", `\/&`) + `&"/p;}`
	var err error
	v["netrc"], err = encodeSNail(passwordCommand, cmd+" | sed -n "+QuoteShell(script))
	return err
}
