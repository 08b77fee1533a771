package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

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
	own, err := besides(f.ca)
	if err != nil {
		return err
	}
	caFile, err := wholeCertificate(f.ca)
	if err != nil {
		return err
	}
	begin := func() wizard.Session {
		w := a.world(caFile, f.policy)
		w.PracticeOnly, w.Offline = o.practice, f.offline
		return wizard.New(w)
	}
	if o.answer != "" { // before the screen is taken, as it may be wrong
		s, err := a.begin(begin(), o.answer)
		if err != nil {
			return err
		}
		begin = func() wizard.Session { return s }
	}
	e := &engine{ctx: ctx, prober: &probe.Prober{Besides: own}, scene: o.scene, quiz: quizPlace{path: a.quizPath()}}
	if a.plain(f.plain) {
		a.hintSlip(o.answer)
		err = a.askPlainly(ctx, begin(), e)
	} else {
		err = a.draw(ctx, begin, e, f)
	}
	return errors.Join(err, e.close())
}

// begin gives the session its first answer. Where that looks like a slip, the question
// is shown with it.
func (a *app) begin(s wizard.Session, answer string) (wizard.Session, error) {
	if p, ok := s.World().Catalog.Find(answer); ok && !p.SMTPAvailable {
		return s, fmt.Errorf("%s has no SMTP, so no other program can send through it. %s", p.Name, p.SetupNote)
	}
	next, err := s.Answer(wizard.Provider, answer)
	if err != nil {
		return s, meant(err.Error(), answer)
	}
	if back, ok := next.BackOne(); ok && slipped(answer) { // what was meant stands in the list there
		return back, nil
	}
	return next, nil
}

// draw shows the wizard on the terminal. What it leaves behind is printed then,
// because the alternate screen takes everything with it.
func (a *app) draw(ctx context.Context, begin func() wizard.Session, e *engine, f wizardFlags) error {
	s, err := ui.Run(ctx, begin, ui.Options{
		Engine: e.ui(), In: a.in, Out: a.out.w,
		Theme: ui.Theme(f.theme), NoMotion: a.noMotion(f.noMotion), ASCII: a.ascii(),
		Profile: a.profile(), Environ: os.Environ(),
	})
	left := errors.Is(err, ui.ErrAborted) || ctx.Err() != nil
	if err != nil && !left {
		fmt.Fprintln(a.errOut, e.writtenWords(s.World().Home))
		return err
	}
	a.bequeath(e.written(s), e, left)
	if left {
		return errInterrupted
	}
	return nil
}

// bequeath prints what came of the wizard: the path that was written or, where
// the person got as far as the settings, the settings; and what is left to do.
func (a *app) bequeath(s wizard.Session, e *engine, left bool) {
	config, err := "", error(nil)
	if s.Step().Page() == wizard.PageSettings {
		config, err = s.Config()
	}
	switch {
	case s.Done() != nil:
		for _, d := range s.Done() {
			a.printPath(d.Path)
		}
	case !left && err == nil:
		fmt.Fprint(a.out, config)
	}
	if left || s.Practice() != nil {
		fmt.Fprintln(a.errOut, e.writtenWords(s.World().Home))
		if s.Practising() && !left && s.Done() == nil {
			a.hint("The practice servers and their folder are gone now, so these settings only show what they look like.")
		}
		return
	}
	fmt.Fprint(a.errOut, layout(s.Read(wizard.Outcome, textWidth).Paragraphs))
	if words := e.writtenWords(s.World().Home); s.Done() == nil || strings.Contains(words, "\n") {
		fmt.Fprintln(a.errOut, "\n"+words)
	}
}

// printPath prints the path of what was written: for a program as it is, for a
// person's terminal escaped.
func (a *app) printPath(path string) {
	if isTerminal(a.out.w) {
		path = probe.NewText(path).String()
	}
	fmt.Fprintln(a.out, path)
}
