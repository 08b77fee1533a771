package cli

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"

	"postern/probe"
	"postern/wizard"
	"postern/wizard/lesson"
)

// ask asks one question until it is answered, gone back from, or left.
func (f *front) ask(ctx context.Context, s wizard.Session, a *wizard.Ask) (wizard.Session, error) {
	f.pose(s, a)
	doubted := ""
	for {
		line, err := f.prompt(ctx)
		if err != nil {
			return s, err
		}
		line = inShort(a, line)
		if asksMore(line) && line != "?" && line != doubted {
			f.say("As an answer itself, " + quoted(line) + " has to be typed once more.")
			doubted, line = line, "?"
		}
		s = f.doors.catchUp(s)
		if c, rest, ok := f.commanded(s, a, line); ok {
			next, err := c.run(ctx, s, rest)
			if err != nil || !sameQuestion(next, a) {
				return next, err
			}
			s = next
			if !c.answers {
				a = f.askAgain(s, a)
			}
			continue
		}
		next, taken, doubts := f.settle(s, a, line, line == doubted)
		switch {
		case taken:
			return next, nil
		case doubts:
			doubted = line
		}
	}
}

// settle takes a line as the answer, and says what became of it. One that was more
// likely meant otherwise is doubted, and taken when it is typed again.
func (f *front) settle(s wizard.Session, a *wizard.Ask, line string, again bool) (next wizard.Session, taken, doubted bool) {
	if !again && f.correct(a, line) {
		return s, false, true
	}
	next, problem := f.take(s, a, line)
	switch {
	case problem != "":
		f.say(problem)
		return s, false, false
	case !again && doubtful(a, line):
		f.say(fmt.Sprintf("There is no list here, so %s would be taken as the text itself. Type it once more if that is right.", quoted(line)))
		return s, false, true
	}
	f.sayTaken(next, a, line)
	return next, true, false
}

// repeats is how a line ends that says why something was no answer.
const repeats = "? repeats the question and says what can be typed"

// doubtful reports whether a line is more likely the number of a choice, or a command of
// another question, than the text that is asked for.
func doubtful(a *wizard.Ask, line string) bool {
	if !a.Free || a.Find != nil || len(a.Choices) > 0 || a.Optional && line == "-" {
		return false
	}
	digits := strings.Trim(line, "0123456789") == ""
	return len(line) == 1 || digits && len(line) == 2
}

// askAgain asks the question a person is at once more, after something else was
// printed. What was shown before it, the settings say, is not shown again.
func (f *front) askAgain(s wizard.Session, a *wizard.Ask) *wizard.Ask {
	f.numbered.searched, f.numbered.only = false, ""
	if now, ok := s.Step().(wizard.Ask); ok {
		a = &now // more doors may have settled meanwhile
	}
	switch a.Field {
	case wizard.Server:
		f.poseServers(s, a)
		return a
	case wizard.Door:
		f.poseDoorChoices(s, a)
		return a
	}
	f.poseQuestion(s, a)
	return a
}

// sameQuestion reports whether a session is still at the question.
func sameQuestion(s wizard.Session, a *wizard.Ask) bool {
	now, ok := s.Step().(wizard.Ask)
	return ok && now.Field == a.Field
}

// backToQuestion goes back past texts, which would only lead forward again.
func backToQuestion(s wizard.Session) (wizard.Session, bool) {
	back, ok := s.BackOne()
	for ok {
		if _, question := back.Step().(wizard.Ask); question {
			return back, true
		}
		back, ok = back.BackOne()
	}
	return s, false
}

// pose prints the question with all that can be answered.
func (f *front) pose(s wizard.Session, a *wizard.Ask) {
	f.numbered.searched, f.numbered.only = false, ""
	switch a.Field {
	case wizard.Door:
		f.poseDoors(s, a)
		return
	case wizard.Server:
		f.poseServers(s, a)
		return
	case wizard.Write:
		f.poseWrite(s)
	}
	f.poseQuestion(s, a)
}

// poseQuestion prints the question alone, and how to answer it.
func (f *front) poseQuestion(s wizard.Session, a *wizard.Ask) {
	if a.Problem != "" {
		f.say(sentence(a.Problem))
	}
	f.say(a.Prompt)
	if a.Note != "" {
		fmt.Fprintln(f.out, wrap(sentence(a.Note), textWidth))
	}
	hint := a.Hint
	switch a.Field {
	case wizard.Provider:
		hint += "; to find a provider, type a few letters of its name"
	case wizard.Program:
		hint = "" // the list says it
	}
	if hint != "" {
		fmt.Fprintln(f.out, wrap(hintWords(hint), textWidth))
	}
	switch a.Field {
	case wizard.Program:
		f.listPrograms(a)
	default:
		f.list(a.Choices)
	}
	f.sayOffers(s, a)
	f.sayDefault(a)
}

// hintWords is a hint as a sentence. One without a blank is an example.
func hintWords(hint string) string {
	switch example, ok := strings.CutPrefix(hint, "for example: "); {
	case ok: // a full stop would belong to it
		return "For example: " + example
	case !strings.Contains(hint, " "):
		return "For example: " + hint
	}
	return sentence(hint)
}

// sayDefault says what an empty answer means.
func (f *front) sayDefault(a *wizard.Ask) {
	switch {
	case a.Default != "" && a.Optional:
		fmt.Fprintln(f.out, wrap(fmt.Sprintf("Press enter for %s, or type a hyphen, -, for none.", a.Default), textWidth))
	case a.Default != "" && a.Field == wizard.Door:
		fmt.Fprintf(f.out, "Press enter for %s.\n", a.Default) // a door is called by its port
	case a.Default != "":
		fmt.Fprintf(f.out, "Press enter for %s.\n", f.called(a, a.Default))
	case a.Optional:
		fmt.Fprintln(f.out, "Press enter for none.")
	}
}

