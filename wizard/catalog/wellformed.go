package catalog

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// isHost reports whether s is a lower-case host name of at least two labels, as
// RFC 1123, section 2.1, allows them.
func isHost(s string) bool {
	if len(s) > 253 || !strings.Contains(s, ".") {
		return false
	}
	for _, label := range strings.Split(s, ".") {
		if !isLabel(label) {
			return false
		}
	}
	return true
}

// isLabel reports whether s is one label of a host name, in lower case.
func isLabel(s string) bool {
	if s == "" || len(s) > 63 || s[0] == '-' || s[len(s)-1] == '-' {
		return false
	}
	for i := range len(s) {
		if c := s[i]; c != '-' && (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// isSlug reports whether s is a label without two hyphens in a row.
func isSlug(s string) bool { return isLabel(s) && !strings.Contains(s, "--") }

// isText reports whether s can be printed as it is.
func isText(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) })
}

func isDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// isHalfYear reports whether s is a date as vague as "2027-H2".
func isHalfYear(s string) bool {
	year, half, ok := strings.Cut(s, "-")
	_, err := time.Parse("2006", year)
	return ok && err == nil && (half == "H1" || half == "H2")
}
