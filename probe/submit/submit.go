package submit

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	"postern/probe"
)

// A Submitter makes attempts. The zero value is ready to use; it may be used from
// several goroutines at once.
type Submitter struct {
	// Prober says how to find and reach hosts and whom to trust; nil means the
	// zero Prober.
	Prober *probe.Prober
	// Uptime is a clock that also goes on while the computer sleeps, or the program is
	// stopped; nil where nobody looks.
	Uptime func() time.Duration
}

// An Event says that something was learned.
type Event struct {
	At     time.Duration // since the start
	SignIn probe.SignIn  // all that is known so far
}

// maxEvents is room for every event of an attempt: those of Enter, at most 24, twice,
// and one for each step of the login and the message.
const maxEvents = 64

// Start begins the attempt and returns at once, with a SignIn that has learned
// nothing yet. The channel has room for all events; it is closed after the last
// one, whose Step is SignInSettled. When ctx ends, that comes at once. An attempt
// that Check refuses settles without anything having been asked.
func (s *Submitter) Start(ctx context.Context, a Attempt) (probe.SignIn, <-chan Event) {
	a.Mechanisms = slices.Clone(a.Mechanisms)
	r := &run{attempt: a, prober: s.Prober, pulse: probe.NewPulse(s.Uptime), started: time.Now(), events: make(chan Event, maxEvents)}
	if r.prober == nil {
		r.prober = new(probe.Prober)
	}
	r.known = probe.SignIn{
		Entered: probe.NewResult(a.Door),
		Login:   probe.LoginNotAttempted, Send: probe.SendNotAttempted,
	}
	first := r.known
	go r.settle(ctx)
	return first, r.events
}

// Submit is Start, waited for to the end.
func (s *Submitter) Submit(ctx context.Context, a Attempt) probe.SignIn {
	last, events := s.Start(ctx, a)
	for e := range events {
		last = e.SignIn
	}
	return last
}

// A run is one attempt under way. One goroutine holds it.
type run struct {
	attempt Attempt
	prober  *probe.Prober
	pulse   *probe.Pulse
	arrived atomic.Bool // the first way to the server has ended
	started time.Time
	known   probe.SignIn
	events  chan Event
	entered *probe.Entered // nil until the connection is safe
	scrub   scrubber
}

// settle makes the attempt, takes leave and sends the settling event.
func (r *run) settle(ctx context.Context) {
	defer close(r.events)
	beating, stop := context.WithCancel(ctx)
	defer stop()
	first, abandon := context.WithCancel(ctx)
	defer abandon()
	go r.beat(beating, abandon)
	r.try(ctx, first)
	if r.entered != nil {
		r.entered.Quit(ctx) // which is answered after the attempt
	}
	r.show(probe.SignInSettled)
}

// beat abandons the way to the server when nothing went on, and goes on noticing that.
func (r *run) beat(ctx context.Context, abandon func()) {
	for r.pulse.Beat(ctx) {
		if !r.arrived.Load() {
			abandon()
		}
	}
}

// try goes as far as the attempt leads. first is abandoned if nothing went on before it
// led anywhere.
func (r *run) try(ctx, first context.Context) {
	if err := r.attempt.Check(); err != nil {
		r.because("", err)
		return
	}
	if !r.arrive(ctx, first) || !r.choose() || !r.signIn(ctx) {
		return
	}
	if r.attempt.Message != nil && ctx.Err() == nil {
		r.send()
	}
}

// arrive enters and, if nothing went on meanwhile, once more: what came of it may be
// wrong then, or the connection dead, and nothing secret was asked for yet.
func (r *run) arrive(ctx, first context.Context) bool {
	in := r.enter(first)
	r.arrived.Store(true)
	stood := r.pulse.Stood()
	if stood == 0 || ctx.Err() != nil {
		return in
	}
	if r.entered != nil {
		r.entered.Close()
		r.entered = nil
	}
	r.pulse.Forget()
	return r.enter(ctx)
}

// enter makes the way to a connection on which a secret may be said.
func (r *run) enter(ctx context.Context) bool {
	host, err := probe.CheckHost(r.attempt.Host)
	if err != nil {
		r.note(err.Error())
		return false
	}
	_, r.entered = r.prober.Enter(ctx, host, r.attempt.Door, func(found probe.Result) {
		r.known.Entered, r.known.Transcript = found, found.Transcript
		r.show(probe.SignInEnter)
	})
	return r.entered != nil
}

// note adds a line of our own to the transcript.
func (r *run) note(words string) {
	if r.entered != nil {
		r.entered.Note(words)
		return
	}
	line := probe.Line{At: time.Since(r.started), From: probe.FromNote, Text: probe.NewText(words)}
	r.known.Transcript = append(slices.Clip(r.known.Transcript), line)
}

// because keeps why something was not done, and notes it with a few words before.
func (r *run) because(words string, why error) {
	r.known.Why = probe.NewText(r.scrub.clean([]byte(why.Error()), false))
	r.note(words + why.Error())
}

// show sends an event with all that is known.
func (r *run) show(step probe.SignInStep) {
	now := time.Since(r.started)
	if r.known.Step != step {
		r.known.Step, r.known.Since = step, now
	}
	r.known.Elapsed, r.known.Stood = now, r.pulse.Stood()
	if r.entered != nil {
		r.known.Transcript = r.entered.Transcript()
	}
	r.events <- Event{At: now, SignIn: r.known}
}
