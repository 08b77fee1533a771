package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"postern/wizard"
)

// A command is a word that may be typed in the place of an answer. It is what a key
// is on a screen.
type command struct {
	word string
	// takes reports whether the command takes what follows the word, as in "r 587"; nil
	// if it takes nothing.
	takes func(rest string) bool
	// does says what it does, as in "tries again"; "" where it would do nothing yet.
	does string
	// quiet: it is told where somebody asks with ?, and not each time.
	quiet bool
	// answers: what it prints ends with what to type, so the question is not asked again.
	answers bool
	// run carries it out. The question is asked again if the session is still at it.
	run func(ctx context.Context, s wizard.Session, rest string) (wizard.Session, error)
}

// telling is a command that only prints something.
//
//go:noinline
func telling(word, does string, takes func(string) bool, tell func(s wizard.Session, rest string)) command {
	return command{word: word, does: does, takes: takes, run: func(_ context.Context, s wizard.Session, rest string) (wizard.Session, error) {
		tell(s, rest)
		return s, nil
	}}
}

// anything takes what follows a word, whatever it is.
func anything(string) bool { return true }

// doing is a command without more words.
//
//go:noinline
func doing(word, does string, run func(ctx context.Context, s wizard.Session) (wizard.Session, error)) command {
	return command{word: word, does: does, run: func(ctx context.Context, s wizard.Session, _ string) (wizard.Session, error) {
		return run(ctx, s)
	}}
}

// commands are what may be typed at a question, those of its own first.
func (f *front) commands(s wizard.Session, a *wizard.Ask) []command {
	var own []command
	switch a.Field {
	case wizard.Server:
		own = f.serverCommands(s)
	case wizard.Door:
		own = f.doorCommands(s, a)
	case wizard.Program:
		own = f.programCommands()
	case wizard.Write:
		own = f.writeCommands(s)
	}
	return append(own, f.everywhere(s, a)...)
}

// everywhere are the commands that every question has.
func (f *front) everywhere(s wizard.Session, a *wizard.Ask) []command {
	asking := "explains the question (? relay any word)"
	if len(a.Choices) > 0 {
		asking = "explains the question (? 1 the first choice, ? relay any word)"
	}
	out := []command{
		{word: "b", does: "goes back a question", quiet: true, run: func(_ context.Context, s wizard.Session, _ string) (wizard.Session, error) {
			back, ok := backToQuestion(s)
			if !ok {
				f.say(firstWords(s))
			}
			return back, nil
		}},
		doing("q", "leaves Postern", func(_ context.Context, s wizard.Session) (wizard.Session, error) { return s, errLeft }).quietly(),
		telling("?", asking, anything, func(s wizard.Session, rest string) {
			f.explain(s, a, rest)
		}).quietly(),
		doing("??", "is all there is to learn, such as the journey of a message", func(ctx context.Context, s wizard.Session) (wizard.Session, error) {
			if err := f.menu(ctx, s, wizard.SubjectsTitle, f.learnTopics(s)); !errors.Is(err, errBack) {
				return s, err
			}
			return s, nil
		}).quietly(),
	}
	known := pageWords(s)
	if known != "" || a.Page() == wizard.PageProvider {
		page := telling("i", known, func(which string) bool { return !a.Free || f.hasPage(s, which) }, f.about)
		page.answers = a.Find != nil && len(f.numbered.choices) > 0 // what was numbered stays so
		page.quiet = a.Page() > wizard.PageDoors
		out = append(out, page)
	}
	return out
}

// firstWords says that there is no question to go back to.
func firstWords(s wizard.Session) string {
	if s.World().PracticeOnly {
		return fmt.Sprintf("Step 1 of %d: %s. Nothing to answer in practice. So this is the first question:", wizard.Pages, wizard.PageProvider.Title())
	}
	return "This is the first question:"
}

// quietly is the command when it is not offered each time.
func (c command) quietly() command {
	c.quiet = true
	return c
}

// commanded is the command that a line is, and what follows its word.
func (f *front) commanded(s wizard.Session, a *wizard.Ask, line string) (c command, rest string, ok bool) {
	word, rest, more := strings.Cut(line, " ")
	for _, c := range f.commands(s, a) {
		if c.word == word && (!more || c.takes != nil && c.takes(strings.TrimSpace(rest))) {
			return c, strings.TrimSpace(rest), true
		}
	}
	if value, chosen := f.numbered.value(line); chosen && a.Field == wizard.Server && (value == wizard.AskPlainHTTP || value == wizard.TellAddress) {
		return command{run: f.agree}, value, true // not before it is said what that means
	}
	return command{}, "", false
}

// asksMore reports whether a line asks what a question means, in a sign or in a word.
func asksMore(line string) bool { return line == "?" || strings.EqualFold(line, "help") }

// inShort is a line as the commands and choices have it, for somebody who types a whole
// word or a question, or a choice as it was read to them: "back", "why this port", "? 465"
// without the space, "1)", "port 587". Where a text is asked for, it is left as it is.
func inShort(a *wizard.Ask, line string) string {
	if a.Free && a.Find == nil {
		return line
	}
	words := strings.ToLower(strings.TrimRight(line, "?. "))
	switch words {
	case "back":
		return "b"
	case "quit", "exit":
		return "q"
	case "help", "why", "what", "explain":
		return "?"
	}
	if rest, ok := strings.CutPrefix(line, "?"); ok && rest != "" && rest != "?" {
		return "? " + strings.TrimSpace(rest)
	}
	if strings.HasPrefix(words, "why ") {
		return "?"
	}
	for _, asks := range []string{"what is a ", "what is an ", "what is the ", "what is ", "explain ", "help "} {
		if rest, ok := strings.CutPrefix(words, asks); ok {
			return "? " + rest
		}
	}
	if number, ok := strings.CutSuffix(line, ")"); ok && isNumber(number) {
		return number
	}
	if kind, port, ok := strings.Cut(words, " "); ok && a.Field == wizard.Door && (kind == "port" || kind == "door") {
		return port
	}
	return line
}

// offers says what may be typed at a question besides an answer, in a sentence.
func (f *front) offers(s wizard.Session, a *wizard.Ask) string {
	var words []string
	for _, c := range f.commands(s, a) {
		if c.does != "" && !c.quiet {
			words = append(words, c.word+" "+c.does)
		}
	}
	return strings.Join(words, ", ")
}

// sayOffers prints what may be typed besides an answer, if there is anything. What was
// said at this question before is only named.
func (f *front) sayOffers(s wizard.Session, a *wizard.Ask) {
	words := f.offers(s, a)
	if words == "" {
		return
	}
	if f.before.offered[a.Field] != words {
		if f.before.offered == nil {
			f.before.offered = map[wizard.Field]string{}
		}
		f.before.offered[a.Field] = words
		fmt.Fprintln(f.out, wrap("Besides an answer: "+words+".", textWidth))
		return
	}
	var all []string
	for _, c := range f.commands(s, a) {
		if c.does != "" && !c.quiet {
			all = append(all, c.word)
		}
	}
	fmt.Fprintln(f.out, wrap("Or "+strings.Join(all, ", ")+", as before; ? says what each does.", textWidth))
}

// sayCommands lists all that may be typed besides an answer.
func (f *front) sayCommands(s wizard.Session, a *wizard.Ask) {
	f.say("At this question you can type, besides an answer:")
	for _, c := range f.commands(s, a) {
		if c.does != "" {
			fmt.Fprintln(f.out, hang(c.word+" ", c.does, textWidth))
		}
	}
}
