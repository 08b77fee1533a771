package wizard

import (
	"fmt"
	"path/filepath"
	"strings"

	"postern/wizard/install"
	"postern/wizard/recipe"
)

// Path is the file the settings go to: the first of Paths that exists, as far
// as is known, else the first; "" if there is none.
func (s Session) Path() string {
	paths := s.Paths()
	switch {
	case len(paths) == 0:
		return ""
	case s.file != nil:
		return s.file.Path
	}
	return paths[0]
}

// Paths are the places the program looks for its settings, in the order it
// looks. In practice there is only one, in the practice folder. There is none for a
// program that keeps them in a profile, as long as no profile is known.
func (s Session) Paths() []string {
	program := s.Get(Program)
	if s.Practising() {
		return s.practicePaths(program)
	}
	if !s.profiled() {
		return recipe.Paths(program, s.world.Home, s.world.ConfigHome)
	}
	if dir := s.Get(Profile); dir != "" {
		return recipe.PathsIn(program, dir)
	}
	return nil
}

// practicePaths is a file in the practice folder, in a profile of its own where the
// program wants one.
func (s Session) practicePaths(program string) []string {
	if paths := recipe.PathsIn(program, filepath.Join(s.practice.Dir, program)); paths != nil {
		return paths
	}
	paths := recipe.Paths(program, s.world.Home, s.world.ConfigHome)
	if len(paths) == 0 {
		return nil
	}
	return []string{filepath.Join(s.practice.Dir, strings.TrimPrefix(filepath.Base(paths[0]), "."))}
}

// ShownPath is Path as a person writes it, with ~ for the home directory.
func (s Session) ShownPath() string {
	return install.ShortenHome(s.Path(), s.world.Home)
}

// NoProfile says why there is no file to write, and what to do about it.
func (s Session) NoProfile() string {
	if !s.profiled() {
		return "Postern does not write the file of " + s.programName() + ": copy the settings."
	}
	return fmt.Sprintf("%s has no profile here yet, so there is no file to write. Start %[1]s once, close it, "+
		"then come back; or use the settings by hand.", s.programName())
}

// InUse reports whether the program runs, so that its file must be left alone now.
func (s Session) InUse() bool { return s.file != nil && s.file.InUse }

// profiled reports whether the program's file lies in a profile.
func (s Session) profiled() bool {
	p, _ := recipe.Find(s.Get(Program))
	return p.Profiled && !s.Practising()
}

// programName is what the chosen program is called.
func (s Session) programName() string {
	p, _ := recipe.Find(s.Get(Program))
	return p.Name
}
