package lesson

import (
	"errors"
	"fmt"
	"strings"
)

// parse reads one lesson file; the package comment describes its form.
func parse(id, text string) (Lesson, error) {
	l, err := parsePage(text)
	if err != nil {
		return Lesson{}, fmt.Errorf("lesson %s: %w", id, err)
	}
	l.ID = id
	return l, nil
}

func parsePage(text string) (Lesson, error) {
	var l Lesson
	paragraphs := split(text)
	if len(paragraphs) < 4 {
		return l, errors.New("needs lines about the page, a title, an answer and a body")
	}
	if err := l.front(paragraphs[0]); err != nil {
		return l, err
	}
	if len(paragraphs[1]) != 1 {
		return l, errors.New("the title takes one line, then comes an empty one")
	}
	l.Title, l.Answer, l.seen = paragraphs[1][0], join(paragraphs[2]), -1
	for _, p := range paragraphs[3:] {
		if join(p) != "{seen}" {
			l.Body = append(l.Body, body(p)...)
			continue
		}
		if l.seen >= 0 {
			return l, errors.New("a second {seen}")
		}
		l.seen = len(l.Body)
	}
	if l.seen < 0 {
		l.seen = 0
	}
	return l, nil
}

// front reads the lines about the page.
func (l *Lesson) front(lines []string) error {
	var entries []string
	for i, line := range lines {
		if strings.HasPrefix(line, "  ") && i > 0 {
			entries[len(entries)-1] += " " + strings.TrimSpace(line)
			continue
		}
		entries = append(entries, line)
	}
	said := make(map[string]bool)
	for _, e := range entries {
		key, value, ok := strings.Cut(e, ": ")
		if !ok || said[key] {
			return fmt.Errorf("%q is not of the form Word: value, or stands twice", e)
		}
		said[key] = true
		if err := l.set(key, value); err != nil {
			return err
		}
	}
	if !said["Next"] || !said["Sources"] {
		return errors.New("the lines about the page name no Next or no Sources")
	}
	return nil
}

// set takes one entry of the lines about the page.
func (l *Lesson) set(key, value string) error {
	switch key {
	case "Also":
		for _, name := range list(value, ",") {
			l.also = append(l.also, normal(name))
		}
	case "Claims":
		l.Claims = list(value, ",")
	case "Next":
		l.Next = value
	case "See also":
		l.See = list(value, ",")
	case "Sources":
		l.Sources = list(value, ";")
	default:
		return fmt.Errorf("the lines about a page know no %q", key)
	}
	return nil
}

// split returns the paragraphs of a text, each as its lines.
func split(text string) [][]string {
	var paragraphs [][]string
	var p []string
	for line := range strings.Lines(text + "\n\n") {
		line = strings.TrimRight(line, " \r\n")
		if line != "" {
			p = append(p, line)
			continue
		}
		if p != nil {
			paragraphs = append(paragraphs, p)
		}
		p = nil
	}
	return paragraphs
}

// body returns what a paragraph of the file is in [Lesson.Body]: one entry, or
// one for each item of a list.
func body(lines []string) []string {
	switch {
	case kept(lines):
		return []string{strings.Join(lines, "\n")}
	case marker(lines[0]) > 0:
		return items(lines)
	}
	return []string{join(lines)}
}

// kept reports whether every line begins with two spaces.
func kept(lines []string) bool {
	for _, l := range lines {
		if !strings.HasPrefix(l, "  ") {
			return false
		}
	}
	return true
}

// marker returns how long the beginning of an item of a list is, "- " or a number
// and ". ", and 0 for any other line.
func marker(line string) int {
	if strings.HasPrefix(line, "- ") {
		return len("- ")
	}
	number := len(line) - len(strings.TrimLeft(line, "0123456789"))
	if number > 0 && strings.HasPrefix(line[number:], ". ") {
		return number + len(". ")
	}
	return 0
}

// items parts a list into its items. The first line begins one.
func items(lines []string) []string {
	var out []string
	start := 0
	for i := 1; i <= len(lines); i++ {
		if i == len(lines) || marker(lines[i]) > 0 {
			out = append(out, join(lines[start:i]))
			start = i
		}
	}
	return out
}

// join makes one line of several.
func join(lines []string) string {
	return strings.Join(strings.Fields(strings.Join(lines, " ")), " ")
}

// list splits at a separator and trims the parts.
func list(s, separator string) []string {
	parts := strings.Split(s, separator)
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}
