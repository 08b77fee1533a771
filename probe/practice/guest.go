package practice

import (
	"net"
	"sync/atomic"
	"time"
)

// A guest is a connection that a house knows of until it is closed.
type guest struct {
	net.Conn
	house     *house
	dismissed atomic.Bool
}

// dismiss ends the conversation after the reply that is being made: nothing
// more is read.
func (g *guest) dismiss() { g.dismissed.Store(true) }

// Read reads from the connection, unless the guest was dismissed.
func (g *guest) Read(b []byte) (int, error) {
	if g.dismissed.Load() {
		// This is the error after which go-smtp closes without another word.
		return 0, net.ErrClosed
	}
	return g.Conn.Read(b)
}

// Close closes the connection and counts it out.
func (g *guest) Close() error {
	g.house.leave(g)
	return g.Conn.Close()
}

// reset closes so that the other end sees the connection break (RST) and not end.
func (g *guest) reset() {
	if tcp, ok := g.Conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = g.Close()
}

// A porch is a listener whose connections are guests of the house.
type porch struct {
	net.Listener
	house *house
	// full is said to those who find the house full; empty says nothing.
	full string
}

// Accept waits for the next guest there is room for.
func (p *porch) Accept() (net.Conn, error) {
	for {
		c, err := p.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if g, ok := p.house.admit(c); ok {
			return g, nil
		}
		// A new socket's send buffer has room: this does not wait for the guest.
		_ = c.SetWriteDeadline(time.Now().Add(time.Second))
		_, _ = c.Write([]byte(p.full))
		_ = c.Close()
	}
}
