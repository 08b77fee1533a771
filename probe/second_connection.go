package probe

import (
	"context"
	"crypto/tls"
	"sync/atomic"
	"time"
)

// A second connection is opened only to learn more about a door that stays silent
// or fails its TLS handshake. It stands in the transcript as a block of its own,
// between two notes. What it learns counts only if it succeeds, and then as TLSMode
// says.

// openSecond opens a second connection to the address of the first. Its dialogue's
// wire is nil if that failed.
func (v *visit) openSecond(ctx context.Context, purpose string) *dialogue {
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

// hangUp closes a second connection without QUIT.
func (d *dialogue) hangUp() {
	if d.wire == nil {
		return
	}
	_ = d.wire.Close()
	d.note("second connection: closed")
}

// metSMTP reports whether a second connection met an SMTP server.
func (d *dialogue) metSMTP() bool {
	g := d.facts.Greeting
	return g == GreetingOK || g == GreetingTempError || g == GreetingPermError
}

// tryBeside tries TLS from the start on a second connection, while it goes on
// waiting for the greeting on the first until the limit. It returns the second
// dialogue if that met SMTP while the first stayed silent or sent a TLS alert.
func (v *visit) tryBeside(ctx context.Context, first *dialogue, limit time.Time) *dialogue {
	v.show(StepSecondTry)
	besideCtx, stop := context.WithDeadlineCause(ctx, limit, errDoorLimit)
	defer stop()
	var decided atomic.Bool // whose facts count: the connection that speaks first
	ended := make(chan *dialogue, 1)
	go func() {
		d := v.trySecondTLS(besideCtx)
		d.adopted = d.metSMTP() && decided.CompareAndSwap(false, true)
		if d.adopted {
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
	if !second.adopted {
		return nil
	}
	// From now on it ends with the door's context, and no longer with the wait.
	second.betweenCommands = second.wire.moveTo(ctx) && second.betweenCommands
	v.result.Greeting = GreetingNone
	switch { // only for the transcript: how the first ended changes no fact any more
	case first.in.inTLS():
		first.note("an alert of TLS, where the greeting was due")
	case err != nil && !isOwnDoing(err):
		first.noteBroken(first.broken(ctx, err), err)
	}
	v.adoptTLS(second.facts)
	v.result.End = endOf(ctx)
	return second
}

// trySecondTLS opens a second connection and begins it with TLS.
func (v *visit) trySecondTLS(ctx context.Context) *dialogue {
	d := v.openSecond(ctx, "TLS from the start, while the first keeps silent")
	if d.wire == nil {
		return d
	}
	d.facts.TLSMode = ModeImplicit
	if !d.encrypt(ctx, nil) {
		return d
	}
	if now := time.Now(); d.greet(ctx, now, now.Add(greetingLimit)) {
		d.talk(ctx)
	}
	return d
}

// tryPlain tries a second connection in the clear at a door that did not answer TLS
// with TLS. It returns the second dialogue if that met SMTP. It does not try
// STARTTLS: nobody should use that at such a door.
func (v *visit) tryPlain(ctx context.Context, first *dialogue) *dialogue {
	_ = first.wire.Close()
	v.show(StepSecondTry)
	d := v.openSecond(ctx, "in the clear, for that was no TLS")
	if d.wire == nil {
		v.closeSecond(ctx, d)
		return nil
	}
	if now := time.Now(); d.greet(ctx, now, now.Add(greetingLimit)) {
		d.sayEHLO(ctx, StepHello)
	}
	if !d.metSMTP() {
		v.closeSecond(ctx, d)
		if d.facts.Protocol != "" {
			v.result.Protocol = d.facts.Protocol
		}
		return nil
	}
	v.record(d.facts.Transcript...)
	v.adoptPlain(d.facts)
	v.result.End = endOf(ctx)
	return d
}

// tryOldTLS finds out which version of TLS a server has that refused TLS 1.2 and
// newer. Nothing is sent over it.
func (v *visit) tryOldTLS(ctx context.Context, first *dialogue) {
	_ = first.wire.Close()
	v.show(StepSecondTry)
	d := v.openSecond(ctx, "which version of TLS does it have")
	defer v.closeSecond(ctx, d)
	if d.wire == nil {
		return
	}
	var early []byte
	if !v.door.Implicit() {
		now, ok := time.Now(), false
		if !d.greet(ctx, now, now.Add(greetingLimit)) || !d.sayEHLO(ctx, StepHello) || !d.facts.STARTTLSOffered {
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

// closeSecond closes a second connection whose facts do not count.
func (v *visit) closeSecond(ctx context.Context, d *dialogue) {
	d.hangUp()
	v.record(d.facts.Transcript...)
	v.result.End = endOf(ctx)
}

// adoptTLS takes over the facts of a second connection that met SMTP inside TLS,
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

// adopt takes over the facts that every successful second connection adds.
func (r *Result) adopt(f *Result) {
	r.Hello, r.Refusal = f.Hello, f.Refusal
	r.RoundTrips += f.RoundTrips
	for _, w := range f.Warnings {
		r.warn(w)
	}
}
