package install

import (
	"runtime"
	"strings"
)

// Undo returns the shell command that puts things back as they were before Apply:
// the old file in its place, or no file where there was none. It is "" if nothing
// was changed. Of several files the last one that was written comes first.
func Undo(done ...Done) string {
	var commands []string
	for i := len(done) - 1; i >= 0; i-- {
		if command := undo(done[i], runtime.GOOS == "windows"); command != "" {
			commands = append(commands, command)
		}
	}
	return strings.Join(commands, " && ")
}

func undo(d Done, windows bool) string {
	path := d.Real
	if path == "" {
		path = d.Path
	}
	quote, move, remove := quoteShell, "mv ", "rm "
	if windows {
		quote, move, remove = quoteWindows, "cmd /c move /Y ", "cmd /c del " // also in PowerShell, whose move knows no /Y
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
