package probe

import (
	"context"
	"encoding/binary"
	"net"
	"sync"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// answers listens to the questions put to name servers, and for the response
// code each one last had. It is safe for the several goroutines of one lookup.
type answers struct {
	dialer dialFunc

	mu    sync.Mutex
	heard map[dnsmessage.Question]verdict
	put   map[put]bool
}

// A put is a question and the name server it was put to.
type put struct {
	question dnsmessage.Question
	server   string
}

// puts notes a question to a name server, and reports whether it was put there
// for the first time.
func (a *answers) puts(message []byte, server string) bool {
	_, q, ok := parse(message)
	if !ok {
		return false
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.put == nil {
		a.put = make(map[put]bool)
	}
	before := a.put[put{q, server}]
	a.put[put{q, server}] = true
	return !before
}

// dialFunc is a function such as net.Dialer's DialContext.
type dialFunc func(ctx context.Context, network, address string) (net.Conn, error)

// A verdict is what became of one question; the worst counts for the lookup.
type verdict uint8

const (
	absent     verdict = iota + 1 // the name does not exist
	present                       // the name exists
	unanswered                    // nothing came back
	failure                       // the server could not, or would not, say
)

// worst returns the worst that became of any question.
func (a *answers) worst() verdict {
	a.mu.Lock()
	defer a.mu.Unlock()
	worst := absent
	for _, v := range a.heard {
		worst = max(worst, v)
	}
	return worst
}

// hear notes one message to or from a name server.
func (a *answers) hear(message []byte) {
	h, q, ok := parse(message)
	if !ok {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.heard == nil {
		a.heard = make(map[dnsmessage.Question]verdict)
	}
	switch {
	case !h.Response:
		a.heard[q] = unanswered
	case h.RCode == dnsmessage.RCodeSuccess:
		a.heard[q] = present
	case h.RCode == dnsmessage.RCodeNameError:
		a.heard[q] = absent
	default:
		a.heard[q] = failure
	}
}

// parse reads the header of a message, and what it is about.
func parse(message []byte) (h dnsmessage.Header, q dnsmessage.Question, ok bool) {
	var p dnsmessage.Parser
	h, err := p.Start(message)
	if err != nil {
		return h, q, false
	}
	q, err = p.Question()
	return h, q, err == nil
}

// dial is a net.Resolver's Dial: it connects to a name server and listens in.
func (a *answers) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := a.dialer(ctx, network, address)
	if err != nil {
		return nil, err
	}
	if udp, ok := conn.(*net.UDPConn); ok {
		return &datagramSpy{UDPConn: udp, answers: a}, nil
	}
	return &streamSpy{Conn: conn, answers: a}, nil
}

// A datagramSpy hears the message in each datagram. It must stay a
// net.PacketConn, for that is how the resolver knows not to frame its questions.
// The resolver would wait for a dead server as long as the whole lookup may take,
// and never ask the next: so the first time a server has only askLimit.
type datagramSpy struct {
	*net.UDPConn
	answers *answers
	limit   time.Time // the resolver's
}

// SetDeadline keeps the limit the resolver sets, before it asks.
func (s *datagramSpy) SetDeadline(limit time.Time) error {
	s.limit = limit
	return s.UDPConn.SetDeadline(limit)
}

func (s *datagramSpy) Write(p []byte) (int, error) {
	s.answers.hear(p)
	soon := time.Now().Add(askLimit)
	if s.answers.puts(p, s.RemoteAddr().String()) && (s.limit.IsZero() || soon.Before(s.limit)) {
		_ = s.SetReadDeadline(soon)
	}
	return s.UDPConn.Write(p)
}

func (s *datagramSpy) Read(p []byte) (int, error) {
	n, err := s.UDPConn.Read(p)
	s.answers.hear(p[:n])
	return n, err
}

// A streamSpy hears messages in a stream, each behind its length (RFC 1035,
// section 4.2.2).
type streamSpy struct {
	net.Conn
	answers *answers
	pending []byte
}

func (s *streamSpy) Write(p []byte) (int, error) {
	if len(p) > 2 {
		s.answers.hear(p[2:]) // the resolver writes a question in one piece
	}
	return s.Conn.Write(p)
}

func (s *streamSpy) Read(p []byte) (int, error) {
	n, err := s.Conn.Read(p)
	s.pending = append(s.pending, p[:n]...)
	for len(s.pending) >= 2 {
		end := 2 + int(binary.BigEndian.Uint16(s.pending))
		if len(s.pending) < end {
			break
		}
		s.answers.hear(s.pending[2:end])
		s.pending = s.pending[end:]
	}
	return n, err
}
