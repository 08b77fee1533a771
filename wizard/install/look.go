package install

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// MaxSize is the largest file Look reads, in bytes. Settings files are far smaller.
const MaxSize = 1 << 20

// ErrChanged says that a file is no longer what it was when Look read it.
var ErrChanged = errors.New("has changed since it was read: look at it again")

// Look reads the file at path, which need not exist. A symbolic link is followed, and
// its target is in Real. Look refuses what is not an ordinary file of the person's own
// in a folder where nobody else can replace it; the error says what to do about it.
func Look(path string) (Current, error) { return LookAs(path, "") }

// LookAs is [Look] for a file of the system, which belongs to owner, as in "root",
// "mail" or "root:mail"; "" is the person themself. Whoever is not the
// administrator can look all the same: the file is then Barred.
func LookAs(path, owner string) (Current, error) {
	if path == "" {
		return Current{}, errors.New("there is no file to look at: no path was given")
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return Current{}, fmt.Errorf("look at %s: %w", path, err)
	}
	c := Current{Path: abs, Real: abs, Owner: owner, uid: -1, gid: -1}
	if err := c.lookBeside(); err != nil {
		return c, err
	}
	info, err := os.Lstat(abs)
	if errors.Is(err, fs.ErrNotExist) {
		return c.forNew()
	}
	if err != nil {
		return c, fmt.Errorf("look at %s: %w", abs, cause(err))
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		if c.Real, info, err = follow(abs, info); err != nil {
			return c, err
		}
	}
	if c.Barred, err = checkFile(c.Real, info, owner); err != nil {
		return c, err
	}
	c.Exists, c.Mode = true, info.Mode().Perm()
	c.uid, c.gid = ownerOf(info)
	c.Body, err = read(c.Real, info)
	if c.Barred && errors.Is(err, fs.ErrPermission) {
		c.Unread, err = true, nil
	}
	return c, err
}

// forNew looks at the place of a file that is not there yet.
func (c Current) forNew() (Current, error) {
	c.Barred = c.Owner != "" && barredFolder(c.Path)
	if c.Barred {
		return c, nil
	}
	return c, checkParent(c.Path)
}

// checkParent looks at the folder a new file would be made in, or the nearest one
// above it that exists.
func checkParent(path string) error {
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		info, err := os.Stat(dir)
		switch {
		case err == nil && !info.IsDir():
			return fmt.Errorf("%s is a file, not a folder: choose another place", dir)
		case err == nil:
			return checkFolder(dir, info, true)
		case !errors.Is(err, fs.ErrNotExist) || dir == filepath.Dir(dir):
			return fmt.Errorf("look at %s: %w", dir, cause(err))
		}
	}
}

// follow returns where a link leads. Whoever can write to a link's folder can lead
// it anywhere, so only one's own links are followed.
func follow(path string, link fs.FileInfo) (string, fs.FileInfo, error) {
	if err := checkLink(path, link); err != nil {
		return path, nil, err
	}
	target, err := os.Readlink(path)
	if err != nil {
		return path, nil, fmt.Errorf("look at the link %s: %w", path, cause(err))
	}
	resolved, err := filepath.EvalSymlinks(path)
	if errors.Is(err, fs.ErrNotExist) {
		return path, nil, fmt.Errorf("%s is a link to %s, which is not there: remove the link, or put the file back", path, target)
	}
	if err != nil {
		return path, nil, fmt.Errorf("%s is a link to %s, which leads nowhere: %w", path, target, cause(err))
	}
	info, err := os.Lstat(resolved)
	if err != nil {
		return path, nil, fmt.Errorf("look at %s: %w", resolved, cause(err))
	}
	return resolved, info, nil
}

// checkFile refuses what is not an ordinary file of one's own. With an owner it may
// be the system's; it is barred where only the administrator could change it.
func checkFile(path string, info fs.FileInfo, owner string) (barred bool, err error) {
	if err := checkKind(path, info); err != nil {
		return false, err
	}
	if barred = owner != "" && barredFile(info); barred {
		return true, nil
	}
	if owner == "" || !ownedBy(info, owner) {
		if err := checkOwner(path, info); err != nil {
			return false, err
		}
	}
	dir := filepath.Dir(path)
	folder, err := os.Stat(dir)
	if err != nil {
		return false, fmt.Errorf("look at %s: %w", dir, cause(err))
	}
	return false, checkFolder(dir, folder, false)
}

// checkKind refuses what is not an ordinary file.
func checkKind(path string, info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return fmt.Errorf("%s is a folder, not a file: choose another place", path)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is not an ordinary file: choose another place", path)
	case info.Size() > MaxSize:
		return tooLarge(path)
	}
	return nil
}

func tooLarge(path string) error {
	return fmt.Errorf("%s is larger than 1 MiB, which no settings file is: choose another place", path)
}

// read returns the bytes of the very file that was checked.
func read(path string, checked fs.FileInfo) ([]byte, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|noFollow, 0)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, cause(err))
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, cause(err))
	}
	if !os.SameFile(info, checked) {
		return nil, fmt.Errorf("%s %w", path, ErrChanged)
	}
	body, err := io.ReadAll(io.LimitReader(f, MaxSize+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, cause(err))
	}
	if len(body) > MaxSize {
		return nil, tooLarge(path)
	}
	return body, nil
}

// cause is what went wrong without the operation and the path, which our own
// sentences name already.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	var l *os.LinkError
	if errors.As(err, &l) {
		return l.Err
	}
	return err
}
