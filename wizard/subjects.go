package wizard

import (
	"fmt"

	"postern/wizard/lesson"
)

// SubjectsTitle stands over the menu of all there is to learn.
const SubjectsTitle = "What would you like to understand?"

// A Subject is a line of that menu.
type Subject struct {
	Kind    SubjectKind
	Label   string
	Remark  string          // in a few words
	About   string          // in a sentence or two
	Lessons []lesson.Lesson // of SubjectLessons; one that stands in the menu itself is alone
}

// SubjectKind is how a subject is taught.
type SubjectKind uint8

// The kinds of subjects.
const (
	SubjectLessons  SubjectKind = iota // texts
	SubjectJourney                     // the way of a message
	SubjectSessions                    // what is said at two doors
	SubjectQuiz
)

// Subjects are what is more than a text, then the texts, and at the end the quiz.
func Subjects() []Subject {
	out := []Subject{{
		Kind: SubjectJourney, Label: "The journey of a message", Remark: "seven stops, one at a time",
		About: "From your program to the inbox: who calls whom, on which port, with a login or without, encrypted or not.",
	}, {
		Kind: SubjectSessions, Label: "Two sessions", Remark: "587 and 465, line by line",
		About: "What is said at the two doors for your mail, what it means, and what a listener on the way learns of it.",
	}}
	for _, g := range lesson.Groups() {
		if len(g.Lessons) >= 3 {
			out = append(out, Subject{
				Label: g.Name, Remark: fmt.Sprintf("%d pages", len(g.Lessons)), About: g.Lessons[0].Answer, Lessons: g.Lessons,
			})
			continue
		}
		for _, l := range g.Lessons { // what is looked up
			out = append(out, lookedUp(l))
		}
	}
	return append(out, Subject{
		Kind: SubjectQuiz, Label: "Quiz", Remark: "questions, one at a time, and why",
		About: "Some on everybody's mail, some on what was found at your own server. You can leave at any moment and go on later.",
	})
}

// lookedUp is a page that stands in the menu itself.
func lookedUp(l lesson.Lesson) Subject {
	s := Subject{Label: l.Title, Remark: "one page", About: l.Answer, Lessons: []lesson.Lesson{l}}
	if l.ID == "glossary" {
		s.Remark = fmt.Sprintf("%d words", len(lesson.Terms()))
	}
	return s
}
