//go:build unix

package install_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"postern/wizard/install"
)

// lockVariable names the file that a second process of this test locks.
const lockVariable = "POSTERN_TEST_LOCK"

// TestMain lets the test be its own second process: a lock of one's own shows to
// others only.
func TestMain(m *testing.M) {
	path := os.Getenv(lockVariable)
	if path == "" {
		os.Exit(m.Run())
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err == nil {
		err = syscall.FcntlFlock(f.Fd(), syscall.F_SETLK, &syscall.Flock_t{Type: syscall.F_WRLCK, Whence: io.SeekStart})
	}
	fmt.Println("locked:", err)
	_, _ = io.Copy(io.Discard, os.Stdin) // until the test ends it
}

// holder starts a process that holds a lock on the file.
func holder(t *testing.T, path string) (release func()) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), lockVariable+"="+path)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	release = func() { in.Close(); _ = cmd.Wait() }
	t.Cleanup(release)
	if said, _ := bufio.NewReader(out).ReadString('\n'); said != "locked: <nil>\n" {
		t.Fatalf("the other process says %q", said)
	}
	return release
}

func TestInUseByLock(t *testing.T) {
	dir, path := inProfile(t, "")
	before := look(t, path)
	release := holder(t, filepath.Join(dir, ".parentlock"))
	if c := look(t, path); !c.InUse {
		t.Error("the lock is not seen")
	}
	if _, err := install.ApplyOne(install.Make(before, []byte("new"), 0o600), time.Now()); !errors.Is(err, install.ErrInUse) {
		t.Errorf("got %v, want ErrInUse", err)
	}
	release()
	if c := look(t, path); c.InUse || c.Exists {
		t.Errorf("after the program ended: got %+v", c)
	}
	if _, err := install.ApplyOne(install.Make(before, []byte("new"), 0o600), time.Now()); err != nil {
		t.Error(err)
	}
}

func TestInUseByLink(t *testing.T) {
	ended := exec.Command("true")
	if err := ended.Run(); err != nil {
		t.Skip("no program to run")
	}
	own := strconv.Itoa(os.Getpid())
	for target, want := range map[string]bool{
		"127.0.1.1:+" + own: true, // as Thunderbird writes it, with a lock beside
		"127.0.1.1:" + own:  true, // and where there are no locks
		"127.0.1.1:+" + strconv.Itoa(ended.Process.Pid): false, // left over
		"127.0.1.1:+0": false, "127.0.1.1": false, "": false, "x:y": false, "127.0.1.1:-" + own: false,
	} {
		dir, path := inProfile(t, "")
		if target != "" {
			if err := os.Symlink(target, filepath.Join(dir, "lock")); err != nil {
				t.Fatal(err)
			}
		}
		if c := look(t, path); c.InUse != want {
			t.Errorf("link to %q: got in use %t", target, c.InUse)
		}
	}
}
