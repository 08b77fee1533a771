package lesson

import (
	"strings"
	"unicode/utf8"
)

const (
	// measure is the longest line that reads well.
	measure = 76
	// narrowest is the width below which wrapping would only chop words.
	narrowest = 20
)

// Text lays the lesson out as plain text, without escape sequences: title,
// answer, body with what was seen (see [Lesson.Paragraphs]), what to read next and
// sources, parted by empty lines and ended by a line feed. No line is longer than
// width columns, nor than 76, except a kept block (at most 40) and a single word
// longer than that. A width below 20 counts as 20; 0 or less means 76.
func (l Lesson) Text(width int, seen ...string) string {
	parts := append([]string{l.Title}, l.Paragraphs(seen...)...)
	if next, ok := Get(l.Next); ok {
		parts = append(parts, "Next: "+next.ID+" ("+next.Title+")")
	}
	if len(l.See) > 0 {
		parts = append(parts, "See also: "+strings.Join(l.See, ", "))
	}
	if len(l.Sources) > 0 {
		parts = append(parts, "Sources: "+strings.Join(l.Sources, "; "))
	}
	return strings.Join(Layout(parts, width), "\n") + "\n"
}

// Layout wraps paragraphs as they stand in [Lesson.Body] and returns the lines:
// an empty one between paragraphs, none between the items of a list, whose
// further lines hang under their text. Width is understood as by [Lesson.Text].
func Layout(paragraphs []string, width int) []string {
	width = clamp(width)
	var lines []string
	item := false
	for i, p := range paragraphs {
		indent := marker(p)
		if i > 0 && (!item || indent == 0) {
			lines = append(lines, "")
		}
		item = indent > 0
		if strings.HasPrefix(p, "  ") {
			lines = append(lines, strings.Split(p, "\n")...)
			continue
		}
		lines = append(lines, balanced(p, width, indent)...)
	}
	return lines
}

// clamp returns the width that is really used.
func clamp(width int) int {
	if width <= 0 {
		return measure
	}
	return min(max(width, narrowest), measure)
}

// balanced is wrap with the last line not one word alone, where that can be helped.
func balanced(p string, width, indent int) []string {
	lines := wrap(p, width, indent)
	for narrower := width - 1; widowed(lines) && narrower > width*2/3; narrower-- {
		tighter := wrap(p, narrower, indent)
		if len(tighter) > len(lines) {
			break
		}
		if !widowed(tighter) {
			return tighter
		}
	}
	return lines
}

// widowed reports whether the last of several lines is one word alone; a long one, such
// as an address, may be.
func widowed(lines []string) bool {
	last := strings.TrimLeft(lines[len(lines)-1], " ")
	return len(lines) > 1 && !strings.Contains(last, " ") && len(last) < longWord
}

// longWord is the length of a word that may be alone on a line.
const longWord = 16

// wrap breaks a paragraph between words; all lines but the first are indented. No
// character of the texts is wider than a column.
func wrap(p string, width, indent int) []string {
	var lines []string
	var line strings.Builder
	used := 0
	for _, word := range strings.Fields(p) {
		long := utf8.RuneCountInString(word)
		need := long
		if word == "RFC" { // its number stays with it
			need += len(" 8314")
		}
		if used > indent && used+1+need > width {
			lines = append(lines, line.String())
			line.Reset()
			line.WriteString(strings.Repeat(" ", indent))
			used = indent
		} else if used > 0 {
			line.WriteByte(' ')
			used++
		}
		line.WriteString(word)
		used += long
	}
	return append(lines, line.String())
}
