package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"postern/wizard"
	"postern/wizard/lesson"
)

// A topic is a line of a numbered menu, and what it leads to.
type topic struct {
	label string
	about string // a few words; may be empty
	tell  func(context.Context) error
}

// errBack ends what was opened from a menu, and nothing else.
var errBack = errors.New("back")

// learnPlainly is the menu of all there is to learn, line by line.
func (a *app) learnPlainly(ctx context.Context, s wizard.Session, e *engine) error {
	f := a.front(e.ui())
	defer f.in.close()
	err := f.menu(ctx, s, wizard.SubjectsTitle, f.learnTopics(s))
	if e.quiz.wrote() != "" {
		_, answered, of := e.sitQuiz(nil, false).Score()
		f.say(fmt.Sprintf("Your place in the quiz is kept: %d of %d answered; you go on there next time.", answered, of))
	}
	f.say("Left.")
	if errors.Is(err, errLeft) || errors.Is(err, errBack) {
		return nil // there was nothing to come to the end of
	}
	return err
}

// learnTopics are what is taught, each with its telling: of several lessons, a menu.
func (f *front) learnTopics(s wizard.Session) []topic {
	var out []topic
	for _, t := range wizard.Subjects() {
		if len(t.Lessons) == 1 { // its title says it all
			out = append(out, f.lessonTopics(s, t.Lessons)...)
			continue
		}
		tell := func(ctx context.Context) error { return f.menu(ctx, s, t.Label, f.lessonTopics(s, t.Lessons)) }
		switch t.Kind {
		case wizard.SubjectJourney:
			tell = func(ctx context.Context) error { return f.journey(ctx, s) }
		case wizard.SubjectSessions:
			tell = func(ctx context.Context) error { return f.sessions(ctx, s) }
		case wizard.SubjectQuiz:
			tell = func(ctx context.Context) error { return f.quiz(ctx, s) }
		case wizard.SubjectLessons:
		}
		out = append(out, topic{t.Label, t.Remark, tell})
	}
	return out
}

func (f *front) lessonTopics(s wizard.Session, lessons []lesson.Lesson) []topic {
	out := make([]topic, 0, len(lessons))
	for _, l := range lessons {
		out = append(out, topic{label: l.Title, tell: func(ctx context.Context) error {
			if l.ID == "glossary" {
				return f.glossary(ctx, s, l)
			}
			f.lesson(s, l)
			return nil
		}})
	}
	return out
}

// lesson prints a lesson, with what was seen at the person's own server.
func (f *front) lesson(s wizard.Session, l lesson.Lesson) {
	fmt.Fprint(f.out, "\n"+menuPath(aloud(l, f.width, s.Seen(l.ID)...)))
}

// glossary explains a word at a time, or all of them.
func (f *front) glossary(ctx context.Context, s wizard.Session, all lesson.Lesson) error {
	f.say(all.Title + ".")
	for {
		f.say(fmt.Sprintf("Type a word, such as relay; l lists all %d, b goes back, q leaves.", len(lesson.Terms())))
		line, err := f.promptInside(ctx)
		switch {
		case err != nil:
			return err
		case line == "l":
			f.lesson(s, all)
		case line == "":
			f.noneOfThese(line)
		default:
			if e, ok := lesson.Entry(line); ok {
				f.say(e.Title + ": " + e.Answer)
				continue
			}
			f.word(s, line)
		}
	}
}

// word reads about a word: what it means, and the lesson about it. It is a lesson's name,
// too.
func (f *front) word(s wizard.Session, word string) {
	l, ok := lesson.Find(word)
	if !ok {
		l, ok = lesson.Entry(word)
	}
	if !ok {
		words := "There is nothing about " + quoted(word) + "."
		if near, _ := lesson.Suggest(word); near != "" {
			words += " There is a page called " + near + "."
		}
		f.say(words)
		return
	}
	if gloss := l.Gloss(word); gloss != "" {
		f.say(gloss)
	}
	f.lesson(s, l)
}

// menu asks for a number, or a word to read about, until the person goes back or leaves.
// What a number leads to may ask more.
func (f *front) menu(ctx context.Context, s wizard.Session, title string, topics []topic) error {
	f.listTopics(title, topics)
	for {
		line, err := f.prompt(ctx)
		if err != nil {
			return err
		}
		line = strings.TrimSpace(strings.TrimPrefix(line, "? ")) // as at a question
		n, notNumber := strconv.Atoi(line)
		switch {
		case line == "q":
			return errLeft
		case line == "b":
			return errBack
		case line == "":
			f.listTopics(title, topics)
			continue
		case asksMore(line):
			f.say("A number opens that line of the list. A word, such as submission or 465, leads to what there is to read about it, wherever it stands.")
			f.say(menuHelp)
			continue
		case notNumber == nil && (n < 1 || n > len(topics)) && !isLesson(line):
			f.say(fmt.Sprintf("Type a number from 1 to %d, or a word; b goes back, q leaves, enter lists them again.", len(topics)))
			continue
		case notNumber != nil || n < 1 || n > len(topics):
			f.word(s, line)
			f.say(menuHelp)
			continue
		}
		err = topics[n-1].tell(ctx)
		switch {
		case errors.Is(err, errBack):
			f.listTopics(title, topics)
		case err != nil:
			return err
		default:
			f.say(menuHelp)
		}
	}
}

// menuHelp says what can be typed at a menu.
const menuHelp = "Type a number, or a word to read about, such as submission; ? says more, b goes back, q leaves, enter lists them again."

// isLesson reports whether a lesson has that name, as those about ports do.
func isLesson(name string) bool {
	_, ok := lesson.Get(name)
	return ok
}

// listTopics prints a numbered menu.
func (f *front) listTopics(title string, topics []topic) {
	f.say(title)
	fmt.Fprintln(f.out)
	for i, t := range topics {
		label := t.label
		if t.about != "" {
			label += ": " + t.about
		}
		fmt.Fprintln(f.out, hang(fmt.Sprintf("%d) ", i+1), label, textWidth))
	}
	f.say(menuHelp)
}
