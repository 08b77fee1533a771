package lesson

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// marker is how an item of a list begins, at the start of a line.
var marker = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(- |[0-9]+\. )`) })

// parse reads one lesson file; the package comment describes its form.
func parse(id, text string) (Lesson, error) {
	paragraphs := split(text)
	if len(paragraphs) < 4 {
		return Lesson{}, fmt.Errorf("lesson %s: needs a title, an answer, a body and sources", id)
	}
	if len(paragraphs[0]) != 1 {
		return Lesson{}, fmt.Errorf("lesson %s: the title takes one line, then comes an empty one", id)
	}
	last := len(paragraphs) - 1
	l := Lesson{ID: id, Title: paragraphs[0][0], Answer: join(paragraphs[1])}
	for _, p := range paragraphs[2:last] {
		l.Body = append(l.Body, body(p)...)
	}
	if err := l.trailer(paragraphs[last]); err != nil {
		return Lesson{}, fmt.Errorf("lesson %s: %w", id, err)
	}
	return l, nil
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
	case marker().MatchString(lines[0]):
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

// items parts a list into its items. The first line begins one.
func items(lines []string) []string {
	var out []string
	start := 0
	for i := 1; i <= len(lines); i++ {
		if i == len(lines) || marker().MatchString(lines[i]) {
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

// trailer reads the last paragraph: "See also:", which may be missing, and "Sources:".
func (l *Lesson) trailer(lines []string) error {
	text := join(lines)
	before, sources, ok := strings.Cut(text, "Sources: ")
	if !ok {
		return errors.New("the last paragraph names no sources")
	}
	l.Sources = list(sources, ";")
	before = strings.TrimSpace(before)
	if before == "" {
		return nil
	}
	see, ok := strings.CutPrefix(before, "See also: ")
	if !ok {
		return fmt.Errorf("the last paragraph begins with %q, not with See also or Sources", before)
	}
	l.See = list(see, ",")
	return nil
}

// list splits at a separator and trims the parts.
func list(s, separator string) []string {
	parts := strings.Split(s, separator)
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}
