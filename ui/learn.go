package ui

import (
	"fmt"

	"postern/wizard"
	"postern/wizard/lesson"
)

// tripMsg asks for the way of a message, with what is known.
type tripMsg struct{ session wizard.Session }

// newLearn returns the menu of all there is to learn.
func newLearn(s wizard.Session, e Engine, l look) menu {
	return menu{&menuState{
		session: s, look: l, title: "What would you like to understand?",
		entries: learnEntries(s, e), main: true,
	}}
}

// learnEntries are the pages that are more than a text, and then the texts.
func learnEntries(s wizard.Session, e Engine) []entry {
	out := []entry{{
		label: "The journey of a message", remark: "seven stops, one at a time",
		about: "From your program to the inbox: who calls whom, on which port, with a login or without, encrypted or not.",
		open:  func(l look) screen { return newTrip(s, e, l) },
	}, {
		label: "Two sessions, side by side", remark: "587 and 465, line by line" + yours(s),
		about: "What is said at the two doors for your mail, what it means, and what a listener on the way learns of it.",
		open:  func(l look) screen { return newSessions(s, l) },
	}}
	for _, g := range lesson.Groups() {
		if len(g.Lessons) < 3 { // what is looked up stands in the menu itself
			for _, les := range g.Lessons {
				out = append(out, lookedUp(s, les))
			}
			continue
		}
		out = append(out, entry{
			label: g.Name, remark: fmt.Sprintf("%d pages", len(g.Lessons)), about: g.Lessons[0].Answer,
			open: func(l look) screen { return newLessons(s, g.Name, g.Lessons, l) },
		})
	}
	return append(out, entry{
		label: "Quiz", remark: "questions, one at a time, and why",
		about: "Some on everybody's mail, some on what was found at your own server. You can leave at any moment and go on later.",
		open:  func(l look) screen { return newQuiz(s, e, l) },
	})
}

// yours says that sessions of the person's own are there too.
func yours(s wizard.Session) string {
	if len(s.Dialogues()) == 0 {
		return ""
	}
	return ", and yours"
}

// lookedUp opens the glossary as a list of its words, any other page as it is.
func lookedUp(s wizard.Session, les lesson.Lesson) entry {
	e := lessonEntry(s, les)
	if les.ID != "glossary" {
		e.remark = "one page"
		return e
	}
	e.remark = fmt.Sprintf("%d words", len(lesson.Terms()))
	e.open = func(l look) screen { return newGlossary(s, les.Title, l) }
	return e
}

// newGlossary returns the words, each with its meaning; enter reads on about it.
func newGlossary(s wizard.Session, title string, l look) menu {
	m := menu{&menuState{session: s, look: l, title: title, find: true}}
	for _, term := range lesson.Terms() {
		meaning, _ := lesson.Term(term)
		m.entries = append(m.entries, entry{label: term, about: meaning, open: func(l look) screen {
			r := newTextPage(wizard.Reading{Title: term, Paragraphs: []string{meaning}}, l)
			if les, ok := lesson.Get(term); ok {
				r = newLesson(s, les.ID, l, nil).after(les.Gloss(term))
			}
			return r
		}})
	}
	return m
}

// newLessons returns a menu of lessons.
func newLessons(s wizard.Session, title string, lessons []lesson.Lesson, l look) menu {
	m := menu{&menuState{session: s, look: l, title: title}}
	for _, les := range lessons {
		m.entries = append(m.entries, lessonEntry(s, les))
	}
	return m
}

func lessonEntry(s wizard.Session, les lesson.Lesson) entry {
	return entry{label: les.Title, about: les.Answer, open: func(l look) screen { return newLesson(s, les.ID, l, nil) }}
}
