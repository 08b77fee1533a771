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
	f.sayLogin(s, login)
	f.say(fmt.Sprintf("Press enter to sign in and send one short message to %s, type l to only sign in, or b to leave it.", probe.NewText(login.Address)))
	line, err := f.oneOf(ctx, s, "login", "", "l", "b")
	if err != nil || line == "b" {
		return s, err
	}
	for message := line == ""; ; {
		in, err := f.signIn(ctx, login, message)
		if err != nil {
			return s, err
		}
		for _, p := range s.ToldSignIn(login.Host, in, message) {
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
			return s.Answer(wizard.User, user)
		}
	}
}

// sayLogin says where Postern would sign in, and with what.
func (f *front) sayLogin(s wizard.Session, login wizard.Login) {
	f.say(fmt.Sprintf("Postern signs in at %s, door %d, as %s: once, over an encrypted and verified connection, or not at all. "+
		"The password is kept nowhere.", login.Host, login.Door.Port, probe.NewText(login.User)))
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
func (f *front) afterwards(ctx context.Context, s wizard.Session, in probe.SignIn, message bool) (string, error) {
	offer, answers := []string{"Press enter to go back to the settings"}, []string{""}
	if user, why, ok := s.OtherUser(in); ok {
		f.say(fmt.Sprintf("Another login name may be the right one: %s. %s", user, why))
		offer, answers = append(offer, "u to take the other login name"), append(answers, "u")
	}
	if s.MayRetry(in) {
		offer, answers = append(offer, "r to try again"), append(answers, "r")
	}
	if len(answers) == 1 {
		return "", nil
	}
	f.say(strings.Join(offer, ", ") + ".")
	id, _ := s.SignInLesson(s.Get(wizard.Host), in, message)
	return f.oneOf(ctx, s, id, answers...)
}

// oneOf waits until one of a few answers is given, "" being enter alone; ? explains
// with a lesson, and q leaves, as everywhere.
func (f *front) oneOf(ctx context.Context, s wizard.Session, lessonID string, answers ...string) (string, error) {
	for {
		line, err := f.prompt(ctx)
		switch {
		case err != nil:
			return "", err
		case line == "q":
			return "", errLeft
		case slices.Contains(answers, line):
			return line, nil
		case line == "?":
			if l, ok := lesson.Get(lessonID); ok {
				f.lesson(s, l)
			}
		}
		named := slices.Clone(answers)
		if named[0] == "" {
			named[0] = "enter"
		}
		f.say("Answer with " + strings.Join(named, ", ") + ", ? for more about this, or q to leave.")
	}
}

// signIn makes the attempt, and tells what is being done.
func (f *front) signIn(ctx context.Context, l wizard.Login, message bool) (probe.SignIn, error) {
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
		show.event(last)
		if last.Step == probe.SignInSecret && !asked {
			asked = true
			if err := signing.Ask(f.input, f.out); err != nil {
				f.say(sentence(err.Error()))
			}
		}
	}, func() { show.still(last) }, func() bool { return false })
	return last, err
}

// stages tells line by line how a sign-in goes: a line as each part of it is done, and
// one now and then while none is.
type stages struct {
	w       io.Writer
	message bool
	said    int // how many parts were said to be done
}

func (p *stages) event(in probe.SignIn) {
	for i, st := range wizard.SignInStages(in, p.message) {
		if st.State == wizard.StageDone && i == p.said {
			p.said++
			fmt.Fprintln(p.w, sentence(strings.Join(nonEmpty(st.Name+": done", st.Word), ", ")))
		}
	}
}

func (p *stages) still(in probe.SignIn) {
	for _, st := range wizard.SignInStages(in, p.message) {
		if st.State == wizard.StageNow {
			fmt.Fprintln(p.w, sentence("still waiting: "+strings.Join(nonEmpty(st.Name, st.Word), ", ")))
		}
	}
}

// worked reports whether every part of a sign-in was done.
func worked(in probe.SignIn, message bool) bool {
	return !slices.ContainsFunc(wizard.SignInStages(in, message), func(st wizard.Stage) bool { return st.State != wizard.StageDone })
}
