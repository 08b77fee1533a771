//go:build unix

// Command pictures makes the pictures in the documentation from the running
// program, against its own practice servers:
//
//	go run ./ui/pictures            # make them anew
//	go run ./ui/pictures -check     # fail if they are not what the program shows
//	go run ./ui/pictures -into DIR -light   # elsewhere, and on a light background
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"time"

	"postern/ui/termtest"
)

const dir = "ui/pictures"

// rest is how long a screen has to be unchanged for a picture: words that a stop waits
// for may be there before the last door is.
const rest = 500 * time.Millisecond

func main() {
	check := flag.Bool("check", false, "compare with the pictures that are there")
	only := flag.String("only", "", "make only the walk with this name")
	into := flag.String("into", dir, "the folder of the pictures")
	light := flag.Bool("light", false, "make all of them on a light background")
	flag.Parse()
	if err := run(*check, *only, *into, *light); err != nil {
		fmt.Fprintln(os.Stderr, "pictures:", err)
		os.Exit(1)
	}
}

func run(check bool, only, into string, light bool) error {
	home, err := os.MkdirTemp("", "postern-pictures-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(home)
	binary := filepath.Join(home, "postern")
	build := exec.Command("go", "build", "-o", binary, ".")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("build: %w", err)
	}
	for _, w := range walks {
		if only != "" && w.name != only {
			continue
		}
		w.dark = w.dark && !light
		shots, err := w.take(binary, home)
		if err != nil {
			return fmt.Errorf("%s: %w", w.name, err)
		}
		for name, svg := range shots {
			if err := keep(filepath.Join(into, name+".svg"), svg, check); err != nil {
				return err
			}
		}
	}
	return nil
}

// keep writes a picture, or compares it with the one that is there.
func keep(path, svg string, check bool) error {
	if !check {
		fmt.Println(path)
		return os.WriteFile(path, []byte(svg), 0o644)
	}
	old, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if steady(string(old)) != steady(svg) {
		return fmt.Errorf("%s is not what the program shows now; make it anew with: go run ./ui/pictures", path)
	}
	return nil
}

// changing is what differs from run to run and says nothing about the program:
// times, free ports, the names of temporary folders, and what follows from their
// lengths.
var changing = regexp.MustCompile(`[ \d.<]+ m?s\b|&lt;1 ms|\b\d{4,5}\b|postern-[a-z]+-?\d+|\d{4}-\d\d-\d\d|textLength="[^"]*"`)

// timed is where a time begins that is set flush right.
var timed = regexp.MustCompile(`x="[^"]*"( y="[^"]*" textLength="[^"]*"[^>]*>([\d.]+ m?s|&lt;1 ms)<)`)

func steady(svg string) string {
	return changing.ReplaceAllString(timed.ReplaceAllString(svg, "$1"), "~")
}

// take walks through the program, a picture at each stop.
func (w walk) take(binary, home string) (map[string]string, error) {
	cmd := exec.Command(binary, w.args...)
	cmd.Env = []string{
		"HOME=" + filepath.Join(home, "ada"), "PATH=" + os.Getenv("PATH"), "TERM=xterm-256color", "COLORTERM=truecolor",
		"LANG=C.UTF-8", "TMPDIR=/tmp", "POSTERN_REDUCED_MOTION=1",
	}
	t, err := termtest.Start(cmd, w.width, w.height, w.dark)
	if err != nil {
		return nil, err
	}
	defer t.Close()
	shots := make(map[string]string)
	for _, s := range w.stops {
		if err := t.Type(s.keys); err != nil {
			return nil, err
		}
		if err := t.WaitFor(s.shows...); err != nil {
			return nil, err
		}
		if s.picture != "" {
			if err := t.Rest(rest); err != nil {
				return nil, err
			}
			shots[s.picture] = t.SVG(w.dark)
		}
	}
	if err := t.Type(termtest.CtrlC); err != nil {
		return nil, err
	}
	_, err = t.Wait()
	return shots, err
}
