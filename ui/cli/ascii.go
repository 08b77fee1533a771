package cli

import (
	"io"
	"strings"
)

// An asciiWriter writes for a terminal that shows nothing but ASCII. Only the
// signs of Postern's own texts are replaced: a name stays as it was typed.
type asciiWriter struct{ w io.Writer }

// Write writes the text with its signs replaced.
func (a asciiWriter) Write(b []byte) (int, error) {
	if _, err := io.WriteString(a.w, toASCII().Replace(string(b))); err != nil {
		return 0, err
	}
	return len(b), nil
}

// text is where text for a person goes on standard output.
func (a *app) text() io.Writer {
	if a.asciiOn(a.out.w) {
		return asciiWriter{a.out}
	}
	return a.out
}

// fit makes words fit for where they are written, as text does.
func (a *app) fit(w io.Writer, words string) string {
	if a.asciiOn(w) {
		return toASCII().Replace(words)
	}
	return words
}

func toASCII() *strings.Replacer {
	return strings.NewReplacer("“", `"`, "”", `"`, "‘", "'", "’", "'", "…", "...", "–", "-", "—", "-", "·", "-", "•", "*", "→", "->")
}
