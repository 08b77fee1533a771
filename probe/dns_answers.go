package probe

import (
	"context"
	"encoding/binary"
	"net"
	"sync"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// dnsAnswers observes the messages between a net.Resolver and the name servers, and
// keeps the response code that each question last had: the resolver's own errors do
// not tell enough. It is safe for the several goroutines of one lookup.
type dnsAnswers struct {
	dialer dialFunc

	mu    sync.Mutex
	heard map[dnsmessage.Question]verdict
	asked map[askedServer]bool
}

// An askedServer is a question and the name server it was put to.
type askedServer struct {
	question dnsmessage.Question
	server   string
}

// firstTime notes a question to a name server, and reports whether that server is
// asked it for the first time.
func (a *dnsAnswers) firstTime(message []byte, server string) bool {
	_, q, ok := parse(message)
	if !ok {
		return false
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.asked == nil {
		a.asked = make(map[askedServer]bool)
	}
	before := a.asked[askedServer{q, server}]
	a.asked[askedServer{q, server}] = true
	return !before
}

// dialFunc is a function such as net.Dialer's DialContext.
type dialFunc func(ctx context.Context, network, address string) (net.Conn, error)

// A verdict is what became of one question. The worst one, which is the highest,
// counts for the lookup.
type verdict uint8

const (
	absent     verdict = iota + 1 // the name does not exist
	present                       // the name exists
	unanswered                    // nothing came back
	failure                       // the server could not, or would not, say
)

// worst returns the worst verdict on any question.
func (a *dnsAnswers) worst() verdict {
	a.mu.Lock()
	defer a.mu.Unlock()
	worst := absent
	for _, v := range a.heard {
		worst = max(worst, v)
	}
	return worst
}

// hear notes one message to or from a name server.
func (a *dnsAnswers) hear(message []byte) {
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

// parse reads the header and the question of a message.
func parse(message []byte) (h dnsmessage.Header, q dnsmessage.Question, ok bool) {
	var p dnsmessage.Parser
	h, err := p.Start(message)
	if err != nil {
		return h, q, false
	}
	q, err = p.Question()
	return h, q, err == nil
}

// dial is a net.Resolver's Dial: it connects to a name server and observes the
// connection.
func (a *dnsAnswers) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := withRoom(ctx, func() (net.Conn, error) { return a.dialer(ctx, network, address) })
	if err != nil {
		return nil, err
	}
	if udp, ok := conn.(*net.UDPConn); ok {
		return &datagramSpy{UDPConn: udp, answers: a}, nil
	}
	return &streamSpy{Conn: conn, answers: a}, nil
}

// A datagramSpy observes the message in each datagram. It embeds a *net.UDPConn
// because the resolver frames its questions on anything but a net.PacketConn.
// The resolver would wait for a dead server as long as the whole lookup may take,
// and never ask the next one, so a server has only askLimit the first time.
type datagramSpy struct {
	*net.UDPConn
	answers *dnsAnswers
	limit   time.Time // the deadline that the resolver set
}

// SetDeadline keeps the deadline, which the resolver sets before it asks.
func (s *datagramSpy) SetDeadline(limit time.Time) error {
	s.limit = limit
	return s.UDPConn.SetDeadline(limit)
}

func (s *datagramSpy) Write(p []byte) (int, error) {
	s.answers.hear(p)
	soon := time.Now().Add(askLimit)
	if s.answers.firstTime(p, s.RemoteAddr().String()) && (s.limit.IsZero() || soon.Before(s.limit)) {
		_ = s.SetReadDeadline(soon)
	}
	return s.UDPConn.Write(p)
}

func (s *datagramSpy) Read(p []byte) (int, error) {
	n, err := s.UDPConn.Read(p)
	s.answers.hear(p[:n])
	return n, err
}

// A streamSpy observes the messages in a TCP stream, each of which follows its
// length (RFC 1035, section 4.2.2).
type streamSpy struct {
	net.Conn
	answers *dnsAnswers
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
