package recipe

import (
	"path/filepath"
	"slices"
	"strings"
)

// Paths returns where the program looks for its settings, with the home directory
// and the one for settings ($XDG_CONFIG_HOME) filled in, in the order it looks. It
// uses the first that exists. A new file belongs at the first. It is nil for a
// program Postern does not know, and for one with profiles: see [PathsIn]. Places
// in a home that is not known ("") are left out.
func Paths(program, home, configHome string) []string {
	e, ok := find(program)
	if !ok || e.Profiled {
		return nil
	}
	if configHome == "" && home != "" {
		configHome = filepath.Join(home, ".config")
	}
	var out []string
	for _, place := range e.Places {
		if rest, ok := strings.CutPrefix(place, "~/"); ok {
			place = filepath.Join(home, rest)
		} else if rest, ok := strings.CutPrefix(place, "$XDG_CONFIG_HOME/"); ok {
			place = filepath.Join(configHome, rest)
		}
		if filepath.IsAbs(place) {
			out = append(out, place)
		}
	}
	return out
}

// PathsIn is [Paths] for a program with profiles, dir being the folder of one. It
// is nil for other programs.
func PathsIn(program, dir string) []string {
	e, _ := find(program)
	var out []string
	for _, place := range e.Places {
		if e.Profiled {
			out = append(out, filepath.Join(dir, place))
		}
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

// Afterwards returns what is left to do in the program once its settings are
// written, a paragraph each; nil where that is nothing.
func Afterwards(program string) []string {
	e, _ := find(program)
	return e.after
}

// tryMSMTP names the file only where msmtp would not find it by itself.
func tryMSMTP(s Settings, path string) string {
	cmd := "printf 'Subject: A first message\\n\\nIt works.\\n' | msmtp"
	if !slices.Contains([]string{"", "~/.msmtprc", "~/.config/msmtp/config"}, path) {
		cmd += " -C " + quotePath(path)
	}
	return cmd + " -a " + QuoteShell(s.Account) + " -- " + QuoteShell(s.Address)
}

// quotePath writes a path for a shell; a ~/ in front keeps its meaning.
func quotePath(path string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		return "~/" + QuoteShell(rest)
	}
	return QuoteShell(path)
}
