package recipe

import (
	"errors"

	"postern/wizard/fill"
)

// encodeTOML writes a value as a basic string of TOML 1.0, where the quote and the
// backslash get a backslash.
func encodeTOML(name, value string) (string, error) {
	if name == accountName {
		return value, nil // in the name of a table, where its letters mean themselves
	}
	return encodeQuoted(name, value)
}

// moreHimalaya1 refuses tokens, which version 1 fetches in a way of its own.
func moreHimalaya1(_ fill.Values, s *Settings) error {
	if s.OAuth {
		return errors.New("version 1 of Himalaya signs in with a token only by a sign-in of its own: run himalaya account configure")
	}
	return nil
}
