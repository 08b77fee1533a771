package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

// beside is what goes with the program on every system.
type beside struct {
	texts       []file // of the repository: README.md, LICENSE, CHANGELOG.md, SECURITY.md
	pictures    []file // that the README shows
	examples    []file // scripts to start from
	schemas     []file // what --json prints, described
	licences    file   // of all that is in the program
	manual      []file // one page a command, in man's format
	completions map[string][]byte
}

// beside makes what the program itself prints with a program for this machine.
func (src source) beside(work string) (beside, error) {
	var b beside
	var err error
	if b.texts, err = read("README.md", "LICENSE", ".github/CHANGELOG.md", ".github/SECURITY.md"); err != nil {
		return b, err
	}
	if b.pictures, err = read("ui/pictures/*.svg"); err != nil {
		return b, err
	}
	if b.examples, err = read("ui/cli/examples/*"); err != nil {
		return b, err
	}
	if b.schemas, err = read("ui/cli/*.schema.json"); err != nil {
		return b, err
	}
	program, err := src.build(filepath.Join(work, "host"), host())
	if err != nil {
		return b, err
	}
	licences, err := printed(work, program, "licences")
	if err != nil {
		return b, err
	}
	b.licences = file{name: "LICENCES.txt", body: licences}
	b.completions = make(map[string][]byte)
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		if b.completions[shell], err = printed(work, program, "completion", shell); err != nil {
			return b, err
		}
	}
	b.manual, err = src.manual(filepath.Join(work, "manual"))
	return b, err
}

// read reads files of the repository, by their own names alone. A pattern that no file
// has is a mistake: a release does not go out without what belongs to it.
func read(patterns ...string) ([]file, error) {
	var all []file
	for _, pattern := range patterns {
		paths, err := filepath.Glob(filepath.FromSlash(pattern))
		if err != nil || len(paths) == 0 {
			return nil, fmt.Errorf("there is no %s: %w", pattern, cmp.Or(err, fs.ErrNotExist))
		}
		for _, path := range paths {
			body, err := os.ReadFile(path)
			if err != nil {
				return nil, err
			}
			all = append(all, file{name: filepath.Base(path), body: body, program: bytes.HasPrefix(body, []byte("#!"))})
		}
	}
	return all, nil
}

// printed runs the program in an environment that is the same everywhere.
func printed(home, program string, args ...string) ([]byte, error) {
	cmd := exec.Command(program, args...)
	cmd.Env = []string{"HOME=" + home, "LC_ALL=C.UTF-8", "TZ=UTC", "TERM=dumb", "SYSTEMROOT=" + os.Getenv("SYSTEMROOT")}
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil || len(out) == 0 {
		return nil, fmt.Errorf("postern %s printed nothing: %w", args[0], err)
	}
	return out, nil
}

// manual makes the pages of the manual.
func (src source) manual(dir string) ([]file, error) {
	if _, err := src.goCommand(host(), "run", "./ui/cli/manual", dir); err != nil {
		return nil, err
	}
	paths, err := filepath.Glob(filepath.Join(dir, "*.1"))
	if err != nil {
		return nil, err
	}
	var pages []file
	for _, path := range paths {
		body, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		pages = append(pages, file{name: filepath.Base(path), body: body})
	}
	if !slices.ContainsFunc(pages, func(f file) bool { return f.name == "postern.1" }) {
		return nil, errors.New("go run ./ui/cli/manual made no postern.1")
	}
	return pages, nil
}
