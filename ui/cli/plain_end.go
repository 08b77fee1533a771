package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"postern/probe"
	"postern/wizard"
	"postern/wizard/install"
)

// afterTheEnd is what a person can still do when the walk is done. Whoever leaves from
// there leaves nothing undone.
func (f *front) afterTheEnd(ctx context.Context, s wizard.Session, practising bool) error {
	again := f.lastly
	if practising {
		again = f.stay
		defer f.sayStopped(s)
	}
	if err := again(ctx, s); !errors.Is(err, errLeft) {
		return err
	}
	return nil
}

// stay keeps the practice servers running until the person has tried them.
func (f *front) stay(ctx context.Context, s wizard.Session) error {
	again := ""
	if s.Done() == nil {
		f.say("The settings stand above; c shows them again.")
		again = "c shows the settings again; "
	}
	if login, ok := s.Login(); ok {
		again += "v " + login.Tests() + "; "
	}
	how := "Type q and enter to stop the practice servers; " + again + "? explains."
	f.say(how)
	for {
		line, err := f.prompt(ctx)
		if err != nil {
			return err
		}
		switch line {
		case "q", "quit", "exit":
			return nil
		case "c":
			f.showConfig(s)
			f.say(how)
		case "v":
			if err := f.verifyAtTheEnd(ctx, s); err != nil {
				return err
			}
			f.say(how)
		case "?", "help":
			f.say("You are at the end. The practice servers still run on this computer, so you can send them messages from " +
				"another window, and look into their inbox folder. They end with Postern; messages and settings stay.")
			f.say(how)
		default:
			f.say(notUnderstood(line) + how)
		}
	}
}

// lastly offers a test message to a person at a terminal when all is written. There is no
// way back to the settings from here.
func (f *front) lastly(ctx context.Context, s wizard.Session) error {
	login, ok := s.Login()
	if !ok || f.echo || s.Done() == nil {
		return nil
	}
	for {
		what := "sign in and send yourself a test message"
		if login.NoLogin {
			what = "send yourself a test message"
		}
		f.say("Type v to " + what + " now, or press enter to finish.")
		line, err := f.prompt(ctx)
		if err != nil {
			return err
		}
		switch line {
		case "", "q", "quit", "exit":
			return nil
		case "v":
			if err := f.verifyAtTheEnd(ctx, s); err != nil {
				return err
			}
		default:
			f.say(notUnderstood(line))
		}
	}
}

// verifyAtTheEnd checks the login when the settings are written, and no more to be changed.
func (f *front) verifyAtTheEnd(ctx context.Context, s wizard.Session) error {
	f.atEnd = true
	_, err := f.verify(ctx, s)
	return err
}

// notUnderstood says so of what was typed; nothing of an empty line.
func notUnderstood(line string) string {
	if line == "" {
		return ""
	}
	return quoted(line) + " was not understood. "
}

// sayStopped says what is left of the practice.
func (f *front) sayStopped(s wizard.Session) {
	stays := ""
	if s.Done() != nil {
		stays = " Your settings stay in " + strings.Join(s.ShownPaths(), " and ") + "."
	}
	f.say("Practice servers stopped." + stays)
}

// copiedWords says where copies of the settings are, when no other file was changed.
func (f *front) copiedWords(s wizard.Session) string {
	var shown []string
	for _, path := range f.copies {
		shown = append(shown, probe.NewText(install.ShortenHome(path, s.World().Home)).String())
	}
	return fmt.Sprintf("Saved a copy: %s. The program's own file was not changed.", strings.Join(shown, ", "))
}
