package main

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// places say where a package has what the repository has elsewhere, as the beginnings of
// paths: in an archive, and in a Debian package beside its README.
var (
	inArchive = [][2]string{
		{"ui/pictures/", "pictures/"}, {"ui/cli/examples/", "examples/"}, {"ui/cli/", "schemas/"}, {".github/", ""},
	}
	inDebian = append([][2]string{{".github/CHANGELOG.md", "changelog.gz"}, {"LICENSE", "copyright"}}, inArchive...)
)

var (
	link    = regexp.MustCompile(`(!?)\[([^\]]*)\]\(([^)\s]+)\)`)
	picture = regexp.MustCompile(`(src|srcset)="([^"]+)"`)
)

// relinked is a page of the repository whose links lead to what lies beside it in a
// package. One to what is only in the repository becomes its words.
func relinked(page []byte, places [][2]string, names []string) []byte {
	body := link.ReplaceAllStringFunc(string(page), func(whole string) string {
		part := link.FindStringSubmatch(whole)
		target, there := placed(part[3], places, names)
		switch {
		case there:
			return part[1] + "[" + part[2] + "](" + target + ")"
		case part[1] != "":
			return ""
		}
		return part[2]
	})
	return []byte(picture.ReplaceAllStringFunc(body, func(whole string) string {
		part := picture.FindStringSubmatch(whole)
		target, _ := placed(part[2], places, names)
		return part[1] + `="` + target + `"`
	}))
}

// placed is where a link's target is in a package; false where it is not there.
func placed(target string, places [][2]string, names []string) (string, bool) {
	if strings.Contains(target, "://") || strings.HasPrefix(target, "#") {
		return target, true
	}
	name, section, _ := strings.Cut(target, "#")
	for _, p := range places {
		if rest, ok := strings.CutPrefix(name, p[0]); ok {
			name = p[1] + rest
			break
		}
	}
	if !slices.Contains(names, name) {
		return target, false
	}
	if section != "" {
		name += "#" + section
	}
	return path.Clean(name), true
}

// namesOf are the names of files, as they are called in a folder of theirs.
func namesOf(files []file, folder string) []string {
	var names []string
	for _, f := range files {
		if rest, ok := strings.CutPrefix(f.name, folder); ok {
			names = append(names, rest)
		}
	}
	return names
}
