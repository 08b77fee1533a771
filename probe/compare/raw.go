package main

import (
	"fmt"
	"slices"
	"unicode"
	"unicode/utf8"
)

// rawIn returns what a terminal must not get from a stranger and would get with
// this text, each once: control bytes, also of the C1 set, and the characters
// that turn the direction of writing. Tabs and ends of lines are none.
func rawIn(text string) []string {
	var found []string
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if word := rawWord(r, text[i], size, text[i+size:]); word != "" && !slices.Contains(found, word) {
			found = append(found, word)
		}
		i += size
	}
	return found
}

// rawWord names a rune if it is one of those; first is its first byte, and rest
// what follows.
func rawWord(r rune, first byte, size int, rest string) string {
	switch {
	case r == utf8.RuneError && size == 1 && first >= 0x80 && first <= 0x9f:
		return fmt.Sprintf("byte %02X", first)
	case r == '\t', r == '\n', r == '\r' && endsLine(rest):
		return ""
	case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
		return fmt.Sprintf("%U", r)
	}
	return ""
}

// endsLine reports whether nothing of a line is left.
func endsLine(rest string) bool {
	for _, b := range []byte(rest) {
		if b != '\r' {
			return b == '\n'
		}
	}
	return true
}
