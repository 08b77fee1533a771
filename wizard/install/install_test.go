package install_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"postern/wizard/install"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// put writes a file into dir, with that very mode.
func put(t *testing.T, dir, name, body string, mode fs.FileMode) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(body), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
	return path
}

func look(t *testing.T, path string) install.Current {
	t.Helper()
	c, err := install.Look(path)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func apply(t *testing.T, p install.Plan) install.Done {
	t.Helper()
	done, err := install.ApplyOne(p, noon)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// wantFile checks a file's bytes and mode.
func wantFile(t *testing.T, path, body string, mode fs.FileMode) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != body {
		t.Errorf("%s: got %q, want %q", path, got, body)
	}
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	if modes && info.Mode() != mode {
		t.Errorf("%s: got mode %v, want %v", path, info.Mode(), mode)
	}
}

// wantNames checks what a folder holds, so that nothing was left behind.
func wantNames(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("%s holds %q, want %q", dir, got, want)
	}
}

// privateMode is what a mode is to be compared as: where modes mean nothing, as private.
func privateMode(mode fs.FileMode) fs.FileMode {
	if !modes {
		return 0o600
	}
	return mode
}

func TestNewFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a", "b", "rc")
	p := install.Make(look(t, path), []byte("new\n"), 0o600)
	if p.Diff != "" {
		t.Errorf("a new file has the difference %q, want none", p.Diff)
	}
	done := apply(t, p)
	if done.Mode = privateMode(done.Mode); done != (install.Done{Path: path, Real: path, Mode: 0o600}) {
		t.Errorf("got %+v", done)
	}
	wantFile(t, path, "new\n", 0o600)
	wantNames(t, filepath.Dir(path), "rc")
	for _, folder := range []string{"a", "a/b"} {
		info, err := os.Stat(filepath.Join(dir, folder))
		if err != nil {
			t.Fatal(err)
		}
		if modes && info.Mode().Perm() != 0o700 {
			t.Errorf("folder %s: got mode %v, want 700", folder, info.Mode().Perm())
		}
	}
}

func TestExistingFile(t *testing.T) {
	dir := t.TempDir()
	path := put(t, dir, "rc", "one\ntwo\nthree\n", 0o644)
	p := install.Make(look(t, path), []byte("one\n2\nthree\nfour\n"), 0o600)
	want := "--- " + path + "\n+++ " + path + "\n@@ -1,3 +1,4 @@\n one\n-two\n+2\n three\n+four\n"
	if p.Diff != want {
		t.Errorf("got the difference\n%s\nwant\n%s", p.Diff, want)
	}
	done := apply(t, p)
	backup := path + ".bak-20260304-120000"
	if done.Mode = privateMode(done.Mode); done != (install.Done{Path: path, Real: path, Backup: backup, Mode: 0o600}) {
		t.Errorf("got %+v, want the backup %s", done, backup)
	}
	wantFile(t, path, "one\n2\nthree\nfour\n", 0o600)
	wantFile(t, backup, "one\ntwo\nthree\n", 0o600)
	wantNames(t, dir, "rc", "rc.bak-20260304-120000")
}

func TestBackupsNeverCollide(t *testing.T) {
	dir := t.TempDir()
	path := put(t, dir, "rc", "0", 0o600)
	for _, body := range []string{"1", "2", "3"} {
		apply(t, install.Make(look(t, path), []byte(body), 0o600))
	}
	wantNames(t, dir, "rc", "rc.bak-20260304-120000", "rc.bak-20260304-120000-2", "rc.bak-20260304-120000-3")
	wantFile(t, path+".bak-20260304-120000", "0", 0o600)
	wantFile(t, path+".bak-20260304-120000-3", "2", 0o600)
}

func TestNoChange(t *testing.T) {
	dir := t.TempDir()
	path := put(t, dir, "rc", "same\n", 0o600)
	p := install.Make(look(t, path), []byte("same\n"), 0o600)
	if p.Diff != "" {
		t.Errorf("got the difference %q, want none", p.Diff)
	}
	if done := apply(t, p); !done.Same || done.Backup != "" {
		t.Errorf("got %+v, want the same and no backup", done)
	}
	wantNames(t, dir, "rc")
}

