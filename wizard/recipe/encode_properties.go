package recipe

import (
	"fmt"
	"strings"
	"unicode/utf16"
)

// encodeProperties writes a value for a properties file of Java, which was once read
// as Latin-1 and still is by some. Spring puts other values in place of ${…}, and has
// no way to write that otherwise that all its versions know.
func encodeProperties(name, value string) (string, error) {
	if err := checkRunes(name, value); err != nil {
		return "", err
	}
	if strings.Contains(value, "${") {
		return "", fmt.Errorf("%s %q holds ${, in place of which Spring would put something else", name, value)
	}
	var b strings.Builder
	for i, r := range value {
		switch {
		case r == '\\':
			b.WriteString(`\\`)
		case r == ' ' && (i == 0 || i == len(value)-1):
			b.WriteString(`\u0020`)
		case r > '~':
			for _, unit := range utf16.Encode([]rune{r}) {
				fmt.Fprintf(&b, `\u%04x`, unit)
			}
		default:
			b.WriteRune(r)
		}
	}
	return b.String(), nil
}
