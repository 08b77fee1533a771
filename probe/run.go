package probe

import (
	"context"
	"crypto/x509"
	"net/netip"
	"sync"
	"time"
)

// A Run is a probe of a host's doors that is under way.
type Run struct {
	// Report is the report before anything was learned, to fold the events into.
	Report Report
	// Events is buffered for every event of the run, so that a slow reader, or none,
	// never slows a dialogue. It is closed when every door has settled.
	Events <-chan Event
	// Stop cancels one door, given by its index in the report: unless it has settled
	// already, it settles at once with EndCancelled. Stop may be called from any
	// goroutine, and more than once.
	Stop func(door int)
}

// Begin starts to probe the doors of a host, which must be as CheckHost returns
// it, and returns at once. When ctx ends, the doors that have not settled yet do so
// at once, with EndCancelled.
func (p *Prober) Begin(ctx context.Context, host string, doors []Door) Run {
	r := p.newRun(host)
	r.events = make(chan Event, len(doors)*maxEvents)
	r.tell = func(e Event) { r.events <- e }
	visits := make([]*visit, len(doors))
	for i, d := range doors {
		visits[i] = &visit{run: r, index: i, door: d, result: NewResult(d)}
		visits[i].ctx, visits[i].stop = context.WithCancel(ctx)
	}
	go r.all(ctx, visits)
	return Run{NewReport(host, r.started, doors), r.events, func(door int) { visits[door].stop() }}
}

// newRun returns a run that has not begun. The caller sets tell.
func (p *Prober) newRun(host string) *run {
	return &run{
		prober:  p,
		trust:   trust{host: host, roots: p.Roots, besides: p.Besides},
		started: time.Now(),
		found:   make(chan struct{}),
	}
}

// Start is Begin for a caller that never stops a single door.
func (p *Prober) Start(ctx context.Context, host string, doors []Door) (Report, <-chan Event) {
	r := p.Begin(ctx, host, doors)
	return r.Report, r.Events
}

// Probe is Start; it returns the report once all doors have settled.
func (p *Prober) Probe(ctx context.Context, host string, doors []Door) Report {
	report, events := p.Start(ctx, host, doors)
	for e := range events {
		report = report.With(e)
	}
	return report
}

// A run probes the doors of one host: one lookup for all of them, then one visit
// each.
type run struct {
	prober  *Prober
	trust   trust
	started time.Time
	events  chan Event
	tell    func(Event) // may be called from several goroutines

	found chan struct{} // closed when the lookup has ended
	addrs []netip.Addr
	dns   DNS

	asking context.Context // of all lookups: ends when no door waits for one any more
	mu     sync.Mutex
	asked  []*nameLookup // about the names of certificates
}

// all visits all doors at once and closes the channel when all have settled.
func (r *run) all(ctx context.Context, visits []*visit) {
	defer close(r.events)
	if len(visits) == 0 {
		return
	}
	asking, stop := context.WithCancel(ctx)
	defer stop() // a lookup that no door waits for any more
	r.ask(asking)
	var settling sync.WaitGroup
	for _, v := range visits {
		settling.Go(func() {
			defer v.stop()
			v.settle(ctx)
		})
	}
	settling.Wait()
}

// ask begins the lookup that all doors wait for.
func (r *run) ask(ctx context.Context) {
	r.asking = ctx
	if r.trust.roots == nil {
		// Reading the system's authorities takes longer than a handshake, so it is
		// done during the lookup. crypto/x509 keeps the result.
		go func() { _, _ = x509.SystemCertPool() }()
	}
	go func() {
		defer close(r.found)
		r.addrs, r.dns = r.prober.lookup(ctx, r.trust.host)
	}()
}

// doorLimit returns how long one door may take in all.
func (r *run) doorLimit() time.Duration {
	if r.prober.Timeout > 0 {
		return r.prober.Timeout
	}
	return DoorTimeout
}
