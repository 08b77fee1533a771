package ui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"postern/wizard"
	"postern/wizard/lesson"
)

// learnMsg asks for the menu of all there is to learn, with what is known.
type learnMsg struct{ session wizard.Session }

// tripMsg asks for the way of a message, with what is known.
type tripMsg struct{ session wizard.Session }

// newLearn returns the menu of all there is to learn.
func newLearn(s wizard.Session, e Engine, l look, root bool) menu {
	return menu{&menuState{
		session: s, look: l, title: "What would you like to understand?",
		entries: learnEntries(s, e), root: root, main: true,
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
			r := newReader(wizard.Reading{Title: term, Paragraphs: []string{meaning}}, l)
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

// A placed screen says where the person is; the others leave it to the wizard.
type placed interface{ place() string }

// place is what stands in the header.
func (m Model) place() string {
	for _, s := range slices.Backward(append([]screen{m.screen}, m.over...)) {
		if p, ok := s.(placed); ok {
			return p.place()
		}
	}
	page := m.session.Page()
	return fmt.Sprintf("%d of %d   %s", int(page)+1, wizard.Pages, page.Title())
}

// An informed screen has a session that may know more than the router's.
type informed interface{ knows() wizard.Session }

// learnMore leads to all there is to learn, with what the topmost screen knows.
func (m Model) learnMore() tea.Cmd {
	s := m.session
	for _, over := range append([]screen{m.screen}, m.over...) {
		if i, ok := over.(informed); ok {
			s = i.knows()
		}
	}
	return send(learnMsg{s})
}

// A schooled screen leads to all there is to learn. Where it was opened from there, it
// says that it leads back.
type schooled interface{ learned() screen }

func (r reader) learned() screen {
	r = r.copied()
	r.home = true
	return r
}

// atHome reports whether all there is to learn lies beneath already.
func (m Model) atHome() bool {
	for _, under := range append([]screen{m.screen}, m.over...) {
		if menu, ok := under.(menu); ok && menu.main {
			return true
		}
	}
	return false
}

// home shows all there is to learn: the menu where it lies beneath already, else a
// new one.
func (m Model) home(s wizard.Session) (Model, tea.Cmd) {
	for i, under := range append([]screen{m.screen}, m.over...) {
		if menu, ok := under.(menu); ok && menu.main {
			m.over = m.over[:i]
			return m.fit(), nil
		}
	}
	return m.act(openMsg{newLearn(s, m.engine, m.look, false)})
}

func (c choose) knows() wizard.Session   { return c.session }
func (f form) knows() wizard.Session     { return f.session }
func (d doors) knows() wizard.Session    { return d.session }
func (c closer) knows() wizard.Session   { return c.session }
func (t settings) knows() wizard.Session { return t.session }
func (v verify) knows() wizard.Session   { return v.session }
