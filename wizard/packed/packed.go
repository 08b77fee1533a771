// Package packed carries texts within the program in a quarter of their size. The
// files stay where people edit them; `go generate ./...` packs them anew into one
// file beside them, which is what the program embeds:
//
//	//go:generate go run postern/wizard/packed/pack text.pack text
//	//go:embed text.pack
//	var pack string
//
// A package that does so has a test that ends in [Same]: it fails when a file was
// edited and not packed.
package packed

import (
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
)

// A pack is the files one after the other, each under a line "-- name --", in the
// DEFLATE format (RFC 1951).
const (
	before = "-- "
	after  = " --\n"
)

// usual is how many times as long as its pack a text is, or less.
const usual = 6

// Files returns the files of a pack by their names without folders, each ending in
// one line feed.
func Files(pack string) (map[string]string, error) {
	var all strings.Builder
	all.Grow(usual * len(pack))
	if _, err := io.Copy(&all, flate.NewReader(strings.NewReader(pack))); err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	files := make(map[string]string)
	for rest := all.String(); rest != ""; {
		head, text, ok := strings.Cut(rest, after)
		name, begins := strings.CutPrefix(head, before)
		if !ok || !begins {
			return nil, fmt.Errorf("unpack: %.20q begins no file", rest)
		}
		end := len(text)
		if next := strings.Index(text, "\n"+before); next >= 0 {
			end = next + 1
		}
		files[name], rest = text[:end], text[end:]
	}
	return files, nil
}

// Later is Files of a pack that the program carries, unpacked when they are first
// asked for, and then kept. It panics on one that is broken, which a test has seen before.
//
//go:noinline
func Later(pack string) func() map[string]string {
	return sync.OnceValue(func() map[string]string {
		files, err := Files(pack)
		if err != nil {
			panic(err)
		}
		return files
	})
}

// Text is a pack's one file; it panics on any other, which a test has seen before.
func Text(pack string) string {
	files, err := Files(pack)
	if err != nil || len(files) != 1 {
		panic(fmt.Sprintf("packed: %d files: %v", len(files), err))
	}
	for _, text := range files {
		return text
	}
	return ""
}

// Pack packs files: those named, and all of a folder that is named.
func Pack(w io.Writer, root fs.FS, names ...string) error {
	files, err := read(root, names)
	if err != nil {
		return err
	}
	z, err := flate.NewWriter(w, flate.BestCompression)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if _, err := io.WriteString(z, before+name+after+files[name]); err != nil {
			return err
		}
	}
	return z.Close()
}

// Same returns nil if a pack holds the files as they are now, else which is the
// first that differs.
func Same(pack string, root fs.FS, names ...string) error {
	have, err := Files(pack)
	if err != nil {
		return err
	}
	want, err := read(root, names)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if have[name] != want[name] {
			return fmt.Errorf("%s was edited and not packed: run go generate for its package", name)
		}
	}
	if len(have) != len(want) {
		return errors.New("a file that is gone is still packed: run go generate for its package")
	}
	return nil
}

// read returns the files by their names without folders.
func read(root fs.FS, names []string) (map[string]string, error) {
	files := make(map[string]string)
	for _, name := range names {
		err := fs.WalkDir(root, name, func(at string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			text, err := fs.ReadFile(root, at)
			if err != nil {
				return err
			}
			if strings.HasPrefix(string(text), before) || strings.Contains(string(text), "\n"+before) {
				return fmt.Errorf("%s has a line that begins with %q", at, before)
			}
			files[path.Base(at)] = strings.TrimSuffix(string(text), "\n") + "\n"
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}
