package smtptest

import (
	"bufio"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"time"
)

// A talk is one connection to a server.
type talk struct {
	server *Server
	raw    net.Conn // under TLS, if there is any
	conn   net.Conn
	in     *bufio.Reader
	tls    bool
}

// hold holds the conversation to its end.
func (t *talk) hold() {
	s := t.server
	if s.Script != "" {
		t.follow(s.Script)
		return
	}
	if s.Implicit && !t.encrypt() {
		return
	}
	if !t.answer(Greeting, s.SayGreeting, "220 "+s.Host+" ESMTP ready") {
		return
	}
	for {
		line, err := t.hearInTime()
		if err != nil {
			return
		}
		if !t.obey(line) {
			return
		}
	}
}

// obey answers one command and reports whether the conversation goes on.
func (t *talk) obey(line string) bool {
	s := t.server
	switch verb, _, _ := strings.Cut(strings.ToUpper(line), " "); verb {
	case "EHLO":
		return t.obeyHello()
	case "HELO":
		return t.answer(OldHello, s.SayOldHello, "250 "+s.Host)
	case "STARTTLS":
		return t.obeySTARTTLS()
	case "QUIT":
		if t.write("221 bye\r\n") != nil {
			s.complain("the client did not wait for the answer to QUIT")
		}
		return false
	case "AUTH", "MAIL", "RCPT", "DATA":
		return t.tls && t.obeySubmission(verb, line) || !t.tls && t.write("502 not here\r\n") == nil
	default:
		return t.write("502 not here\r\n") == nil
	}
}

func (t *talk) obeyHello() bool {
	s := t.server
	offers := s.Offers
	if offers == nil {
		offers = []string{"SIZE 35882577", "STARTTLS", "8BITMIME"}
	}
	if t.tls {
		if offers = s.OffersTLS; offers == nil {
			offers = []string{"SIZE 35882577", "AUTH PLAIN LOGIN", "8BITMIME"}
		}
	}
	if t.tls && !s.Implicit {
		return t.answer(HelloAgain, s.SayHelloAgain, hello(s.Host, offers))
	}
	return t.answer(Hello, s.SayHello, hello(s.Host, offers))
}

// hello is the reply to EHLO.
func hello(host string, offers []string) string {
	lines := append([]string{host}, offers...)
	for i := range lines {
		sep := "-"
		if i == len(lines)-1 {
			sep = " "
		}
		lines[i] = "250" + sep + lines[i]
	}
	return strings.Join(lines, "\n")
}

func (t *talk) obeySTARTTLS() bool {
	s := t.server
	if !t.answer(STARTTLS, s.SaySTARTTLS, "220 go ahead") {
		return false
	}
	return s.SaySTARTTLS != "" && !strings.HasPrefix(s.SaySTARTTLS, "220") || t.encrypt()
}

// encrypt waits for the client to begin TLS and does the handshake.
func (t *talk) encrypt() bool {
	s := t.server
	if !t.begun() {
		return false
	}
	if s.InjectedLater != "" {
		_ = t.write(s.InjectedLater)
	}
	if s.ClearInstead != "" {
		_ = t.write(s.ClearInstead)
		return t.wait()
	}
	if s.DelayAt == Handshake && !t.pause(s.Delay) {
		return false
	}
	if gone, over := t.misbehave(Handshake); over {
		return gone
	}
	conn := tls.Server(behind{t.conn, t.in}, s.config)
	if err := conn.Handshake(); err != nil { //nolint:noctx // Close ends it
		return false
	}
	t.conn, t.in, t.tls = conn, bufio.NewReader(conn), true
	return true
}

// begun waits for the client to begin TLS, and says in TLS's own words if that
// takes too long.
func (t *talk) begun() bool {
	const alert = "\x15\x03\x01\x00\x02\x02\x28" // fatal: handshake_failure
	if p := t.server.Patience; p > 0 {
		_ = t.raw.SetReadDeadline(time.Now().Add(p))
	}
	_, err := t.in.Peek(1)
	_ = t.raw.SetReadDeadline(time.Time{})
	if errors.Is(err, os.ErrDeadlineExceeded) {
		_ = t.write(alert)
	}
	return err == nil
}

// behind is a connection part of which has been read ahead.
type behind struct {
	net.Conn
	ahead *bufio.Reader
}

func (b behind) Read(p []byte) (int, error) { return b.ahead.Read(p) }

// errTLS: the client began TLS where a command was due.
var errTLS = errors.New("the client began TLS")

// beginsTLS waits for the client, and reports whether it begins TLS on a
// connection in the clear: to try that unasked is a client's right.
func (t *talk) beginsTLS() bool {
	const handshake = 0x16
	b, err := t.in.Peek(1)
	return err == nil && b[0] == handshake && !t.tls
}

