package profile

import (
	"slices"
	"sort"
	"strings"
)

// A Profile is a folder with the settings of one Thunderbird user.
type Profile struct {
	Name string // as the person may have named it, often default-release
	Dir  string // whole path
	// InUse: it is the one that Thunderbird opens by itself. Of several
	// installations each has its own.
	InUse bool
	// Via says how Thunderbird came to this computer: "snap", "flatpak", "" for the
	// usual way.
	Via string
}

// A System is where to look, and how.
type System struct {
	GOOS string // as runtime.GOOS
	Home string // the home directory
	// AppData is %APPDATA%, only of use on Windows; "" means its usual place.
	AppData string
	// Read returns a file's bytes, and IsDir whether a path is a folder.
	Read  func(path string) ([]byte, error)
	IsDir func(path string) bool
}

// A root is a folder with a list of profiles.
type root struct{ dir, via string }

// Roots are the folders that may hold a list of profiles, in the order to look.
func (s System) Roots() []string {
	var dirs []string
	for _, r := range s.roots() {
		dirs = append(dirs, r.dir)
	}
	return dirs
}

func (s System) roots() []root {
	if s.Home == "" && s.AppData == "" {
		return nil
	}
	switch s.GOOS {
	case "windows":
		data := s.AppData
		if data == "" {
			data = s.join(s.Home, "AppData/Roaming")
		}
		return []root{{s.join(data, "Thunderbird"), ""}}
	case "darwin":
		return []root{{s.join(s.Home, "Library/Thunderbird"), ""}}
	}
	return []root{
		{s.join(s.Home, ".thunderbird"), ""},
		{s.join(s.Home, "snap/thunderbird/common/.thunderbird"), "snap"},
		{s.join(s.Home, ".var/app/org.mozilla.Thunderbird/.thunderbird"), "flatpak"},
	}
}

// join puts a path together as the system writes paths.
func (s System) join(dir, rest string) string {
	if s.GOOS == "windows" {
		return strings.TrimRight(dir, `\/`) + `\` + strings.ReplaceAll(rest, "/", `\`)
	}
	return strings.TrimRight(dir, "/") + "/" + rest
}

// Find returns the profiles there are, those in use first. It is empty where
// Thunderbird was never started. Lists that cannot be read are passed over, and so
// are profiles whose folder is gone.
func Find(s System) []Profile {
	var all []Profile
	for _, r := range s.roots() {
		for _, p := range s.in(r) {
			if !slices.ContainsFunc(all, func(q Profile) bool { return q.Dir == p.Dir }) {
				all = append(all, p)
			}
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].InUse && !all[j].InUse })
	return all
}

// in returns the profiles of one root.
func (s System) in(r root) []Profile {
	list := s.sections(s.join(r.dir, "profiles.ini"))
	opened := defaults(list, "Install")
	if len(opened) == 0 { // a copy, without the word before the names
		opened = defaults(s.sections(s.join(r.dir, "installs.ini")), "")
	}
	var out []Profile
	marked := false
	for _, sec := range list {
		path := sec.keys["Path"]
		if !strings.HasPrefix(sec.name, "Profile") || path == "" {
			continue
		}
		p := Profile{Name: sec.keys["Name"], Dir: s.place(r.dir, path, sec.keys["IsRelative"]), Via: r.via}
		p.InUse = slices.Contains(opened, path)
		if !s.IsDir(p.Dir) {
			continue
		}
		marked = marked || p.InUse
		out = append(out, p)
	}
	if !marked {
		out = s.markOlder(r, list, out)
	}
	return s.opened(s.addUnlisted(r, opened, out))
}

// opened leaves out what a person never saw: beside the profile in use, Thunderbird
// makes one more that it never opens, and that has no preferences.
func (s System) opened(found []Profile) []Profile {
	if !slices.ContainsFunc(found, func(p Profile) bool { return p.InUse }) {
		return found
	}
	return slices.DeleteFunc(found, func(p Profile) bool {
		_, err := s.Read(s.join(p.Dir, "prefs.js"))
		return err != nil && !p.InUse
	})
}

// markOlder marks the profile in use where no installation names one: the one with
// Default=1, or the only one.
func (s System) markOlder(r root, list []section, found []Profile) []Profile {
	for _, sec := range list {
		if sec.keys["Default"] != "1" || !strings.HasPrefix(sec.name, "Profile") {
			continue
		}
		dir := s.place(r.dir, sec.keys["Path"], sec.keys["IsRelative"])
		if i := slices.IndexFunc(found, func(p Profile) bool { return p.Dir == dir }); i >= 0 {
			found[i].InUse = true
			return found
		}
	}
	if len(found) == 1 {
		found[0].InUse = true
	}
	return found
}

// addUnlisted adds what an installation opens and no section [Profile…] lists.
func (s System) addUnlisted(r root, opened []string, found []Profile) []Profile {
	for _, path := range opened {
		dir := s.place(r.dir, path, "1")
		there := slices.ContainsFunc(found, func(p Profile) bool { return p.Dir == dir || p.Dir == path })
		if path == "" || there || !s.IsDir(dir) {
			continue
		}
		name := path[strings.LastIndexAny(path, `/\`)+1:]
		found = append(found, Profile{Name: name, Dir: dir, InUse: true, Via: r.via})
	}
	return found
}

// place is the folder that a Path means.
func (s System) place(dir, path, relative string) string {
	if relative == "1" {
		return s.join(dir, path)
	}
	return path
}
