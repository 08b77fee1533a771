package probe

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text is text from the network that was escaped where it entered, and so is safe
// to print. It holds only printable characters: a control character, an invalid
// UTF-8 byte, a direction mark or an invisible character is replaced by a visible
// escape (\x1B, <U+202E>). The one exception is the line feed that Postern itself
// puts between the lines of a reply. The zero value is the empty text. A Text is
// printed, compared and marshalled in its escaped form; the raw bytes are not kept.
type Text struct{ safe string }

// maxMarks is how many combining marks may stand on one character. Written
// languages need up to three; a flood of them paints over the lines around it.
const maxMarks = 3

// ellipsis marks where a text was cut.
const ellipsis = "…"

// NewText escapes text from outside. Escaping escaped text changes nothing.
//
//go:noinline
func NewText(s string) Text { return excerpt(s, len(s)*9+1) }

// excerpt returns at most limit bytes of s in escaped form, and an ellipsis where it
// was cut.
func excerpt(s string, limit int) Text {
	var b strings.Builder
	marks := maxMarks // a mark with nothing to stand on is escaped
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		piece := s[:size]
		switch {
		case r == utf8.RuneError && size == 1:
			piece = fmt.Sprintf(`\x%02X`, s[0])
			marks = 0
		case unicode.Is(unicode.M, r) && !invisible(r) && marks < maxMarks:
			marks++
		case unicode.Is(unicode.M, r) || invisible(r):
			piece = escape(r)
		default:
			marks = 0
		}
		if b.Len()+len(piece) > limit {
			b.WriteString(ellipsis)
			break
		}
		b.WriteString(piece)
		s = s[size:]
	}
	return Text{b.String()}
}

// escape returns the escape of a character.
func escape(r rune) string {
	if r < utf8.RuneSelf {
		return fmt.Sprintf(`\x%02X`, r)
	}
	return fmt.Sprintf("<U+%04X>", r)
}

// invisible reports whether a terminal would obey the character, or show
// nothing for it: C0, DEL and C1, format and direction characters, private use
// and unassigned ones, every space but the plain one, line separators, fillers
// and variation selectors. U+FFFD counts too, so that one that was sent is not
// taken for a byte that could not be read.
func invisible(r rune) bool {
	const brailleBlank, graphemeJoiner = '\u2800', '\u034F'
	return !unicode.IsPrint(r) ||
		r == unicode.ReplacementChar || r == brailleBlank || r == graphemeJoiner ||
		unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) ||
		unicode.Is(unicode.Variation_Selector, r)
}

// joinTexts puts texts on lines of their own.
func joinTexts(lines []Text) Text {
	var b strings.Builder
	for i, l := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(l.safe)
	}
	return Text{b.String()}
}

// String returns the escaped text.
func (t Text) String() string { return t.safe }

// Empty reports whether there is no text.
func (t Text) Empty() bool { return t.safe == "" }

// MarshalText returns the escaped text, for JSON.
func (t Text) MarshalText() ([]byte, error) { return []byte(t.safe), nil }
