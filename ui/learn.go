package ui

import (
	"postern/wizard"
	"postern/wizard/lesson"
)

// tripMsg asks for the way of a message, with what is known.
type tripMsg struct{ session wizard.Session }

// newLearn returns the menu of all there is to learn.
func newLearn(s wizard.Session, e Engine, l look) menu {
	return menu{&menuState{
		session: s, look: l, title: wizard.SubjectsTitle,
		entries: learnEntries(s, e), main: true,
	}}
}

// learnEntries are what is taught, each with its screen.
func learnEntries(s wizard.Session, e Engine) []entry {
	var out []entry
	for _, t := range wizard.Subjects() {
		if t.Kind == wizard.SubjectSessions {
			t.Label, t.Remark = t.Label+", side by side", t.Remark+yours(s)
		}
		out = append(out, entry{t.Label, t.Remark, t.About, func(l look) screen { return newSubject(s, e, t, l) }})
	}
	return out
}

// newSubject returns the screen for what is taught: of several lessons, a menu.
func newSubject(s wizard.Session, e Engine, t wizard.Subject, l look) screen {
	switch t.Kind {
	case wizard.SubjectJourney:
		return newTrip(s, e, l)
	case wizard.SubjectSessions:
		return newSessions(s, l)
	case wizard.SubjectQuiz:
		return newQuiz(s, e, l)
	case wizard.SubjectLessons:
	}
	switch first := t.Lessons[0]; {
	case len(t.Lessons) > 1:
		return newLessons(s, t.Label, t.Lessons, l)
	case first.ID == "glossary":
		return newGlossary(s, first.Title, l)
	default:
		return newLesson(s, first.ID, l, nil)
	}
}

// yours says that sessions of the person's own are there too.
func yours(s wizard.Session) string {
	if len(s.Dialogues()) == 0 {
		return ""
	}
	return ", and yours"
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
		m.entries = append(m.entries, entry{
			label: les.Title, about: les.Answer, open: func(l look) screen { return newLesson(s, les.ID, l, nil) },
		})
	}
	return m
}
