package install

import (
	"bytes"
	"io/fs"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
)

// A Current is the file at a path as it is now.
type Current struct {
	Path   string // as asked, absolute
	Real   string // where a symbolic link leads; Path where there is none
	Exists bool
	Body   []byte
	Mode   fs.FileMode // permission bits
	// Own is the body of the file beside it in which the program keeps its own settings
	// (prefs.js beside Thunderbird's user.js), nil if there is none.
	Own []byte
	// Owner is who the file must belong to, as for [LookAs]; "" is the person.
	Owner string
	// Barred says that the file belongs to the system, and whoever runs this may not
	// change it. Body is what could be read of it, and Apply fails with [ErrBarred].
	Barred bool
	// Unread says that the file exists and cannot be read.
	Unread bool
	// uid and gid are those of the file's owner; -1 if not known.
	uid, gid int
	// InUse says that the program is running and has locked its folder. Look succeeds
	// all the same, but Apply fails with [ErrInUse].
	InUse bool
}

// A Plan is a change that has not been made.
type Plan struct {
	Current Current
	New     []byte
	Mode    fs.FileMode
	Diff    string // unified, empty for a new file or no change
}

// A Done says what Apply did to one file.
type Done struct {
	Path   string
	Real   string      // the file itself, where Path is a link to it
	Backup string      // path of the backup, "" if there was no old file
	Same   bool        // nothing had to be changed
	Mode   fs.FileMode // of the file as it is now
	Owner  string      // as in Current
}

// Make plans to replace the file c by one with this body. The new file will have this
// mode, less the permissions that the old file did not have. Make does not touch the
// disk, and does not copy body.
func Make(c Current, body []byte, mode fs.FileMode) Plan {
	p := Plan{Current: c, New: body, Mode: mode.Perm()}
	switch {
	case c.Unread:
	case c.Exists:
		p.Mode &= c.Mode.Perm()
		_, unified, _ := bytes.Cut(diff.Diff(c.Real, c.Body, c.Real, body), []byte("\n")) // less the line that names the files once more
		p.Diff = string(unified)
	}
	return p
}

// Same reports whether the file is already as planned.
func (p Plan) Same() bool {
	return p.Current.Exists && !p.Current.Unread && bytes.Equal(p.Current.Body, p.New) && sameMode(p.Current.Mode, p.Mode)
}

// Shown is what Apply would change, for a person to read: a unified difference, and a
// new file, or one that cannot be read, as lines that are all new. It is "" where
// nothing would change.
func (p Plan) Shown() string {
	if p.Current.Exists && !p.Current.Unread || len(p.New) == 0 {
		return p.Diff
	}
	return "+" + strings.ReplaceAll(strings.TrimRight(string(p.New), "\n"), "\n", "\n+") + "\n"
}
