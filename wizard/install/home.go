package install

import (
	"path/filepath"
	"strings"

	"postern/probe"
)

// ExpandHome turns "~" and "~/…", on Windows also "~\…", into a path in the home
// directory. Every other path, also one in another user's home ("~eve/…"), stays as it is.
func ExpandHome(path, home string) string {
	if path == "~" {
		return home
	}
	if rest, ok := strings.CutPrefix(path, "~"); ok && isSeparator(rune(rest[0])) {
		return filepath.Join(home, rest[1:])
	}
	return path
}

// ShortenHome is the reverse, to show a path: one in the home directory begins
// with "~". What a terminal must not get, such as a control character in the name
// of a file, is escaped; such a path can be read, and not used.
func ShortenHome(path, home string) string {
	return probe.NewText(shortenHome(path, home)).String()
}

func shortenHome(path, home string) string {
	home = strings.TrimRightFunc(home, isSeparator)
	if home == "" || path == "" {
		return path
	}
	if path == home {
		return "~"
	}
	rest, ok := strings.CutPrefix(path, home)
	if !ok || !isSeparator(rune(rest[0])) {
		return path
	}
	return "~/" + filepath.ToSlash(rest[1:])
}

func isSeparator(r rune) bool { return r == '/' || r == filepath.Separator }
