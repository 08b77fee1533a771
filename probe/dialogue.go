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

// A dialogue is the SMTP conversation on one connection, and the facts it yields,
// which are never mixed with another connection's. It belongs to one goroutine.
type dialogue struct {
	facts  *Result
	start  time.Time  // of the run
	trust  trust      // what the certificate must prove
	name   string     // said in EHLO
	onStep func(Step) // told when a step begins

	onCertificate func(*Certificate) // told when a certificate was examined

	wire *wire    // nil until opened
	conn net.Conn // the wire, or TLS over it
	in   *replyReader

	greeting reply
	tlsErr   error // why the handshake failed
	// betweenCommands says that the last reply was complete, so that QUIT may be sent.
	betweenCommands bool
	// outOfStep says that the server said more than was asked inside TLS, so that no
	// reply can be matched to its command any more.
	outOfStep bool
	adopted   bool // a second connection whose facts count
}

// open begins the dialogue on a connection just opened, which closes when ctx ends.
func (d *dialogue) open(ctx context.Context, conn net.Conn) {
	d.wire = newWire(ctx, conn, &d.facts.RoundTrips)
	d.use(d.wire)
	if !validEHLOName(d.name) {
		d.name = addressLiteral(conn.LocalAddr())
	}
	if remote := conn.RemoteAddr(); remote != nil {
		d.note("connected to " + remote.String())
	}
}

// use continues the dialogue over conn, and forgets what was read ahead.
func (d *dialogue) use(conn net.Conn) {
	d.conn, d.in = conn, &replyReader{r: conn}
}

// validEHLOName reports whether a name can be said in EHLO: not empty, and nothing in
// it that could end the line or the argument.
func validEHLOName(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r > '~' })
}

// addressLiteral returns the address literal of a connection's own end (RFC 5321,
// section 4.1.3).
func addressLiteral(local net.Addr) string {
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

// note records what happened, in Postern's words.
func (d *dialogue) note(words string) { d.record(FromNote, Text{words}) }

// record adds a line to the transcript. Lines are only ever added: published
// results share them.
func (d *dialogue) record(from Speaker, t Text) {
	d.facts.Transcript = append(d.facts.Transcript, Line{At: time.Since(d.start), From: from, Text: t})
}

// warn adds a warning, once.
func (d *dialogue) warn(w Warning) { d.facts.warn(w) }

func (r *Result) warn(w Warning) {
	if !slices.Contains(r.Warnings, w) {
		r.Warnings = append(slices.Clip(r.Warnings), w)
	}
}

// ask sends one command and reads its reply, and sets aside what came behind it.
func (d *dialogue) ask(command string) (reply, error) {
	r, err := d.exchange(command)
	if err == nil {
		d.setAside()
	}
	return r, err
}

// setAside removes and notes what the server said out of turn. A command has one
// reply (RFC 5321, section 4.2), so what is there before the next command was sent
// cannot be the reply to it. In the clear anybody on the way could have put it
// there, and nothing said in the clear counts once TLS is up. Inside TLS it may be
// the reply to a command that was injected before TLS began (CVE-2011-0411): the
// dialogue is out of step, and a password might be taken for something else.
func (d *dialogue) setAside() {
	encrypted := d.conn != net.Conn(d.wire)
	if encrypted { // which may hold more than it handed on
		_ = d.conn.SetReadDeadline(time.Unix(1, 0)) // long ago: nothing is waited for
		_ = d.in.fill()
	}
	if more := d.in.takeUnread(); len(more) > 0 {
		d.outOfStep = encrypted
		d.warn(WarnUnaskedReply)
		d.note("not asked for: " + excerpt(string(more), maxExcerpt).safe)
	}
}

// exchange sends one command and reads its reply, both within replyLimit.
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

// keep records what was read in the transcript.
func (d *dialogue) keep(r reply, err error) {
	for _, l := range r.lines {
		d.record(FromServer, excerpt(l, maxTranscriptLine))
	}
	if r.bareLF {
		d.warn(WarnBareLF)
	}
	d.betweenCommands = err == nil
}

// talk says what is said on every door once the greeting has come: EHLO and, where
// that is in the clear, STARTTLS and EHLO again inside TLS.
func (d *dialogue) talk(ctx context.Context) {
	if !d.sayEHLO(ctx, StepHello) || d.facts.TLS == TLSOK {
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
	d.onStep(StepTLS)
	if d.encrypt(ctx, early) {
		d.sayEHLO(ctx, StepHelloAgain)
	}
}

// startTLS sends STARTTLS. It reports whether the reply was exactly 220, and returns
// what came together with that reply and is not part of it.
func (d *dialogue) startTLS(ctx context.Context) ([]byte, bool) {
	d.onStep(StepSTARTTLS)
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
	return d.in.takeUnread(), true
}

// quit sends QUIT and returns. The connection is closed in the background once the
// reply has come, at the latest after quitLimit.
func (d *dialogue) quit(ctx context.Context) {
	d.wire.moveTo(ctx) // the door's own context ends now
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
