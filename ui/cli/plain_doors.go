package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"postern/probe"
	"postern/wizard"
	"postern/wizard/advice"
)

// A trial is a probe under way: its doors may go on settling while the person
// answers. The nil trial knows nothing.
type trial struct {
	provider string // what was answered when it began
	report   probe.Report
	events   <-chan probe.Event
	started  time.Time
	cancel   context.CancelFunc
	halt     func(door int)
	anew     map[int]bool // doors tried once more by themselves, which the run no longer tells of
}

// stop ends the probe.
func (t *trial) stop() {
	if t != nil {
		t.cancel()
	}
}

// catchUp returns the session with what was learned since, without waiting.
func (t *trial) catchUp(s wizard.Session) wizard.Session {
	if t == nil || s.Said(wizard.Provider) != t.provider || s.Get(wizard.Host) != t.report.Host {
		return s // somebody went back and changed their mind
	}
	for {
		select {
		case e, more := <-t.events:
			if !more {
				t.events = nil
				return s
			}
			if t.anew[e.Door] {
				continue
			}
			t.report = t.report.With(e)
			s = s.WithReport(t.report, time.Since(t.started))
		default:
			return s
		}
	}
}

// try tries the doors until it is clear which to use, or all have settled. If nothing
// went on meanwhile, as when the computer sleeps, they are tried once more.
func (f *front) try(ctx context.Context, s wizard.Session, doors []probe.Door) (wizard.Session, error) {
	return awake(f, func() (wizard.Session, *sleepDetector, error) { return f.tryOnce(ctx, s, doors) })
}

func (f *front) tryOnce(ctx context.Context, s wizard.Session, doors []probe.Door) (wizard.Session, *sleepDetector, error) {
	f.trial.stop()
	sleep := newSleepDetector(f.engine.Uptime)
	within, cancel := context.WithCancel(ctx)
	t := &trial{provider: s.Said(wizard.Provider), cancel: cancel, started: time.Now(), anew: map[int]bool{}}
	f.trial = t
	run := f.engine.Probe(within, s.Get(wizard.Host), doors)
	t.report, t.events, t.halt = run.Report, run.Events, run.Stop
	show := &progress{most: probe.DoorTimeout, w: f.out, name: s.World().Computer, stops: !f.echo}
	f.gloss("door", "A mail server has several doors. They are called ports, and each has a number.")
	fmt.Fprintln(f.out)
	show.begin(t.report)
	var left error
	err := follow(ctx, t.events, func(e probe.Event) {
		t.report = t.report.With(e)
		show.event(t.report, e.Door)
	}, func() { show.still(t.report) }, func() bool {
		sleep.check()
		if left = f.heard(t.report, t.halt); left != nil {
			return true
		}
		s = s.WithReport(t.report, time.Since(t.started))
		return s.Advice().State == advice.Final && time.Since(t.started) >= linger
	})
	if err = cmp.Or(left, err); err != nil {
		return s, sleep, err
	}
	show.leave(t.report)
	return s.WithReport(t.report, time.Since(t.started)).Next(), sleep, nil
}

// heard takes in what a person types on a terminal while doors are tried: x stops the
// trying, q leaves. Anything else is the answer to the next question.
func (f *front) heard(r probe.Report, halt func(door int)) error {
	if f.echo {
		return nil // what is typed ahead in a file or a pipe has no time
	}
	t, there, err := f.in.meanwhile()
	switch {
	case err != nil:
		return err
	case !there:
	case t.line == "q":
		return errLeft
	case t.line == "x":
		for i, d := range r.Doors {
			if !d.Settled() {
				halt(i)
			}
		}
	default:
		f.in.keep(t)
	}
	return nil
}

// leave says which doors are not waited for.
func (p *progress) leave(r probe.Report) {
	var waiting []string
	for i, d := range r.Doors {
		if !d.Settled() && !p.said[i] {
			waiting = append(waiting, strconv.Itoa(d.Door.Port))
		}
	}
	if len(waiting) > 0 {
		fmt.Fprintf(p.w, "No answer yet from %s, and none is needed.\n", strings.Join(waiting, ", "))
	}
}

// poseDoors prints the recommendation, its reasons, and the doors to choose from.
func (f *front) poseDoors(s wizard.Session, a wizard.Ask) {
	f.sayAdvice(s)
	f.poseDoorChoices(s, a)
}

