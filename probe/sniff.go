package probe

import (
	"errors"
	"net"
)

// maxEarly is how many bytes in the clear are read while TLS is waited for.
const maxEarly = maxReply

// errNotTLS means that the server answered, but not with TLS.
var errNotTLS = errors.New("the server answered in the clear")

// A sniffer is a net.Conn under a TLS client that watches for bytes in the clear
// before the server's first TLS record, and takes them out. crypto/tls alone would
// end the handshake at the first such byte, and could not tell an injection, which
// TLS follows, from a server that does not speak TLS at all.
type sniffer struct {
	net.Conn
	// strict ends the handshake at the first byte that is not TLS.
	strict bool

	found      bool   // the first TLS record has come
	held       []byte // read, not yet decided on or not yet handed on
	plain      []byte // the beginning of what came in the clear
	plainBytes int    // how many bytes did
}

// early adds what came before the client began TLS. Since a server cannot begin TLS
// by itself, it was sent in the clear, whatever it looks like.
func (s *sniffer) early(b []byte) {
	s.held = b
	s.setAside(len(b))
}

// Read returns the bytes from the first TLS record on.
func (s *sniffer) Read(p []byte) (int, error) {
	for !s.found {
		if err := s.look(); err != nil {
			return 0, err
		}
	}
	if len(s.held) > 0 {
		n := copy(p, s.held)
		s.held = s.held[n:]
		return n, nil
	}
	return s.Conn.Read(p)
}

// look searches the held bytes for the beginning of a record, and reads more if it
// is not there.
func (s *sniffer) look() error {
	at := recordStart(s.held)
	if at < 0 {
		s.setAside(len(s.held))
	} else {
		s.setAside(at)
	}
	switch {
	case s.plainBytes > 0 && s.strict:
		return errNotTLS // whatever follows
	case at >= 0 && len(s.held) >= recordHeader:
		s.found = true
		return nil
	case s.plainBytes > maxEarly:
		return errNotTLS
	}
	var buf [512]byte
	n, err := s.Conn.Read(buf[:])
	s.held = append(s.held, buf[:n]...)
	if n > 0 {
		return nil
	}
	if s.plainBytes > 0 { // else what is held may be TLS that was cut short
		s.setAside(len(s.held))
	}
	return err
}

// setAside counts the first n bytes held as sent in the clear.
func (s *sniffer) setAside(n int) {
	s.plainBytes += n
	s.plain = append(s.plain, s.held[:min(n, maxExcerpt-len(s.plain))]...)
	s.held = s.held[n:]
}

// excerpt returns the beginning of what came in the clear.
func (s *sniffer) excerpt() Text { return excerpt(string(s.plain), maxExcerpt) }

// injected reports whether bytes in the clear came before TLS did.
func (s *sniffer) injected() bool { return s.found && s.plainBytes > 0 }

// recordHeader is the length of a TLS record's header (RFC 8446, section 5.1).
const recordHeader = 5

// recordStart returns where in b a TLS record of a server's first flight begins
// (an alert or a handshake message), or may begin if more comes; -1 if nowhere.
func recordStart(b []byte) int {
	for i := range b {
		if startsRecord(b[i:]) {
			return i
		}
	}
	return -1
}

// startsRecord reports whether b is, or may become, the header of such a record.
func startsRecord(b []byte) bool {
	const alert, handshake = 0x15, 0x16
	switch {
	case b[0] != alert && b[0] != handshake:
		return false
	case len(b) > 1 && b[1] != 3, len(b) > 2 && b[2] > 4:
		return false
	case len(b) < recordHeader:
		return true
	}
	length := int(b[3])<<8 | int(b[4])
	if b[0] == alert {
		return length == 2
	}
	return length >= 4 && length <= 1<<14
}
