package recipe

import "postern/wizard/fill"

// encodeShell writes one word of a command line.
func encodeShell(name, value string) (string, error) {
	if err := checkRunes(name, value); err != nil {
		return "", err
	}
	return QuoteShell(value), nil
}

// moreShell puts in the password command for the inside of "$(…)".
func moreShell(v fill.Values, s *Settings) error {
	v["piped"] = fetchLine(s)
	return nil
}
