package lesson

import (
	"slices"
	"strings"
)

// longest is the most bytes of a topic that are looked at for what was meant; no ID
// or other name is near it.
const longest = 60

// filler are words that a question has and no subject needs.
const filler = " a about and at between can change closed did difference do does explain for from how i in is it me mean means " +
	"my no not of on or set the shall should to use versus vs was what when who why with you your "

// Find returns the lesson that a person's words ask for: what [Get] knows, a plural
// of it, or a question in which one subject stands out, such as "how do I change my
// port in Thunderbird?".
func Find(words string) (Lesson, bool) {
	s := library()
	i, ok := s.find(normal(words))
	if !ok {
		return Lesson{}, false
	}
	return s.lessons[i], true
}

func (s shelf) find(typed string) (int, bool) {
	for _, name := range []string{typed, strings.TrimSuffix(typed, "s"), subject(typed), strings.Join(telling(typed), "-")} {
		if i, ok := s.names[name]; ok {
			return i, true
		}
	}
	if i, ok := s.slip(subject(typed)); ok {
		return i, true
	}
	return s.only(telling(typed))
}

// slip returns the page of a name of several words that was typed with a single slip:
// one of its words alone may be known too, and lead elsewhere.
func (s shelf) slip(typed string) (page int, ok bool) {
	if !strings.Contains(typed, "-") || len(typed) > longest {
		return 0, false
	}
	for i, l := range s.lessons {
		for _, name := range append([]string{l.ID}, l.also...) {
			if strings.Contains(name, "-") && distance(typed, name) == 1 {
				return i, true
			}
		}
	}
	return 0, false
}

// only returns the page to which all known words of a question lead, if it is one.
func (s shelf) only(words []string) (page int, ok bool) {
	for _, w := range words {
		i, known := s.names[w]
		switch {
		case !known:
		case ok && i != page:
			return 0, false
		default:
			page, ok = i, true
		}
	}
	return page, ok
}

// subject leaves out the filler.
func subject(typed string) string {
	var kept []string
	for _, w := range strings.Split(typed, "-") {
		if !strings.Contains(filler, " "+w+" ") {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, "-")
}

// telling are the words of a question's subject, but for those that say little
// beside another. There are none where the subject is one word.
func telling(typed string) []string {
	words := strings.Split(subject(typed), "-")
	if len(words) == 1 {
		return nil
	}
	return slices.DeleteFunc(words, func(w string) bool { return strings.Contains(" email mail port smtp ", " "+w+" ") })
}

// Suggest returns the ID of the lesson that a mistyped topic most likely means, and the
// name by which it is near, which may be another one of the lesson's; "" if none is near.
// For a topic that [Find] finds it returns that lesson's ID, twice.
func Suggest(topic string) (id, name string) {
	s, typed := library(), normal(topic)
	if typed == "" || len(typed) > longest {
		return "", ""
	}
	if i, ok := s.find(typed); ok {
		return s.lessons[i].ID, s.lessons[i].ID
	}
	if id, name = s.near(typed); id != "" {
		return id, name
	}
	for _, w := range telling(typed) {
		if i, ok := s.names[w]; ok {
			return s.lessons[i].ID, w
		}
	}
	for _, w := range telling(typed) {
		if id, name = s.near(w); id != "" && len(w) > 3 {
			return id, name
		}
	}
	return "", ""
}

// near returns the lesson of a word that was typed in part or with slips, and its name
// that was likely meant.
func (s shelf) near(typed string) (id, meant string) {
	if id, meant = s.beginning(typed); id != "" {
		return id, meant
	}
	least := reach(typed) + 1
	for _, l := range s.lessons {
		for _, name := range append([]string{l.ID}, l.also...) {
			if d := distance(typed, name); d < least && !another(typed, name) {
				id, meant, least = l.ID, name, d
			}
		}
	}
	return id, meant
}

// beginning finds the lesson of a word that was typed only in part, at least
// three letters of it.
func (s shelf) beginning(typed string) (id, meant string) {
	if len(typed) < 3 || typed[0] <= '9' {
		return "", ""
	}
	for _, l := range s.lessons {
		if strings.HasPrefix(l.ID, typed) {
			return l.ID, l.ID
		}
	}
	for _, l := range s.lessons {
		for _, name := range l.also {
			if strings.HasPrefix(name, typed) {
				return l.ID, name
			}
		}
	}
	return "", ""
}

// another reports whether a word is likely another one, and no slip in the name: a short
// one with another letter in it, as "nope" is no "node". Numbers are not read as words.
func another(typed, name string) bool {
	return len(typed) < 5 && len(typed) == len(name) && (typed[0] > '9' || name[0] > '9') && !sameLetters(typed, name)
}

// sameLetters reports whether two words have the same letters, in any order.
func sameLetters(a, b string) bool {
	s, t := []byte(a), []byte(b)
	slices.Sort(s)
	slices.Sort(t)
	return slices.Equal(s, t)
}

// reach is how many slips are forgiven in a word: one in a short one, where two
// would make another word of it, and one more for every four letters.
func reach(typed string) int { return min(max(len(typed)/4, 1), 3) }

// distance counts the slips between two words: a letter too many, missing or
// wrong, or two neighbours swapped (the optimal string alignment distance).
func distance(a, b string) int {
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			wrong := 1
			if a[i-1] == b[j-1] {
				wrong = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+wrong)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
