package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"postern/wizard/install"
	"postern/wizard/profile"
	"postern/wizard/recipe"
)

// profiles finds the profiles of Thunderbird on this computer, those in use first.
func profiles() []profile.Profile {
	home, _ := os.UserHomeDir() // without one there is nothing to find
	return profile.Find(profile.System{
		GOOS: runtime.GOOS, Home: home, AppData: os.Getenv("APPDATA"), Read: os.ReadFile,
		IsDir: func(path string) bool {
			info, err := os.Stat(path)
			return err == nil && info.IsDir()
		},
	})
}

// places are where the program looks for its settings. For one with profiles they
// are in the one that was named, by its name or its folder, or else in the one
// that the program opens.
func (a *app) places(program string, s *recipe.Settings, named string) ([]recipe.Place, error) {
	p, _ := recipe.Find(program)
	if !p.Profiled {
		h := a.everyHome()
		places := recipe.Places(program, s, h)
		if len(places) == 0 && h.Home != "" && p.System() {
			return nil, fmt.Errorf("%s keeps its settings in %s, and this system has no such place, so nothing was written; name a file with --output", p.Name, p.Files[0].Paths[0])
		}
		if len(places) == 0 {
			return nil, errors.New("this system does not say where your home folder is, so nothing was written; name a file with --output")
		}
		return places, nil
	}
	found := profiles()
	if len(found) == 0 {
		return nil, fmt.Errorf("%s has no profile here yet, so nothing was written; start it once, close it, then try again", p.Name)
	}
	var fit []profile.Profile
	for _, one := range found {
		if named == "" && one.InUse || named != "" && (one.Name == named || sameFolder(one.Dir, named)) {
			fit = append(fit, one)
		}
	}
	if len(fit) == 1 {
		return recipe.PlacesIn(program, fit[0].Dir), nil
	}
	return nil, wrongf("%s", a.whichProfile(found, named))
}

func sameFolder(dir, named string) bool {
	whole, err := filepath.Abs(named)
	return err == nil && filepath.Clean(dir) == whole
}

// whichProfile asks for one of those that there are.
func (a *app) whichProfile(found []profile.Profile, named string) string {
	home, _ := a.homes()
	dirs := make([]string, 0, len(found))
	for _, p := range found {
		dirs = append(dirs, install.ShortenHome(p.Dir, home))
	}
	there := strings.Join(dirs, ", ")
	if named != "" {
		return fmt.Sprintf("--profile %s does not name one profile; name the folder of one of these: %s", shown(named), there)
	}
	return "there is more than one profile; name the folder of one with --profile: " + there
}