// hear reads one line of the client's.
func (t *talk) hear() (string, error) {
	if t.beginsTLS() {
		t.server.heard("TLS")
		t.wait()
		return "", errTLS
	}
	line, err := t.in.ReadString('\n')
	if err != nil {
		return "", err
	}
	if !strings.HasSuffix(line, "\r\n") {
		t.server.complain("a line ends without CR: " + line)
	}
	line = strings.TrimRight(line, "\r\n")
	t.server.heard(line)
	return line, nil
}

// hearInTime is hear, unless the client takes too long.
func (t *talk) hearInTime() (string, error) {
	if t.server.Idle == 0 {
		return t.hear()
	}
	_ = t.raw.SetReadDeadline(time.Now().Add(t.server.Idle))
	line, err := t.hear()
	_ = t.raw.SetReadDeadline(time.Time{})
	if errors.Is(err, os.ErrDeadlineExceeded) {
		_ = t.write("421 4.4.2 I waited long enough\r\n")
	}
	return line, err
}

// answer says what is asked for at a stage, or what a good server says, unless
// the server misbehaves there. It reports whether the conversation goes on.
func (t *talk) answer(stage Stage, text, good string) bool {
	s := t.server
	if s.DelayAt == stage && !t.pause(s.Delay) {
		return false
	}
	if text == "" {
		text = good
	}
	if goesOn, over := t.misbehave(stage); over {
		return goesOn
	}
	t.checkTurn()
	end := "\r\n"
	if s.BareLF {
		end = "\n"
	}
	text = strings.ReplaceAll(text, "\n", end) + end
	if stage == STARTTLS {
		text += s.Injected
	}
	switch stage {
	case s.HalfAt:
		_ = t.write(text[:len(text)/2])
		return false
	case s.DripAt:
		return t.drip(text)
	default:
		return t.write(text) == nil
	}
}

// checkTurn complains if the client has not waited for what is about to be said.
// What has arrived and was not yet read can only be seen in memory.
func (t *talk) checkTurn() {
	e, inMemory := t.raw.(*end)
	if t.in.Buffered() == 0 && (!inMemory || !e.in.waiting()) || t.beginsTLS() {
		return
	}
	t.server.complain("the client spoke out of turn")
}

// misbehave does what the server is to do instead of answering at the stage.
// over is false if that is nothing.
func (t *talk) misbehave(stage Stage) (goesOn, over bool) {
	s := t.server
	switch stage {
	case s.SilentAt:
		return t.wait(), true
	case s.CloseAt:
		return false, true
	case s.ResetAt:
		reset(t.raw)
		return false, true
	case s.EndAt:
		_ = t.conn.(interface{ CloseWrite() error }).CloseWrite()
		return t.wait(), true
	case s.EndlessAt:
		for t.write(strings.Repeat("250-and so on\r\n", 100)) == nil {
		}
		return false, true
	case s.LongLineAt:
		for text := "250 "; t.write(text) == nil; {
			text = strings.Repeat("x", 4096)
		}
		return false, true
	default:
		return false, false
	}
}

// pause reports false if the server was closed meanwhile.
func (t *talk) pause(d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-t.server.closed:
		return false
	case <-timer.C:
		return true
	}
}

// wait reads until the client closes.
func (t *talk) wait() bool {
	_, _ = io.Copy(io.Discard, t.raw)
	return false
}

// drip writes byte by byte.
func (t *talk) drip(text string) bool {
	for i := range len(text) {
		if !t.pause(t.server.Drip) || t.write(text[i:i+1]) != nil {
			return false
		}
	}
	return true
}

func (t *talk) write(text string) error {
	_, err := io.WriteString(t.conn, text)
	return err
}

// reset breaks a connection off, so that the other end does not see a close.
func reset(conn net.Conn) {
	switch c := conn.(type) {
	case *net.TCPConn:
		_ = c.SetLinger(0)
		_ = c.Close()
	case interface{ Reset() }:
		c.Reset()
	}
}

// follow holds a literal conversation.
func (t *talk) follow(script string) {
	for line := range strings.Lines(script) {
		line = strings.TrimSpace(line)
		if said, ok := strings.CutPrefix(line, "S: "); ok {
			if t.write(said+"\r\n") != nil {
				return
			}
		}
		if want, ok := strings.CutPrefix(line, "C: "); ok {
			got, err := t.hear()
			if err != nil {
				t.server.complain("the client ended before " + want)
				return
			}
			if !strings.HasPrefix(got, want) {
				t.server.complain("the client said " + got + ", not " + want)
			}
		}
	}
	t.wait()
}
