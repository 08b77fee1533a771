package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"postern/probe"
	"postern/probe/submit"
	"postern/wizard"
	"postern/wizard/advice"
	"postern/wizard/lesson"
)

// verify checks the login line by line: it says what it would do, does it when the
// person agrees, and says what came of it, until they have had enough.
func (f *front) verify(ctx context.Context, s wizard.Session) (wizard.Session, error) {
	login, ok := s.Login()
	if !ok {
		f.say("Nobody signs in with these settings, so there is no login to check.")
		return s, nil
	}
	if login.NoLogin {
		return s, f.verifyByAddress(ctx, s, login)
	}
	f.sayLogin(s, login)
	asks := fmt.Sprintf("Press enter to sign in and send one short message to %s; l only signs in, b goes back.", probe.NewText(login.Address))
	line, err := f.oneOf(ctx, s, "login", asks, "", "l", "b")
	if err != nil || line == "b" {
		return s, err
	}
	for message := line == ""; ; {
		in, err := f.signIn(ctx, login, message)
		if err != nil {
			return s, err
		}
		for _, p := range s.ToldInOrder(login.Host, in, message) {
			f.say(p)
		}
		if worked(in, message) {
			return s, nil
		}
		line, err := f.afterwards(ctx, s, in, message)
		switch {
		case err != nil || line == "":
			return s, err
		case line == "u":
			user, _, _ := s.OtherUser(in)
			if s, err = s.TakeUser(user); err != nil {
				return s, err
			}
			f.say(s.News())
			return s.Heard().Answer(wizard.User, user)
		}
	}
}

// verifyByAddress sends a message without a login, when the person agrees, and says what
// came of it, until they have had enough.
func (f *front) verifyByAddress(ctx context.Context, s wizard.Session, login wizard.Login) error {
	f.say(login.Promise())
	line, err := f.oneOf(ctx, s, "relay", "Press enter to send it; b goes back.", "", "b")
	for err == nil && line != "b" {
		in, tried := f.signIn(ctx, login, true)
		if tried != nil {
			return tried
		}
		for _, p := range s.ToldInOrder(login.Host, in, true) {
			f.say(p)
		}
		if worked(in, true) {
			return nil
		}
		if line, err = f.afterwards(ctx, s, in, true); line == "" {
			return err
		}
	}
	return err
}

// sayLogin says where Postern would sign in, and with what.
func (f *front) sayLogin(s wizard.Session, login wizard.Login) {
	f.say(login.Promise())
	command := login.Command
	switch practice := s.PracticePassword(); {
	case command != "" && s.Get(wizard.Command) != command && s.Practising():
		f.say("The program asks for the password by itself. For this test it is fetched, once the connection is safe, by:")
	case command != "":
		f.say("The password is fetched, once the connection is safe, by:")
	case practice != "":
		command = practice
		f.say("You are asked for the password. In practice it is what this prints, in another window:")
	default:
		f.say("You are asked for the password, once the connection is safe. It does not show while you type it.")
	}
	if command != "" {
		fmt.Fprintln(f.exact, "  "+probe.NewText(command).String())
	}
}

// afterwards offers what can be done about a login that failed: r tries again, u takes
// another login name. The answer is "" if that is nothing.
func (f *front) afterwards(ctx context.Context, s wizard.Session, in *probe.SignIn, message bool) (string, error) {
	offer, answers := []string{"Press enter or b to go back to the settings"}, []string{""}
	if f.atEnd {
		offer[0] = "Press enter or b to leave it"
	}
	if user, why, ok := s.OtherUser(in); ok {
		f.say(fmt.Sprintf("Another login name may be the right one: %s. %s", user, why))
		if !f.atEnd {
			offer, answers = append(offer, "u to take that login name"), append(answers, "u")
		}
	}
	if s.MayRetry(in) {
		offer, answers = append(offer, "r to try again"), append(answers, "r")
	}
	if len(answers) == 1 {
		return "", nil
	}
	id, _ := s.SignInLesson(s.Get(wizard.Host), in, message)
	line, err := f.oneOf(ctx, s, id, strings.Join(offer, ", ")+".", append(answers, "b")...)
	if line == "b" {
		line = ""
	}
	return line, err
}

// oneOf asks until one of a few answers is given, "" being enter alone; ? explains with a
// lesson, and q leaves, as everywhere. The question says what each answer does.
func (f *front) oneOf(ctx context.Context, s wizard.Session, lessonID, question string, answers ...string) (string, error) {
	for {
		f.say(question + " ? reads more about it, q leaves Postern.")
		line, err := f.prompt(ctx)
		switch {
		case err != nil:
			return "", err
		case line == "q":
			return "", errLeft
		case slices.Contains(answers, line):
			return line, nil
		case asksMore(line):
			if l, ok := lesson.Get(lessonID); ok {
				f.lesson(s, l)
			}
		default:
			f.noneOfThese(line)
		}
	}
}

// noneOfThese says that an answer was none. The question follows.
func (f *front) noneOfThese(line string) {
	if line == "" {
		f.say("Enter alone does nothing here.")
		return
	}
	f.say(quoted(line) + " is no answer here.")
}

// signIn makes the attempt, and tells what is being done.
func (f *front) signIn(ctx context.Context, l wizard.Login, message bool) (*probe.SignIn, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	signing, err := f.engine.SignIn(ctx, l, message)
	if err != nil {
		f.say(sentence(err.Error()))
		return refused(probe.NewResult(l.Door)), nil
	}
	last, asked := signing.Begun, false
	show := &stages{w: f.out, message: message}
	fmt.Fprintf(f.out, "\nConnecting to %s, door %d.\n", l.Host, l.Door.Port)
	err = follow(ctx, signing.Events, func(e submit.Event) {
		last = e.SignIn
		show.event(&last)
		if last.Step == probe.SignInSecret && !asked {
			asked = true
			if err := signing.Ask(f.input, f.out); err != nil && ctx.Err() == nil {
				f.say(sentence(err.Error()))
			}
		}
	}, func() {
		if last.Step != probe.SignInSecret || l.Command != "" { // who types a password is not interrupted
			show.still(&last)
		}
	}, func() bool { return false })
	return &last, err
}

// stages tells line by line how a sign-in goes: a line as the login and the message begin,
// and one now and then while nothing ends. What came of them is told in the end.
type stages struct {
	w       io.Writer
	message bool
	said    string
}

func (p *stages) event(in *probe.SignIn) {
	if word := actWord(in); word != "" && word != p.said {
		p.said = word
		fmt.Fprintln(p.w, sentence(word))
	}
}

// actWord says which of the two acts of a sign-in is going on, "" while it is neither.
func actWord(in *probe.SignIn) string {
	switch in.Step {
	case probe.SignInAuth:
		return "signing in, over " + advice.TLSName(in.Door.TLSVersion) + ", verified"
	case probe.SignInMail, probe.SignInRcpt, probe.SignInData:
		return "sending the message"
	case probe.SignInConnect, probe.SignInSecret, probe.SignInSettled:
	}
	return ""
}

func (p *stages) still(in *probe.SignIn) {
	for _, st := range wizard.SignInStages(in, p.message) {
		if st.State == wizard.StageNow {
			fmt.Fprintln(p.w, sentence("still waiting: "+strings.Join(nonEmpty(st.Name, st.Word), ", ")))
		}
	}
}

// worked reports whether every part of a sign-in was done.
func worked(in *probe.SignIn, message bool) bool {
	return !slices.ContainsFunc(wizard.SignInStages(in, message), func(st wizard.Stage) bool { return st.State != wizard.StageDone })
}
