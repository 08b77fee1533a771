package cli

import (
	"context"
	"errors"
	"fmt"
	"os"

	"postern/probe"
	"postern/ui"
	"postern/wizard"
)

// An opening is how the wizard starts.
type opening struct {
	answer   string // to where the mailbox is, "" to ask
	practice bool   // stay with the practice servers
	scene    string // to practise in, "" for the first
}

// wizard opens the wizard, on the screen or as plain questions.
func (a *app) wizard(ctx context.Context, f wizardFlags, o opening) error {
	roots, err := loadRoots(f.ca)
	if err != nil {
		return err
	}
	caFile, err := wholePath(f.ca)
	if err != nil {
		return err
	}
	begin := func() wizard.Session {
		w := a.world(caFile, f.policy)
		w.PracticeOnly = o.practice
		return wizard.New(w)
	}
	if o.answer != "" { // before the screen is taken, as it may be wrong
		s, err := a.begin(begin(), o.answer)
		if err != nil {
			return err
		}
		begin = func() wizard.Session { return s }
	}
	e := &engine{prober: &probe.Prober{Roots: roots}, scene: o.scene}
	var s wizard.Session
	if a.plain(f.plain) {
		s, err = a.askPlainly(ctx, begin(), e)
	} else {
		s, err = a.draw(ctx, begin, e, f)
	}
	file := ""
	if done := s.Done(); done != nil {
		file = done.Path
	}
	return errors.Join(err, e.close(file))
}

// begin gives the session its first answer.
func (a *app) begin(s wizard.Session, answer string) (wizard.Session, error) {
	if p, ok := s.World().Catalog.Find(answer); ok && !p.SMTPAvailable {
		return s, fmt.Errorf("%s has no SMTP, so no other program can send through it. %s", p.Name, p.SetupNote)
	}
	next, err := s.Answer(wizard.Provider, answer)
	if err != nil {
		return s, usageError{err.Error()}
	}
	return next, nil
}

// draw shows the wizard on the terminal. What it leaves behind is printed then,
// because the alternate screen takes everything with it.
func (a *app) draw(ctx context.Context, begin func() wizard.Session, e *engine, f wizardFlags) (wizard.Session, error) {
	s, err := ui.Run(ctx, begin, ui.Options{
		Engine: e.ui(), In: a.in, Out: a.out.w,
		Theme: ui.Theme(f.theme), NoMotion: a.noMotion(f.noMotion), ASCII: a.ascii(),
		Profile: a.profile(), Environ: os.Environ(),
	})
	left := errors.Is(err, ui.ErrAborted) || ctx.Err() != nil
	if err != nil && !left {
		return s, err
	}
	s = e.written(s)
	a.bequeath(s, left)
	if left {
		return s, errInterrupted
	}
	return s, nil
}

// bequeath prints what came of the wizard: the path that was written or, where
// the person got as far as the settings, the settings; and what is left to do.
func (a *app) bequeath(s wizard.Session, left bool) {
	config, err := "", error(nil)
	if s.Step().Page() == wizard.PageSettings {
		config, err = s.Config()
	}
	switch {
	case s.Done() != nil:
		fmt.Fprintln(a.out, s.Done().Path)
	case !left && err == nil:
		fmt.Fprint(a.out, config)
	}
	if left || s.Practice() != nil {
		fmt.Fprintln(a.errOut, writtenWords(s))
		return
	}
	fmt.Fprint(a.errOut, layout(s.Read(wizard.Outcome, textWidth).Paragraphs))
}

// writtenWords says truthfully what was written.
func writtenWords(s wizard.Session) string {
	if s.Done() == nil {
		return "Nothing was written."
	}
	return installedWords(*s.Done(), s.World().Home)
}
