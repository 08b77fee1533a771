//go:build unix

package install

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// A countdown lets the disk fail, or this process die, at one of all the things that
// are done to files, however many files there are.
type countdown struct {
	left int
	die  bool
}

// hit reports whether it is now.
func (c *countdown) hit() bool {
	c.left--
	if c.left != 0 {
		return false
	}
	if c.die {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {} // until the signal comes
	}
	return true
}

var errFull = &fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}

// A countedFile counts what is done to it. Of a write that fails, half goes through.
type countedFile struct {
	*os.File
	c *countdown
}

func (f countedFile) Write(b []byte) (int, error) {
	n, err := f.File.Write(b[:len(b)/2])
	if f.c.hit() {
		return n, errFull
	}
	if err != nil {
		return n, err
	}
	m, err := f.File.Write(b[n:])
	return n + m, err
}

func (f countedFile) Chmod(mode fs.FileMode) error {
	if f.c.hit() {
		return errFull
	}
	return f.File.Chmod(mode)
}

func (f countedFile) Sync() error {
	if f.c.hit() {
		return errFull
	}
	return f.File.Sync()
}

// disk counts everything but what puts files back.
func (c *countdown) disk() disk {
	open := func(f file, err error) (file, error) {
		if err != nil {
			return nil, err
		}
		if c.hit() {
			f.Close()
			_ = os.Remove(f.Name())
			return nil, errFull
		}
		return countedFile{f.(*os.File), c}, nil
	}
	return disk{
		temp:   func(dir, pattern string) (file, error) { return open(theDisk.temp(dir, pattern)) },
		create: func(path string) (file, error) { return open(theDisk.create(path)) },
		rename: func(from, to string) error {
			if c.hit() {
				return &os.LinkError{Op: "rename", Old: from, New: to, Err: syscall.ENOSPC}
			}
			return theDisk.rename(from, to)
		},
	}
}

// Three files, of which two are there.
var before = map[string]string{"main.cf": "old and whole", "macros": "", "sasl_passwd": "secret of old"}

const after = "the new one, and longer than the old"

