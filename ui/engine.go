package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/probe"
	"postern/probe/discover"
	"postern/wizard"
	"postern/wizard/advice"
	"postern/wizard/install"
	"postern/wizard/profile"
	"postern/wizard/quiz"
	"postern/wizard/recipe"
)

// A prober begins to try doors, as [probe.Prober.Begin] does.
type prober func(ctx context.Context, host string, doors []probe.Door) probe.Run

// A finder begins to ask where a domain's outgoing mail is handed in, as
// [discover.Finder.Start] does.
type finder func(ctx context.Context, q discover.Query) (discover.Report, <-chan discover.Event)

// An Engine does what a session asks for and no pure function can. All fields are needed,
// but where it is said otherwise; both fronts, the screens and the plain questions, use
// the same one.
type Engine struct {
	// Probe begins to try a host's doors; the channel closes when all have settled.
	Probe prober
	// Find begins to ask the sources; the channel closes when all have settled.
	Find finder
	// Rest is called when all doors have settled: there is time for tidying up.
	Rest func()
	// Trust reads the certificate in a file, and trusts it for a server on this
	// computer, and only there; "" trusts none any more. It returns the file's whole
	// path. The error is a sentence for the person.
	Trust func(file string) (whole string, err error)
	// Profiles finds the profiles of Thunderbird on this computer, those in use first.
	Profiles func() []profile.Profile
	// Look reads, for each place, the first of its paths at which there is a file, or
	// else says that there is none at the first.
	Look func(places []recipe.Place) ([]install.Current, error)
	// Apply carries out plans, all or none.
	Apply func([]install.Plan) ([]install.Done, error)
	// Save writes what is known of the doors into a new file, as text or as JSON, and
	// returns its path.
	Save func(s wizard.Session, asJSON bool) (string, error)
	// SignIn begins to sign in and, if so asked, to send one message to the person
	// themself, where the door is still as safe as it was found. The error says what
	// is wrong with the login before anything is asked.
	SignIn func(ctx context.Context, l wizard.Login, message bool) (Signing, error)
	// Quiz returns the quiz where it was left, or else, or if it is to begin anew, at
	// its beginning; own is the person's own result, nil if there is none.
	Quiz func(own *advice.Case, anew bool) quiz.Sitting
	// KeepQuiz keeps where the person is in the quiz.
	KeepQuiz func(quiz.Sitting) error
	// Route asks name servers where a domain's mail goes, as [discover.Finder.Route]
	// does; nil where nothing may be asked.
	Route func(ctx context.Context, domain string) discover.Route
	// Practice starts local servers, which run until the program ends.
	Practice func() (wizard.Practice, error)
	// Uptime is a clock that also goes on while the computer sleeps, or the program is
	// stopped; nil where nobody looks.
	Uptime func() time.Duration
}

// tidy has the engine rest, in a command.
func (e Engine) tidy() tea.Cmd {
	rest := e.Rest
	return func() tea.Msg {
		rest()
		return nil
	}
}

// uptime is what Uptime says, if there is one.
func (e Engine) uptime() time.Duration {
	if e.Uptime == nil {
		return 0
	}
	return e.Uptime()
}
