package probe

import (
	"context"
	"errors"
	"net/netip"
	"os"
	"slices"
	"time"
)

// A visit probes one door. It belongs to one goroutine.
type visit struct {
	run              *run
	ctx              context.Context // ends with the run, or when this door is stopped
	stop             context.CancelFunc
	index            int
	door             Door
	result           Result
	addrs            []netip.Addr // once known
	race             *race        // once begun
	sent             int          // events so far
	singleConnection bool         // no second connection, whatever it might show
}

// settle probes the door, sends the settling event and says QUIT. ctx of the
// visit limits the probe; parent only what comes after it.
func (v *visit) settle(parent context.Context) {
	limit := v.run.started.Add(v.run.doorLimit())
	ctx, cancel := WithLimit(v.ctx, limit)
	defer cancel()
	v.leave(ctx, parent, v.try(ctx))
}

// leave sends the settling event and ends the dialogue, if there is one: with QUIT
// where the server can be told, else by closing.
func (v *visit) leave(ctx, parent context.Context, d *dialogue) {
	v.followNames(ctx)
	v.closeRace()
	leave := d != nil && d.betweenCommands && ctx.Err() == nil
	if leave {
		v.record(Line{At: v.now(), From: FromClient, Text: Text{"QUIT"}})
	}
	v.show(StepSettled)
	switch {
	case leave:
		d.quit(parent)
	case d != nil:
		_ = d.wire.Close()
	}
}

// try goes as far as the door lets it, and returns the dialogue that is left to
// end, nil if there is none.
func (v *visit) try(ctx context.Context) *dialogue {
	v.show(StepLookup)
	if !v.lookup(ctx) {
		return nil
	}
	v.show(StepConnect)
	d := v.connect(ctx)
	switch {
	case d == nil:
		return nil
	case v.door.Implicit():
		return v.tryEncrypted(ctx, d)
	default:
		return v.tryClear(ctx, d)
	}
}

// lookup waits for the addresses, which all doors share. It reports whether there
// are any.
func (v *visit) lookup(ctx context.Context) bool {
	select {
	case <-v.run.found:
	case <-ctx.Done():
	}
	if v.result.End = endOf(ctx); v.result.End != EndNormal {
		if v.result.End == EndTimeout {
			v.result.DNS = DNSTimeout
		}
		return false
	}
	v.addrs, v.result.DNS = v.run.addrs, v.run.dns
	return v.result.DNS == DNSOK
}

// connect opens a dialogue with the first address that connects; nil if none does.
func (v *visit) connect(ctx context.Context) *dialogue {
	v.race = newRace(v.addrs)
	conn, address := v.race.run(ctx, v.run.prober, v.door.Dialled(), func() { v.show(StepConnect) })
	if conn == nil {
		v.unconnected(ctx)
		return nil
	}
	v.result.Connect, v.result.Address = ConnectOK, address
	d := v.dialogue(&v.result)
	d.onStep = v.show
	d.open(ctx, conn)
	return d
}

// unconnected notes how connecting failed.
func (v *visit) unconnected(ctx context.Context) {
	v.result.End = endOf(ctx)
	if v.result.End == EndCancelled {
		return
	}
	v.race.close(ConnectTimeout)
	v.result.Connect = doorConnect(v.race.known())
	if v.result.Connect != ConnectTimeout && v.result.Connect != ConnectUnreachable {
		v.result.RoundTrips++ // something came back
	}
}

// dialogue returns a dialogue that is not open yet and will fill in facts.
func (v *visit) dialogue(facts *Result) *dialogue {
	return &dialogue{
		facts: facts, start: v.run.started, trust: v.run.trust,
		name: v.run.prober.LocalName, onStep: func(Step) {},
		onCertificate: func(c *Certificate) { v.run.lookUpNames(c) },
	}
}

// tryClear holds the dialogue of a door that begins in the clear (STARTTLS).
func (v *visit) tryClear(ctx context.Context, d *dialogue) *dialogue {
	v.show(StepGreeting)
	since := time.Now()
	limit := since.Add(greetingLimit)
	_ = d.conn.SetReadDeadline(since.Add(silenceLimit))
	err := d.in.await()
	if !v.singleConnection && (errors.Is(err, os.ErrDeadlineExceeded) || d.in.inTLS()) && ctx.Err() == nil {
		if second := v.tryBeside(ctx, d, limit); second != nil {
			return second
		}
	}
	if d.greet(ctx, since, limit) {
		d.talk(ctx)
	}
	if tooOld(d.tlsErr) && ctx.Err() == nil && !v.singleConnection {
		v.tryOldTLS(ctx, d)
	}
	return d
}

// tryEncrypted holds the dialogue of a door that begins with TLS.
func (v *visit) tryEncrypted(ctx context.Context, d *dialogue) *dialogue {
	v.result.TLSMode = ModeImplicit
	v.show(StepTLS)
	if d.encrypt(ctx, nil) {
		v.show(StepGreeting)
		since := time.Now()
		if d.greet(ctx, since, since.Add(greetingLimit)) {
			d.talk(ctx)
		}
		return d
	}
	switch {
	case ctx.Err() != nil, v.singleConnection:
	case tooOld(d.tlsErr):
		v.tryOldTLS(ctx, d)
	case errors.Is(d.tlsErr, errNotTLS) && v.result.Protocol == "":
		if second := v.tryPlain(ctx, d); second != nil {
			return second
		}
	}
	return d
}

// closeRace ends the connection attempts that are still under way, and warns if
// only IPv4 works.
func (v *visit) closeRace() {
	if v.race == nil {
		return
	}
	v.race.close(ConnectAbandoned)
	if !v.result.Address.Is4() {
		return
	}
	// No route to IPv6 is how most networks are; IPv6 that leads nowhere is broken.
	if slices.ContainsFunc(v.race.known(), func(a Attempt) bool {
		return a.Address.Is6() && a.Result != ConnectOK &&
			a.Result != ConnectAbandoned && a.Result != ConnectUnreachable
	}) {
		v.result.warn(WarnIPv6Broken)
	}
}

// now returns the time since the run began.
func (v *visit) now() time.Duration { return time.Since(v.run.started) }

// record adds lines to the transcript.
func (v *visit) record(lines ...Line) {
	v.result.Transcript = append(v.result.Transcript, lines...)
}

// show sends an event with all that is known. The event's Result is a snapshot: it
// shares only what is never written again, and slices that still grow are clipped,
// so that what is appended later lies outside.
func (v *visit) show(step Step) {
	if v.sent == maxEvents-1 && step != StepSettled {
		return // the last place is kept for the settling event, which will tell all of this
	}
	v.sent++
	now := v.now()
	if v.result.Step != step {
		v.result.Step, v.result.Since = step, now
	}
	v.result.Elapsed = now
	r := v.result
	r.Transcript = slices.Clip(r.Transcript)
	r.Warnings = slices.Clip(r.Warnings)
	if v.race != nil {
		v.race.collect()
		r.Connects = v.race.known()
	}
	v.run.tell(Event{Door: v.index, At: now, Addresses: v.addrs, Result: r})
}
