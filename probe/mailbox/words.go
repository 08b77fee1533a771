package mailbox

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxWord is how long an encoded word may be (RFC 2047, section 2).
const maxWord = 75

// Words returns a text for a header. One beyond printable ASCII, or that would be taken
// for it, is written in encoded words (RFC 2047), each on a line of its own.
func Words(s string) string {
	if isPrintable(s) && !strings.Contains(s, "=?") {
		return s
	}
	const begins, ends = "=?utf-8?q?", "?="
	var all, word string
	for _, r := range s { // a character is never divided between two words
		next := encoded(r)
		if len(begins+word+next+ends) > maxWord {
			all, word = all+begins+word+ends+"\r\n ", ""
		}
		word += next
	}
	return all + begins + word + ends
}

// encoded is a character in the encoding "Q", as it may stand in a phrase (section 5).
func encoded(r rune) string {
	switch {
	case r == ' ':
		return "_"
	case 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("!*+-/", r):
		return string(r)
	}
	return "=" + strings.ReplaceAll(fmt.Sprintf("% X", string(r)), " ", "=")
}

// isPrintable reports whether a text is printable ASCII.
func isPrintable(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return isControl(r) || r >= utf8.RuneSelf })
}
