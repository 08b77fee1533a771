//go:build unix

package install_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"postern/wizard/install"
)

const nobody = 65534

func link(t *testing.T, target, path string) string {
	t.Helper()
	if err := os.Symlink(target, path); err != nil {
		t.Fatal(err)
	}
	return path
}

func chmod(t *testing.T, path string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

func mkdir(t *testing.T, parent, name string) string {
	t.Helper()
	dir := filepath.Join(parent, name)
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

// chown needs to be root.
func chown(t *testing.T, path string, uid, gid int) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can give files away: this case is not tried")
	}
	if err := os.Lchown(path, uid, gid); err != nil {
		t.Fatal(err)
	}
}

func TestLinkIsFollowedAndShown(t *testing.T) {
	dir := t.TempDir()
	home, dots := mkdir(t, dir, "home"), mkdir(t, dir, "dots")
	target := put(t, dots, "rc", "old", 0o600)
	path := link(t, "../dots/rc", filepath.Join(home, "rc"))
	c := look(t, path)
	resolved, err := filepath.EvalSymlinks(target) // the folder for tests may itself be behind a link
	if err != nil {
		t.Fatal(err)
	}
	if c.Path != path || c.Real != resolved || string(c.Body) != "old" {
		t.Errorf("got %+v, want %s, leading to %s", c, path, resolved)
	}
	p := install.Make(c, []byte("new"), 0o600)
	if !strings.Contains(p.Diff, resolved) {
		t.Errorf("the difference does not name the file itself:\n%s", p.Diff)
	}
	done := apply(t, p)
	wantFile(t, target, "new", 0o600)
	wantFile(t, target+".bak-20260304-120000", "old", 0o600)
	wantNames(t, home, "rc")
	if to, err := os.Readlink(path); err != nil || to != "../dots/rc" {
		t.Errorf("the link now is %q, %v", to, err)
	}
	if want := "mv " + resolved + ".bak-20260304-120000 " + resolved; install.Undo(done) != want {
		t.Errorf("got %s, want %s", install.Undo(done), want)
	}
}

func TestLinkTurnedElsewhereMeanwhile(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "one", "same", 0o600)
	put(t, dir, "two", "same", 0o600)
	path := link(t, "one", filepath.Join(dir, "rc"))
	p := install.Make(look(t, path), []byte("new"), 0o600)
	remove(t, path)
	link(t, "two", path)
	if _, err := install.ApplyOne(p, noon); err == nil {
		t.Error("wrote through a link that was turned")
	}
	wantFile(t, filepath.Join(dir, "one"), "same", 0o600)
	wantFile(t, filepath.Join(dir, "two"), "same", 0o600)
}

func TestLookRefusesPlaces(t *testing.T) {
	tests := []struct {
		name  string
		build func(t *testing.T, dir string) string // returns the path to look at
		want  string
	}{
		{"dangling link", func(t *testing.T, dir string) string {
			return link(t, "gone", filepath.Join(dir, "rc"))
		}, "is a link to gone, which is not there"},
		{"link in a circle", func(t *testing.T, dir string) string {
			return link(t, "rc", filepath.Join(dir, "rc"))
		}, "leads nowhere"},
		{"link to a folder", func(t *testing.T, dir string) string {
			return link(t, mkdir(t, dir, "d"), filepath.Join(dir, "rc"))
		}, "is a folder"},
		{"pipe", func(t *testing.T, dir string) string {
			path := filepath.Join(dir, "rc")
			if err := syscall.Mkfifo(path, 0o600); err != nil {
				t.Fatal(err)
			}
			return path
		}, "is not an ordinary file"},
		{"link to a device", func(t *testing.T, dir string) string {
			return link(t, os.DevNull, filepath.Join(dir, "rc"))
		}, "is not an ordinary file"},
		{"file where all can write", func(t *testing.T, dir string) string {
			shared := mkdir(t, dir, "shared")
			chmod(t, shared, 0o777)
			return put(t, shared, "rc", "", 0o600)
		}, "others can write to the folder"},
		{"new file where all can write", func(t *testing.T, dir string) string {
			shared := mkdir(t, dir, "shared")
			chmod(t, shared, 0o777)
			return filepath.Join(shared, "a", "rc")
		}, "others can write to the folder"},
		{"link where all can write", func(t *testing.T, dir string) string {
			shared := mkdir(t, dir, "shared")
			put(t, dir, "target", "", 0o600)
			chmod(t, shared, 0o777)
			return link(t, "../target", filepath.Join(shared, "rc"))
		}, "does not follow it"},
		{"link to where all can write", func(t *testing.T, dir string) string {
			shared := mkdir(t, dir, "shared")
			put(t, shared, "rc", "", 0o600)
			chmod(t, shared, 0o777)
			return link(t, "shared/rc", filepath.Join(dir, "rc"))
		}, "others can write to the folder"},
		{"someone else's link in a folder like /tmp", func(t *testing.T, dir string) string {
			shared := mkdir(t, dir, "tmp")
			chmod(t, shared, 0o777|os.ModeSticky)
			put(t, dir, "target", "", 0o600)
			path := link(t, "../target", filepath.Join(shared, "rc"))
			chown(t, path, nobody, nobody)
			return path
		}, "does not follow it"},
		{"someone else's file", func(t *testing.T, dir string) string {
			path := put(t, dir, "rc", "", 0o644)
			chown(t, path, nobody, 0)
			return path
		}, "belongs to nobody: run Postern as that user"},
		{"new file in someone else's folder", func(t *testing.T, dir string) string {
			home := mkdir(t, dir, "home")
			chown(t, home, nobody, 0)
			return filepath.Join(home, "rc")
		}, "run Postern as that user, without sudo"},
		{"another group's folder", func(t *testing.T, dir string) string {
			shared := mkdir(t, dir, "shared")
			chown(t, shared, 0, nobody)
			chmod(t, shared, 0o770)
			return filepath.Join(shared, "rc")
		}, "others can write to the folder"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			chmod(t, dir, 0o700)
			_, err := install.Look(tt.build(t, dir))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
		})
	}
}

func TestLookAcceptsPlaces(t *testing.T) {
	tests := []struct {
		name  string
		build func(t *testing.T, dir string) string
	}{
		{"own link in a folder like /tmp", func(t *testing.T, dir string) string {
			shared := mkdir(t, dir, "tmp")
			chmod(t, shared, 0o777|os.ModeSticky)
			put(t, dir, "target", "", 0o600)
			return link(t, "../target", filepath.Join(shared, "rc"))
		}},
		{"new file in a folder like /tmp", func(t *testing.T, dir string) string {
			shared := mkdir(t, dir, "tmp")
			chmod(t, shared, 0o777|os.ModeSticky)
			return filepath.Join(shared, "rc")
		}},
		{"folder of one's own group", func(t *testing.T, dir string) string {
			shared := mkdir(t, dir, "group")
			if err := os.Chown(shared, -1, os.Getegid()); err != nil {
				t.Fatal(err)
			}
			chmod(t, shared, 0o775)
			return put(t, shared, "rc", "", 0o600)
		}},
		{"below a link to a folder", func(t *testing.T, dir string) string {
			put(t, mkdir(t, dir, "real"), "rc", "", 0o600)
			return filepath.Join(link(t, "real", filepath.Join(dir, "alias")), "rc")
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			chmod(t, dir, 0o700)
			path := tt.build(t, dir)
			c, err := install.Look(path)
			if err != nil {
				t.Fatal(err)
			}
			apply(t, install.Make(c, []byte("new"), 0o600))
			wantFile(t, c.Real, "new", 0o600)
		})
	}
}