// planAll makes the files, and plans to change them all.
func planAll(t *testing.T, dir string) []Plan {
	t.Helper()
	var plans []Plan
	for _, name := range []string{"main.cf", "macros", "sasl_passwd"} {
		path := filepath.Join(dir, name)
		if before[name] != "" {
			if err := os.WriteFile(path, []byte(before[name]), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		c, err := Look(path)
		if err != nil {
			t.Fatal(err)
		}
		plans = append(plans, Make(c, []byte(after), 0o600))
	}
	return plans
}

// TestAllOrNone lets each thing that is done to three files fail once: after each of
// these failures all are as they were, and nothing else is there.
func TestAllOrNone(t *testing.T) {
	for n := 1; ; n++ {
		dir := t.TempDir()
		c := &countdown{left: n}
		done, err := c.disk().apply(planAll(t, dir), noon)
		if c.left > 0 { // nothing was left to fail
			if err != nil || len(done) != 3 || n < 15 {
				t.Errorf("after %d failures: got %+v and %v", n-1, done, err)
			}
			for _, d := range done {
				if got, _ := os.ReadFile(d.Path); string(got) != after {
					t.Errorf("%s: got %q", d.Path, got)
				}
			}
			return
		}
		if !errors.Is(err, syscall.ENOSPC) || !strings.HasSuffix(err.Error(), "; all files are as they were") || done != nil {
			t.Errorf("failure %d: got %+v and %v", n, done, err)
		}
		for name, body := range before {
			if got, _ := os.ReadFile(filepath.Join(dir, name)); string(got) != body {
				t.Errorf("failure %d: %s is %q, want %q", n, name, got, body)
			}
		}
		if entries, _ := os.ReadDir(dir); len(entries) != 2 {
			t.Errorf("failure %d: the folder holds %v, want the two that were there", n, entries)
		}
	}
}

// TestNotPutBack: where the disk lets nothing be put back either, the error names
// what is new, and where the old one is.
func TestNotPutBack(t *testing.T) {
	dir := t.TempDir()
	renames := 0
	d := theDisk
	d.rename = func(from, to string) error {
		if renames++; renames > 1 {
			return &os.LinkError{Op: "rename", Old: from, New: to, Err: syscall.EIO}
		}
		return os.Rename(from, to)
	}
	_, err := d.apply(planAll(t, dir), noon)
	want := "main.cf is the new one and could not be put back, the old one is " + filepath.Join(dir, "main.cf.bak-20260304-120000")
	if !errors.Is(err, syscall.EIO) || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want it to say %q", err, want)
	}
	if got, _ := os.ReadFile(filepath.Join(dir, "main.cf.bak-20260304-120000")); string(got) != before["main.cf"] {
		t.Errorf("the old one is %q", got)
	}
}

// TestKilledAtEachStep kills a process at each thing that it does to three files:
// each file is then whole, the old one or the new one, and of a new one the old is
// kept beside it.
func TestKilledAtEachStep(t *testing.T) {
	if dir := os.Getenv("POSTERN_TEST_KILL"); dir != "" {
		n, _ := strconv.Atoi(os.Getenv("POSTERN_TEST_STEP"))
		c := &countdown{left: n, die: true}
		if _, err := c.disk().apply(planAll(t, dir), noon); err != nil {
			t.Fatal(err)
		}
		return
	}
	for n := 1; n < 100; n++ {
		dir := t.TempDir()
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKilledAtEachStep$")
		cmd.Env = append(os.Environ(), "POSTERN_TEST_KILL="+dir, "POSTERN_TEST_STEP="+strconv.Itoa(n))
		out, err := cmd.CombinedOutput()
		for name, old := range before {
			got, _ := os.ReadFile(filepath.Join(dir, name))
			if string(got) == after && old != "" {
				got, _ = os.ReadFile(filepath.Join(dir, name+".bak-20260304-120000"))
			} else if string(got) == after {
				got = nil
			}
			if string(got) != old {
				t.Errorf("killed at step %d: of %s is left %q, want %q", n, name, got, old)
			}
		}
		if err == nil {
			if n < 15 {
				t.Errorf("it was killed at %d steps only", n-1)
			}
			return
		}
		if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) || exit.ExitCode() != -1 {
			t.Fatalf("step %d: %v\n%s", n, err, out)
		}
	}
	t.Error("it never came to an end")
}

