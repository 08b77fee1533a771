package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"postern/ui"
	"postern/wizard"
	"postern/wizard/install"
)

// A front asks the steps of a session line by line: no escape sequence, no
// drawing, every state in words. It interprets the same steps as the screens.
type front struct {
	out    io.Writer
	exact  io.Writer // for what may be copied: never changed for the terminal's sake
	in     *lines
	input  io.Reader // what in reads from: a password is typed past it, unseen
	echo   bool      // answers do not show by themselves
	width  int       // of a line of text
	engine ui.Engine
	// keep writes a file that the person named and remembers it; nil where none is kept.
	keep func(install.Plan) error

	page     wizard.Page // that was announced last
	begun    bool        // one was
	doors    *doorsRun   // the doors being tried, nil before
	numbered numbered
	before   before
	whole    bool     // all programs are listed, and not only those that are here
	atEnd    bool     // nothing can be changed any more
	copies   []string // the files that copies of the settings were saved in
}

// before is what was said before, so as not to say it in full again.
type before struct {
	why     string                  // the reasons that were read last
	glossed map[string]bool         // the words that were explained
	offered map[wizard.Field]string // what can be typed at a question besides an answer
}

// askPlainly leads through the session line by line.
func (a *app) askPlainly(ctx context.Context, s wizard.Session, e *engine) error {
	f := a.front(e.ui())
	defer f.in.close()
	f.keep = e.keep
	f.say(strings.TrimSpace(carried()["welcome.txt"]))
	s, err := f.walk(ctx, s)
	f.doors.stop()
	if err == nil {
		err = f.afterTheEnd(ctx, s, e.running())
	}
	last, _ := s.Step().(wizard.Show)
	ended := last.Topic == wizard.Outcome
	if err == nil && a.aside() {
		a.bequeath(s, e, false)
	}
	if !ended && (errors.Is(err, errLeft) || errors.Is(err, errInterrupted)) {
		fmt.Fprintf(a.errOut, "Left before the end.\n%s\n", e.writtenWords(s.World().Home))
	}
	if errors.Is(err, errLeft) {
		err = errSaid
	}
	return err
}

// front makes a front that asks on the app's streams.
func (a *app) front(e ui.Engine) *front {
	f := &front{exact: a.out, in: newLines(a.in), input: a.in, echo: !isTerminal(a.in), width: textWidth, engine: e}
	if a.aside() {
		f.exact = a.errOut
	}
	f.out = f.exact
	if width := a.promptWidth(); width > 0 && width < textWidth {
		f.width = width
		f.out = &narrowWriter{w: f.exact, width: width}
	}
	if a.asciiOn(a.asksOn()) {
		f.out = asciiWriter{f.out}
	}
	return f
}

// asksOn is where the questions go.
func (a *app) asksOn() io.Writer {
	if a.aside() {
		return a.errOut
	}
	return a.out.w
}

// aside reports whether the questions go to standard error: a person is there to
// answer them, and standard output is kept in a file or handed on.
func (a *app) aside() bool {
	return isTerminal(a.in) && !isTerminal(a.out.w) && isTerminal(a.errOut)
}

// walk goes from step to step, to the last text.
func (f *front) walk(ctx context.Context, s wizard.Session) (wizard.Session, error) {
	for {
		if ctx.Err() != nil {
			return s, errInterrupted
		}
		s = f.doors.catchUp(s)
		f.announce(s)
		var err error
		switch step := s.Step().(type) {
		case wizard.Ask:
			s, err = f.ask(ctx, s, &step)
		case wizard.Do:
			s, err = f.work(ctx, s, step.Work)
		case wizard.Show:
			f.read(s, step.Topic)
			if step.Topic == wizard.Outcome {
				return s, nil
			}
			s = s.Next()
		}
		if err != nil {
			return s, err
		}
	}
}

// announce says where the person is, when that has changed, and what comes first there.
func (f *front) announce(s wizard.Session) {
	p := s.Step().Page()
	if f.begun && p == f.page {
		return
	}
	f.page, f.begun = p, true
	fmt.Fprintf(f.out, "\nStep %d of %d: %s\n", int(p)+1, wizard.Pages, p.Title())
	if note, link := s.FirstSteps(); p == wizard.PageAccount && note != "" {
		f.say("First, at " + s.ProviderName() + ": " + menuPath(note))
		if link != "" {
			fmt.Fprintln(f.out, link)
		}
	}
}

