package wizard

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentence gives words, such as an error's, a capital and an end; "" stays empty.
func Sentence(words string) string {
	if words == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(words)
	words = string(unicode.ToUpper(first)) + words[size:]
	if !strings.ContainsAny(words[len(words)-1:], ".!?:") {
		words += "."
	}
	return words
}