// TestOneChangedMeanwhile: one of several was changed since it was looked at, and so
// none is written.
func TestOneChangedMeanwhile(t *testing.T) {
	dir := t.TempDir()
	plans := planAll(t, dir)
	if err := os.WriteFile(filepath.Join(dir, "sasl_passwd"), []byte("theirs"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Apply(plans, noon); !errors.Is(err, ErrChanged) {
		t.Errorf("got %v, want ErrChanged", err)
	}
	if got, _ := os.ReadFile(filepath.Join(dir, "main.cf")); string(got) != before["main.cf"] {
		t.Errorf("got %q, want the old one", got)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 2 {
		t.Errorf("the folder holds %v", entries)
	}
}

// TestUndoOfSeveral runs the command that takes all back.
func TestUndoOfSeveral(t *testing.T) {
	dir := t.TempDir()
	done, err := Apply(planAll(t, dir), noon)
	if err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "sh", "-c", Undo(done...)).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", Undo(done...), err, out)
	}
	for name, body := range before {
		if got, _ := os.ReadFile(filepath.Join(dir, name)); string(got) != body {
			t.Errorf("%s is %q, want %q", name, got, body)
		}
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 2 {
		t.Errorf("the folder holds %v", entries)
	}
}

// TestSystemFileKeepsItsOwners: a file of the system has the owner, the group and the
// rights of the one before, and a new one those it is meant for.
func TestSystemFileKeepsItsOwners(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root may give files away")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "auth.conf")
	if err := os.WriteFile(path, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(path, 0, nobody); err != nil {
		t.Fatal(err)
	}
	var plans []Plan
	for _, p := range []string{path, filepath.Join(dir, "new.conf")} {
		c, err := LookAs(p, "root:daemon")
		if err != nil {
			t.Fatal(err)
		}
		plans = append(plans, Make(c, []byte("new"), 0o640))
	}
	done, err := Apply(plans, noon)
	if err != nil {
		t.Fatal(err)
	}
	_, daemon := numbers("root:daemon")
	for path, gid := range map[string]int{path: nobody, done[0].Backup: nobody, done[1].Path: daemon} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, got := ownerOf(info); got != gid || info.Mode().Perm() != 0o640 {
			t.Errorf("%s has the group %d and the mode %v, want %d and 640", path, got, info.Mode(), gid)
		}
	}
}

// TestSystemFileIsBarred: an ordinary user may look at a file of the system, and
// change nothing.
func TestSystemFileIsBarred(t *testing.T) {
	if os.Getenv("POSTERN_TEST_DIR") == "" {
		if os.Geteuid() != 0 {
			t.Skip("only root has files of another user")
		}
		if _, out, err := again(t, t.Name()); err != nil || !strings.Contains(out, "--- PASS") {
			t.Fatalf("as an ordinary user: %v\n%s", err, out)
		}
		return
	}
	for _, tt := range []struct {
		path           string
		exists, unread bool
	}{{"/etc/passwd", true, false}, {"/etc/shadow", true, true}, {"/etc/postern-never-there/new.conf", false, false}} {
		c, err := LookAs(tt.path, "root")
		if err != nil || !c.Barred || c.Exists != tt.exists || c.Unread != tt.unread {
			t.Errorf("%s: got %v, barred %t, there %t, unread %t", tt.path, err, c.Barred, c.Exists, c.Unread)
			continue
		}
		if _, err := ApplyOne(Make(c, []byte("new"), 0o600), noon); !errors.Is(err, ErrBarred) {
			t.Errorf("%s: got %v, want ErrBarred", tt.path, err)
		}
		if tt.exists {
			if _, err := Look(tt.path); err == nil {
				t.Errorf("%s is taken for a person's own", tt.path)
			}
		}
	}
}

// TestOwnersThatAreNotHere: where this system does not know the group a new file is for,
// no other group may read it; its user has it all the same.
func TestOwnersThatAreNotHere(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root may give files away")
	}
	dir := t.TempDir()
	for _, tt := range []struct {
		owner string
		uid   int
		mode  fs.FileMode
	}{
		{"root:postern-no-such-group", 0, 0o600},
		{"nobody:postern-no-such-group", nobody, 0o640},
		{"postern-no-such-user:postern-no-such-group", 0, 0o600},
	} {
		c, err := LookAs(filepath.Join(dir, tt.owner), tt.owner)
		if err != nil {
			t.Fatal(err)
		}
		done, err := ApplyOne(Make(c, []byte("new"), 0o640), noon)
		if err != nil {
			t.Fatal(err)
		}
		if done.Mode != tt.mode {
			t.Errorf("%s: it says %v, want %v", tt.owner, done.Mode, tt.mode)
		}
		info, err := os.Stat(c.Path)
		if err != nil {
			t.Fatal(err)
		}
		if uid, gid := ownerOf(info); uid != tt.uid || gid != 0 || info.Mode().Perm() != tt.mode {
			t.Errorf("%s: got %d:%d and %v, want %d:0 and %v", tt.owner, uid, gid, info.Mode().Perm(), tt.uid, tt.mode)
		}
	}
}

// TestRightsChangedMeanwhile: a file whose rights were changed since it was looked at is
// another one, though its bytes are the same.
func TestRightsChangedMeanwhile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rc")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Look(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	if _, err := ApplyOne(Make(c, []byte("new"), 0o600), noon); !errors.Is(err, ErrChanged) {
		t.Errorf("got %v, want ErrChanged", err)
	}
}
