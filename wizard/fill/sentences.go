package fill

import (
	"strings"
	"sync"
)

// Sentences reads a file of one-line texts, "name: text", by their names. Empty lines
// and those that begin with # are for whoever edits the file.
func Sentences(file string) map[string]string {
	all := make(map[string]string)
	for line := range strings.Lines(file) {
		if name, sentence, ok := strings.Cut(line, ": "); ok && !strings.HasPrefix(line, "#") {
			all[name] = strings.TrimSpace(sentence)
		}
	}
	return all
}

// Later is Sentences of one of several files, read when its texts are first asked for,
// and then kept.
//
//go:noinline
func Later(files func() map[string]string, name string) func() map[string]string {
	return sync.OnceValue(func() map[string]string { return Sentences(files()[name]) })
}
