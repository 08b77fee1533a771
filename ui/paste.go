package ui

import (
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"
)

// longestPaste is how much of a paste is looked at, in bytes. It is many times what any
// field holds.
const longestPaste = 16 << 10

// pasted makes one line of what was pasted: the lines with a space between them, without
// blanks around them, and without what cannot be seen, as the colours of a terminal or
// the marks that web pages hide in their text. whole says that all of it was looked at.
func pasted(content string) (line string, whole bool) {
	if whole = len(content) <= longestPaste; !whole {
		content = strings.ToValidUTF8(content[:longestPaste], "")
	}
	var out []string
	for _, line := range strings.FieldsFunc(ansi.Strip(content), func(r rune) bool { return r == '\n' || r == '\r' }) {
		if line = strings.TrimSpace(strings.Map(visible, line)); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, " "), whole
}

// visible leaves out a character that a line does not show.
func visible(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case !unicode.IsPrint(r):
		return -1
	}
	return r
}
