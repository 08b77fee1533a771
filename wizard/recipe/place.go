package recipe

import (
	"path/filepath"
	"slices"
	"strings"
)

// Paths returns where the program looks for its settings, with the home directory
// and the one for settings ($XDG_CONFIG_HOME) filled in, in the order it looks. It
// uses the first that exists. A new file belongs at the first. It is nil for a
// program Postern does not know.
func Paths(program, home, configHome string) []string {
	e, ok := find(program)
	if !ok {
		return nil
	}
	if configHome == "" {
		configHome = filepath.Join(home, ".config")
	}
	var out []string
	for _, place := range e.Places {
		if rest, ok := strings.CutPrefix(place, "~/"); ok {
			place = filepath.Join(home, rest)
		} else if rest, ok := strings.CutPrefix(place, "$XDG_CONFIG_HOME/"); ok {
			place = filepath.Join(configHome, rest)
		}
		out = append(out, place)
	}
	return out
}

// TryCommand returns a shell command that sends a short message to oneself with
// the settings at path (written with ~, or whole), "" where the program has none.
// The settings must have passed [Settings.Check].
func TryCommand(program string, s Settings, path string) string {
	if e, ok := find(program); ok && e.try != nil {
		return e.try(s, path)
	}
	return ""
}

// tryMSMTP names the file only where msmtp would not find it by itself.
func tryMSMTP(s Settings, path string) string {
	cmd := "printf 'Subject: A first message\\n\\nIt works.\\n' | msmtp"
	if !slices.Contains([]string{"", "~/.msmtprc", "~/.config/msmtp/config"}, path) {
		cmd += " -C " + quotePath(path)
	}
	return cmd + " -a " + quoteShell(s.Account) + " -- " + quoteShell(s.Address)
}

// quotePath writes a path for a shell; a ~/ in front keeps its meaning.
func quotePath(path string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		return "~/" + quoteShell(rest)
	}
	return quoteShell(path)
}
