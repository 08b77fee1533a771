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
	// Uptime is a clock that also advances while the computer sleeps, or the program is
	// stopped; nil means that a sleep is not noticed.
	Uptime func() time.Duration
}

// An Event says that something was learned.
type Event struct {
	At     time.Duration // since the start
	SignIn probe.SignIn  // all that is known so far
}

// maxEvents is room for every event of an attempt: those of OpenSecure, at most 24,
// twice, and one for each step of the login and the message.
const maxEvents = 64

// Start begins the attempt and returns at once, with the SignIn before anything was
// learned. The channel is buffered for all events; it is closed after the last one,
// whose Step is SignInSettled. When ctx ends, that comes at once. An attempt that
// Check refuses settles without a connection.
func (s *Submitter) Start(ctx context.Context, a Attempt) (probe.SignIn, <-chan Event) {
	a.Mechanisms = slices.Clone(a.Mechanisms)
	r := &run{attempt: a, prober: s.Prober, sleep: probe.NewSleepDetector(s.Uptime), started: time.Now(), events: make(chan Event, maxEvents)}
	if r.prober == nil {
		r.prober = new(probe.Prober)
	}
	r.known = probe.SignIn{
		Door:  probe.NewResult(a.Door),
		Login: probe.LoginNotAttempted, Send: probe.SendNotAttempted, NoLogin: a.NoLogin,
	}
	first := r.known
	go r.settle(ctx)
	return first, r.events
}

// Submit is Start; it returns the last SignIn, once the attempt has settled.
func (s *Submitter) Submit(ctx context.Context, a Attempt) probe.SignIn {
	last, events := s.Start(ctx, a)
	for e := range events {
		last = e.SignIn
	}
	return last
}

// A run is one attempt under way. It belongs to one goroutine, but for watchSleep.
type run struct {
	attempt   Attempt
	prober    *probe.Prober
	sleep     *probe.SleepDetector
	connected atomic.Bool // the first way to the server has ended
	started   time.Time
	known     probe.SignIn
	events    chan Event
	conn      *probe.SecureConn // nil until the connection is safe
	scrub     scrubber
}

// settle makes the attempt, sends QUIT and the settling event.
func (r *run) settle(ctx context.Context) {
	defer close(r.events)
	watching, stop := context.WithCancel(ctx)
	defer stop()
	first, abandon := context.WithCancel(ctx)
	defer abandon()
	go r.watchSleep(watching, abandon)
	r.try(ctx, first)
	if r.conn != nil {
		r.conn.Quit() // the reply may come after the attempt
	}
	r.show(probe.SignInSettled)
}

// watchSleep abandons the first connection if the computer slept before it was ready,
// and goes on noticing sleep until ctx ends.
func (r *run) watchSleep(ctx context.Context, abandon func()) {
	for r.sleep.Wait(ctx) {
		if !r.connected.Load() {
			abandon()
		}
	}
}

// try goes as far as the attempt leads. first is the context of the first connection;
// see watchSleep.
func (r *run) try(ctx, first context.Context) {
	if err := r.attempt.Check(); err != nil {
		r.noteWhy("", err)
		return
	}
	if !r.connect(ctx, first) || !r.attempt.NoLogin && (!r.choose() || !r.signIn(ctx)) {
		return
	}
	if r.attempt.Message != nil && ctx.Err() == nil {
		r.send()
	}
}

// connect opens the connection and, if the computer slept meanwhile, does it once more:
// the result may be wrong then, or the connection dead, and the secret was not asked
// for yet. It reports whether there is a connection.
func (r *run) connect(ctx, first context.Context) bool {
	in := r.openSecure(first)
	r.connected.Store(true)
	if r.sleep.Slept() == 0 || ctx.Err() != nil {
		return in
	}
	if r.conn != nil {
		r.conn.Close()
		r.conn = nil
	}
	r.sleep.Reset()
	return r.openSecure(ctx)
}

// openSecure opens a connection over which a secret may be sent, and reports whether
// there is one.
func (r *run) openSecure(ctx context.Context) bool {
	host, err := probe.CheckHost(r.attempt.Host)
	if err != nil {
		r.note(err.Error())
		return false
	}
	_, r.conn = r.prober.OpenSecure(ctx, host, r.attempt.Door, func(found probe.Result) {
		r.known.Door, r.known.Transcript = found, found.Transcript
		r.show(probe.SignInConnect)
	})
	return r.conn != nil
}

// note adds a note of Postern's own to the transcript.
func (r *run) note(words string) {
	if r.conn != nil {
		r.conn.Note(words)
		return
	}
	line := probe.Line{At: time.Since(r.started), From: probe.FromNote, Text: probe.NewText(words)}
	r.known.Transcript = append(slices.Clip(r.known.Transcript), line)
}

// noteWhy keeps why something was not done, and adds it to the transcript behind a few
// words.
func (r *run) noteWhy(words string, why error) {
	r.known.Why = probe.NewText(r.scrub.clean([]byte(why.Error()), false))
	r.note(words + why.Error())
}

// show sends an event with all that is known.
func (r *run) show(step probe.SignInStep) {
	now := time.Since(r.started)
	if r.known.Step != step {
		r.known.Step, r.known.Since = step, now
	}
	r.known.Elapsed, r.known.Slept = now, r.sleep.Slept()
	if r.conn != nil {
		r.known.Transcript = r.conn.Transcript()
	}
	r.events <- Event{At: now, SignIn: r.known}
}
