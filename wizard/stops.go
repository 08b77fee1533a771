package wizard

import (
	"strings"

	"postern/wizard/recipe"
)

// A stop is a step of the wizard that is only built when the person gets there.
type stop struct {
	key  key
	page Page
	step func(Session) Step
}

// work reports whether the stop is work, and not a question or a text.
func (st stop) work() bool {
	_, ok := strings.CutPrefix(string(st.key), "do ")
	return ok
}

//go:noinline
func ask(f Field, p Page, build func(Session) Ask) stop {
	return stop{key: Ask{Field: f}.key(), page: p, step: func(s Session) Step { return build(s) }}
}

func do(w Work, p Page) stop {
	d := Do{Work: w, page: p}
	return stop{key: d.key(), page: p, step: func(Session) Step { return d }}
}

func show(t Topic, p Page) stop {
	sh := Show{Topic: t, page: p}
	return stop{key: sh.key(), page: p, step: func(Session) Step { return sh }}
}

// stops returns all steps of the wizard, in order, as they follow from the answers so
// far.
func (s Session) stops() []stop {
	var stops []stop
	if !s.world.PracticeOnly {
		stops = append(stops, ask(Provider, PageProvider, Session.askProvider))
	}
	if s.Said(Provider) == Practise {
		stops = append(stops, do(StartPractice, PageProvider))
	}
	if s.searching() {
		stops = append(stops, do(FindServers, PageProvider), ask(Server, PageProvider, Session.askServer))
	}
	if s.needsHost() {
		stops = append(stops, ask(Host, PageProvider, Session.askHost))
	}
	if len(s.regions()) > 1 {
		stops = append(stops, ask(Region, PageProvider, Session.askRegion))
	}
	stops = append(stops, s.local()...)
	stops = append(stops,
		do(TryDoors, PageDoors),
		ask(Door, PageDoors, Session.askDoor),
		show(Why, PageWhy),
		ask(Program, PageProgram, Session.askProgram))
	stops = append(stops, s.account()...)
	stops = append(stops, s.place()...)
	return append(stops,
		ask(Write, PageSettings, Session.askWrite),
		do(WriteTheFile, PageSettings),
		show(Outcome, PageSettings))
}

// place returns the steps that lead to the file: for a program with profiles they are
// looked for, and if there are several the person chooses one.
func (s Session) place() []stop {
	var stops []stop
	if s.profiled() {
		stops = append(stops, do(FindProfiles, PageSettings))
		if len(s.profiles) > 1 {
			stops = append(stops, ask(Profile, PageSettings, Session.askProfile))
		}
	}
	if len(s.Places()) > 0 {
		stops = append(stops, do(LookAtFile, PageSettings))
	}
	return stops
}

// account returns the questions about the person.
func (s Session) account() []stop {
	stops := []stop{ask(Address, PageAccount, Session.askAddress)}
	if !s.needsLogin() {
		return append(stops, ask(Name, PageAccount, Session.askName))
	}
	stops = append(stops,
		ask(User, PageAccount, Session.askUser),
		ask(Name, PageAccount, Session.askName))
	if s.keepsPassword() {
		return stops
	}
	stops = append(stops, ask(Secret, PageAccount, Session.askSecret))
	if s.Get(Secret) == string(recipe.Command) {
		stops = append(stops, ask(Command, PageAccount, Session.askCommand))
	}
	return stops
}

// finished reports whether a work is done and need not be done again.
func (s Session) finished(w Work) bool {
	switch w {
	case StartPractice:
		return s.practice != nil
	case FindServers:
		return s.searchOver()
	case TrustFile:
		return s.trusts()
	case TryDoors:
		return s.tried.equal(s.target()) && s.report.Settled()
	case WriteTheFile:
		return s.Said(Write) == WriteLeave
	case FindProfiles, LookAtFile: // they may have changed since
		return false
	}
	return false
}
