package install

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrInUse says that Thunderbird runs with the profile that was to be changed. It
// reads what is written only when it starts, and writes its own file when it ends.
var ErrInUse = errors.New("this profile is in use by Thunderbird, which is running: close it, then write again")

// beside returns the file in which a program keeps its own record beside the
// settings file, "" where there is none. Only Mozilla's programs have a user.js.
func beside(path string) string {
	if filepath.Base(path) != "user.js" {
		return ""
	}
	return filepath.Join(filepath.Dir(path), "prefs.js")
}

// lookBeside reads the program's own record, and whether the program runs.
func (c *Current) lookBeside() error {
	path := beside(c.Path)
	if path == "" {
		return nil
	}
	c.InUse = locked(filepath.Dir(path))
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("look at %s: %w", path, cause(err))
	case info.Size() > maxOwn:
		return tooLarge(path)
	}
	if c.Own, err = os.ReadFile(path); err != nil {
		return fmt.Errorf("read %s: %w", path, cause(err))
	}
	return nil
}

// maxOwn is the largest prefs.js that is read, in bytes. Thunderbird's own grow
// to some hundred KiB.
const maxOwn = 8 << 20
