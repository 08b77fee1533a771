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
	// fresh: nothing was read yet where a mail server begins in the clear.
	fresh bool
	// ear listens for logins as long as all is in the clear; nil where nobody signs in.
	ear *ear
}

// dismiss ends the conversation after the reply that is being made: nothing
// more is read.
func (g *guest) dismiss() { g.dismissed.Store(true) }

// Read reads from the connection, unless the guest was dismissed. Who begins
// with a TLS handshake in the clear is dismissed: go-smtp would take it for
// commands and send parts of it back, control bytes and all.
func (g *guest) Read(b []byte) (int, error) {
	if g.dismissed.Load() {
		return 0, errDismissed
	}
	n, err := g.Conn.Read(b)
	switch {
	case g.ear == nil || n == 0:
	case b[0] == handshake:
		g.ear = nil
	default:
		g.house.logins.Add(g.ear.logins(b[:n]))
	}
	if g.fresh && n > 0 {
		g.fresh = false
		if b[0] == handshake {
			g.dismiss()
			return 0, errDismissed
		}
	}
	return n, err
}

// errDismissed is the error after which go-smtp closes without another word.
var errDismissed = net.ErrClosed

// handshake is the first byte of a ClientHello (RFC 8446, section 5.1).
const handshake = 0x16

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
	// implicit: the door begins with TLS.
	implicit bool
	// mail: a mail server is behind it, and no script; relay: it is that between servers.
	mail, relay bool
}

// full is said to those who find the house full.
const full = "421 4.3.2 " + localhost + " Too many connections, try again later\r\n"

// Accept waits for the next guest there is room for.
func (p *porch) Accept() (net.Conn, error) {
	for {
		c, err := p.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if g, ok := p.house.admit(c); ok {
			g.fresh = p.mail && !p.implicit
			if g.fresh && !p.relay {
				g.ear = new(ear)
			}
			return g, nil
		}
		if !p.implicit {
			// A new socket's send buffer has room: this does not wait for the guest.
			_ = c.SetWriteDeadline(time.Now().Add(time.Second))
			_, _ = c.Write([]byte(full))
		}
		_ = c.Close()
	}
}
