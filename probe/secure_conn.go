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

// OpenSecure probes one door as Begin does, but on one connection only. If that
// connection is safe for secrets it stays open and is returned; the caller must Quit
// or Close it. If it is not safe, the SecureConn is nil and the result says why.
// tell, unless it is nil, is called with the result at every step; the last one is
// settled. When ctx ends the connection closes, even after OpenSecure has returned.
func (p *Prober) OpenSecure(ctx context.Context, host string, door Door, tell func(Result)) (Result, *SecureConn) {
	r := p.newRun(host)
	v := &visit{run: r, ctx: ctx, door: door, result: NewResult(door), singleConnection: true}
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
	c := v.openSecure(ctx)
	return last, c
}

// openSecure probes the door, and keeps the connection if it is safe.
func (v *visit) openSecure(parent context.Context) *SecureConn {
	limit := v.run.started.Add(v.run.doorLimit())
	ctx, cancel := WithLimit(parent, limit)
	defer cancel()
	d := v.try(ctx)
	if d == nil || !d.safe() || !d.wire.moveTo(parent) {
		// The caller's context may end with the call: QUIT has quitLimit.
		v.leave(ctx, context.WithoutCancel(parent), d)
		return nil
	}
	v.closeRace()
	v.show(StepSettled)
	return &SecureConn{ctx: parent, d: d}
}

// safe reports whether a secret may be sent: TLS 1.2 or newer is up on this very
// connection, its certificate is valid, nothing came in the clear where TLS was due,
// and the server has answered EHLO inside TLS. The certificate is verified twice:
// what examine found is a diagnosis, and here crypto/x509 alone decides.
func (d *dialogue) safe() bool {
	conn, encrypted := d.conn.(*tls.Conn)
	if !encrypted || !d.betweenCommands || len(d.in.takeUnread()) > 0 {
		return false
	}
	state, f := conn.ConnectionState(), d.facts
	return state.HandshakeComplete && state.Version >= tls.VersionTLS12 &&
		f.TLS == TLSOK && f.TLSVerified && !f.Injected && f.End == EndNormal &&
		f.Hello == HelloOK && f.ExtensionsAfterTLS != nil &&
		d.trust.verify(state.PeerCertificates) == nil
}

// verify reports whether crypto/x509 trusts a chain; nil means that it does.
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

// A SecureConn is a connection that [Prober.OpenSecure] found safe to send a secret
// over. One goroutine may use it at a time.
type SecureConn struct {
	ctx   context.Context
	d     *dialogue
	scrub func(line []byte, cut bool) string
}

// The errors of [SecureConn.ReadReply].
var (
	// ErrSilent means that there was no complete reply in time.
	ErrSilent = errors.New("no complete answer in time")
	// ErrLost means that the connection broke, or what came is no SMTP reply.
	ErrLost = errors.New("the connection broke")
)

// An Answer is a reply that was read from a SecureConn.
type Answer struct {
	Reply
	raw string // the last line, without its code, not escaped
}

// Challenge decodes the challenge in a 334 reply (RFC 4954, section 4).
func (a Answer) Challenge() ([]byte, error) {
	return base64.StdEncoding.DecodeString(strings.TrimSpace(a.raw))
}

// LocalName returns what was said in EHLO.
func (c *SecureConn) LocalName() string { return c.d.name }

// Scrub sets a function that every line of the transcript passes before it is kept,
// from now on: of both sides, and notes. cut says that the line was cut short.
func (c *SecureConn) Scrub(f func(line []byte, cut bool) string) { c.scrub = f }

// Command sends one line; it adds the CRLF. The error says that the line cannot be
// sent, since it holds CR, LF or NUL; a failed write shows when the reply is read.
// Nothing is recorded in the transcript: see RecordClient.
func (c *SecureConn) Command(line []byte) error {
	if bytes.ContainsAny(line, "\r\n\x00") {
		return errors.New("a command is one line")
	}
	b := append(append(make([]byte, 0, len(line)+2), line...), "\r\n"...)
	c.Send(b)
	clear(b) // it may hold a secret
	return nil
}

// Send sends bytes as they are. A failed write shows when the reply is read.
func (c *SecureConn) Send(b []byte) {
	if early := c.d.in.takeUnread(); len(early) > 0 {
		c.Note("not asked for: " + excerpt(c.clean(early, true), maxExcerpt).safe)
	}
	c.d.betweenCommands = false
	_ = c.d.conn.SetDeadline(time.Now().Add(replyLimit))
	_, _ = c.d.conn.Write(b) // if nobody listens, what is left to be read says why
}

// Idle reports whether the server still waits for a command. It is false if the
// server has hung up or said something by itself, as servers do that were left
// waiting for long; the transcript then has what came.
func (c *SecureConn) Idle() bool {
	_ = c.d.conn.SetReadDeadline(time.Now().Add(time.Millisecond)) // what has come is there
	if err := c.d.in.await(); errors.Is(err, os.ErrDeadlineExceeded) {
		return true
	}
	_, _ = c.ReadReply(quitLimit)
	c.d.betweenCommands = false
	return false
}

// ReadReply reads one reply, within the limit. The error is ErrSilent or ErrLost;
// the transcript then has what came of the reply.
func (c *SecureConn) ReadReply(limit time.Duration) (Answer, error) {
	_ = c.d.conn.SetDeadline(time.Now().Add(limit))
	r, err := c.d.in.read()
	var raw string
	for i, l := range r.lines {
		raw = l[min(len(l), 4):]
		r.lines[i] = c.clean([]byte(l), err != nil && i == len(r.lines)-1)
	}
	c.d.keep(r, err)
	c.d.betweenCommands = err == nil && r.code/100 != 3 // which wants more, and no command
	if err == nil {
		return Answer{r.published(), raw}, nil
	}
	why := c.d.broken(c.ctx, err)
	c.d.noteBroken(why, err)
	if why == silence {
		return Answer{}, ErrSilent
	}
	return Answer{}, ErrLost
}

// clean returns what may be kept of a line.
func (c *SecureConn) clean(line []byte, cut bool) string {
	if c.scrub == nil {
		return string(line)
	}
	return c.scrub(line, cut)
}

// RecordClient adds a line of the client's to the transcript.
func (c *SecureConn) RecordClient(line string) {
	c.d.record(FromClient, excerpt(c.clean([]byte(line), false), maxTranscriptLine))
}

// Note adds a note of Postern's own to the transcript.
func (c *SecureConn) Note(words string) {
	c.d.record(FromNote, excerpt(c.clean([]byte(words), false), maxTranscriptLine))
}

// Transcript returns the conversation so far, from the first line on.
func (c *SecureConn) Transcript() []Line { return slices.Clip(c.d.facts.Transcript) }

// Quit sends QUIT, if the server is between two commands, and returns. The connection
// is closed in the background within a second; the context that it was opened with may
// end before.
func (c *SecureConn) Quit() {
	if !c.d.betweenCommands || c.ctx.Err() != nil {
		c.Close()
		return
	}
	c.RecordClient("QUIT")
	c.d.quit(context.WithoutCancel(c.ctx))
}

// Close closes the connection at once.
func (c *SecureConn) Close() { _ = c.d.wire.Close() }
