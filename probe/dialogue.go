package probe

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
	"strings"
	"time"
)

// A dialogue is the talk on one connection, and the facts it yields. One
// goroutine holds it; its facts are never mixed with another connection's.
type dialogue struct {
	facts *Result
	start time.Time  // of the run
	trust trust      // what the certificate must prove
	name  string     // said in EHLO
	begin func(Step) // told when a step begins

	certified func(*Certificate) // told when a certificate was examined

	wire *wire    // nil until opened
	conn net.Conn // the wire, or TLS over it
	in   *replyReader

	greeting reply
	tlsErr   error // why the handshake failed
	// polite: the server is between two commands, and can be told QUIT.
	polite bool
	adrift bool // in TLS more was said than asked: no answer is sure to be that to a question
	won    bool // a second connection whose facts count
}

// open begins the talk on a connection just opened.
func (d *dialogue) open(ctx context.Context, conn net.Conn) {
	d.wire = newWire(ctx, conn, &d.facts.RoundTrips)
	d.use(d.wire)
	if !sayable(d.name) {
		d.name = literal(conn.LocalAddr())
	}
	if remote := conn.RemoteAddr(); remote != nil {
		d.note("connected to " + remote.String())
	}
}

// use goes on over conn, forgetting what was read ahead.
func (d *dialogue) use(conn net.Conn) {
	d.conn, d.in = conn, &replyReader{r: conn}
}

// sayable reports whether a name can be said in EHLO: not empty, and nothing in
// it that could end the line or the argument.
func sayable(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r > '~' })
}

// literal returns the address literal of a connection's own end (RFC 5321,
// section 4.1.3).
func literal(local net.Addr) string {
	a := netip.AddrFrom4([4]byte{127, 0, 0, 1})
	if local != nil {
		if ap, err := netip.ParseAddrPort(local.String()); err == nil {
			a = ap.Addr().Unmap().WithZone("")
		}
	}
	if a.Is6() {
		return "[IPv6:" + a.String() + "]"
	}
	return "[" + a.String() + "]"
}

// note records what happened, in our own words.
func (d *dialogue) note(words string) { d.record(FromNote, Text{words}) }

// record adds a line to the transcript. Lines are only ever added: published
// results share them.
//
//go:noinline
func (d *dialogue) record(from Speaker, t Text) {
	d.facts.Transcript = append(d.facts.Transcript, Line{At: time.Since(d.start), From: from, Text: t})
}

// warn adds a warning, once.
//
//go:noinline
func (d *dialogue) warn(w Warning) { d.facts.warn(w) }

//go:noinline
func (r *Result) warn(w Warning) {
	if !slices.Contains(r.Warnings, w) {
		r.Warnings = append(slices.Clip(r.Warnings), w)
	}
}

// ask sends one command and reads its answer, and sets aside what came behind.
func (d *dialogue) ask(command string) (reply, error) {
	r, err := d.exchange(command)
	if err == nil {
		d.setAside()
	}
	return r, err
}

// setAside takes what the server said out of turn: it is the answer to nothing,
// for a command has one reply (RFC 5321, section 4.2), and what is there before
// a command was sent cannot be that. In the clear anybody on the way could have
// put it there, and nothing that is said there counts once TLS is up. In TLS it
// may answer a command that was slipped in before it (CVE-2011-0411): the
// dialogue is adrift, and a password might be taken for something else.
func (d *dialogue) setAside() {
	encrypted := d.conn != net.Conn(d.wire)
	if encrypted { // which may hold more than it handed on
		_ = d.conn.SetReadDeadline(time.Unix(1, 0)) // long ago: nothing is waited for
		_ = d.in.fill()
	}
	if more := d.in.unread(); len(more) > 0 {
		d.adrift = encrypted
		d.warn(WarnUnaskedReply)
		d.note("not asked for: " + excerpt(string(more), maxExcerpt).safe)
	}
}

// exchange sends one command and reads its answer, both within replyLimit.
func (d *dialogue) exchange(command string) (reply, error) {
	if strings.ContainsAny(command, "\r\n\x00") {
		return reply{}, errors.New("a command is one line")
	}
	d.record(FromClient, Text{command})
	limit := time.Now().Add(replyLimit)
	_ = d.conn.SetDeadline(limit)
	// If nobody listens any more, what is left to be read says why.
	_, _ = d.conn.Write([]byte(command + "\r\n"))
	return d.answer(limit)
}

// answer reads one reply until the limit.
func (d *dialogue) answer(limit time.Time) (reply, error) {
	_ = d.conn.SetDeadline(limit)
	r, err := d.in.read()
	d.keep(r, err)
	return r, err
}

// keep notes what was read.
func (d *dialogue) keep(r reply, err error) {
	for _, l := range r.lines {
		d.record(FromServer, excerpt(l, maxTranscriptLine))
	}
	if r.bareLF {
		d.warn(WarnBareLF)
	}
	d.polite = err == nil
}

// say speaks what is said on every door once the greeting has come: EHLO, and
// on a door in the clear STARTTLS, TLS and EHLO again.
func (d *dialogue) say(ctx context.Context) {
	if !d.sayHello(ctx, StepHello) || d.facts.TLS == TLSOK {
		return
	}
	if !d.facts.STARTTLSOffered {
		d.facts.TLS = TLSNone
		return
	}
	d.facts.TLSMode = ModeSTARTTLS
	early, ok := d.startTLS(ctx)
	if !ok {
		return
	}
	d.begin(StepTLS)
	if d.encrypt(ctx, early) {
		d.sayHello(ctx, StepHelloAgain)
	}
}

// startTLS asks for TLS. Only the exact 220 goes on. It returns what had come
// with the 220 and was not part of it.
func (d *dialogue) startTLS(ctx context.Context) ([]byte, bool) {
	d.begin(StepSTARTTLS)
	r, err := d.exchange("STARTTLS")
	why := breakage(0)
	if err != nil {
		if why = d.broken(ctx, err); why == cancelled {
			return nil, false
		}
		d.noteBroken(why, err)
	}
	switch {
	case why == malformed, err == nil && r.code != 220:
		d.facts.TLS = TLSRefused
		d.facts.Refusal = r.published()
		if err == nil {
			d.setAside()
		}
		return nil, false
	case err != nil:
		d.facts.TLS = TLSFailed
		d.facts.TLSError = Text{"after STARTTLS: " + why.words()}
		return nil, false
	}
	return d.in.unread(), true
}

// quit takes leave: it says QUIT and closes when the answer is there, at the
// latest after quitLimit, without being waited for.
func (d *dialogue) quit(ctx context.Context) {
	d.wire.moveTo(ctx) // from that of the door, which ends now
	_ = d.conn.SetDeadline(time.Now().Add(quitLimit))
	_, err := d.conn.Write([]byte("QUIT\r\n"))
	go func() {
		if err == nil {
			_, err = d.in.read() // whatever it says changes nothing
		}
		if err == nil {
			_ = d.conn.Close() // TLS says that it ends (RFC 8446, section 6.1)
		}
		_ = d.wire.Close()
	}()
}
