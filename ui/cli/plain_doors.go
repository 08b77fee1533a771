package cli

import (
	"context"
	"fmt"
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

const (
	// glance is how often the advice is asked anew while doors are tried: it may
	// become final by the time alone.
	glance = 100 * time.Millisecond
	// linger is how long the other doors have to answer when it is clear early
	// which one to use. Their answers are worth hearing, a filter's silence is not.
	linger = 2 * time.Second
)

// try tries the doors until it is clear which to use, or all have settled.
func (f *front) try(ctx context.Context, s wizard.Session, doors []probe.Door) (wizard.Session, error) {
	f.trial.stop()
	ctx, cancel := context.WithCancel(ctx)
	t := &trial{provider: s.Said(wizard.Provider), cancel: cancel, started: time.Now(), anew: map[int]bool{}}
	f.trial = t
	run := f.engine.Probe(ctx, s.Get(wizard.Host), doors)
	t.report, t.events, t.halt = run.Report, run.Events, run.Stop
	show := &progress{w: f.out, name: s.World().Computer}
	fmt.Fprintln(f.out)
	show.begin(t.report)
	look, quiet := time.NewTicker(glance), time.NewTicker(progressEvery)
	defer look.Stop()
	defer quiet.Stop()
	for {
		select {
		case <-ctx.Done():
			return s, errInterrupted
		case <-look.C:
		case <-quiet.C:
			show.still(t.report)
		case e, more := <-t.events:
			if !more {
				t.events = nil
				return s.WithReport(t.report, time.Since(t.started)).Next(), nil
			}
			t.report = t.report.With(e)
			show.event(t.report, e.Door)
		}
		s = s.WithReport(t.report, time.Since(t.started))
		if s.Advice().State == advice.Final && time.Since(t.started) >= linger {
			show.leave(t.report)
			return s.Next(), nil
		}
	}
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
	adv := s.Advice()
	fmt.Fprintln(f.out)
	writeAdvice(f.out, adv)
	if len(a.Choices) == 0 {
		writeTroubles(f.out, s.Report(), adv)
	}
	f.poseDoorChoices(s, a)
}

// poseDoorChoices prints the doors to choose from, and what else can be done.
func (f *front) poseDoorChoices(s wizard.Session, a wizard.Ask) {
	f.numbered = nil
	if len(a.Choices) == 0 {
		f.say(waysOn(s))
		return
	}
	f.say(a.Prompt)
	f.list(a.Choices)
	f.sayDoorDefault(a)
	fmt.Fprintln(f.out, wrap(doorWords(s)+".", textWidth))
}

// doorWords says what can be typed at the doors besides an answer.
func doorWords(s wizard.Session) string {
	question := ""
	if _, there := s.Control(); there && s.Advice().Port == 0 {
		question = "c asks whether it is this network or the server"
	}
	return strings.Join(nonEmpty("r tries again (r 587 one door)", alternates(s), question, "t shows what was said", "d what was found", "s saves a report", aboutWords(s)), ", ")
}

// waysOn says what can be done where no door is ready.
func waysOn(s wizard.Session) string {
	back := ""
	if _, ok := backToQuestion(s); ok {
		back = "b goes back"
	}
	return strings.Join(nonEmpty(doorWords(s), back, "q leaves"), ", ") + "."
}

func (f *front) sayDoorDefault(a wizard.Ask) {
	if a.Default != "" {
		fmt.Fprintf(f.out, "Press enter for %s.\n", a.Default)
	}
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
	return fmt.Sprintf("a tries %s too, which %s also names", strings.Join(ports, ", "), s.ProviderName())
}

// doorCommand carries out what can be typed at the doors besides an answer; done
// reports whether the question is to be asked anew.
func (f *front) doorCommand(ctx context.Context, s wizard.Session, line string) (next wizard.Session, done bool, err error) {
	if number, one := strings.CutPrefix(line, "r "); one {
		return f.tryOne(ctx, s, strings.TrimSpace(number))
	}
	switch line {
	case "r":
		s, err = f.tryAgain(ctx, s, s.Report().Asked())
		return s, true, err
	case "a":
		s, err = f.tryAgain(ctx, s, append(s.Report().Asked(), s.Advice().Untried...))
		return s, true, err
	case "c":
		return s, true, f.control(ctx, s)
	}
	return s, false, nil
}

// tryOne tries one door once more; done is false if there is none of that number.
func (f *front) tryOne(ctx context.Context, s wizard.Session, number string) (next wizard.Session, done bool, err error) {
	for i, d := range s.Report().Asked() {
		if strconv.Itoa(d.Port) != number {
			continue
		}
		f.trial.anew[i] = true
		f.trial.halt(i) // one connection a door at a time
		one, err := f.watch(ctx, s.Report().Host, []probe.Door{d})
		if err != nil {
			return s, true, err
		}
		s = f.trial.catchUp(s) // the others may have gone on
		all := s.Report().With(probe.Event{Door: i, Result: one.Doors[0], Addresses: one.Addresses})
		f.trial.report = all
		return s.WithReport(all, time.Since(f.trial.started)), true, nil
	}
	f.say("There is no such door here.")
	return s, true, nil
}

// save saves the report, as text or, after "s json", as JSON.
func (f *front) save(s wizard.Session, asJSON bool) {
	path, err := f.engine.Save(s, asJSON)
	if err != nil {
		f.say(sentence("the report was not saved: " + err.Error()))
		return
	}
	f.say("Saved:")
	fmt.Fprintln(f.exact, probe.NewText(path).String())
	f.say("It names this computer's address: read it before you post it.")
}

// tell prints what was said or found at the doors, or at the one that is named, or
// saves it, if the line asks for that.
func (f *front) tell(s wizard.Session, line string) bool {
	word, number, one := strings.Cut(line, " ")
	if word == "s" && (!one || number == "json") {
		f.save(s, one)
		return true
	}
	explained := func(port int) wizard.Reading { return s.Explained(port, textWidth) }
	about := map[string]func(int) wizard.Reading{"t": explained, "d": s.Detail}[word]
	if about == nil {
		return false
	}
	told := false
	for _, d := range s.Report().Doors {
		if _, same := nameTrouble(s.Report()); same && told {
			break // no door was reached, so each would say the same
		}
		if !one || strings.TrimSpace(number) == strconv.Itoa(d.Door.Port) {
			writeReading(f.out, about(d.Door.Port))
			told = true
		}
	}
	if !told {
		f.say("There is no such door here.")
	}
	return true
}

// tryAgain is try for a person who is at the doors' question, and stays there.
func (f *front) tryAgain(ctx context.Context, s wizard.Session, doors []probe.Door) (wizard.Session, error) {
	tried, err := f.try(ctx, s, doors)
	if err != nil {
		return s, err
	}
	return s.WithReport(tried.Report(), time.Since(f.trial.started)), nil
}
