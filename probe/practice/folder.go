package practice

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"
)

// checkFolder returns the absolute path of an existing folder. The path goes
// into configs and commands, so it must be one that any of them can hold.
func checkFolder(dir string) (string, error) {
	if dir == "" {
		return "", errors.New("no folder for practice was named")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("find the practice folder: %w", err)
	}
	if strings.ContainsFunc(dir, unicode.IsControl) {
		return "", fmt.Errorf("the practice folder %q has a control character in its name: choose another", dir)
	}
	info, err := os.Stat(dir)
	if err != nil {
		return "", fmt.Errorf("open the practice folder: %w", err)
	}
	if !info.IsDir() {
		return "", fmt.Errorf("%s is not a folder", dir)
	}
	return dir, nil
}

// writeFile makes or replaces a file in one step, by way of the folder desk on
// the same file system: nobody sees half of it, and where a link stands in its
// place, the link is replaced and not followed.
func writeFile(path, desk string, data []byte, mode fs.FileMode) error {
	if err := writeByWay(path, desk, data, mode); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

func writeByWay(path, desk string, data []byte, mode fs.FileMode) (err error) {
	f, err := os.CreateTemp(desk, ".writing-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	_, err = f.Write(data)
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Chmod(f.Name(), mode); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// printing returns the shell command that prints a file. A path of Windows cannot hold a
// double quote, and both shells there know type.
func printing(path, goos string) string {
	if goos == "windows" {
		return `type "` + path + `"`
	}
	return "cat " + quote(path)
}

// quote returns the word so that a POSIX shell takes it as it is.
func quote(word string) string {
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
