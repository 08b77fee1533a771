package submit

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"postern/probe"
)

// A clientConn is the net.Conn for go-smtp's client, over the probe.SecureConn that
// was signed in on. Each write is a command or a part of the message, each read one
// whole reply, with the limits and the transcript of the SecureConn. The deadlines
// that the client sets are ignored.
type clientConn struct {
	conn      *probe.SecureConn
	limit     time.Duration // for the next reply
	inMessage bool          // what is written is the message

	helloDone  bool         // the client has said its EHLO, which goes no further
	pending    bytes.Buffer // for the client to read
	unrecorded []byte       // a part of a line, not yet in the transcript
	last       probe.Answer // to what was written last
	err        error        // why there is none
}

// replayHello tells the client what the server said before: go-smtp's client expects
// a greeting and says EHLO. Both have been, on this very connection.
func (c *clientConn) replayHello(offers map[string]probe.Text) {
	c.pending.WriteString("220 signed in\r\n250-signed in\r\n")
	for keyword, arguments := range offers {
		fmt.Fprintf(&c.pending, "250-%.1000s\r\n", strings.TrimSpace(keyword+" "+arguments.String()))
	}
	c.pending.WriteString("250 HELP\r\n")
}

// Write passes on a command, or a part of the message.
func (c *clientConn) Write(b []byte) (int, error) {
	switch {
	case !c.helloDone:
		c.helloDone = true
		return len(b), nil
	case c.inMessage:
		c.recordMessage(b)
		c.conn.Send(b)
		return len(b), nil
	}
	command, ended := bytes.CutSuffix(b, []byte("\r\n"))
	if !ended {
		return 0, errors.New("a command is one line")
	}
	c.conn.RecordClient(string(command))
	if err := c.conn.Command(command); err != nil {
		return 0, err
	}
	return len(b), nil
}

// recordMessage puts the lines of the message into the transcript.
func (c *clientConn) recordMessage(b []byte) {
	c.unrecorded = append(c.unrecorded, b...)
	for {
		line, rest, ended := bytes.Cut(c.unrecorded, []byte("\r\n"))
		if !ended {
			return
		}
		c.conn.RecordClient(string(line))
		c.unrecorded = rest
	}
}

// Read reads one reply, unless there is still some of the last.
func (c *clientConn) Read(b []byte) (int, error) {
	if c.pending.Len() == 0 {
		if c.last, c.err = c.conn.ReadReply(c.limit); c.err != nil {
			return 0, c.err
		}
		c.replay(c.last.Reply)
	}
	return c.pending.Read(b)
}

// replay gives the client a reply to read, as it stands in the facts: escaped, and
// in lines that are not too long for it.
func (c *clientConn) replay(r probe.Reply) {
	lines := strings.Split(r.Text.String(), "\n")
	for i, text := range lines {
		sep := '-'
		if i == len(lines)-1 {
			sep = ' '
		}
		fmt.Fprintf(&c.pending, "%d%c%.1000s\r\n", r.Code, sep, text)
	}
}

// Close closes the connection.
func (c *clientConn) Close() error {
	c.conn.Close()
	return nil
}

// LocalAddr returns nil: nobody asks.
func (*clientConn) LocalAddr() net.Addr { return nil }

// RemoteAddr returns nil: nobody asks.
func (*clientConn) RemoteAddr() net.Addr { return nil }

// SetDeadline does nothing: each read has the limit of its reply.
func (*clientConn) SetDeadline(time.Time) error { return nil }

// SetReadDeadline does nothing.
func (*clientConn) SetReadDeadline(time.Time) error { return nil }

// SetWriteDeadline does nothing.
func (*clientConn) SetWriteDeadline(time.Time) error { return nil }