// called is how a value is said: as it was just shown, with its number, or as the
// question's search would show it.
func (f *front) called(a *wizard.Ask, value string) string {
	for i, c := range f.numbered.choices {
		if c.Value == value {
			return fmt.Sprintf("%d, %s", i+1, c.Label)
		}
	}
	switch {
	case a.Find == nil:
		return value
	case strings.Contains(value, "@"):
		return value
	case value == wizard.Own:
		return "your own server"
	case value == wizard.Practise:
		return "practice"
	}
	for _, c := range a.Find(value) {
		if c.Value == value {
			return c.Label
		}
	}
	return value
}

// take turns a line into an answer. The problem says why it is none.
func (f *front) take(s wizard.Session, a *wizard.Ask, line string) (next wizard.Session, problem string) {
	switch {
	case a.Field == wizard.Door && len(f.numbered.choices) == 0:
		return f.takeWayOn(s, a, line)
	case line == "" && f.numbered.only != "":
		line = f.numbered.only
	case line == "" && f.numbered.searched && len(f.numbered.choices) == 0:
		return s, "Enter alone chooses nothing after a search. Type a few letters of another name; " + repeats + "."
	case line == "" && f.numbered.searched:
		return s, "Enter alone chooses nothing after a search. Answer with " + f.numbered.words() + ", or other words; " + repeats + "."
	case line == "":
		return f.takeEmpty(s, a)
	}
	value, ok := f.numbered.value(line)
	switch {
	case ok:
	case a.Optional && line == "-":
		value = ""
	case a.Field == wizard.Door && tried(s, line):
		value = line // why it is no answer is said there
	case f.numbered.misses(line) && a.Free:
		return s, "Answer with " + f.numbered.words() + ", or type something else; " + repeats + "."
	case a.Free:
		value = line
	default:
		return s, notUnderstood(line) + "Answer with " + f.numbered.words() + ", or b to go back; " + repeats + "."
	}
	next, err := s.Answer(a.Field, value)
	if err == nil {
		return next, ""
	}
	if _, known := s.World().Catalog.Find(line); a.Find != nil && !ok && !known && !strings.ContainsAny(line, "@.") && strings.Trim(line, "0123456789") != "" {
		return s, f.search(a, line)
	}
	return s, problemWith(line, err)
}

// problemWith says what is wrong with an answer. Of a long one only the beginning is said.
func problemWith(line string, err error) string {
	said := sentence(err.Error())
	if whole := probe.NewText(line).String(); whole != "" {
		said = strings.ReplaceAll(said, "“"+whole+"”", quoted(line))
	}
	return said
}

// tried reports whether a line is the port of a door that was tried.
func tried(s wizard.Session, line string) bool {
	port, err := strconv.Atoi(line)
	_, ok := s.Report().Door(port)
	return err == nil && ok
}

// takeEmpty takes the default. A suggestion that is only accepted stays one, so
// that it goes on following from the other answers.
func (f *front) takeEmpty(s wizard.Session, a *wizard.Ask) (wizard.Session, string) {
	switch {
	case a.Default == "" && a.Find != nil:
		return s, f.search(a, "")
	case a.Default == "" && len(a.Choices) > 0:
		return s, "Enter alone chooses nothing here. Answer with " + f.numbered.words() + "; " + repeats + "."
	case a.Default == "" && !a.Optional:
		return s, "This needs an answer; ? explains it."
	}
	kept, err := s.Put(a.Field, a.Default)
	if err != nil {
		return s, sentence(err.Error())
	}
	switch a.Field {
	case wizard.Server, wizard.Door, wizard.Program, wizard.Write:
		s = kept
	default:
		if a.Default == "" {
			s = kept
		}
	}
	return s.Next(), ""
}

// explain prints the lesson of a question: at the doors, where none is ready, the
// one about what is wrong with them. What follows the ? is a choice's number, or any
// word that there is a lesson about.
func (f *front) explain(s wizard.Session, a *wizard.Ask, about string) {
	id := a.Lesson
	if reasons := s.Advice().Reasons; a.Field == wizard.Door && len(a.Choices) == 0 && len(reasons) > 0 {
		id = reasons[0].Lesson
	}
	l, ok := lesson.Get(id)
	if about != "" {
		if s, l, ok = f.aboutWord(s, a, about); !ok {
			f.say(fmt.Sprintf("There is no lesson about %s; ?? lists them all.", quoted(about)))
			return
		}
	}
	if !ok {
		f.sayCommands(s, a)
		return
	}
	if about == "" {
		f.sayCommands(s, a)
	}
	f.lesson(s, l)
	if l.Next != "" {
		fmt.Fprintf(f.out, "To read one of these, type ? and its name, as in: ? %s\n", l.Next)
	}
}

// aboutWord finds the lesson about a choice that is named by its number, seen as if it
// were the answer, or about a word.
func (f *front) aboutWord(s wizard.Session, a *wizard.Ask, word string) (wizard.Session, lesson.Lesson, bool) {
	if c, ok := f.numbered.choice(word); ok {
		if chosen, err := s.Put(a.Field, c.Value); err == nil {
			s = chosen
		}
		l, ok := lesson.Get(cmp.Or(c.Lesson, a.Lesson))
		return s, l, ok
	}
	l, ok := lesson.Find(word)
	if !ok {
		l, ok = lesson.Entry(word)
	}
	return s, l, ok
}

// sentence makes a sentence of an error's or hint's words, escaped: there may be a
// path in them.
func sentence(s string) string { return wizard.Sentence(probe.NewText(s).String()) }