// sayAdvice prints the recommendation and its reasons or, where no door is ready, what
// is wrong with them.
func (f *front) sayAdvice(s wizard.Session) {
	adv := s.Advice()
	fmt.Fprintln(f.out)
	writeAdvice(f.out, adv)
	if a, ok := s.Step().(wizard.Ask); ok && len(a.Choices) == 0 {
		writeTroubles(f.out, s.Report(), adv, "type ? ")
	}
}

// poseDoorChoices prints the doors to choose from, and what else can be done.
func (f *front) poseDoorChoices(s wizard.Session, a wizard.Ask) {
	f.numbered = nil
	if len(a.Choices) == 0 {
		f.say("What now? Type: " + f.waysOn(s, a))
		f.sayElsewhere(s)
		return
	}
	f.gloss("submission", "Three words of the choices: submission is handing in your own mail. TLS at once: encrypted from the first byte. "+
		"STARTTLS: encrypted after a hello, before anything private is said.")
	f.say(a.Prompt)
	f.list(a.Choices)
	f.sayOffers(s, a)
	f.sayDefault(a)
}

// gloss explains a word where it first appears.
func (f *front) gloss(word, meaning string) {
	if f.glossed[word] {
		return
	}
	if f.glossed == nil {
		f.glossed = map[string]bool{}
	}
	f.glossed[word] = true
	f.say(meaning)
}

// waysOn says what can be done where no door is ready.
func (f *front) waysOn(s wizard.Session, a wizard.Ask) string {
	back := ""
	if _, ok := backToQuestion(s); ok {
		back = "b goes back"
	}
	return strings.Join(nonEmpty(f.offers(s, a), back, "q leaves"), ", ") + "."
}

// alternates offers the provider's other ports where they were not tried.
func alternates(s wizard.Session) string {
	var ports []string
	for _, d := range s.Advice().Untried {
		ports = append(ports, strconv.Itoa(d.Port))
	}
	if len(ports) == 0 {
		return ""
	}
	return fmt.Sprintf("tries %s too, which %s also names", strings.Join(ports, ", "), s.ProviderName())
}

// doorCommands are what can be typed at the doors besides an answer.
func (f *front) doorCommands(s wizard.Session, a wizard.Ask) []command {
	out := []command{{word: "r", takes: anything, does: "tries again (r 587 one door)", run: f.tryAgain}}
	if words := alternates(s); words != "" {
		out = append(out, does("a", words, func(ctx context.Context, s wizard.Session) (wizard.Session, error) {
			return f.tryAll(ctx, s, append(s.Report().Asked(), s.Advice().Untried...))
		}))
	}
	if _, there := s.Control(); there && s.Advice().Port == 0 {
		out = append(out, does("c", "asks whether it is this network or the server", func(ctx context.Context, s wizard.Session) (wizard.Session, error) {
			return s, f.control(ctx, s)
		}))
	}
	if waiting := unsettled(s.Report()); len(waiting) > 0 {
		out = append(out, command{word: "x", takes: anything, does: "stops trying " + strings.Join(waiting, ", "), run: f.halt})
	}
	if len(a.Choices) > 0 {
		out = append(out, f.preferring(s))
	} else {
		out = append(out, f.otherWays(s)...)
	}
	return append(out,
		tells("t", "shows what was said there", anything, func(s wizard.Session, which string) {
			f.tell(s, "t", which, s.ConversationAloudExplained)
		}),
		tells("d", "what was found", anything, func(s wizard.Session, which string) {
			f.tell(s, "d", which, func(port int) wizard.Reading { return unaligned(s.Detail(port)) })
		}),
		tells("s", "saves a report (s json for other programs)", anything, f.save))
}

// preferring is the command that turns round which of two equally good doors comes first.
func (f *front) preferring(s wizard.Session) command {
	adv, other := s.Advice(), s.WithPolicy(s.Advice().Policy.Other())
	first, _, _ := strings.Cut(string(other.Advice().Policy), "-")
	c := does("p", "prefers "+first+" where it is as good", func(_ context.Context, s wizard.Session) (wizard.Session, error) {
		s = s.WithPolicy(s.Advice().Policy.Other())
		f.sayAdvice(s)
		return s, nil
	})
	c.quiet = other.Advice().Port == adv.Port // something else decides here
	return c
}

// unsettled are the ports of the doors that are still being tried.
func unsettled(r probe.Report) []string {
	var ports []string
	for _, d := range r.Doors {
		if !d.Settled() {
			ports = append(ports, strconv.Itoa(d.Door.Port))
		}
	}
	return ports
}

