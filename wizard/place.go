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
	if paths := s.paths(); len(paths) > 0 {
		return paths[0]
	}
	return ""
}

// paths are the files the settings go to.
func (s Session) paths() []string {
	var paths []string
	for i, place := range s.Places() {
		if i < len(s.files) {
			paths = append(paths, s.files[i].Path)
			continue
		}
		paths = append(paths, place.Paths[0])
	}
	return paths
}

// Places are where the program's files lie, each with the paths at which the program
// looks, in the order it looks. In practice there is only one path for each, in the
// practice folder. There are none for a program without a file of its own, and for
// one that keeps it in a profile as long as no profile is known.
func (s Session) Places() []recipe.Place {
	program := s.Get(Program)
	if s.Practising() {
		return s.practicePlaces(program)
	}
	if !s.profiled() {
		return recipe.Places(program, s.Settings(), s.world.homes())
	}
	if dir := s.Get(Profile); dir != "" {
		return recipe.PlacesIn(program, dir)
	}
	return nil
}

// practicePlaces are files in the practice folder, in a profile of its own where the
// program wants one.
func (s Session) practicePlaces(program string) []recipe.Place {
	if places := recipe.PlacesIn(program, filepath.Join(s.practice.Dir, program)); places != nil {
		return places
	}
	var places []recipe.Place
	for _, place := range recipe.Places(program, s.Settings(), recipe.Homes{Home: s.world.Home, Config: s.world.ConfigHome}) {
		name := strings.TrimPrefix(filepath.Base(place.Paths[0]), ".")
		places = append(places, recipe.Place{Paths: []string{filepath.Join(s.practice.Dir, name)}})
	}
	return places
}

// mailerDir is where the files of a system mailer lie in practice, or where a variable
// of the environment says that they do, "" elsewhere.
func (s Session) mailerDir() string {
	p, _ := recipe.Find(s.Get(Program))
	switch {
	case !s.Practising():
		return recipe.Folder(p.ID, s.world.homes())
	case p.System():
		return s.practice.Dir
	}
	return ""
}

// ShownPath is Path as a person writes it, with ~ for the home directory.
func (s Session) ShownPath() string {
	return install.ShortenHome(s.Path(), s.world.Home)
}

// ShownPaths are all files the settings go to, as a person writes them.
func (s Session) ShownPaths() []string {
	var shown []string
	for _, path := range s.paths() {
		shown = append(shown, install.ShortenHome(path, s.world.Home))
	}
	return shown
}

// NoProfile says why there is no file to write, and what to do about it.
func (s Session) NoProfile() string {
	if !s.profiled() {
		return "Postern writes no file for these: copy them."
	}
	return fmt.Sprintf("%s has no profile here yet, so there is no file to write. Start %[1]s once, close it, "+
		"then come back; or use the settings by hand.", s.programName())
}

// Snippet reports whether the settings are only to be copied, because the program has
// no file of its own for them.
func (s Session) Snippet() bool { return s.Path() == "" && !s.profiled() }

// InUse reports whether the program runs, so that its file must be left alone now.
func (s Session) InUse() bool { return len(s.files) > 0 && s.files[0].InUse }

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
