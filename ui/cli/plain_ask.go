package cli

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"postern/wizard"
	"postern/wizard/lesson"
)

// ask asks one question until it is answered, gone back from, or left.
func (f *front) ask(ctx context.Context, s wizard.Session, a wizard.Ask) (wizard.Session, error) {
	f.pose(s, a)
	for {
		line, err := f.prompt(ctx)
		if err != nil {
			return s, err
		}
		s = f.trial.catchUp(s)
		switch line {
		case "q":
			return s, errLeft
		case "b":
			if back, ok := backToQuestion(s); ok {
				return back, nil
			}
			f.say("This is the first question.")
			continue
		case "?":
			f.explain(a)
			continue
		}
		if a.Field == wizard.Door {
			next, done, err := f.doorCommand(ctx, s, line)
			if done || err != nil {
				return next, err
			}
		}
		next, problem := f.take(s, a, line)
		if problem == "" {
			return next, nil
		}
		f.say(problem)
	}
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
func (f *front) pose(s wizard.Session, a wizard.Ask) {
	f.numbered = nil
	switch a.Field {
	case wizard.Door:
		f.poseDoors(s, a)
		return
	case wizard.Write:
		f.poseWrite(s, a)
	}
	f.say(a.Prompt)
	if a.Hint != "" {
		fmt.Fprintln(f.out, wrap("("+a.Hint+")", textWidth))
	}
	f.list(a.Choices)
	f.sayDefault(a)
}

// list numbers the choices and remembers them.
func (f *front) list(choices []wizard.Choice) {
	f.numbered = choices
	for i, c := range choices {
		line := c.Label
		if c.Remark != "" {
			line += ": " + c.Remark
		}
		fmt.Fprintln(f.out, hang(strconv.Itoa(i+1)+") ", line, textWidth))
	}
}

// sayDefault says what an empty answer means.
func (f *front) sayDefault(a wizard.Ask) {
	switch {
	case a.Default != "" && a.Optional:
		fmt.Fprintf(f.out, "Press enter for %s, or type - for none.\n", a.Default)
	case a.Default != "":
		fmt.Fprintf(f.out, "Press enter for %s.\n", f.called(a.Default))
	case a.Optional:
		fmt.Fprintln(f.out, "Press enter for none.")
	}
}

// called is how a value was just shown: with its number, if it has one.
func (f *front) called(value string) string {
	for i, c := range f.numbered {
		if c.Value == value {
			return fmt.Sprintf("%d, %s", i+1, c.Label)
		}
	}
	return value
}

// take turns a line into an answer. The problem says why it is none.
func (f *front) take(s wizard.Session, a wizard.Ask, line string) (next wizard.Session, problem string) {
	switch {
	case a.Field == wizard.Door && len(f.numbered) == 0:
		return s, "No door is ready: " + waysOn(s)
	case line == "":
		return f.takeEmpty(s, a)
	}
	value, ok := f.chosen(line)
	switch {
	case ok:
	case a.Optional && line == "-":
		value = ""
	case a.Free:
		value = line
	default:
		return s, fmt.Sprintf("Answer with a number from 1 to %d, or b to go back.", len(f.numbered))
	}
	next, err := s.Answer(a.Field, value)
	if err == nil {
		return next, ""
	}
	if a.Find != nil && f.offer(a, line) {
		return s, "Type a number, or other words."
	}
	return s, sentence(err.Error())
}

// takeEmpty takes the default. A suggestion that is only accepted stays one, so
// that it goes on following from the other answers.
func (f *front) takeEmpty(s wizard.Session, a wizard.Ask) (wizard.Session, string) {
	switch {
	case a.Default == "" && a.Find != nil:
		f.offer(a, "")
		return s, "Type a number, or a few letters of the name."
	case a.Default == "" && !a.Optional:
		return s, "This needs an answer; ? explains it."
	}
	kept, err := s.Put(a.Field, a.Default)
	if err != nil {
		return s, sentence(err.Error())
	}
	switch a.Field {
	case wizard.Door, wizard.Program, wizard.Write:
		s = kept
	default:
		if a.Default == "" {
			s = kept
		}
	}
	return s.Next(), ""
}

// chosen finds the choice meant by a value, a number or a label.
func (f *front) chosen(line string) (value string, ok bool) {
	for _, c := range f.numbered {
		if c.Value == line {
			return c.Value, true
		}
	}
	if n, err := strconv.Atoi(line); err == nil && n >= 1 && n <= len(f.numbered) {
		return f.numbered[n-1].Value, true
	}
	for _, c := range f.numbered {
		if strings.EqualFold(c.Label, line) {
			return c.Value, true
		}
	}
	return "", false
}

// offered is how many matches are numbered at a time.
const offered = 9

// offer numbers what matches the words, and reports whether anything does. The
// last two choices, one's own server and practice, are always among them.
func (f *front) offer(a wizard.Ask, words string) bool {
	if strings.ContainsAny(words, "@.") { // an address or a server, with something wrong about it
		return false
	}
	found := a.Find(words)
	always := found[max(0, len(found)-2):]
	found = found[:len(found)-len(always)]
	if len(found) == 0 {
		return false
	}
	more := max(0, len(found)+len(always)-offered)
	shown := append(append([]wizard.Choice{}, found[:len(found)-more]...), always...)
	fmt.Fprintln(f.out)
	f.list(shown)
	if more > 0 {
		fmt.Fprintf(f.out, "%d more match; type more letters to find them.\n", more)
	}
	return true
}

// explain prints the lesson of a question.
func (f *front) explain(a wizard.Ask) {
	if l, ok := lesson.Get(a.Lesson); ok {
		fmt.Fprint(f.out, "\n"+l.Text(textWidth))
		return
	}
	f.say("There is no more to say about this question.")
}

// sentence makes a sentence of an error's or hint's words.
func sentence(s string) string {
	if s == "" {
		return s
	}
	s = strings.ToUpper(s[:1]) + s[1:]
	if !strings.ContainsAny(s[len(s)-1:], ".!?:") {
		s += "."
	}
	return s
}
