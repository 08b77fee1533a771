package lesson

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"postern/wizard/packed"
)

//go:generate go run postern/wizard/packed/pack text.pack text

// pack is the folder text.
//
//go:embed text.pack
var pack string

// A shelf holds all pages.
type shelf struct {
	lessons []Lesson       // in teaching order
	names   map[string]int // every ID and other name, and its place in lessons
}

// library reads all pages once, when the first is asked for.
var library = sync.OnceValue(func() shelf {
	files, err := packed.Files(pack)
	if err != nil {
		panic(err) // a broken embedded file, which a test has read before
	}
	s, err := newShelf(files)
	if err != nil {
		panic(err)
	}
	return s
})

// newShelf parses the files, given by name.
func newShelf(files map[string]string) (shelf, error) {
	s := shelf{names: make(map[string]int)}
	group := ""
	for line := range strings.Lines(files["contents.txt"]) {
		id := strings.TrimSpace(line)
		if !strings.HasPrefix(line, " ") {
			group = id
			continue
		}
		l, err := parse(id, files[id+".md"])
		if err != nil {
			return shelf{}, err
		}
		l.Group = group
		s.lessons = append(s.lessons, l)
	}
	return s, s.index()
}

// index notes under which names each page is found.
func (s shelf) index() error {
	for i, l := range s.lessons {
		for _, name := range append([]string{l.ID}, l.also...) {
			if other, twice := s.names[name]; twice && other == i {
				return fmt.Errorf("lesson %s: Also: names %q, under which it is found already; leave it out", l.ID, name)
			} else if twice {
				return fmt.Errorf("lesson %s: the name %q leads to %s as well", l.ID, name, s.lessons[other].ID)
			}
			s.names[name] = i
		}
	}
	return nil
}

// All returns every lesson in teaching order.
func All() []Lesson { return slices.Clone(library().lessons) }

// A Group is the lessons that belong together, in teaching order.
type Group struct {
	Name    string
	Lessons []Lesson
}

// Groups returns every lesson in the group it belongs to.
func Groups() []Group {
	var out []Group
	for _, l := range library().lessons {
		if n := len(out); n == 0 || out[n-1].Name != l.Group {
			out = append(out, Group{Name: l.Group})
		}
		g := &out[len(out)-1]
		g.Lessons = append(g.Lessons, l)
	}
	return out
}

// Get returns the lesson with the given ID. It also knows other names for a
// subject ("ssl", "mx", "port 25", "535", every verdict), without regard to case.
func Get(id string) (Lesson, bool) {
	s := library()
	i, ok := s.names[normal(id)]
	if !ok {
		return Lesson{}, false
	}
	return s.lessons[i], true
}

// normal returns the form in which IDs and other names are looked up: lower case,
// hyphens between the words, no "port" before a number, and "rfc" apart from its own.
func normal(typed string) string {
	words := strings.FieldsFunc(strings.ToLower(typed), func(r rune) bool {
		return strings.ContainsRune(" \t\n-_/,.:;?()", r)
	})
	if len(words) == 2 && words[0] == "port" && words[1][0] <= '9' {
		words = words[1:]
	}
	for i, w := range words {
		if n, ok := strings.CutPrefix(w, "rfc"); ok && n != "" && strings.Trim(n, "0123456789") == "" {
			words[i] = "rfc-" + n
		}
	}
	return strings.Join(words, "-")
}
