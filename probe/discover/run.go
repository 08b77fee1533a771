package discover

import (
	"context"
	"errors"
	"sync"
	"time"

	"postern/probe"
)

// Start begins to ask all sources and returns at once, with the report before anything
// was learned and the events to fold into it. The channel is buffered for all of them,
// so that a slow reader, or none, never slows a source. It is closed when every source
// has settled. When ctx ends, or the limit is reached, they settle at once, with what
// they have found.
func (f *Finder) Start(ctx context.Context, q Query) (Report, <-chan Event) {
	r := &run{finder: f, query: q, started: time.Now(), mx: make(chan struct{})}
	answers := sources(q)
	r.events = make(chan Event, len(answers)*maxEvents)
	tasks := make([]*task, len(answers))
	for i, a := range answers {
		tasks[i] = &task{run: r, index: i, answer: a}
	}
	go r.all(ctx, tasks)
	return Report{Domain: q.Domain, Started: r.started, Answers: answers}, r.events
}

// Find is Start; it returns the report once all sources have settled.
func (f *Finder) Find(ctx context.Context, q Query) Report {
	report, events := f.Start(ctx, q)
	for e := range events {
		report = report.With(e)
	}
	return report
}

// A run asks all sources about one domain, in one task each.
type run struct {
	finder  *Finder
	query   Query
	started time.Time
	events  chan Event

	mx   chan struct{} // closed when the MX records are known, or never will be
	best string        // the first of them; "" if there is none
}

// all asks all sources at once and closes the channel when all have settled.
func (r *run) all(ctx context.Context, tasks []*task) {
	defer close(r.events)
	limit := r.finder.Timeout
	if limit <= 0 {
		limit = Limit
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var settling sync.WaitGroup
	for _, t := range tasks {
		settling.Go(func() { t.settle(ctx) })
	}
	settling.Wait()
}

// bestMX waits for the MX records and returns the best host; "" if there is none.
func (r *run) bestMX(ctx context.Context) string {
	select {
	case <-r.mx:
		return r.best
	case <-ctx.Done():
		return ""
	}
}

// maxEvents is the most events one source sends, and so the room its events need
// for a reader who never reads. The most talkative one asks for four files, each
// with three redirects, may find one in each, begins and ends.
const maxEvents = 4*(1+maxRedirects) + 4 + 8

// A task asks one source.
type task struct {
	run   *run
	index int

	mu      sync.Mutex
	answer  Answer
	sent    int
	settled bool // later updates are ignored
}

// settle asks the source, and settles the task when it has answered or ctx has ended,
// even if what it waits for does not heed ctx.
func (t *task) settle(ctx context.Context) {
	result := make(chan error, 1)
	go func() { result <- t.ask(ctx) }()
	select {
	case err := <-result:
		if err == nil || !ended(ctx) {
			t.end(err)
			return
		}
	case <-ctx.Done():
	}
	t.cut(ctx)
}

// ended reports whether ctx has ended or its deadline has passed: a timer of somebody
// else with the same deadline may fire before that of ctx.
func ended(ctx context.Context) bool {
	deadline, limited := ctx.Deadline()
	return ctx.Err() != nil || limited && !time.Now().Before(deadline)
}

// ask asks the source. A nil error means that something was found.
func (t *task) ask(ctx context.Context) error {
	q := t.run.query
	source := t.answer.Source // never changes
	if source == MX {
		defer close(t.run.mx)
	}
	if err := q.check(); err != nil {
		return failure{BadQuery, err.Error()}
	}
	switch source {
	case SRVSubmissions:
		return t.askSRV(ctx, "_submissions._tcp."+q.Domain, probe.ImplicitTLS)
	case SRVSubmission:
		return t.askSRV(ctx, "_submission._tcp."+q.Domain, probe.STARTTLS)
	case MX:
		return t.askMX(ctx)
	case Guesses:
		return t.tryGuesses(ctx)
	default:
		return t.askFiles(ctx)
	}
}

// update changes the answer and sends an event.
func (t *task) update(change func(*Answer)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.settled {
		return
	}
	at := time.Since(t.run.started)
	if t.answer.State == Waiting {
		t.answer.State, t.answer.Since = Asking, at
	}
	change(&t.answer)
	t.answer.Elapsed = at
	t.settled = t.answer.Settled()
	if t.sent < maxEvents-1 || t.settled { // the last place is kept for the end
		t.run.events <- Event{Source: t.index, At: at, Answer: t.answer}
		t.sent++
	}
}

// noteAsked notes a question that is about to be asked.
func (t *task) noteAsked(question string) {
	t.update(func(a *Answer) { a.Asked = append(a.Asked, probe.NewText(question)) })
}

// end settles the task; nil means that it found something.
func (t *task) end(err error) {
	t.update(func(a *Answer) {
		a.State, a.Reason, a.Why = Found, "", probe.Text{}
		var why failure
		if errors.As(err, &why) {
			a.State, a.Reason, a.Why = why.reason.state(), why.reason, evidence(why.text)
		}
	})
}

// cut settles a task whose ctx has ended.
func (t *task) cut(ctx context.Context) {
	t.update(func(a *Answer) {
		if errors.Is(ctx.Err(), context.Canceled) {
			a.settle(Cancelled)
		} else {
			a.settle(Timeout)
		}
	})
}
