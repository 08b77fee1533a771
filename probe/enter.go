package probe

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"os"
	"slices"
	"strings"
	"time"
)

// Enter tries one door as Begin does, on one connection only, and does not take
// leave where something secret may be said: it returns the Entered then, which
// the caller must Quit or Close. It is nil where the connection was not safe, and
// the result says why. tell, unless it is nil, is called with every step; a
// settled result is the last. When ctx ends, the connection closes, also later.
func (p *Prober) Enter(ctx context.Context, host string, door Door, tell func(Result)) (Result, *Entered) {
	r := p.newRun(host)
	v := &visit{run: r, ctx: ctx, door: door, result: NewResult(door), once: true}
	var last Result
	r.tell = func(e Event) {
		last = e.Result
		if tell != nil {
			tell(last)
		}
	}
	asking, stop := context.WithCancel(ctx)
	defer stop()
	r.ask(asking)
	e := v.enter(ctx)
	return last, e
}

// enter tries the door, and keeps the connection if that is safe.
func (v *visit) enter(parent context.Context) *Entered {
	limit := v.run.started.Add(v.run.doorLimit())
	ctx, cancel := context.WithDeadlineCause(parent, limit, errDoorLimit)
	defer cancel()
	d := v.try(ctx)
	if d == nil || !d.safe() || !d.wire.moveTo(parent) {
		v.leave(ctx, parent, d)
		return nil
	}
	v.closeRace()
	v.show(StepSettled)
	return &Entered{ctx: parent, d: d}
}

// safe reports whether something secret may be said: TLS 1.2 or newer is up on
// this very connection, its certificate is good, nothing came in the clear where
// TLS was due, and the server has answered EHLO inside. The certificate is asked
// about twice: what examine found is a diagnosis, and here the library decides.
func (d *dialogue) safe() bool {
	conn, encrypted := d.conn.(*tls.Conn)
	if !encrypted || !d.polite || len(d.in.unread()) > 0 {
		return false
	}
	state, f := conn.ConnectionState(), d.facts
	return state.HandshakeComplete && state.Version >= tls.VersionTLS12 &&
		f.TLS == TLSOK && f.TLSVerified && !f.Injected && f.End == EndNormal &&
		f.Hello == HelloOK && f.ExtensionsAfterTLS != nil &&
		d.trust.verify(state.PeerCertificates) == nil
}

// verify asks the library whether it trusts a chain.
func (t trust) verify(chain []*x509.Certificate) error {
	if len(chain) == 0 {
		return errors.New("the server sent no certificate")
	}
	host, _, _ := strings.Cut(t.host, "%") // a zone is not part of the name
	if err := chain[0].VerifyHostname(host); err != nil {
		return err
	}
	between := x509.NewCertPool()
	for _, c := range chain[1:] {
		between.AddCert(c)
	}
	_, err := chain[0].Verify(x509.VerifyOptions{Roots: t.pool(), Intermediates: between})
	return err
}

// An Entered is a connection on which something secret may be said: Enter found
// it safe. One goroutine may use it at a time.
type Entered struct {
	ctx   context.Context
	d     *dialogue
	scrub func(line []byte, cut bool) string
}

// The ways a reply can fail to come.
var (
	// ErrSilent: there was no complete reply in time.
	ErrSilent = errors.New("no complete answer in time")
	// ErrLost: the connection broke, or what came is no reply of SMTP.
	ErrLost = errors.New("the connection broke")
)

// An Answer is a reply to what was said in an Entered.
type Answer struct {
	Reply
	raw string // of the last line, behind the code
}

// Challenge returns what a reply of 334 asks (RFC 4954, section 4).
func (a Answer) Challenge() ([]byte, error) {
	return base64.StdEncoding.DecodeString(strings.TrimSpace(a.raw))
}

// LocalName returns what was said in EHLO.
func (e *Entered) LocalName() string { return e.d.name }

// Scrub has every line from now on, of both sides and of notes, pass f before it
// is kept. cut says that the line was cut short.
func (e *Entered) Scrub(f func(line []byte, cut bool) string) { e.scrub = f }

// Command says one line, which must not hold what would end it. What the
// transcript shows of it is for Show. That nobody listens is for Hear to tell.
func (e *Entered) Command(line []byte) error {
	if bytes.ContainsAny(line, "\r\n\x00") {
		return errors.New("a command is one line")
	}
	b := append(append(make([]byte, 0, len(line)+2), line...), "\r\n"...)
	e.Say(b)
	clear(b) // it may hold a secret
	return nil
}

// Say sends bytes as they stand.
func (e *Entered) Say(b []byte) {
	if early := e.d.in.unread(); len(early) > 0 {
		e.Note("not asked for: " + excerpt(e.clean(early, true), maxExcerpt).safe)
	}
	e.d.polite = false
	_ = e.d.conn.SetDeadline(time.Now().Add(replyLimit))
	_, _ = e.d.conn.Write(b) // if nobody listens, what is left to be read says why
}

// Waits reports whether the server still waits for a command, and has neither hung
// up nor said anything by itself meanwhile, as servers do that were left waiting for
// long. What came instead stands in the transcript then.
func (e *Entered) Waits() bool {
	_ = e.d.conn.SetReadDeadline(time.Now().Add(time.Millisecond)) // what has come is there
	if err := e.d.in.await(); errors.Is(err, os.ErrDeadlineExceeded) {
		return true
	}
	_, _ = e.Hear(quitLimit)
	e.d.polite = false
	return false
}

// Hear reads one reply, within the limit. The error is ErrSilent or ErrLost; what
// came of the reply stands in the transcript then.
func (e *Entered) Hear(limit time.Duration) (Answer, error) {
	_ = e.d.conn.SetDeadline(time.Now().Add(limit))
	r, err := e.d.in.read()
	var raw string
	for i, l := range r.lines {
		raw = l[min(len(l), 4):]
		r.lines[i] = e.clean([]byte(l), err != nil && i == len(r.lines)-1)
	}
	e.d.keep(r, err)
	e.d.polite = err == nil && r.code/100 != 3 // which wants more, and no command
	if err == nil {
		return Answer{r.published(), raw}, nil
	}
	why := e.d.broken(e.ctx, err)
	e.d.noteBroken(why, err)
	if why == silence {
		return Answer{}, ErrSilent
	}
	return Answer{}, ErrLost
}

// clean is what may be kept of a line.
func (e *Entered) clean(line []byte, cut bool) string {
	if e.scrub == nil {
		return string(line)
	}
	return e.scrub(line, cut)
}

// Show adds a line of the client's to the transcript.
func (e *Entered) Show(line string) {
	e.d.record(FromClient, excerpt(e.clean([]byte(line), false), maxTranscriptLine))
}

// Note adds a line of Postern's own to the transcript.
func (e *Entered) Note(words string) {
	e.d.record(FromNote, excerpt(e.clean([]byte(words), false), maxTranscriptLine))
}

// Transcript returns the conversation so far, from its first line on.
func (e *Entered) Transcript() []Line { return slices.Clip(e.d.facts.Transcript) }

// Quit says QUIT if the server is between two commands, and closes the
// connection a moment later, without being waited for, or when ctx ends. The context
// that it was entered with may end before.
func (e *Entered) Quit(ctx context.Context) {
	if !e.d.polite || e.ctx.Err() != nil {
		e.Close()
		return
	}
	e.Show("QUIT")
	e.d.quit(ctx)
}

// Close closes the connection at once.
func (e *Entered) Close() { _ = e.d.wire.Close() }
