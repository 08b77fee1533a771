package cli

import (
	"io"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// A narrowWriter writes for a terminal that is narrower than the text was laid out for:
// a line that is too long is broken between words, and goes on as far in as it began.
// What is to be copied stays whole: a word such as a link, a line that no layout has
// broken, and one that stands by itself and further in, as a command does.
type narrowWriter struct {
	w     io.Writer
	width int
	apart bool // the line before was empty
}

// Write breaks the lines. The text comes in whole lines, or as a prompt.
func (n *narrowWriter) Write(b []byte) (int, error) {
	var out strings.Builder
	lines := slices.Collect(strings.Lines(string(b)))
	for len(lines) > 0 {
		line, more := lines[0], 1
		if n.apart && strings.HasPrefix(line, "  ") || ansi.StringWidth(line) > textWidth {
			out.WriteString(line)
		} else {
			for more < len(lines) && goesOn(lines[more-1], lines[more]) {
				line = strings.TrimRight(line, "\n") + " " + strings.TrimLeft(lines[more], " ")
				more++
			}
			out.WriteString(narrow(line, n.width))
		}
		n.apart = line == "\n" || n.apart && strings.HasPrefix(line, "  ")
		lines = lines[more:]
	}
	if _, err := io.WriteString(n.w, out.String()); err != nil {
		return 0, err
	}
	return len(b), nil
}

// goesOn reports whether a layout broke a text between two lines: the first had no room for
// what the next begins with. They are broken anew as one, and not into a long line and a
// short one by turns.
func goesOn(line, next string) bool {
	words := strings.Fields(next)
	if len(words) == 0 || strings.TrimSpace(line) == "" {
		return false
	}
	further := margin(next) - margin(line)
	if further == 0 && (words[0] == "-" || strings.HasSuffix(words[0], ")") && isNumber(words[0])) { // an item of a list
		return false
	}
	used := ansi.StringWidth(strings.TrimRight(line, "\n"))
	return further >= 0 && further <= 4 && used <= textWidth && used+1+ansi.StringWidth(words[0])+held(words) > textWidth
}

// margin is how far in a line begins.
func margin(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// narrow breaks one line, which may end in a line feed.
func narrow(line string, width int) string {
	if ansi.StringWidth(strings.TrimRight(line, "\n")) <= width {
		return line
	}
	text := strings.TrimLeft(line, " ")
	indent := line[:len(line)-len(text)]
	if len(indent) > width/2 {
		indent = ""
	}
	if mark, _, _ := strings.Cut(text, " "); mark == "-" || strings.HasSuffix(mark, ")") && len(mark) < 4 { // of a list
		indent, text = indent+mark+" ", text[len(mark)+1:]
	}
	end := ""
	if strings.HasSuffix(line, "\n") {
		end = "\n"
	}
	return hang(indent, text, width) + end
}
