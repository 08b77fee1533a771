package lesson

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed text/*.md
var files embed.FS

// order is the order of teaching: what mail needs first, then each door, then
// what happens behind it, then the rest; troubles near the end, to be looked up.
var order = []string{
	"what-is-smtp", "submission-or-relay", "submission", "relay",
	"ports", "25", "465", "587", "2525",
	"starttls", "implicit-tls", "names", "certificate",
	"login", "app-password", "oauth",
	"blocked-ports", "patterns", "smarthost", "spf-dkim", "practice",
	"reply-codes", "timeline", "myths",
	"sender-refused", "greylisting", "silent-login",
	"no-answer", "refused", "unreachable", "silent", "closed-early",
	"refuses-you", "temporary-refusal", "not-smtp", "malformed", "no-such-name",
	"no-starttls", "injected", "tls-failed", "tls-mismatch", "cancelled",
	"glossary",
}

// library reads all lessons once, when the first is asked for.
var library = sync.OnceValue(func() []Lesson {
	lessons := make([]Lesson, 0, len(order))
	for _, id := range order {
		l, err := read(id)
		if err != nil {
			panic(err) // a broken embedded file, which a test has read before
		}
		lessons = append(lessons, l)
	}
	return lessons
})

// read parses the embedded file of one lesson.
func read(id string) (Lesson, error) {
	text, err := files.ReadFile("text/" + id + ".md")
	if err != nil {
		return Lesson{}, fmt.Errorf("lesson %s: %w", id, err)
	}
	return parse(id, string(text))
}

// All returns every lesson in teaching order.
func All() []Lesson { return slices.Clone(library()) }

// Get returns the lesson with the given ID. It also knows other names for a
// subject ("tls", "mx", "port 25", "535", every verdict), without regard to case.
func Get(id string) (Lesson, bool) {
	id = resolve(id)
	i := slices.IndexFunc(library(), func(l Lesson) bool { return l.ID == id })
	if i < 0 {
		return Lesson{}, false
	}
	return library()[i], true
}

// resolve turns what a person typed into the ID it most plainly means; what it
// does not know comes back in the form of an ID.
func resolve(typed string) string {
	id := normal(typed)
	if slices.Contains(order, id) {
		return id
	}
	for _, a := range aliases {
		if slices.Contains(strings.Fields(a.words), id) {
			return a.id
		}
	}
	return id
}

// normal returns the form in which IDs and aliases are written: lower case,
// hyphens between the words, no "port" before a number.
func normal(typed string) string {
	words := strings.FieldsFunc(strings.ToLower(typed), func(r rune) bool {
		return strings.ContainsRune(" \t\n-_/,.:;?", r)
	})
	if len(words) == 2 && words[0] == "port" {
		words = words[1:]
	}
	return strings.Join(words, "-")
}
