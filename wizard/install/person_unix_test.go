//go:build unix

package install

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

const nobody = 65534

// again runs one test of this binary in another process, as an ordinary user if we
// are root, with a folder of its own, and returns the folder and how it ended.
func again(t *testing.T, name string) (dir string, out string, err error) {
	t.Helper()
	dir, err = os.MkdirTemp("", "postern-install-") // t.TempDir is closed to others
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	self, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(dir, "test")
	if err := os.WriteFile(copied, self, 0o755); err != nil { //nolint:gosec // it is run from there
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), copied, "-test.run=^"+name+"$", "-test.v")
	cmd.Dir = dir
	cmd.Env = []string{"POSTERN_TEST_DIR=" + dir}
	if os.Geteuid() == 0 {
		if err := os.Chown(dir, nobody, nobody); err != nil {
			t.Fatal(err)
		}
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	said, err := cmd.CombinedOutput()
	return dir, string(said), err
}

// TestFolderWithoutWriting: an ordinary user, for root may write anywhere.
func TestFolderWithoutWriting(t *testing.T) {
	dir := os.Getenv("POSTERN_TEST_DIR")
	if dir == "" {
		if _, out, err := again(t, t.Name()); err != nil || !strings.Contains(out, "--- PASS") {
			t.Fatalf("as an ordinary user: %v\n%s", err, out)
		}
		return
	}
	closed := filepath.Join(dir, "closed")
	path := filepath.Join(closed, "rc")
	if err := os.Mkdir(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(closed, 0o500); err != nil { //nolint:gosec // a folder must be entered
		t.Fatal(err)
	}
	for _, name := range []string{"rc", "new", "a/new"} {
		c, err := Look(filepath.Join(closed, name))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ApplyOne(Make(c, []byte("new"), 0o600), noon); !errors.Is(err, fs.ErrPermission) {
			t.Errorf("%s: got %v, want no permission", name, err)
		}
	}
	if got, _ := os.ReadFile(path); string(got) != "old" {
		t.Errorf("got %q, want the old file", got)
	}
	wantAlone(t, closed)
	unreadable := filepath.Join(dir, "unreadable")
	if err := os.WriteFile(unreadable, nil, 0o200); err != nil {
		t.Fatal(err)
	}
	if _, err := Look(unreadable); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("a file one cannot read: got %v, want no permission", err)
	}
}

// TestKilledHalfWay: the process is gone at once, with the new file half written.
func TestKilledHalfWay(t *testing.T) {
	if dir := os.Getenv("POSTERN_TEST_DIR"); dir != "" {
		dieHalfWay(t, filepath.Join(dir, "home", "rc"))
		return
	}
	dir, out, err := again(t, t.Name())
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != -1 {
		t.Fatalf("the other process was not killed: %v\n%s", err, out)
	}
	home := filepath.Join(dir, "home")
	if got, _ := os.ReadFile(filepath.Join(home, "rc")); string(got) != "old and whole" {
		t.Errorf("got %q, want the old file", got)
	}
	left, err := filepath.Glob(filepath.Join(home, ".rc.postern-*"))
	if err != nil || len(left) != 1 {
		t.Errorf("got %v left, want half a temporary file", left)
	}
	// The next one to come is not troubled by it.
	if os.Geteuid() == 0 {
		for _, path := range []string{home, filepath.Join(home, "rc")} {
			if err := os.Chown(path, 0, 0); err != nil {
				t.Fatal(err)
			}
		}
	}
	c, err := Look(filepath.Join(home, "rc"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ApplyOne(Make(c, []byte("new"), 0o600), noon); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(c.Path); !bytes.Equal(got, []byte("new")) {
		t.Errorf("got %q, want the new file", got)
	}
}

// dieHalfWay kills this process in the middle of writing.
func dieHalfWay(t *testing.T, path string) {
	t.Helper()
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("old and whole"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Look(path)
	if err != nil {
		t.Fatal(err)
	}
	d := theDisk
	d.temp = func(dir, pattern string) (file, error) {
		f, err := theDisk.temp(dir, pattern)
		if err != nil {
			return nil, err
		}
		return dyingFile{f.(*os.File)}, nil
	}
	_, err = d.apply([]Plan{Make(c, []byte("new"), 0o600)}, noon)
	t.Fatalf("still alive, %v", err)
}

type dyingFile struct{ *os.File }

func (f dyingFile) Write(b []byte) (int, error) {
	_, _ = f.File.Write(b[:len(b)/2])
	_ = f.Sync()
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {} // until the signal comes
}
