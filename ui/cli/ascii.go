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

func toASCII() *strings.Replacer {
	return strings.NewReplacer("“", `"`, "”", `"`, "‘", "'", "’", "'", "…", "...", "–", "-", "—", "-", "·", "-", "•", "*", "→", "->")
}
