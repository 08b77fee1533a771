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

// ErrBarred says that a file belongs to the system, and that only the
// administrator may change it.
var ErrBarred = errors.New("belongs to the system, and only root may change it")

// Apply carries out plans, all or none. now names the backups.
//
// An old file is kept as name.bak-TIME: readable only by its owner, or with its own
// mode if it belongs to the system. The new file takes its place in one step, also
// where Path is a link, and has the owner and the group of the old one. Missing folders
// are made, for their owner only, or for everybody if the file belongs to the system.
//
// All new files are written, and all backups kept, before the first new file takes its
// place. If one cannot, those before it are put back, and the error says so. Each file
// is whole at every moment, old or new; a computer that stops between two of them
// leaves the first ones new.
//
// Apply fails with [ErrChanged] if a file is not what Look read, with [ErrInUse] while
// a program has its folder to itself, and with [ErrBarred] if a file is not the
// caller's to change. After any error the old files are whole and nothing of the new
// ones is left, unless the error says otherwise.
func Apply(plans []Plan, now time.Time) ([]Done, error) {
	return theDisk.apply(plans, now)
}

// A disk is what Apply does to files, as functions, so that tests can make each fail.
type disk struct {
	temp   func(dir, pattern string) (file, error)
	create func(path string) (file, error) // fails if path exists
	rename func(from, to string) error
}

type file interface {
	io.Writer
	Name() string
	Chmod(mode fs.FileMode) error
	Chown(uid, gid int) error
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

// A step is one plan on its way to the disk.
type step struct {
	plan         Plan
	temp, backup string // "" where there is none
}

func (d disk) apply(plans []Plan, now time.Time) ([]Done, error) {
	for _, p := range plans {
		if err := p.stillTrue(); err != nil {
			return nil, err
		}
	}
	steps := make([]step, len(plans))
	for i, p := range plans {
		var err error
		if steps[i], err = d.prepare(p, now); err != nil {
			clearAll(steps[:i])
			return nil, p.failed(err, untouched(plans))
		}
	}
	for i, st := range steps {
		if err := d.place(st); err != nil {
			words := d.putBack(steps[:i], plans)
			clearAll(steps[i:])
			return nil, st.plan.failed(err, words)
		}
	}
	done := make([]Done, len(steps))
	for i, st := range steps {
		c := st.plan.Current
		done[i] = Done{Path: c.Path, Real: c.Real, Backup: st.backup, Same: st.plan.Same(), Mode: modeOf(c.Real, st.plan.Mode), Owner: c.Owner}
	}
	return done, nil
}

// modeOf returns the rights of a file, which may be fewer than were asked for.
func modeOf(path string, asked fs.FileMode) fs.FileMode {
	if info, err := os.Stat(path); err == nil {
		return info.Mode().Perm()
	}
	return asked
}

// failed is the sentence that says what could not be written, and how things are
// now. That somebody else was quicker needs no more words.
func (p Plan) failed(err error, now string) error {
	if errors.Is(err, ErrChanged) || errors.Is(err, ErrInUse) {
		return err
	}
	return fmt.Errorf("write %s: %w; %s", p.Current.Real, err, now)
}

// prepare writes the new file beside the old one, and a backup of that. It leaves
// nothing behind when it fails.
func (d disk) prepare(p Plan, now time.Time) (st step, err error) {
	st.plan = p
	if p.Same() {
		return st, nil
	}
	dir, name := filepath.Split(p.Current.Real)
	folders := fs.FileMode(0o700)
	if p.Current.Owner != "" { // its program must get there
		folders = 0o755
	}
	if err := os.MkdirAll(dir, folders); err != nil {
		return st, cause(err)
	}
	temp, err := d.temp(dir, "."+name+".postern-*")
	if err != nil {
		return st, cause(err)
	}
	st.temp = temp.Name()
	defer func() {
		if err != nil {
			st.clear()
		}
	}()
	if err := fill(temp, p.New, p.Mode, p.Current); err != nil {
		return st, err
	}
	if p.Current.Exists {
		if st.backup, err = d.backUp(p.Current, now); err != nil {
			return st, fmt.Errorf("keep a backup: %w", err)
		}
	}
	return st, nil
}

// clear removes what prepare has made.
func (st step) clear() {
	for _, path := range []string{st.temp, st.backup} {
		if path != "" {
			_ = os.Remove(path)
		}
	}
}

func clearAll(steps []step) {
	for _, st := range steps {
		st.clear()
	}
}

// place puts the new file in the place of the old one. Whoever changed that while
// ours was written wins.
func (d disk) place(st step) error {
	if st.plan.Same() {
		return nil
	}
	if err := st.plan.stillTrue(); err != nil {
		return err
	}
	if err := d.rename(st.temp, st.plan.Current.Real); err != nil {
		return cause(err)
	}
	syncFolder(filepath.Dir(st.plan.Current.Real))
	return nil
}

// putBack undoes the steps that were made, the last one first, and says how things
// are then.
func (d disk) putBack(made []step, plans []Plan) string {
	left := ""
	for i := len(made) - 1; i >= 0; i-- {
		if err := d.undo(made[i]); err != nil {
			left += fmt.Sprintf("%s is the new one and could not be put back", made[i].plan.Current.Real)
			if made[i].backup != "" {
				left += ", the old one is " + made[i].backup
			}
			left += "; "
		}
	}
	if left != "" {
		return left + "the other files are as they were"
	}
	return untouched(plans)
}

// undo puts the old file back, or takes the new one away where there was none.
func (d disk) undo(st step) error {
	c := st.plan.Current
	switch {
	case st.plan.Same():
		return nil
	case st.backup == "":
		return cause(os.Remove(c.Real))
	}
	f, err := os.OpenFile(st.backup, os.O_WRONLY, 0)
	if err != nil {
		return cause(err)
	}
	if err := fill(f, nil, c.Mode, c); err != nil {
		return err
	}
	return cause(d.rename(st.backup, c.Real))
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
	mode, like := fs.FileMode(0o600), Current{uid: -1, gid: -1}
	if c.Owner != "" { // its program must be able to read it again
		mode, like = c.Mode, c
	}
	if err := fill(f, c.Body, mode, like); err != nil {
		_ = os.Remove(path)
		return "", err
	}
	return path, nil
}

// fill writes all of a file, down to the disk, and closes it. It will belong to
// those to whom the file belongs in whose place it comes.
func fill(f file, body []byte, mode fs.FileMode, like Current) error {
	_, err := f.Write(body)
	if err == nil {
		mode, err = belong(f, mode, like)
	}
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
	is, err := LookAs(was.Path, was.Owner)
	if err != nil {
		return err
	}
	switch {
	case is.Barred:
		return fmt.Errorf("%s %w", was.Path, ErrBarred)
	case is.InUse:
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
func untouched(plans []Plan) string {
	switch {
	case len(plans) > 1:
		return "all files are as they were"
	case plans[0].Current.Exists:
		return "the file is as it was"
	}
	return "no file was made"
}
