package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"postern/wizard"
	"postern/wizard/lesson"
	"postern/wizard/quiz"
)

// errMenu ends the quiz wherever it is; errBack goes back one question.
var errMenu = errors.New("back to the menu")

// quiz asks the questions of the quiz line by line, from where it was left, until the
// person goes back or leaves.
func (f *front) quiz(ctx context.Context, s wizard.Session) error {
	sit := f.sit(s, false)
	if _, answered, of := sit.Score(); answered > 0 {
		f.say(fmt.Sprintf("You go on where you left off: %d of %d answered. Type n to begin anew.", answered, of))
	}
	shown := 0 // the number of the question that was shown last
	for {
		var err error
		n, _ := sit.Number()
		switch _, answered := sit.Chosen(); {
		case sit.Ended():
			sit, err = f.endOfQuiz(ctx, s, sit)
		case answered:
			if n != shown {
				f.poseQuiz(sit)
			}
			sit, err = f.tellAnswer(ctx, s, sit)
		default:
			sit, err = f.askQuiz(ctx, s, sit)
		}
		shown = n
		switch {
		case errors.Is(err, errMenu):
			return errBack
		case err != nil:
			return err
		}
	}
}

// sit returns the sitting to go on with.
func (f *front) sit(s wizard.Session, anew bool) quiz.Sitting {
	if c, tried := s.Case(); tried {
		return f.engine.Quiz(&c, anew)
	}
	return f.engine.Quiz(nil, anew)
}

// poseQuiz prints a question, without what there is to choose from.
func (f *front) poseQuiz(sit quiz.Sitting) {
	n, of := sit.Number()
	q := sit.Question()
	f.say(fmt.Sprintf("Question %d of %d.", n, of))
	if q.Setting != "" {
		f.say(q.Setting)
	}
	f.say(q.Ask)
}

// askQuiz asks one question of the quiz.
func (f *front) askQuiz(ctx context.Context, s wizard.Session, sit quiz.Sitting) (quiz.Sitting, error) {
	q := sit.Question()
	f.poseQuiz(sit)
	help := fmt.Sprintf("Type a number from 1 to %d; enter skips, ? reads about it, %s", len(q.Choices), quizKeys)
	f.choices(q)
	f.say(help)
	for {
		line, err := f.quizLine(ctx, s, q.Lesson, func() {
			f.say("The question again: " + q.Ask)
			f.choices(q)
			f.say(help)
		})
		if err != nil {
			return stepBack(sit, err)
		}
		i, notNumber := strconv.Atoi(line)
		switch {
		case line == "":
			return sit.Next(), nil
		case line == "n":
			return f.sit(s, true), nil
		case notNumber == nil && i >= 1 && i <= len(q.Choices):
			sit = sit.Answer(i - 1)
			if err := f.engine.KeepQuiz(sit); err != nil {
				f.say("Your place will be lost when Postern ends: " + shown(err.Error()))
			}
			return sit, nil
		}
		f.noneOfThese(line)
		f.say(help)
	}
}

// quizKeys is what can be typed all through the quiz.
const quizKeys = "b goes back a question, m to the menu, q leaves."

// choices lists what there is to choose from.
func (f *front) choices(q quiz.Question) {
	fmt.Fprintln(f.out)
	for i, c := range q.Choices {
		fmt.Fprintln(f.out, hang(fmt.Sprintf("%d) ", i+1), c.Text, textWidth))
	}
}

// tellAnswer waits on the page that says whether an answer was right.
func (f *front) tellAnswer(ctx context.Context, s wizard.Session, sit quiz.Sitting) (quiz.Sitting, error) {
	f.sayAll(sit.Told())
	const help = "Press enter to go on; o says why the other answers are wrong, ? reads more, " + quizKeys
	f.say(help)
	for {
		line, err := f.quizLine(ctx, s, sit.Question().Lesson, func() { f.say(help) })
		switch {
		case err != nil:
			return stepBack(sit, err)
		case line == "":
			return sit.Next(), nil
		case line == "o":
			fmt.Fprintln(f.out)
			for _, text := range sit.Others() {
				fmt.Fprintln(f.out, hang("- ", text[2:], textWidth))
			}
			f.say(help)
		default:
			f.noneOfThese(line)
			f.say(help)
		}
	}
}

// endOfQuiz says how it went, and reads again what is worth it.
func (f *front) endOfQuiz(ctx context.Context, s wizard.Session, sit quiz.Sitting) (quiz.Sitting, error) {
	f.sayAll(sit.Summary())
	again := sit.Reread()
	if len(again) > 0 {
		fmt.Fprintln(f.out)
	}
	for i, id := range again {
		l, _ := lesson.Get(id)
		fmt.Fprintln(f.out, hang(fmt.Sprintf("%d) ", i+1), l.Title+" (postern explain "+id+")", textWidth))
	}
	const help = "Type a number to read; n begins anew, enter ends the quiz, " + quizKeys
	f.say(help)
	for {
		line, err := f.quizLine(ctx, s, "", nil)
		if err != nil {
			return stepBack(sit, err)
		}
		i, notNumber := strconv.Atoi(line)
		switch {
		case line == "":
			return sit, errBack
		case line == "n":
			return f.sit(s, true), nil
		case notNumber == nil && i >= 1 && i <= len(again):
			f.readLesson(s, again[i-1])
			f.say(help)
		default:
			f.noneOfThese(line)
			f.say(help)
		}
	}
}

// quizLine waits for an answer. It takes b, m and q itself, and ? where there is a lesson,
// after which it asks again.
func (f *front) quizLine(ctx context.Context, s wizard.Session, id string, again func()) (string, error) {
	for {
		line, err := f.promptInside(ctx)
		switch {
		case err != nil:
			return "", err
		case line == "m":
			return "", errMenu
		case !asksMore(line) || id == "":
			return line, nil
		}
		f.readLesson(s, id)
		again()
	}
}

// stepBack goes to the question before, or out of the quiz at the first.
func stepBack(sit quiz.Sitting, err error) (quiz.Sitting, error) {
	if back, ok := sit.Back(); ok && errors.Is(err, errBack) {
		return back, nil
	}
	return sit, err
}

func (f *front) readLesson(s wizard.Session, id string) {
	if l, ok := lesson.Get(id); ok {
		f.lesson(s, l)
	}
}

func (f *front) sayAll(paragraphs []string) { fmt.Fprint(f.out, "\n"+layout(paragraphs)) }
