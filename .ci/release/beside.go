package main

import (
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
	texts       []file // of the repository: README.md, LICENSE
	licences    file   // of all that is in the program
	manual      []file // one page a command, in man's format
	completions map[string][]byte
}

// beside makes what the program itself prints with a program for this machine.
func (src source) beside(work string) (beside, error) {
	var b beside
	for _, name := range []string{"README.md", "LICENSE", "CHANGELOG.md"} {
		body, err := os.ReadFile(name)
		if name == "CHANGELOG.md" && errors.Is(err, fs.ErrNotExist) {
			continue
		} else if err != nil {
			return b, err
		}
		b.texts = append(b.texts, file{name: name, body: body})
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
