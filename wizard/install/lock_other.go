//go:build !unix

package install

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// locked reports whether a Mozilla program has the profile to itself. On Windows
// it opens the file parent.lock so that nobody else can.
func locked(dir string) bool {
	f, err := os.Open(filepath.Join(dir, "parent.lock"))
	if err == nil {
		f.Close()
		return false
	}
	return !errors.Is(err, fs.ErrNotExist)
}
