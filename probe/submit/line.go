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

// A line is the connection go-smtp's client is given, once signed in. It is a
// net.Conn over a probe.Entered: each write is a command, or a part of the message,
// and each read one whole reply, with the limits and the transcript of Entered. It
// keeps its deadlines itself, and ignores those it is given.
type line struct {
	entered *probe.Entered
	limit   time.Duration // for the next reply
	message bool          // what is written is the message

	greeted bool         // the client has said its EHLO, which goes no further
	in      bytes.Buffer // for the client to read
	shown   []byte       // a part of a line, not yet in the transcript
	last    probe.Answer // to what was written last
	err     error        // why there is none
}

// introduce tells the client what the server said before: go-smtp's client expects
// a greeting and says EHLO. Both have been, on this very connection.
func (l *line) introduce(offers map[string]probe.Text) {
	l.in.WriteString("220 signed in\r\n250-signed in\r\n")
	for keyword, arguments := range offers {
		fmt.Fprintf(&l.in, "250-%.1000s\r\n", strings.TrimSpace(keyword+" "+arguments.String()))
	}
	l.in.WriteString("250 HELP\r\n")
}

// Write passes on a command, or a part of the message.
func (l *line) Write(b []byte) (int, error) {
	switch {
	case !l.greeted:
		l.greeted = true
		return len(b), nil
	case l.message:
		l.show(b)
		l.entered.Say(b)
		return len(b), nil
	}
	command, ended := bytes.CutSuffix(b, []byte("\r\n"))
	if !ended {
		return 0, errors.New("a command is one line")
	}
	l.entered.Show(string(command))
	if err := l.entered.Command(command); err != nil {
		return 0, err
	}
	return len(b), nil
}

// show puts the lines of the message into the transcript.
func (l *line) show(b []byte) {
	l.shown = append(l.shown, b...)
	for {
		line, rest, ended := bytes.Cut(l.shown, []byte("\r\n"))
		if !ended {
			return
		}
		l.entered.Show(string(line))
		l.shown = rest
	}
}

// Read reads one reply, unless there is still some of the last.
func (l *line) Read(b []byte) (int, error) {
	if l.in.Len() == 0 {
		if l.last, l.err = l.entered.Hear(l.limit); l.err != nil {
			return 0, l.err
		}
		l.repeat(l.last.Reply)
	}
	return l.in.Read(b)
}

// repeat gives the client a reply to read, as it stands in the facts: escaped, and
// in lines that are not too long for it.
func (l *line) repeat(r probe.Reply) {
	lines := strings.Split(r.Text.String(), "\n")
	for i, text := range lines {
		sep := '-'
		if i == len(lines)-1 {
			sep = ' '
		}
		fmt.Fprintf(&l.in, "%d%c%.1000s\r\n", r.Code, sep, text)
	}
}

// Close closes the connection.
func (l *line) Close() error {
	l.entered.Close()
	return nil
}

// LocalAddr returns nil: nobody asks.
func (*line) LocalAddr() net.Addr { return nil }

// RemoteAddr returns nil: nobody asks.
func (*line) RemoteAddr() net.Addr { return nil }

// SetDeadline does nothing: Entered keeps the limits.
func (*line) SetDeadline(time.Time) error { return nil }

// SetReadDeadline does nothing.
func (*line) SetReadDeadline(time.Time) error { return nil }

// SetWriteDeadline does nothing.
func (*line) SetWriteDeadline(time.Time) error { return nil }
