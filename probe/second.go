package probe

import (
	"context"
	"crypto/tls"
	"sync/atomic"
	"time"
)

// A second connection is opened only to learn more about a door that keeps
// silent or fails its TLS handshake. Its talk stands in the transcript as a
// block of its own, between two notes. What it learns counts only if it
// succeeds, and then as TLSMode says.

// again opens a second connection to the address the first was held with. Its
// wire is nil if that failed.
func (v *visit) again(ctx context.Context, purpose string) *dialogue {
	facts := NewResult(v.door)
	d := v.dialogue(&facts)
	d.note("second connection: " + purpose)
	conn, err := v.run.prober.dial(ctx, v.result.Address, v.door.Dialled())
	if err != nil {
		d.note("second connection: " + string(classify(err)))
		return d
	}
	d.open(ctx, conn)
	return d
}

// hangUp closes a second connection nobody takes leave of.
func (d *dialogue) hangUp() {
	if d.wire == nil {
		return
	}
	_ = d.wire.Close()
	d.note("second connection: closed")
}

// met reports whether a second connection met an SMTP server.
func (d *dialogue) met() bool {
	g := d.facts.Greeting
	return g == GreetingOK || g == GreetingTempError || g == GreetingPermError
}

// tryBeside tries TLS from the start while the greeting is still waited for on
// the first connection, until the limit. It returns the second dialogue if that
// met SMTP and the first is still silent, or has spoken in TLS itself.
func (v *visit) tryBeside(ctx context.Context, first *dialogue, limit time.Time) *dialogue {
	v.show(StepSecondTry)
	besideCtx, stop := context.WithDeadlineCause(ctx, limit, errDoorLimit)
	defer stop()
	var decided atomic.Bool // whose facts count: whoever speaks first
	ended := make(chan *dialogue, 1)
	go func() {
		d := v.speakTLS(besideCtx)
		d.won = d.met() && decided.CompareAndSwap(false, true)
		if d.won {
			_ = first.wire.Close() // its silence need not be waited out
		} else {
			d.hangUp()
		}
		ended <- d
	}()
	_ = first.conn.SetReadDeadline(limit)
	err := first.in.await()
	if err == nil && !first.in.inTLS() && decided.CompareAndSwap(false, true) {
		stop()
	}
	second := <-ended
	v.record(second.facts.Transcript...)
	if !second.won {
		return nil
	}
	// It ends with the door from now on, and no longer with the wait.
	second.polite = second.wire.moveTo(ctx) && second.polite
	v.result.Greeting = GreetingNone
	switch { // how the first ended changes no fact any more
	case first.in.inTLS():
		first.note("an alert of TLS, where the greeting was due")
	case err != nil && !ours(err):
		first.noteBroken(first.broken(ctx, err), err)
	}
	v.adoptTLS(second.facts)
	v.result.End = cutBy(ctx)
	return second
}

// speakTLS opens a second connection and begins it with TLS.
func (v *visit) speakTLS(ctx context.Context) *dialogue {
	d := v.again(ctx, "TLS from the start, while the first keeps silent")
	if d.wire == nil {
		return d
	}
	d.facts.TLSMode = ModeImplicit
	if !d.encrypt(ctx, nil) {
		return d
	}
	if now := time.Now(); d.greet(ctx, now, now.Add(greetingLimit)) {
		d.say(ctx)
	}
	return d
}

// tryPlain tries the clear on a door that did not answer TLS with TLS. It
// returns the second dialogue if that met SMTP. STARTTLS is not tried: nobody
// should use it here.
func (v *visit) tryPlain(ctx context.Context, first *dialogue) *dialogue {
	_ = first.wire.Close()
	v.show(StepSecondTry)
	d := v.again(ctx, "in the clear, for that was no TLS")
	if d.wire == nil {
		v.closeSecond(ctx, d)
		return nil
	}
	if now := time.Now(); d.greet(ctx, now, now.Add(greetingLimit)) {
		d.sayHello(ctx, StepHello)
	}
	if !d.met() {
		v.closeSecond(ctx, d)
		if d.facts.Protocol != "" {
			v.result.Protocol = d.facts.Protocol
		}
		return nil
	}
	v.record(d.facts.Transcript...)
	v.adoptPlain(d.facts)
	v.result.End = cutBy(ctx)
	return d
}

// tryOldTLS learns which version of TLS a server has that refused those still
// safe. Nothing is sent over it.
func (v *visit) tryOldTLS(ctx context.Context, first *dialogue) {
	_ = first.wire.Close()
	v.show(StepSecondTry)
	d := v.again(ctx, "which version of TLS does it have")
	defer v.closeSecond(ctx, d)
	if d.wire == nil {
		return
	}
	var early []byte
	if !v.door.Implicit() {
		now, ok := time.Now(), false
		if !d.greet(ctx, now, now.Add(greetingLimit)) || !d.sayHello(ctx, StepHello) || !d.facts.STARTTLSOffered {
			return
		}
		if early, ok = d.startTLS(ctx); !ok {
			return
		}
	}
	under := &sniffer{Conn: d.wire}
	under.early(early)
	conn, err := d.handshake(under, d.trust.oldConfig())
	if err != nil {
		if isSSL3(err) {
			v.result.TLSVersion = "SSL 3.0"
		}
		d.note("no TLS of any version: " + excerpt(err.Error(), maxExcerpt).safe)
		return
	}
	if version := conn.ConnectionState().Version; version < tls.VersionTLS12 {
		v.result.TLSVersion = versionName(version)
	}
	d.note("TLS " + versionName(conn.ConnectionState().Version) + ", once older versions and ciphers are allowed")
}

// closeSecond closes a second connection that changes no fact.
func (v *visit) closeSecond(ctx context.Context, d *dialogue) {
	d.hangUp()
	v.record(d.facts.Transcript...)
	v.result.End = cutBy(ctx)
}

// adoptTLS takes over the facts of a second connection that met SMTP in TLS,
// where the first met silence.
func (v *visit) adoptTLS(f *Result) {
	r := &v.result
	r.TLSMode = ModeImplicitOnSTARTTLS
	r.TLS, r.TLSVersion, r.TLSCipher = f.TLS, f.TLSVersion, f.TLSCipher
	r.TLSVerified, r.TLSError, r.Certificate = f.TLSVerified, f.TLSError, f.Certificate
	r.ExtensionsAfterTLS, r.AuthAfterTLS = f.ExtensionsAfterTLS, f.AuthAfterTLS
	r.adopt(f)
}

// adoptPlain takes over the facts of a second connection that met SMTP in the
// clear, where the first met no TLS.
func (v *visit) adoptPlain(f *Result) {
	r := &v.result
	r.TLSMode = ModePlaintextOnTLS
	r.Greeting, r.GreetingCode, r.GreetingText = f.Greeting, f.GreetingCode, f.GreetingText
	r.STARTTLSOffered = f.STARTTLSOffered
	r.ExtensionsBeforeTLS, r.AuthBeforeTLS = f.ExtensionsBeforeTLS, f.AuthBeforeTLS
	r.adopt(f)
}

// adopt takes over what every successful second connection adds.
func (r *Result) adopt(f *Result) {
	r.Hello, r.Refusal = f.Hello, f.Refusal
	r.RoundTrips += f.RoundTrips
	for _, w := range f.Warnings {
		r.warn(w)
	}
}
