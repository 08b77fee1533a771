//go:build unix

package install

import (
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// noFollow: opening fails on a link that took the file's place meanwhile, and does
// not wait on a pipe that did.
const noFollow = syscall.O_NOFOLLOW | syscall.O_NONBLOCK

// checkOwner refuses other people's files: in their place would stand one of ours,
// which their programs may not read.
func checkOwner(path string, info fs.FileInfo) error {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok || int(st.Uid) == os.Geteuid() {
		return nil
	}
	return fmt.Errorf("%s belongs to %s: run Postern as that user", path, userName(st.Uid))
}

// checkFolder refuses a folder where others can exchange files. For a new file it
// also refuses, to the administrator, someone else's folder: a file made there
// with sudo would be of no use to its owner.
func checkFolder(dir string, info fs.FileInfo, forNew bool) error {
	if shared(info) && info.Mode()&fs.ModeSticky == 0 {
		return fmt.Errorf("others can write to the folder %s, so settings are not safe there: "+
			"choose another place, or take that right away with chmod go-w", dir)
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if forNew && ok && os.Geteuid() == 0 && st.Uid != 0 {
		return fmt.Errorf("the folder %s belongs to %s: run Postern as that user, without sudo", dir, userName(st.Uid))
	}
	return nil
}

// checkLink refuses a link that someone else may have put there.
func checkLink(path string, link fs.FileInfo) error {
	dir, err := os.Stat(filepath.Dir(path))
	if err != nil {
		return fmt.Errorf("look at %s: %w", filepath.Dir(path), cause(err))
	}
	st, ok := link.Sys().(*syscall.Stat_t)
	own := ok && int(st.Uid) == os.Geteuid()
	if shared(dir) && (!own || dir.Mode()&fs.ModeSticky == 0) {
		return fmt.Errorf("%s is a link, in a folder others can write to, so Postern does not follow it: choose another place", path)
	}
	return nil
}

// shared reports whether others can write to a folder. One's own group does not
// count: on many systems it has a single member.
func shared(dir fs.FileInfo) bool {
	mode := dir.Mode().Perm()
	if mode&0o002 != 0 {
		return true
	}
	st, ok := dir.Sys().(*syscall.Stat_t)
	return mode&0o020 != 0 && ok && int(st.Gid) != os.Getegid()
}

// userName is how a person knows the user, or the number.
func userName(uid uint32) string {
	number := strconv.FormatUint(uint64(uid), 10)
	if u, err := user.LookupId(number); err == nil {
		return u.Username
	}
	return "the user with the number " + number
}

func sameMode(a, b fs.FileMode) bool { return a.Perm() == b.Perm() }

// syncFolder makes a rename last through a power cut. Some file systems cannot;
// the file is in place all the same.
func syncFolder(dir string) {
	d, err := os.Open(dir)
	if err != nil {
		return
	}
	defer d.Close()
	_ = d.Sync()
}
