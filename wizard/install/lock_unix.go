//go:build unix

package install

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// locked reports whether a Mozilla program has the profile to itself. It locks the
// file .parentlock, and makes a link, lock, that names its process; both may be
// left over from one that ended badly, so neither counts by being there.
func locked(dir string) bool {
	return fileLocked(filepath.Join(dir, ".parentlock")) || linkLocked(filepath.Join(dir, "lock"))
}

// fileLocked asks who holds a lock on the file, without taking one.
func fileLocked(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	l := syscall.Flock_t{Type: syscall.F_WRLCK, Whence: io.SeekStart}
	return syscall.FcntlFlock(f.Fd(), syscall.F_GETLK, &l) == nil && l.Type != syscall.F_UNLCK
}

// linkLocked reads a link to ADDRESS:PID, or ADDRESS:+PID, and looks whether that
// process lives. It is all there is on disks of other computers that keep no locks.
func linkLocked(path string) bool {
	target, err := os.Readlink(path)
	if err != nil {
		return false
	}
	_, number, _ := strings.Cut(target, ":")
	pid, err := strconv.Atoi(strings.TrimPrefix(number, "+"))
	if err != nil || pid <= 0 {
		return false
	}
	err = syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}
