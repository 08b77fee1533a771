package recipe

import "errors"

// needsAddress is a check for programs that send as one person.
func needsAddress(s *Settings) error {
	if s.Address == "" {
		return errors.New("the address is missing: this program needs the address your mail comes from")
	}
	return nil
}
