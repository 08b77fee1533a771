package cli

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"postern/probe"
	"postern/probe/discover"
	"postern/wizard"
)

// find looks for the servers of the address until all sources have ended, or until
// there is one to go on with and the others had their time. If nothing went on meanwhile,
// as when the computer sleeps, they are asked once more.
func (f *front) find(ctx context.Context, s wizard.Session) (wizard.Session, error) {
	return awake(f, func() (wizard.Session, *sleepDetector, error) { return f.findOnce(ctx, s) })
}

func (f *front) findOnce(ctx context.Context, s wizard.Session) (wizard.Session, *sleepDetector, error) {
	sleep := newSleepDetector(f.engine.Uptime)
	within, stop := context.WithCancel(ctx)
	defer stop()
	began := time.Now()
	report, events := f.engine.Find(within, s.Query())
	s = s.WithFound(report)
	show := &findProgress{w: f.out, few: !s.World().Offline, lines: func(r discover.Report) []wizard.SearchLine { return s.WithFound(r).Searched() }}
	fmt.Fprintln(f.out)
	show.begin(report)
	err := follow(ctx, events, func(e discover.Event) {
		report = report.With(e)
		s = s.WithFound(report)
		show.event(report)
	}, func() { show.still(report) }, func() bool {
		sleep.check()
		best, _ := s.AskOf(wizard.Server)
		return !report.Settled() && time.Since(began) >= linger && best.Default != ""
	})
	if err == nil && show.few {
		show.others(report)
	}
	if err == nil && !report.Settled() {
		fmt.Fprintln(f.out, "The other places are not waited for.")
	}
	return s.WithFound(report.Stopped()), sleep, err
}

// poseServers prints what is known of the domain, and the servers with the reasons for
// their places.
func (f *front) poseServers(s wizard.Session, a *wizard.Ask) {
	for _, note := range s.Found().Notes {
		f.say(note)
	}
	if s.World().Offline {
		told := s.Searched()
		last := told[len(told)-1]
		f.say(last.Words + ": " + last.Result + ".")
	}
	f.say(a.Prompt)
	f.numbered.choices = a.Choices
	for i, c := range a.Choices {
		fmt.Fprintln(f.out, hang(strconv.Itoa(i+1)+") ", c.Label+": "+c.Remark, textWidth))
		if all := s.CandidatesFor(c.Value); len(all) > 0 {
			fmt.Fprintln(f.out, hang("   ", strings.TrimSpace(all[0].Reason+" "+all[0].Disagreement), textWidth))
		}
	}
	f.sayDefault(a)
	fmt.Fprintln(f.out, wrap("Type a number or a server's name; "+f.offers(s, a)+".", textWidth))
}

// serverCommands are what can be typed at the servers besides an answer.
func (f *front) serverCommands(s wizard.Session) []command {
	out := []command{telling("p", "shows what to ask your provider", nil, func(s wizard.Session, _ string) {
		writeReading(f.out, s.AskProvider())
	})}
	if !s.World().Offline {
		out = append(out, telling("t", "shows what was asked and answered", nil, func(s wizard.Session, _ string) {
			writeReading(f.out, wizard.Evidence(s.FoundReport()))
		}))
	}
	change := command{word: "e", takes: anything, run: f.editServer}
	if len(s.Found().Candidates) > 0 {
		change.does = "1 changes what was found about 1 before it is used"
	}
	out = append(out, change)
	if !s.World().Offline {
		out = append(out, doing("r", "looks again", f.find))
	}
	return out
}

// agree says what more would be asked, and asks it if the person agrees.
func (f *front) agree(ctx context.Context, s wizard.Session, value string) (wizard.Session, error) {
	writeReading(f.out, s.Agreement(value))
	line, err := f.oneOf(ctx, s, "server-name", "Type y to agree and ask, or b to leave it.", "y", "b")
	if err != nil || line == "b" {
		return s, err
	}
	next, err := s.Answer(wizard.Server, value)
	if err != nil {
		f.say(sentence(err.Error()))
		return s, nil
	}
	return next, nil
}

// editServer changes what was found about a server, line by line, and uses it.
func (f *front) editServer(ctx context.Context, s wizard.Session, number string) (wizard.Session, error) {
	value, _ := f.numbered.value(number)
	all := s.CandidatesFor(value)
	if len(all) == 0 {
		f.say("Type e and the number of a server, as in: e 1")
		return s, nil
	}
	c := all[0]
	edited, err := s.Put(wizard.Server, value)
	if err != nil {
		f.say(sentence(err.Error()))
		return s, nil
	}
	host, door, _ := edited.Present(c)
	for _, line := range []struct {
		field           wizard.Field
		prompt, present string
	}{
		{wizard.Host, "The server's name", host},
		{wizard.Port, "Its port, and how it is encrypted, as in 465:tls or 587:starttls", door},
		{wizard.User, "The login name", edited.Get(wizard.User)},
	} {
		next, err := f.changed(ctx, edited, line.field, line.prompt, line.present)
		if err != nil {
			return s, err
		}
		edited = next
	}
	next, err := edited.Answer(wizard.Server, value)
	if err != nil {
		f.say(sentence(err.Error()))
		return s, nil
	}
	return next, nil
}

// changed asks for one line until it is right; enter keeps what is there.
func (f *front) changed(ctx context.Context, s wizard.Session, field wizard.Field, prompt, present string) (wizard.Session, error) {
	f.say(prompt + ".")
	if present != "" {
		fmt.Fprintf(f.out, "Press enter for %s.\n", probe.NewText(present))
	} else {
		fmt.Fprintln(f.out, "Press enter to leave it open.")
	}
	for {
		line, err := f.prompt(ctx)
		if err != nil {
			return s, err
		}
		if line == "" {
			if field == wizard.User { // a suggestion stays one
				return s, nil
			}
			line = present
		}
		next, err := s.Put(field, line)
		if err == nil {
			return next, nil
		}
		f.say(sentence(err.Error()))
	}
}
