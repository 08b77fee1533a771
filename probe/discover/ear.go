package discover

import (
	"context"
	"encoding/binary"
	"net"
	"sync"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"postern/probe"
)

// An ear listens to the one question of a lookup and to what name servers answer.
type ear struct {
	dialer dialFunc

	mu    sync.Mutex
	last  probe.DNS       // what the latest message said
	asked map[string]bool // name servers the question was put to
}

// end says how a lookup ended that found nothing.
func (e *ear) end() probe.DNS {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.last == "" {
		return probe.DNSNXDomain // the resolver knows it without asking
	}
	return e.last
}

// hear notes one message to or from a name server.
func (e *ear) hear(message []byte) {
	var p dnsmessage.Parser
	h, err := p.Start(message)
	if err != nil {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case !h.Response:
		e.last = probe.DNSTimeout // until something comes back
	case h.RCode == dnsmessage.RCodeSuccess:
		e.last = probe.DNSNoData
	case h.RCode == dnsmessage.RCodeNameError:
		e.last = probe.DNSNXDomain
	default:
		e.last = probe.DNSServFail
	}
}

// firstTime reports whether the question was not put to the server before.
func (e *ear) firstTime(server string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.asked == nil {
		e.asked = make(map[string]bool)
	}
	before := e.asked[server]
	e.asked[server] = true
	return !before
}

// dial is a net.Resolver's Dial: it connects to a name server and listens in.
func (e *ear) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := e.dialer(ctx, network, address)
	if err != nil {
		return nil, err
	}
	if udp, ok := conn.(*net.UDPConn); ok {
		return &datagrams{UDPConn: udp, ear: e}, nil
	}
	return &stream{Conn: conn, ear: e}, nil
}

// Datagrams hold a message each. It must stay a net.PacketConn, for that is how
// the resolver knows not to frame its question. The resolver would wait for a dead
// server longer than there is time for the next: so the first time a server has
// only askLimit.
type datagrams struct {
	*net.UDPConn
	ear   *ear
	limit time.Time // the resolver's
}

// SetDeadline keeps the limit the resolver sets, before it asks.
func (d *datagrams) SetDeadline(limit time.Time) error {
	d.limit = limit
	return d.UDPConn.SetDeadline(limit)
}

func (d *datagrams) Write(p []byte) (int, error) {
	d.ear.hear(p)
	soon := time.Now().Add(askLimit)
	if d.ear.firstTime(d.RemoteAddr().String()) && (d.limit.IsZero() || soon.Before(d.limit)) {
		_ = d.SetReadDeadline(soon)
	}
	return d.UDPConn.Write(p)
}

func (d *datagrams) Read(p []byte) (int, error) {
	n, err := d.UDPConn.Read(p)
	d.ear.hear(p[:n])
	return n, err
}

// A stream holds messages, each behind its length (RFC 1035, section 4.2.2).
type stream struct {
	net.Conn
	ear     *ear
	pending []byte
}

func (s *stream) Write(p []byte) (int, error) {
	if len(p) > 2 {
		s.ear.hear(p[2:]) // the resolver writes a question in one piece
	}
	return s.Conn.Write(p)
}

func (s *stream) Read(p []byte) (int, error) {
	n, err := s.Conn.Read(p)
	s.pending = append(s.pending, p[:n]...)
	for len(s.pending) >= 2 {
		end := 2 + int(binary.BigEndian.Uint16(s.pending))
		if len(s.pending) < end {
			break
		}
		s.ear.hear(s.pending[2:end])
		s.pending = s.pending[end:]
	}
	return n, err
}
