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
//
//go:noinline
func (a *app) text() io.Writer {
	if a.ascii() {
		return asciiWriter{a.out}
	}
	return a.out
}

// fit makes words fit for the terminal, as text does.
func (a *app) fit(words string) string {
	if a.ascii() {
		return toASCII().Replace(words)
	}
	return words
}

func toASCII() *strings.Replacer {
	return strings.NewReplacer("“", `"`, "”", `"`, "‘", "'", "’", "'", "…", "...", "–", "-", "—", "-", "·", "-", "•", "*", "→", "->")
}
