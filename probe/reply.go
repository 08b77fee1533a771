package probe

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
)

// The errors of reading a reply, besides those of the connection.
var (
	// errMalformed means that what came is no SMTP reply.
	errMalformed = errors.New("not an SMTP reply")
	// errOversized means that a line or a reply is longer than its limit.
	errOversized = errors.New("reply too long")
)

// A reply is one reply of a server, as it came.
type reply struct {
	code   int
	lines  []string // with their codes, without their line ends
	bareLF bool     // at least one line ended without a CR
}

// texts returns the lines without their codes.
func (r reply) texts() []string {
	texts := make([]string, len(r.lines))
	for i, l := range r.lines {
		texts[i] = l[min(len(l), 4):]
	}
	return texts
}

// published returns the reply in the form that it has in a Result.
func (r reply) published() Reply {
	return Reply{Code: r.code, Text: excerptLines(r.texts(), maxReplyText)}
}

// excerptLines escapes lines and joins them, up to a limit of bytes in all.
func excerptLines(lines []string, limit int) Text {
	var safe []Text
	for _, l := range lines {
		t := excerpt(l, limit)
		safe = append(safe, t)
		if limit -= len(t.safe) + 1; limit <= 0 {
			break
		}
	}
	return joinTexts(safe)
}

// A replyReader reads replies in constant memory: one buffer of the longest
// line, and limits on what is kept of a reply.
type replyReader struct {
	r          io.Reader
	buf        [maxLine]byte
	start, end int
	err        error // what ended the connection, once it has ended
}

// await waits until at least one byte can be read.
func (r *replyReader) await() error {
	for r.start == r.end {
		if err := r.fill(); err != nil {
			return err
		}
	}
	return nil
}

// inTLS reports whether what was read ahead is the beginning of a TLS record: a server
// that waits for the client to begin TLS gives up with an alert.
func (r *replyReader) inTLS() bool {
	return r.start < r.end && startsRecord(r.buf[r.start:r.end])
}

// takeUnread removes and returns what was read ahead.
//
//go:noinline
func (r *replyReader) takeUnread() []byte {
	rest := bytes.Clone(r.buf[r.start:r.end])
	r.start, r.end = 0, 0
	return rest
}

// read reads one reply: lines that all have the same code, the last one with a space
// or nothing behind it (RFC 5321, section 4.2.1). A bare line feed ends a line too.
// Together with an error it returns what was read so far, the beginning of an
// incomplete line included.
func (r *replyReader) read() (reply, error) {
	var got reply
	for size := 0; ; {
		line, err := r.line(len(got.lines) == 0)
		if line != "" || err == nil {
			size += len(line) + 1
			got.lines = append(got.lines, strings.TrimSuffix(line, "\r"))
		}
		if err != nil {
			return got, err
		}
		if size > maxReply {
			return got, errOversized
		}
		got.bareLF = got.bareLF || !strings.HasSuffix(line, "\r")
		code, more, ok := parseLine(got.lines[len(got.lines)-1])
		if !ok || len(got.lines) > 1 && code != got.code {
			got.code = 0 // of all that were said, none counts
			return got, errMalformed
		}
		got.code = code
		if !more {
			return got, nil
		}
		if len(got.lines) == maxLines {
			return got, errOversized
		}
	}
}

// line reads one line and returns it without its line feed. A first line that begins
// with a byte that no text begins with is malformed at once: a server with a binary
// protocol may never send a line feed.
func (r *replyReader) line(first bool) (string, error) {
	for scanned := r.start; ; {
		if i := bytes.IndexByte(r.buf[scanned:r.end], '\n'); i >= 0 {
			line := string(r.buf[r.start : scanned+i])
			r.start = scanned + i + 1
			return line, nil
		}
		if first && r.start < r.end && startsBinary(r.buf[r.start]) {
			return string(r.takeUnread()), errMalformed
		}
		if r.end-r.start == len(r.buf) {
			return string(r.takeUnread()), errOversized
		}
		scanned = r.end
		if r.start > 0 {
			scanned -= r.start
			r.end = copy(r.buf[:], r.buf[r.start:r.end])
			r.start = 0
		}
		if err := r.fill(); err != nil {
			return string(r.takeUnread()), err
		}
	}
}

// fill reads once, behind what was read ahead. It remembers an error that ended the
// connection, since the system reports a reset only once; a deadline is not one.
func (r *replyReader) fill() error {
	if r.err != nil {
		return r.err
	}
	if r.start == r.end {
		r.start, r.end = 0, 0
	}
	n, err := r.r.Read(r.buf[r.end:])
	r.end += n
	if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
		r.err = err
	}
	if n > 0 {
		return nil
	}
	return err
}

// startsBinary reports whether no line of text begins with the byte.
func startsBinary(b byte) bool { return b >= 0x7F || b < ' ' && b != '\r' && b != '\n' && b != '\t' }

// parseLine reads the code of one line, by the grammar of RFC 5321, section
// 4.2: first digit 2 to 5, second 0 to 5, then a space, a hyphen or the end.
func parseLine(l string) (code int, more, ok bool) {
	if len(l) < 3 || l[0] < '2' || l[0] > '5' || l[1] < '0' || l[1] > '5' || l[2] < '0' || l[2] > '9' {
		return 0, false, false
	}
	code = int(l[0]-'0')*100 + int(l[1]-'0')*10 + int(l[2]-'0')
	if len(l) == 3 {
		return code, false, true
	}
	return code, l[3] == '-', l[3] == '-' || l[3] == ' '
}
