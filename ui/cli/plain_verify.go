package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"postern/probe"
	"postern/wizard"
	"postern/wizard/lesson"
)

// verify checks the login line by line: it says what it would do, does it when the
// person agrees, and says what came of it.
func (f *front) verify(ctx context.Context, s wizard.Session) error {
	login, ok := s.Login()
	if !ok {
		f.say("Nobody signs in with these settings, so there is no login to check.")
		return nil
	}
	f.say(fmt.Sprintf("Postern signs in at %s, door %d, as %s: once, over an encrypted and verified connection, or not at all. "+
		"The password is kept nowhere.", login.Host, login.Door.Port, probe.NewText(login.User)))
	if command := s.PracticePassword(); login.Command == "" && command != "" {
		f.say("You are asked for the password. In practice it is what this prints, in another window:")
		f.say("  " + probe.NewText(command).String())
	}
	f.say(fmt.Sprintf("Press enter to sign in and send one short message to %s, type l to only sign in, or b to leave it.", probe.NewText(login.Address)))
	line, err := f.oneOf(ctx, s, "login", "", "l", "b")
	if err != nil || line == "b" {
		return err
	}
	in, err := f.signIn(ctx, login, line == "")
	if err != nil {
		return err
	}
	for _, p := range s.ToldSignIn(login.Host, in, line == "") {
		f.say(p)
	}
	if user, why, ok := s.OtherUser(in); ok {
		f.say(fmt.Sprintf("Another login name may be the right one: %s. %s Go back with b to change it.", user, why))
	}
	return nil
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
	show := &signInProgress{w: f.out}
	fmt.Fprintln(f.out)
	for e := range signing.Events {
		last = e.SignIn
		show.event(last)
		if last.Step == probe.SignInSecret && !asked {
			asked = true
			if err := signing.Ask(f.input, f.out); err != nil {
				f.say(sentence(err.Error()))
			}
		}
	}
	if ctx.Err() != nil {
		return last, errInterrupted
	}
	return last, nil
}

// sayCheck offers to check the login, where there is one.
func (f *front) sayCheck(s wizard.Session) {
	if _, ok := s.Login(); ok {
		fmt.Fprintln(f.out, "Type v to check the login first.")
	}
}
