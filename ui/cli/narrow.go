package cli

import (
	"io"
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
	for line := range strings.Lines(string(b)) {
		if n.apart && strings.HasPrefix(line, "  ") || ansi.StringWidth(line) > textWidth {
			out.WriteString(line)
		} else {
			out.WriteString(narrow(line, n.width))
		}
		n.apart = line == "\n" || n.apart && strings.HasPrefix(line, "  ")
	}
	if _, err := io.WriteString(n.w, out.String()); err != nil {
		return 0, err
	}
	return len(b), nil
}

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
