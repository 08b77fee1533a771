package practice

import (
	"bufio"
	"crypto/tls"
	"io"
	"net"
	"strings"
	"time"
)

// A script plays what a mail server would not do to one caller. It returns
// when it is over; the connection is closed then.
type script func(c *call)

// A call is one connection a script is played to.
type call struct {
	net.Conn
	tls      *tls.Config
	implicit bool // the door is one where TLS comes first
	lines    *bufio.Reader
}

// maxLines is how many lines of a caller a script listens to.
const maxLines = 100

// answer begins to speak: with TLS first where the door is one of that kind.
func (c *call) answer() {
	if c.implicit {
		c.encrypt()
	}
}

// encrypt begins TLS; the handshake is made by the next read or write. What
// the caller may have sent ahead in the clear is forgotten (RFC 3207, 4.2).
func (c *call) encrypt() {
	c.Conn = tls.Server(c.Conn, c.tls)
	c.lines = nil
}

// say sends the text with its line feeds as CRLF. It reports whether it could.
func (c *call) say(text string) bool {
	_ = c.SetDeadline(time.Now().Add(writeLimit))
	_, err := io.WriteString(c.Conn, strings.ReplaceAll(text, "\n", "\r\n"))
	return err == nil
}

// hear returns the next line of the caller, without its end. It fails at the
// end, after a long silence, and on a line that is too long.
func (c *call) hear() (string, bool) {
	if c.lines == nil {
		c.lines = bufio.NewReaderSize(c.Conn, maxLine)
	}
	_ = c.SetDeadline(time.Now().Add(idleLimit))
	line, err := c.lines.ReadSlice('\n')
	if err != nil {
		return "", false
	}
	return strings.TrimRight(string(line), "\r\n"), true
}

// replies are a server's answers by upper-case verb; the empty verb is for all
// that are not named.
type replies map[string]string

// converse greets and then gives the replies, until the caller ends it, says
// QUIT, or says the verb until: then it returns true, without a reply.
func (c *call) converse(greeting string, r replies, until string) bool {
	if !c.say(greeting) {
		return false
	}
	for range maxLines {
		line, ok := c.hear()
		if !ok {
			return false
		}
		verb, _, _ := strings.Cut(strings.ToUpper(line), " ")
		if verb == until && until != "" {
			return true
		}
		reply, known := r[verb]
		if !known {
			reply = r[""]
		}
		if verb == "QUIT" {
			reply = "221 2.0.0 Bye\n"
		}
		if !c.say(reply) || verb == "QUIT" {
			return false
		}
	}
	return false
}

// ignore takes and forgets whatever comes, until the caller ends it or is
// silent for long.
func (c *call) ignore() {
	_ = c.SetDeadline(time.Now().Add(idleLimit))
	_, _ = io.Copy(io.Discard, io.LimitReader(c.Conn, maxMessage))
}
