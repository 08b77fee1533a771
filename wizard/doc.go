// Package wizard decides what is asked, in which order, and what follows from
// the answers. It draws nothing, dials nothing and reads no clock.
//
// A [Session] is a value: the answers a person gave, the facts that were found,
// and a cursor. Steps are data: [Session.Step] is an [Ask], a [Do] or a [Show],
// and every front interprets the same ones, so none can lack a question
// that another has.
//
//	s := wizard.New(world)
//	s, err := s.Answer(wizard.Provider, "ada@fastmail.com")
//	switch step := s.Step().(type) { … }
//
// Where an address is typed that no catalogue lists, its servers are looked for: that
// work, [FindServers], is somebody else's too, and what it finds comes in with
// [Session.WithFound], as often as there is news.
//
// Only what a person said is kept. What was suggested to them is worked out anew
// from it each time, so going back loses nothing that was typed and keeps nothing
// that no longer follows.
package wizard
