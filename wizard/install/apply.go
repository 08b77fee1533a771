package install

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// Apply carries the plan out. The old file is kept as name.bak-TIME, readable only
// by its owner; the new one takes its place in one step, also where Path is a link.
// Missing folders are made, for their owner only. now names the backup.
//
// Apply fails with [ErrChanged] if the file is not what Look read, and with
// [ErrInUse] while the program has its folder to itself. After any error
// the old file is whole and nothing of the new one is left.
func Apply(p Plan, now time.Time) (Done, error) {
	return theDisk.apply(p, now)
}

// A disk is what Apply does to files: seams, so that tests can let each fail.
type disk struct {
	temp   func(dir, pattern string) (file, error)
	create func(path string) (file, error) // fails if path exists
	rename func(from, to string) error
}

type file interface {
	io.Writer
	Name() string
	Chmod(mode fs.FileMode) error
	Sync() error
	Close() error
}

var theDisk = disk{
	temp: func(dir, pattern string) (file, error) { return os.CreateTemp(dir, pattern) },
	create: func(path string) (file, error) {
		return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	},
	rename: os.Rename,
}

func (d disk) apply(p Plan, now time.Time) (Done, error) {
	done := Done{Path: p.Current.Path, Real: p.Current.Real}
	if err := p.stillTrue(); err != nil {
		return Done{}, err
	}
	if p.same() {
		done.Same = true
		return done, nil
	}
	backup, err := d.replace(p, now)
	if errors.Is(err, ErrChanged) || errors.Is(err, ErrInUse) {
		return Done{}, err
	}
	if err != nil {
		return Done{}, fmt.Errorf("write %s: %w; %s", done.Real, err, p.untouched())
	}
	done.Backup = backup
	return done, nil
}

// replace does the work and returns the backup's path. It leaves nothing behind
// when it fails.
func (d disk) replace(p Plan, now time.Time) (backup string, err error) {
	dir, name := filepath.Split(p.Current.Real)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", cause(err)
	}
	temp, err := d.temp(dir, "."+name+".postern-*")
	if err != nil {
		return "", cause(err)
	}
	left := []string{temp.Name()}
	defer func() {
		if err != nil {
			for _, path := range left {
				_ = os.Remove(path)
			}
		}
	}()
	if err := fill(temp, p.New, p.Mode); err != nil {
		return "", err
	}
	if p.Current.Exists {
		if backup, err = d.backUp(p.Current, now); err != nil {
			return "", fmt.Errorf("keep a backup: %w", err)
		}
		left = append(left, backup)
	}
	// Whoever changed the file while we wrote ours wins.
	if err := p.stillTrue(); err != nil {
		return "", err
	}
	if err := d.rename(temp.Name(), p.Current.Real); err != nil {
		return "", cause(err)
	}
	syncFolder(dir)
	return backup, nil
}

// backUp writes the old bytes beside the file, under a name nothing has yet.
func (d disk) backUp(c Current, now time.Time) (string, error) {
	base := c.Real + ".bak-" + now.Format("20060102-150405")
	path := base
	f, err := d.create(path)
	for n := 2; errors.Is(err, fs.ErrExist) && n < 100; n++ {
		path = base + "-" + strconv.Itoa(n)
		f, err = d.create(path)
	}
	if err != nil {
		return "", cause(err)
	}
	if err := fill(f, c.Body, 0o600); err != nil {
		_ = os.Remove(path)
		return "", err
	}
	return path, nil
}

// fill writes all of a file, down to the disk, and closes it.
func fill(f file, body []byte, mode fs.FileMode) error {
	_, err := f.Write(body)
	if err == nil {
		err = f.Chmod(mode)
	}
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	return cause(err)
}

// stillTrue looks again: a plan is good only for the file it was made for.
func (p Plan) stillTrue() error {
	was := p.Current
	is, err := Look(was.Path)
	if err != nil {
		return err
	}
	if is.InUse {
		return ErrInUse
	}
	if is.Exists != was.Exists || is.Real != was.Real || !bytes.Equal(is.Body, was.Body) || is.Mode != was.Mode {
		return fmt.Errorf("%s %w", was.Path, ErrChanged)
	}
	if !bytes.Equal(is.Own, was.Own) {
		return fmt.Errorf("%s %w", beside(was.Path), ErrChanged)
	}
	return nil
}

// untouched ends the sentence that says why writing failed.
func (p Plan) untouched() string {
	if p.Current.Exists {
		return "the file is as it was"
	}
	return "no file was made"
}
