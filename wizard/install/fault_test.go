package install

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// A badFile is a file whose disk fails at one thing. Of a write, half goes through.
type badFile struct {
	*os.File
	at string
}

func (f badFile) Write(b []byte) (int, error) {
	if f.at != "write" {
		return f.File.Write(b)
	}
	n, _ := f.File.Write(b[:len(b)/2])
	return n, f.full("write")
}

func (f badFile) Chmod(mode fs.FileMode) error {
	if f.at == "chmod" {
		return f.full("chmod")
	}
	return f.File.Chmod(mode)
}

func (f badFile) Sync() error {
	if f.at == "sync" {
		return f.full("sync")
	}
	return f.File.Sync()
}

func (f badFile) Close() error {
	err := f.File.Close()
	if f.at == "close" {
		return f.full("close")
	}
	return err
}

func (f badFile) full(op string) error {
	return &fs.PathError{Op: op, Path: f.Name(), Err: syscall.ENOSPC}
}

// bad wraps what opens a file so that the file fails at one thing.
func bad(f file, err error, at string) (file, error) {
	if err != nil {
		return nil, err
	}
	return badFile{f.(*os.File), at}, nil
}

// faults are disks that fail, each at one moment.
func faults() map[string]disk {
	full := &fs.PathError{Op: "open", Path: "x", Err: syscall.ENOSPC}
	disks := make(map[string]disk)
	for _, at := range []string{"write", "chmod", "sync", "close"} {
		d := theDisk
		d.temp = func(dir, pattern string) (file, error) {
			f, err := theDisk.temp(dir, pattern)
			return bad(f, err, at)
		}
		disks["temporary file: "+at] = d
		d = theDisk
		d.create = func(path string) (file, error) {
			f, err := theDisk.create(path)
			return bad(f, err, at)
		}
		disks["backup: "+at] = d
	}
	d := theDisk
	d.temp = func(string, string) (file, error) { return nil, full }
	disks["temporary file: open"] = d
	d = theDisk
	d.create = func(string) (file, error) { return nil, full }
	disks["backup: open"] = d
	d = theDisk
	d.rename = func(from, to string) error {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: syscall.ENOSPC}
	}
	disks["rename"] = d
	return disks
}

func TestOldFileIsWholeAfterAnyFault(t *testing.T) {
	for name, d := range faults() {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "rc")
			if err := os.WriteFile(path, []byte("old and whole"), 0o600); err != nil {
				t.Fatal(err)
			}
			c, err := Look(path)
			if err != nil {
				t.Fatal(err)
			}
			done, err := d.apply([]Plan{Make(c, []byte("new and longer"), 0o600)}, noon)
			if !errors.Is(err, syscall.ENOSPC) || done != nil {
				t.Fatalf("got %+v, %v, want nothing done and a full disk", done, err)
			}
			if !strings.HasSuffix(err.Error(), "; the file is as it was") {
				t.Errorf("the error %q does not say how the file is", err)
			}
			if got, _ := os.ReadFile(path); string(got) != "old and whole" {
				t.Errorf("got %q, want the old file", got)
			}
			wantAlone(t, dir)
		})
	}
}

func TestNothingIsLeftOfANewFileAfterAFault(t *testing.T) {
	for name, d := range faults() {
		if strings.HasPrefix(name, "backup") {
			continue // there is none
		}
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			c, err := Look(filepath.Join(dir, "rc"))
			if err != nil {
				t.Fatal(err)
			}
			_, err = d.apply([]Plan{Make(c, []byte("new"), 0o600)}, noon)
			if err == nil || !strings.HasSuffix(err.Error(), "; no file was made") {
				t.Errorf("got %v, want an error that says no file was made", err)
			}
			if entries, _ := os.ReadDir(dir); len(entries) != 0 {
				t.Errorf("got %v left behind", entries)
			}
		})
	}
}

// TestChangedWhileWriting: somebody else writes between our look and our rename.
func TestChangedWhileWriting(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "rc")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Look(path)
	if err != nil {
		t.Fatal(err)
	}
	d := theDisk
	d.temp = func(dir, pattern string) (file, error) {
		if err := os.WriteFile(path, []byte("theirs"), 0o600); err != nil {
			t.Error(err)
		}
		return theDisk.temp(dir, pattern)
	}
	if _, err := d.apply([]Plan{Make(c, []byte("new"), 0o600)}, noon); !errors.Is(err, ErrChanged) {
		t.Errorf("got %v, want ErrChanged", err)
	}
	if got, _ := os.ReadFile(path); string(got) != "theirs" {
		t.Errorf("got %q, want theirs", got)
	}
	wantAlone(t, dir)
}

// wantAlone: the folder holds rc and nothing else.
func wantAlone(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 || entries[0].Name() != "rc" {
		t.Errorf("the folder holds %v, want rc alone", entries)
	}
}
