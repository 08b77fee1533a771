package profile_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"postern/wizard/profile"
)

// system is another computer: a tree under testdata, whose paths are written as
// its own system writes them.
func system(tree, goos, home string) profile.System {
	local := func(path string) string {
		path = strings.NewReplacer(`\`, "/", ":", "").Replace(path)
		return filepath.Join("testdata", tree, filepath.FromSlash(path))
	}
	return profile.System{
		GOOS: goos, Home: home,
		Read: func(path string) ([]byte, error) { return os.ReadFile(local(path)) },
		IsDir: func(path string) bool {
			info, err := os.Stat(local(path))
			return err == nil && info.IsDir()
		},
	}
}

func TestFind(t *testing.T) {
	const roaming = `C:\Users\ada\AppData\Roaming`
	tests := []struct {
		name string
		s    profile.System
		want []profile.Profile
	}{
		{"the one that is opened, not the one that never was", system("linux", "linux", "/home/ada"), []profile.Profile{
			{Name: "default-release", Dir: "/home/ada/.thunderbird/h0dbn29f.default-release", InUse: true},
		}},
		{"package, snap and flatpak", system("mixed", "linux", "/home/ada"), []profile.Profile{
			{Name: "Home", Dir: "/srv/mail/home", InUse: true},
			{Name: "default", Dir: "/home/ada/snap/thunderbird/common/.thunderbird/snap.default", InUse: true, Via: "snap"},
			{
				Name: "flat.default-release", Via: "flatpak", InUse: true,
				Dir: "/home/ada/.var/app/org.mozilla.Thunderbird/.thunderbird/flat.default-release",
			},
			{Name: "Work", Dir: "/home/ada/.thunderbird/work.profile"},
		}},
		{"two that were never opened", system("new", "linux", "/home/ada"), []profile.Profile{
			{Name: "one", Dir: "/home/ada/.thunderbird/one"}, {Name: "two", Dir: "/home/ada/.thunderbird/two"},
		}},
		{"macOS", system("darwin", "darwin", "/Users/ada"), []profile.Profile{
			{Name: "default-release", Dir: "/Users/ada/Library/Thunderbird/Profiles/abc.default-release", InUse: true},
		}},
		{"Windows", system("windows", "windows", `C:\Users\ada`), []profile.Profile{
			{Name: "default-esr", Dir: roaming + `\Thunderbird\Profiles\abc.default-esr`, InUse: true},
			{Name: "other disk", Dir: `D:\Mail`},
		}},
		{"never started", system("linux", "linux", "/home/eve"), nil},
		{"no home", system("linux", "linux", ""), nil},
		{"another system's folders", system("linux", "darwin", "/home/ada"), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := profile.Find(tt.s); !slices.Equal(got, tt.want) {
				t.Errorf("got\n%+v\nwant\n%+v", got, tt.want)
			}
		})
	}
}

func TestFindOnWindowsByAppData(t *testing.T) {
	s := system("windows", "windows", "")
	s.AppData = `C:\Users\ada\AppData\Roaming\`
	if got := profile.Find(s); len(got) != 2 || got[0].Dir != `C:\Users\ada\AppData\Roaming\Thunderbird\Profiles\abc.default-esr` {
		t.Errorf("got %+v", got)
	}
}

// TestInstallsIni is about the copy of the list's Install sections: it counts
// where the list has none.
func TestInstallsIni(t *testing.T) {
	const root = "/home/ada/.thunderbird/"
	list := "[Profile0]\nName=a\nIsRelative=1\nPath=a\nDefault=1\n[Profile1]\nName=b\nIsRelative=1\nPath=b\n"
	tests := []struct{ name, list, installs, want string }{
		{"only there", list, "[X]\nDefault=b\n", "b"},
		{"in both", list + "[InstallX]\nDefault=a\n", "[X]\nDefault=b\n", "a"},
		{"in neither", list, "", "a"},
		{"a folder that is gone", list + "[InstallX]\nDefault=c\n", "", "a"},
		{"broken lines", "\ufeffPath=x\n[Profile9\n]\n=\n" + list, "[X]\nDefault\nDefault=b", "b"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := map[string]string{root + "profiles.ini": tt.list, root + "installs.ini": tt.installs}
			got := profile.Find(profile.System{
				GOOS: "linux", Home: "/home/ada",
				Read: func(path string) ([]byte, error) {
					if body, ok := files[path]; ok || strings.HasSuffix(path, "prefs.js") {
						return []byte(body), nil
					}
					return nil, os.ErrNotExist
				},
				IsDir: func(path string) bool { return path == root+"a" || path == root+"b" },
			})
			if len(got) != 2 || got[0].Name != tt.want || !got[0].InUse || got[1].InUse {
				t.Errorf("got %+v, want %s in use", got, tt.want)
			}
		})
	}
}

func ExampleFind() {
	found := profile.Find(profile.System{
		GOOS: "linux", Home: "/home/ada",
		Read: func(path string) ([]byte, error) {
			if path == "/home/ada/.thunderbird/profiles.ini" {
				return []byte("[Profile0]\nName=default\nIsRelative=1\nPath=x.default\n"), nil
			}
			return nil, os.ErrNotExist
		},
		IsDir: func(string) bool { return true },
	})
	fmt.Println(found[0].Name, "in", found[0].Dir)
	// Output: default in /home/ada/.thunderbird/x.default
}

// FuzzFind holds the reading of lists to its promises.
func FuzzFind(f *testing.F) {
	f.Add("[Profile0]\nPath=a\nIsRelative=1\n", "[X]\nDefault=b")
	f.Add("[\n]=\n[]\n;", "\x00=")
	f.Fuzz(func(t *testing.T, list, installs string) {
		found := profile.Find(profile.System{
			GOOS: "linux", Home: "/h",
			Read: func(path string) ([]byte, error) {
				switch filepath.Base(path) {
				case "profiles.ini":
					return []byte(list), nil
				case "installs.ini":
					return []byte(installs), nil
				}
				return nil, os.ErrNotExist
			},
			IsDir: func(string) bool { return true },
		})
		seen := make(map[string]bool)
		for _, p := range found {
			if p.Dir == "" || seen[p.Dir] {
				t.Errorf("got %+v", found)
			}
			seen[p.Dir] = true
		}
	})
}
