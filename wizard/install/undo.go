package install

import (
	"runtime"
	"strings"
)

// Undo returns the shell command that puts things back as they were before Apply:
// the old file in its place, or no file where there was none. It is "" if nothing
// was changed.
func Undo(d Done) string {
	return undo(d, runtime.GOOS == "windows")
}

func undo(d Done, windows bool) string {
	path := d.Real
	if path == "" {
		path = d.Path
	}
	quote, move, remove := quoteShell, "mv ", "rm "
	if windows {
		quote, move, remove = quoteWindows, "move /Y ", "del "
	}
	switch {
	case d.Same || path == "":
		return ""
	case d.Backup == "":
		return remove + quote(path)
	}
	return move + quote(d.Backup) + " " + quote(path)
}

// quoteShell writes one word for a POSIX shell. Paths are absolute, so none begins
// with a hyphen.
func quoteShell(word string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/"
	if word != "" && strings.Trim(word, plain) == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// quoteWindows: a path there cannot hold a quote.
func quoteWindows(word string) string { return `"` + word + `"` }
