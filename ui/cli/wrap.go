package cli

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// textWidth is the widest a line of text gets. Lines of a config, an address or
// a link are never broken.
const textWidth = 76

// wrap breaks a text between words into lines of at most width cells.
func wrap(text string, width int) string { return hang("", text, width) }

// hang is wrap with a label before the first line and as much room before the others.
func hang(label, text string, width int) string {
	indent := strings.Repeat(" ", ansi.StringWidth(label))
	var b strings.Builder
	b.WriteString(label)
	used := len(indent)
	for i, word := range strings.Fields(text) {
		w := ansi.StringWidth(word)
		switch {
		case i == 0:
		case used+1+w > width:
			b.WriteString("\n" + indent)
			used = len(indent)
		default:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(word)
		used += w
	}
	return b.String()
}

// layout prints the paragraphs of a text, an empty line between them. One that
// begins with two spaces is kept as it is.
func layout(paragraphs []string) string {
	out := make([]string, 0, len(paragraphs))
	for _, p := range paragraphs {
		if strings.HasPrefix(p, "  ") {
			out = append(out, p)
			continue
		}
		lines := strings.Split(p, "\n")
		for i, line := range lines {
			lines[i] = wrap(line, textWidth)
		}
		out = append(out, strings.Join(lines, "\n"))
	}
	return strings.Join(out, "\n\n") + "\n"
}

//go:noinline
func nonEmpty(parts ...string) []string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return out
}
