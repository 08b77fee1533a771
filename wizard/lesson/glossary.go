package lesson

import (
	"slices"
	"strings"
	"sync"
)

// An entry is one line of the glossary.
type entry struct {
	names   []string // the first is the one shown
	meaning string
}

// entries reads the glossary once, when it is first asked for.
var entries = sync.OnceValue(func() []entry {
	l, ok := Get("glossary")
	if !ok {
		panic("lesson: no glossary among the embedded files")
	}
	var out []entry
	for _, p := range l.Body {
		if e, ok := parseEntry(p); ok {
			out = append(out, e)
		}
	}
	return out
})

// parseEntry reads "- name, other name: meaning"; any other paragraph is none.
func parseEntry(p string) (entry, bool) {
	item, ok := strings.CutPrefix(p, "- ")
	if !ok {
		return entry{}, false
	}
	names, meaning, ok := strings.Cut(item, ": ")
	if !ok {
		return entry{}, false
	}
	return entry{names: list(names, ","), meaning: meaning}, true
}

// Term returns what a word means, in one or two plain sentences. Case does not
// matter, hyphens count as spaces, and a plural is understood.
func Term(word string) (string, bool) {
	e, ok := lookUp(word)
	return e.meaning, ok
}

func lookUp(word string) (entry, bool) {
	word = normal(word)
	for _, w := range []string{word, strings.TrimSuffix(word, "s")} {
		i := slices.IndexFunc(entries(), func(e entry) bool {
			return slices.ContainsFunc(e.names, func(n string) bool { return normal(n) == w })
		})
		if i >= 0 {
			return entries()[i], true
		}
	}
	return entry{}, false
}

// Entry returns a word of the glossary as a page of its own, short as it is.
func Entry(word string) (Lesson, bool) {
	e, ok := lookUp(word)
	if !ok {
		return Lesson{}, false
	}
	l, _ := Get("glossary")
	return Lesson{
		ID: l.ID, Group: l.Group, Title: e.names[0], Answer: e.meaning,
		Next: l.ID, Sources: l.Sources,
	}, true
}

// Gloss returns what a word means that led to the lesson, to be read before it; "" where
// the glossary has no such word, or the lesson's title or answer is about it.
func (l Lesson) Gloss(word string) string {
	e, ok := lookUp(word)
	if !ok {
		return ""
	}
	opening := "-" + normal(l.Title+" "+l.Answer) + "-"
	for _, w := range []string{normal(word), strings.TrimSuffix(normal(word), "s")} {
		if strings.Contains(opening, "-"+w+"-") {
			return ""
		}
	}
	return e.names[0] + ": " + e.meaning
}

// Terms returns the words the glossary explains, as they are written there and in
// its alphabetical order, each by its main name.
func Terms() []string {
	terms := make([]string, 0, len(entries()))
	for _, e := range entries() {
		terms = append(terms, e.names[0])
	}
	return terms
}
