package recipe

import (
	"errors"
	"slices"
	"strings"
)

// NeedsAddress reports whether the program's settings say who sends. Where they do not,
// they can be written without an address.
func NeedsAddress(program string) bool {
	e, _ := find(program)
	nobody := &Settings{Host: "relay.example.org", Port: 25, Security: STARTTLS}
	return e.check != nil && e.check(nobody) != nil || slices.ContainsFunc(e.parts, func(p part) bool {
		text := template(p.template)
		return slices.ContainsFunc([]string{"{address}", "{from}", "{domain}"}, func(place string) bool {
			return strings.Contains(text, place)
		})
	})
}

// needsAddress is a check for programs that send as one person.
func needsAddress(s *Settings) error {
	if s.Address == "" {
		return errors.New("the address is missing: this program needs the address your mail comes from")
	}
	return nil
}