func TestModeIsNeverLooser(t *testing.T) {
	tests := []struct{ old, asked, want fs.FileMode }{
		{0o644, 0o600, 0o600},
		{0o666, 0o600, 0o600},
		{0o600, 0o644, 0o600},
		{0o400, 0o600, 0o400},
		{0o640, 0o644, 0o640},
		{0o755, 0o600, 0o600},
	}
	for _, tt := range tests {
		c := install.Current{Exists: true, Mode: tt.old, Body: []byte("a")}
		if got := install.Make(c, []byte("b"), tt.asked).Mode; got != tt.want {
			t.Errorf("old %o, asked %o: got %o, want %o", tt.old, tt.asked, got, tt.want)
		}
	}
	if got := install.Make(install.Current{}, nil, 0o644).Mode; got != 0o644 {
		t.Errorf("a new file, asked 644: got %o", got)
	}
}

func TestFileChangedMeanwhile(t *testing.T) {
	tests := []struct {
		name   string
		exists bool
		change func(t *testing.T, path string)
		want   string // what stands there at the end; "" for nothing
	}{
		{"written to", true, func(t *testing.T, path string) { put(t, filepath.Dir(path), "rc", "theirs", 0o600) }, "theirs"},
		{"removed", true, func(t *testing.T, path string) { remove(t, path) }, ""},
		{"made", false, func(t *testing.T, path string) { put(t, filepath.Dir(path), "rc", "theirs", 0o600) }, "theirs"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "rc")
			if tt.exists {
				put(t, dir, "rc", "mine", 0o600)
			}
			p := install.Make(look(t, path), []byte("new"), 0o600)
			tt.change(t, path)
			if _, err := install.ApplyOne(p, noon); !errors.Is(err, install.ErrChanged) {
				t.Errorf("got %v, want ErrChanged", err)
			}
			if tt.want == "" {
				wantNames(t, dir)
				return
			}
			wantNames(t, dir, "rc")
			wantFile(t, path, tt.want, 0o600)
		})
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

func TestLookRefuses(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "file", "", 0o600)
	put(t, dir, "large", strings.Repeat("x", install.MaxSize+1), 0o600)
	tests := []struct{ name, path, want string }{
		{"no path", "", "no path was given"},
		{"folder", dir, "is a folder, not a file"},
		{"below a file", filepath.Join(dir, "file", "rc"), "file"},
		{"far below a file", filepath.Join(dir, "file", "a", "rc"), "file"},
		{"too large", filepath.Join(dir, "large"), "larger than 1 MiB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := install.Look(tt.path)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
		})
	}
}

func TestLookReadsTheLargest(t *testing.T) {
	path := put(t, t.TempDir(), "large", strings.Repeat("x", install.MaxSize), 0o600)
	if c := look(t, path); len(c.Body) != install.MaxSize {
		t.Errorf("got %d bytes, want %d", len(c.Body), install.MaxSize)
	}
}

func TestLeftoversDoNoHarm(t *testing.T) {
	dir := t.TempDir()
	path := put(t, dir, "rc", "old", 0o600)
	put(t, dir, ".rc.postern-123", "half a fi", 0o600)
	apply(t, install.Make(look(t, path), []byte("new"), 0o600))
	wantFile(t, path, "new", 0o600)
	wantNames(t, dir, ".rc.postern-123", "rc", "rc.bak-20260304-120000")
}

func TestHome(t *testing.T) {
	home := filepath.FromSlash("/home/ada")
	tests := []struct{ short, long string }{
		{"~", "/home/ada"},
		{"~/.msmtprc", "/home/ada/.msmtprc"},
		{"~/a/b", "/home/ada/a/b"},
		{"/home/adam/x", "/home/adam/x"},
		{"/etc/msmtprc", "/etc/msmtprc"},
		{"~eve/x", "~eve/x"},
		{"", ""},
	}
	for _, tt := range tests {
		long := tt.long
		if tt.short == "~" || strings.HasPrefix(tt.short, "~/") {
			long = filepath.FromSlash(long)
		}
		if got := install.ExpandHome(tt.short, home); got != long {
			t.Errorf("ExpandHome(%q): got %q, want %q", tt.short, got, long)
		}
		if got := install.ShortenHome(long, home); got != tt.short {
			t.Errorf("ShortenHome(%q): got %q, want %q", long, got, tt.short)
		}
	}
	native := "~" + string(filepath.Separator) + "x"
	if got := install.ExpandHome(native, home); got != filepath.Join(home, "x") {
		t.Errorf("ExpandHome(%q): got %q", native, got)
	}
	for _, home := range []string{"", "/"} {
		if got := install.ShortenHome("/x", home); got != "/x" {
			t.Errorf("ShortenHome at home %q: got %q, want /x", home, got)
		}
	}
	if got := install.ShortenHome(filepath.FromSlash("/home/ada/x"), home+string(filepath.Separator)); got != "~/x" {
		t.Errorf("with a slash behind the home: got %q, want ~/x", got)
	}
}