// halt stops the trying of one door, or of all that are still tried.
func (f *front) halt(ctx context.Context, s wizard.Session, which string) (wizard.Session, error) {
	stopped := false
	for i, d := range s.Report().Doors {
		if !d.Settled() && (which == "" || which == strconv.Itoa(d.Door.Port)) {
			f.trial.halt(i)
			stopped = true
		}
	}
	if !stopped {
		f.say("No such door is being tried.")
		return s, nil
	}
	err := follow(ctx, f.trial.events, func(e probe.Event) {
		if !f.trial.anew[e.Door] {
			f.trial.report = f.trial.report.With(e)
		}
	}, func() {}, func() bool {
		left := unsettled(f.trial.report)
		return len(left) == 0 || which != "" && !slices.Contains(left, which)
	})
	f.say("Stopped.")
	return s.WithReport(f.trial.report, time.Since(f.trial.started)), err
}

// tryAgain tries the doors once more, or one of them.
func (f *front) tryAgain(ctx context.Context, s wizard.Session, which string) (wizard.Session, error) {
	if which != "" {
		return f.tryOne(ctx, s, which)
	}
	return f.tryAll(ctx, s, s.Report().Asked())
}

// tryAll is try for a person who is at the doors' question, and is asked anew.
func (f *front) tryAll(ctx context.Context, s wizard.Session, doors []probe.Door) (wizard.Session, error) {
	tried, err := f.try(ctx, s, doors)
	if err != nil {
		return s, err
	}
	s = s.WithReport(tried.Report(), time.Since(f.trial.started))
	f.sayAdvice(s)
	return s, nil
}

// tryOne tries one door once more.
func (f *front) tryOne(ctx context.Context, s wizard.Session, number string) (wizard.Session, error) {
	for i, d := range s.Report().Asked() {
		if strconv.Itoa(d.Port) != number {
			continue
		}
		f.trial.anew[i] = true
		f.trial.halt(i) // one connection a door at a time
		one, err := f.watch(ctx, s.Report().Host, []probe.Door{d})
		if err != nil {
			return s, err
		}
		s = f.trial.catchUp(s) // the others may have gone on
		all := s.Report().With(probe.Event{Door: i, Result: one.Doors[0], Addresses: one.Addresses})
		f.trial.report = all
		s = s.WithReport(all, time.Since(f.trial.started))
		f.sayAdvice(s)
		return s, nil
	}
	f.noDoor(s)
	return s, nil
}

// noDoor says which doors can be named.
func (f *front) noDoor(s wizard.Session) {
	var ports []string
	for _, d := range s.Report().Doors {
		ports = append(ports, strconv.Itoa(d.Door.Port))
	}
	f.say("There is no such door here. The doors: " + strings.Join(ports, ", ") + ".")
}

// save saves the report, as text or, after "s json", as JSON.
func (f *front) save(s wizard.Session, as string) {
	if as != "" && as != "json" {
		f.say("Type s to save the report as text, or s json to save it as JSON.")
		return
	}
	path, err := f.engine.Save(s, as == "json")
	if err != nil {
		f.say(sentence("the report was not saved: " + err.Error()))
		return
	}
	f.say("Saved:")
	fmt.Fprintln(f.exact, probe.NewText(path).String())
	f.say("It names this computer's address: read it before you post it.")
}

// tell prints what is known of a door: of the one that is named, or else of the one that
// matters most; after "all", of each. A person who listens does not wait for four of them.
func (f *front) tell(s wizard.Session, word, which string, about func(port int) wizard.Reading) {
	_, same := nameTrouble(s.Report()) // no door was reached, so each would say the same
	if which == "" {
		which = strconv.Itoa(foremost(s))
	}
	told := false
	var others []string
	for _, d := range s.Report().Doors {
		port := strconv.Itoa(d.Door.Port)
		if which != "all" && which != port {
			others = append(others, word+" "+port)
			continue
		}
		if !same || !told {
			writeReading(f.out, about(d.Door.Port))
		}
		told = true
	}
	switch {
	case !told:
		f.noDoor(s)
	case len(others) > 0 && !same:
		f.say("The other doors: " + strings.Join(others, ", ") + "; " + word + " all shows all.")
	}
}

// foremost is the port of the door that is recommended, or else of the first that is meant
// for people.
func foremost(s wizard.Session) int {
	doors := s.Report().Doors
	if port := s.Advice().Port; port != 0 || len(doors) == 0 {
		return port
	}
	for _, d := range doors {
		if d.Door.Port != 25 {
			return d.Door.Port
		}
	}
	return doors[0].Door.Port
}
