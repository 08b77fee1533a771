// Command release builds what is given to people, of the tag that is checked out:
//
//	go run ./.ci/release DIR
//
// DIR, which must be empty or not there, is filled with an archive for each
// system, a list of what is in each program and under which licences (a CycloneDX
// SBOM), Debian packages, and SHA256SUMS. A working tree with changes is refused, and
// so is a commit that carries no tag for a version.
//
// The same tag and the same Go give the same bytes, on every machine, in every
// folder and under every setting: what would differ is fixed in goCommand, and the
// archives are written here rather than by the tar, gzip, zip and dpkg-deb of the
// machine, whose bytes change with their versions.
package main

import (
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	flag.Usage = func() { fmt.Fprintln(os.Stderr, "usage: go run ./.ci/release DIR") }
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := release(flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

// release fills a folder, once all that belongs into it is there.
func release(dir string) error {
	if there, err := os.ReadDir(dir); len(there) > 0 {
		return fmt.Errorf("%s is not empty", dir)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	src, err := checkedOut()
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "postern-release-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	made, err := src.make(work)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, f := range append(made, sums(made)) {
		if err := os.WriteFile(filepath.Join(dir, f.name), f.body, 0o644); err != nil {
			return err
		}
		fmt.Println(filepath.Join(dir, f.name))
	}
	return nil
}

// make builds and packs everything, with a folder to work in.
func (src source) make(work string) ([]file, error) {
	beside, err := src.beside(work)
	if err != nil {
		return nil, err
	}
	var made []file
	for _, t := range targets {
		fmt.Fprintln(os.Stderr, "building for", t)
		program, err := src.build(work, t)
		if err != nil {
			return nil, err
		}
		bill, err := src.bill(program, t, beside.licences.body)
		if err != nil {
			return nil, err
		}
		binary, err := os.ReadFile(program)
		if err != nil {
			return nil, err
		}
		archive, err := src.archive(t, binary, beside)
		if err != nil {
			return nil, err
		}
		made = append(made, archive, bill)
		if t.os == "linux" {
			deb, err := src.debian(t.arch, binary, beside)
			if err != nil {
				return nil, err
			}
			made = append(made, deb)
		}
	}
	slices.SortFunc(made, byName)
	return made, nil
}

// sums lists files as sha256sum does, for sha256sum -c.
func sums(files []file) file {
	var list strings.Builder
	for _, f := range files {
		fmt.Fprintf(&list, "%x  %s\n", sha256.Sum256(f.body), f.name)
	}
	return file{name: "SHA256SUMS", body: []byte(list.String())}
}
