// Package install changes files safely. [Look] reads what is there, [Make] is a
// pure plan (old bytes, new bytes, difference, mode), [Apply] carries it out:
// backup, then an atomic replacement. It is the only part of postern/wizard
// that touches the disk.
package install

import "io/fs"

// A Current is what stands at a path now.
type Current struct {
	Path   string // as asked, absolute
	Real   string // where a symbolic link leads; Path where there is none
	Exists bool
	Body   []byte
	Mode   fs.FileMode
}

// A Plan is a change that has not been made.
type Plan struct {
	Current Current
	New     []byte
	Mode    fs.FileMode
	Diff    string // unified, empty for a new file or no change
}

// A Done says what Apply did.
type Done struct {
	Path   string
	Backup string // path of the backup, "" if there was no old file
	Same   bool   // nothing had to be changed
}
