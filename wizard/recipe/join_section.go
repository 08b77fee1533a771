package recipe

import (
	"slices"
	"strings"
)

// A sectionJoin puts settings into the sections of an INI file, named in brackets,
// and keeps a person's other settings in them.
type sectionJoin struct {
	same  func(a, b string) bool // of two lines that name a section
	mine  []string               // the beginnings of names, in small letters, that Postern sets or would be in its way
	spare string                 // the name of what the person's own setting comes before, if there is one
}

// join is a [join]. The text begins with a section's name. Its comments begin with
// "# Postern:".
func (j sectionJoin) join(old, text string, _ *Settings, replace bool) (string, error) {
	if err := checkTextFile(old); err != nil {
		return "", err
	}
	for _, own := range splitSections(text) {
		var err error
		if old, err = j.put(old, own, replace); err != nil {
			return "", err
		}
	}
	return old, nil
}

func (j sectionJoin) put(old string, own []string, replace bool) (string, error) {
	f := blockFile{text: old, newline: "\n"}
	if strings.HasSuffix(firstLine(old), "\r\n") {
		f.newline = "\r\n"
	}
	if err := f.findSection(strings.TrimSpace(own[0]), j.same); err != nil {
		return "", err
	}
	if f.start == f.end {
		return f.insert(f.lines(own...), nil), nil
	}
	was := old[f.start:f.end]
	kept, asked := j.kept(was)
	if has := func(line string) bool { return j.spare != "" && key(line) == j.spare }; slices.ContainsFunc(kept, has) {
		own = slices.DeleteFunc(own, has)
	}
	now := f.lines(append(kept, own[1:]...)...)
	if asked && now != was && !replace {
		return "", &ExistsError{Account: own[0], What: "a section " + strings.TrimSpace(own[0]), Block: was}
	}
	return old[:f.start] + now + old[f.end:], nil
}

// kept are the lines of a section that stay, its name first. asked reports whether
// there were others than comments. A line that ends in a backslash goes on.
func (j sectionJoin) kept(was string) (lines []string, asked bool) {
	drop, goesOn := false, false
	for _, line := range linesOf(was) {
		line = strings.TrimRight(line, "\r\n")
		if !goesOn {
			setting := slices.ContainsFunc(j.mine, func(begin string) bool { return strings.HasPrefix(key(line), begin) })
			drop = setting || strings.HasPrefix(strings.TrimSpace(line), "# Postern: ")
			asked = asked || setting
		}
		goesOn = strings.HasSuffix(line, `\`) && !strings.HasPrefix(strings.TrimSpace(line), "#")
		if !drop {
			lines = append(lines, line)
		}
	}
	return lines, asked
}

// key is the name of a setting, in small letters; "" for a comment.
func key(line string) string {
	line = strings.TrimSpace(line)
	if line == "" || strings.ContainsRune("#;[", rune(line[0])) {
		return ""
	}
	name, _, _ := strings.Cut(line, "=")
	return strings.ToLower(strings.TrimSpace(name))
}

// splitSections returns the lines of each section.
func splitSections(text string) (sections [][]string) {
	for _, line := range linesOf(text) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "[") {
			sections = append(sections, nil)
		}
		last := len(sections) - 1
		sections[last] = append(sections[last], line)
	}
	return sections
}

func sameText(a, b string) bool { return a == b }
