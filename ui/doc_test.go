package ui

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestPackageCommentsNameFilesThatExist: a map that leads nowhere is worse than none.
func TestPackageCommentsNameFilesThatExist(t *testing.T) {
	name := regexp.MustCompile(`\b[a-z_]+\.go\b`)
	for _, dir := range []string{".", "cli", "../wizard"} {
		doc, err := os.ReadFile(filepath.Join(dir, "doc.go"))
		if err != nil {
			t.Fatal(err)
		}
		names := name.FindAllString(string(doc), -1)
		if len(names) == 0 {
			t.Errorf("%s: the package comment names no file", dir)
		}
		for _, file := range names {
			if _, err := os.Stat(filepath.Join(dir, file)); err != nil {
				t.Errorf("%s: the package comment names %s, which is not there", dir, file)
			}
		}
	}
}

// TestScreensAreOnTheMap: each file with a screen in it is named by the package comment.
func TestScreensAreOnTheMap(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	screens := 0
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(file, "_test.go") || !strings.Contains(string(source), "keys() []*hint {") {
			continue
		}
		screens++
		if !regexp.MustCompile(`\b` + strings.TrimSuffix(file, ".go") + `\b`).Match(doc) {
			t.Errorf("%s has a screen, and the package comment does not say so", file)
		}
	}
	if screens < 10 {
		t.Errorf("found %d screens: the test looks in the wrong place", screens)
	}
}