// work carries out what a question needs before it can be asked, or after.
func (f *front) work(ctx context.Context, s wizard.Session, w wizard.Work) (wizard.Session, error) {
	switch w {
	case wizard.StartPractice:
		p, err := f.engine.Practice()
		if err != nil {
			return s, err
		}
		f.say(fmt.Sprintf("Practice servers run on this computer. They play this: %s. All their files are in %s", p.Title, p.Dir))
		return s.WithPractice(p).Next(), nil
	case wizard.FindServers:
		s, err := f.find(ctx, s)
		return s.Next(), err
	case wizard.TrustFile:
		return s.WithAuthority(ui.Trusting(f.engine, s)), nil
	case wizard.TryDoors:
		return f.try(ctx, s, s.Doors())
	case wizard.FindProfiles:
		return f.profiles(s), nil
	case wizard.LookAtFile:
		return f.look(s)
	case wizard.WriteTheFile:
		return f.write(s)
	}
	return s, fmt.Errorf("there is no work %q", w)
}

// read prints a text of the session.
func (f *front) read(s wizard.Session, t wizard.Topic) {
	text := s.Read(t, textWidth)
	if whole := strings.Join(text.Paragraphs, "\n"); t == wizard.Why {
		if f.before.why == whole {
			f.say(text.Title + ": as before; w reads it again.")
			return
		}
		f.before.why = whole
	}
	f.readWhole(s, t, text)
}

// readWhole prints all of a text.
func (f *front) readWhole(s wizard.Session, t wizard.Topic, text wizard.Reading) {
	paragraphs := make([]string, 0, len(text.Paragraphs))
	for _, p := range text.Paragraphs {
		if t == wizard.Why && strings.HasPrefix(p, s.Advice().Headline) {
			continue // the doors' question has just said that
		}
		if isDrawing(p, s.Drawing(textWidth-2)) {
			p = drawingInWords(s)
		}
		if t == wizard.Outcome && p == "No file was changed." && len(f.copies) > 0 {
			p = f.copiedWords(s)
		}
		paragraphs = append(paragraphs, menuPath(p))
	}
	f.say(text.Title + ".")
	fmt.Fprint(f.out, "\n"+layout(paragraphs))
}

// menuPath puts the way through a program's menus into words: it is written with a sign
// that is read as "greater than", or not at all.
func menuPath(text string) string { return strings.ReplaceAll(text, " > ", ", then ") }

// isDrawing reports whether the paragraph is the picture of a message's way.
func isDrawing(paragraph string, drawing []string) bool {
	return len(drawing) > 0 && strings.Contains(paragraph, drawing[0])
}

// drawingInWords reads the picture to somebody who does not see it.
func drawingInWords(s wizard.Session) string {
	r, _ := s.Chosen()
	return fmt.Sprintf("The way of a message: you hand it to %s on port %d, which is submission; %[1]s hands it on to "+
		"the recipient's provider on port 25, which is relay; from there it goes into the inbox.", s.ProviderName(), r.Door.Port)
}

// prompt waits for an answer.
func (f *front) prompt(ctx context.Context) (string, error) {
	for {
		fmt.Fprint(f.out, "> ")
		t, err := f.in.next(ctx)
		switch {
		case err != nil:
			fmt.Fprintln(f.out)
			return "", err
		case t.long:
			if f.echo {
				fmt.Fprintln(f.out)
			}
			f.say(fmt.Sprintf("That was longer than any answer, over %d characters, so nothing of it was taken. The question is still the same.", longest))
			continue
		case f.echo:
			fmt.Fprintln(f.out, t.line)
		}
		return t.line, nil
	}
}

// promptInside is prompt in what was opened from a menu: b leads back there (errBack), and
// q leaves Postern (errLeft).
func (f *front) promptInside(ctx context.Context) (string, error) {
	switch line, err := f.prompt(ctx); {
	case err != nil:
		return "", err
	case line == "q":
		return "", errLeft
	case line == "b":
		return "", errBack
	default:
		return line, nil
	}
}

// say prints a paragraph.
func (f *front) say(text string) { fmt.Fprint(f.out, "\n"+layout([]string{text})) }
