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
	words := strings.Fields(text)
	for i, word := range words {
		w := ansi.StringWidth(word)
		switch {
		case i == 0:
		case used+1+w+held(words[i:]) > width:
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

// held is how many cells follow the first word that must stand on the same line.
func held(words []string) int {
	cells := 0
	for i := range len(words) - 1 {
		if !holds(words[i], words[i+1]) {
			break
		}
		cells += 1 + ansi.StringWidth(words[i+1])
	}
	return cells
}

// holds reports whether two words lose their sense when a line ends between them: what is
// numbered and its number, a number and its unit, a word of one letter that can be typed
// and what it does.
func holds(word, next string) bool {
	switch strings.ToLower(strings.TrimLeft(word, "(“")) {
	case "rfc", "port", "door", "step", "stop", "section", "tls":
		return isNumber(next)
	case "?", "??":
		return true
	}
	switch strings.TrimRight(next, ".,;:)") {
	case "s", "ms", "min", "KB", "MB", "characters":
		return isNumber(word)
	}
	return len(word) == 1 && word[0] > 'a' && word[0] <= 'z'
}

// isNumber reports whether a word begins as a number does.
func isNumber(word string) bool { return word != "" && word[0] >= '0' && word[0] <= '9' }

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
