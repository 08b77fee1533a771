package termtest

import (
	"fmt"
	"unicode"
	"unicode/utf8"
)

// CheckPrintable reports what in a text a terminal would not print but obey, or
// could not read: control characters but the line feed, direction and format
// characters, separators of lines, invalid UTF-8.
func CheckPrintable(text string) error {
	for i, r := range text {
		switch {
		case r == '\n', r == ' ':
		case r == utf8.RuneError:
			return fmt.Errorf("what is no UTF-8, or says so, stands at byte %d of %q", i, around(text, i))
		case !unicode.IsPrint(r), unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r), unicode.Is(unicode.Variation_Selector, r):
			return fmt.Errorf("%U stands at byte %d of %q", r, i, around(text, i))
		}
	}
	return nil
}

// around is the text near a place.
func around(text string, at int) string {
	return text[max(0, at-40):min(len(text), at+40)]
}
