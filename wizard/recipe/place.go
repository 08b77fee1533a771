package recipe

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Homes are where programs look for their files.
type Homes struct {
	// Home is the home directory, and Config the one for settings ($XDG_CONFIG_HOME).
	Home, Config string
	// Named are the files that variables of the environment name; see [Variables].
	Named map[string]string
}

// Variables are those of the environment that name a program's file.
func Variables() []string {
	var names []string
	for _, e := range entries() {
		for _, p := range e.parts {
			if p.Variable != "" && !slices.Contains(names, p.Variable) {
				names = append(names, p.Variable)
			}
		}
	}
	return names
}

// Several reports whether a variable may name more than one file: the first is then the
// one that the others add to. Of any other, all that it holds is the name.
func Several(variable string) bool { return variable == "HIMALAYA_CONFIG" }

// Places returns where the program's files lie, in the order of [Render], with the
// homes filled in. It is nil for a program Postern does not know or that has no file of
// its own, and for one with profiles: see [PlacesIn]. Paths in a home that is not known
// ("") are left out, and on Windows those of systems that are not Windows.
func Places(program string, s *Settings, h Homes) []Place {
	e, ok := find(program)
	if !ok || e.Profiled {
		return nil
	}
	if h.Config == "" && h.Home != "" {
		h.Config = filepath.Join(h.Home, ".config")
	}
	var out []Place
	for _, part := range e.partsFor(s) {
		if named := h.Named[part.Variable]; named != "" {
			if part.Folder {
				named = filepath.Join(named, filepath.Base(part.path()))
			}
			out = append(out, Place{Paths: []string{named}, Owner: part.Owner})
			continue
		}
		place := Place{Paths: wholePaths(part.Paths, h.Home, h.Config), Owner: part.Owner}
		for path, by := range part.Hidden {
			if whole := wholePaths([]string{path, by}, h.Home, h.Config); len(whole) == 2 {
				if place.Hidden == nil {
					place.Hidden = make(map[string]string)
				}
				place.Hidden[whole[0]] = whole[1]
			}
		}
		if len(place.Paths) > 0 {
			out = append(out, place)
		}
	}
	return out
}

// Folder returns the folder in which the program's files lie because a variable of the
// environment says so, "" where none does. It is what Settings.Dir has to be.
func Folder(program string, h Homes) string {
	if e, _ := find(program); len(e.parts) > 0 && e.parts[0].Folder {
		return h.Named[e.parts[0].Variable]
	}
	return ""
}

// FolderWord is the variable with the [Folder] that it names, as a shell takes both in
// front of a command; "" where there is none. It is not quoted.
func FolderWord(program string, h Homes) string {
	dir := Folder(program, h)
	if dir == "" {
		return ""
	}
	e, _ := find(program)
	return e.parts[0].Variable + "=" + dir
}

func wholePaths(paths []string, home, configHome string) []string {
	var out []string
	for _, path := range paths {
		dir, rest := "", path
		if under, ok := strings.CutPrefix(path, "~/"); ok {
			dir, rest = home, under
		} else if under, ok := strings.CutPrefix(path, "$XDG_CONFIG_HOME/"); ok {
			dir, rest = configHome, under
		}
		if dir != "" || filepath.IsAbs(path) { // on Windows, a system file of others is not
			out = append(out, filepath.Join(dir, rest))
		}
	}
	return out
}

// PlacesIn is [Places] for a program with profiles, dir being the folder of one. It
// is nil for other programs.
func PlacesIn(program, dir string) []Place {
	e, _ := find(program)
	var out []Place
	for _, part := range e.parts {
		if e.Profiled {
			out = append(out, own(filepath.Join(dir, part.path())))
		}
	}
	return out
}

// Modes returns the permissions that the program's files are to have, in the order
// of [Render].
func Modes(program string, s *Settings) []uint32 {
	e, _ := find(program)
	var out []uint32
	for _, part := range e.partsFor(s) {
		out = append(out, part.mode)
	}
	return out
}

// TryCommand returns a shell command that sends a short message to oneself with
// the settings at path (written with ~, or whole), "" where the program has none or no
// address is known to send it to.
// The settings must have passed [Settings.Check].
func TryCommand(program string, s *Settings, path string) string {
	if e, ok := find(program); ok && e.try != nil && s.Address != "" {
		return e.try(s, path)
	}
	return ""
}

// Looks returns how to let the program show what it makes of its files in Settings.Dir, a
// paragraph or a command each; nil where it cannot.
func Looks(program string, s *Settings) []string {
	e, _ := find(program)
	return s.paragraphs(e.looks)
}

// Afterwards returns what is left to do in the program once its settings are
// written, a paragraph each; nil where that is nothing.
func Afterwards(program string, s *Settings) []string {
	e, _ := find(program)
	return s.paragraphs(e.after)
}

// Notes returns what to know about the program and these settings before they are
// used, a paragraph each; nil where that is nothing. One that begins with an exclamation
// mark and a space is a warning.
func Notes(program string, s *Settings) []string {
	e, ok := find(program)
	if !ok {
		return nil
	}
	var notes []string
	if s.User != "" && e.Password == InFile {
		notes = append(notes, e.Name+" can only hold the password itself. The words "+Placeholder+
			" stand in its place: put the password there with an editor, in a file that nobody else may read. "+
			"A command with the password in it would stay in the shell's history.")
	}
	notes = append(notes, s.paragraphs(e.notes)...)
	if s.Port == 25 && s.User == "" && s.Security == Plain && !s.onThisComputer() && (e.Group == MailPrograms || e.Group == CommandLine) {
		notes = append(notes, "! 25 is the door between servers, and many networks filter it. The doors for people and programs are 587 and 465, with a login.")
	}
	return notes
}

// paragraphs fills texts that are for people. A text whose conditions do not hold is
// left out.
func (s *Settings) paragraphs(texts []string) []string {
	v := flags(s)
	v["host"], v["port"], v["user"], v["address"] = s.Host, strconv.Itoa(s.Port), s.User, s.Address
	v["roothome"], v["sent"], v["whose"], v["unasked"] = s.RootHome, "the mail", "the relay", ""
	switch {
	case s.User != "":
		v["sent"], v["whose"] = "the password", "your provider"
	case s.Security != Plain:
		v["unasked"] = " --no-login"
	}
	if s.Dir != "" {
		v["dir"] = QuoteShell(s.Dir)
	}
	var out []string
	for _, text := range texts {
		if text = v.Text(text); text != "" {
			out = append(out, text)
		}
	}
	return out
}

// tryMSMTP names the file only where msmtp would not find it by itself.
func tryMSMTP(s *Settings, path string) string {
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
