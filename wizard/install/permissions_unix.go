//go:build unix

package install

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
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

// barredFile reports whether a file is the system's, seen by an ordinary user.
func barredFile(info fs.FileInfo) bool {
	uid, _ := ownerOf(info)
	return os.Geteuid() != 0 && uid != os.Geteuid()
}

// barredFolder reports whether an ordinary user could make no file at path, because
// the folder, or the nearest one above it that exists, is the system's.
func barredFolder(path string) bool {
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		info, err := os.Stat(dir)
		switch {
		case err == nil:
			return barredFile(info) && syscall.Access(dir, 2) != nil // 2: to write
		case dir == filepath.Dir(dir):
			return false
		case errors.Is(err, fs.ErrPermission):
			return os.Geteuid() != 0
		}
	}
}

// ownerOf returns the numbers of the user and the group whose file it is.
func ownerOf(info fs.FileInfo) (uid, gid int) {
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		return int(st.Uid), int(st.Gid)
	}
	return -1, -1
}

// ownedBy reports whether the file belongs to the owner's user.
func ownedBy(info fs.FileInfo, owner string) bool {
	uid, _ := ownerOf(info)
	want, _ := numbers(owner)
	return want >= 0 && uid == want
}

// numbers turns "user" and "user:group" into numbers, -1 for what this system does
// not know. A user alone has a group of the same name.
func numbers(owner string) (uid, gid int) {
	uid, gid = -1, -1
	name, group, both := strings.Cut(owner, ":")
	if !both {
		group = name
	}
	if u, err := user.Lookup(name); err == nil {
		uid, _ = strconv.Atoi(u.Uid)
	}
	if g, err := user.LookupGroup(group); err == nil {
		gid, _ = strconv.Atoi(g.Gid)
	}
	return uid, gid
}

// belong gives a new file to those to whom the old one belongs, or for whom it is
// meant. Where that cannot be done, the group that it has instead gets no rights.
func belong(f file, mode fs.FileMode, like Current) (fs.FileMode, error) {
	uid, gid := like.uid, like.gid
	if !like.Exists && like.Owner != "" && os.Geteuid() == 0 {
		uid, gid = numbers(like.Owner)
	}
	if uid < 0 && gid < 0 && like.Owner == "" || uid == os.Geteuid() && gid == os.Getegid() {
		return mode, nil
	}
	if gid >= 0 && f.Chown(uid, gid) == nil {
		return mode, nil
	}
	if uid >= 0 && uid != os.Geteuid() {
		return mode, f.Chown(uid, -1)
	}
	return mode &^ 0o070, nil
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
