// Package wizard decides what is asked, in which order, and what follows from
// the answers. It draws nothing, dials nothing and reads no clock.
//
// A [Session] is a value: the answers a person gave, the facts that were found,
// and a cursor. Steps are data: [Session.Step] is an [Ask], a [Do] or a [Show]. The
// screens and the plain mode interpret the same steps, so neither can lack a question
// that the other has.
//
//	s := wizard.New(world)
//	s, err := s.Answer(wizard.Provider, "ada@fastmail.com")
//	switch step := s.Step().(type) { … }
//
// A [Do] is work that a pure function cannot carry out. The caller does it, and hands
// the result to the session: with [Session.WithReport] for [TryDoors], for example, or
// [Session.WithFound] for [FindServers], as often as there is news. Each [Work] names
// its method.
//
// Only what the person said is kept. What is suggested to them is derived from it anew
// each time ([Session.Get]), so going back loses nothing that was typed and keeps
// nothing that no longer follows.
//
// # Reading the code
//
// step.go holds the vocabulary, stops.go the list of all steps as it follows from the
// answers, cursor.go the moves along it. asks.go builds the questions, answer.go and
// servers.go take the answers, suggest.go the suggestions. session.go is the state.
// spelling.go keeps what was typed beside what became of it. typed_choices.go offers what
// typed words may mean, corrections.go what was more likely meant. target.go leads to
// package advice, settings.go to package recipe, signin.go to the login, place.go and
// programs.go to the files and programs on this computer.
//
// Where a provider is not known, its servers are looked for: servers.go has what was found,
// searched.go and evidence.go tell of it, consents.go and agreement.go are what more may be
// asked, named_doors.go the doors that some source names, region.go and bridge.go providers
// with a server a region or a program on this computer.
//
// The rest makes texts to be read: reading.go the pages of the wizard, provider_page.go,
// detail.go a door as it was found, conversation.go what was said there, seen.go what a
// lesson says of the person's own doors, subjects.go the menu of what is taught.
package wizard
