package practice

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/emersion/go-smtp"
)

// A session is one conversation with the mail server, from EHLO on; another
// one begins after STARTTLS. It is used by one goroutine at a time, and
// implements smtp.AuthSession.
type session struct {
	office office
	conn   *smtp.Conn
	hello  string
	tls    *tls.ConnectionState // nil in the clear

	login, mechanism string // once signed in
	wrong            int    // logins that failed

	from string
	utf8 bool
	to   []string
}

// Mail checks who may send here: on a submission door, only who is signed in or known
// by address, and only as themselves (RFC 6409, sections 4.3 and 6.1).
func (s *session) Mail(from string, opts *smtp.MailOptions) error {
	if err := s.mayMail(); err != nil {
		return err
	}
	if err := checkAddress(from, opts.UTF8); err != nil {
		return err
	}
	if !s.office.relay && !mine(from) {
		return refusal(553, smtp.EnhancedCode{5, 7, 1},
			"You may send as "+address+" or another address at "+domain+" only")
	}
	if err := s.office.refuses.sender; err != nil {
		return err
	}
	if !s.office.server.inbox.hasRoom(opts.Size) {
		return refusal(452, smtp.EnhancedCode{4, 3, 1}, "The practice inbox is full")
	}
	s.Reset()
	s.from, s.utf8 = from, opts.UTF8
	return nil
}

// mayMail returns why no message is taken in this state, or nil.
func (s *session) mayMail() error {
	switch o := s.office; {
	case o.relay:
		return nil
	case s.tls == nil && o.noTLS:
		return refusal(530, smtp.EnhancedCode{5, 7, 0}, "Encryption is required, and this door has none")
	case s.tls == nil:
		return refusal(530, smtp.EnhancedCode{5, 7, 0}, "Must issue a STARTTLS command first")
	case s.login == "" && !o.byAddress:
		return refusal(530, smtp.EnhancedCode{5, 7, 0}, "Authentication required")
	}
	return nil
}

// Rcpt takes every recipient from who is signed in. The relay takes its own
// domain's only: what it did with others would be an open relay.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if err := checkAddress(to, s.utf8); err != nil {
		return err
	}
	if s.office.relay && !mine(to) {
		return refusal(550, smtp.EnhancedCode{5, 7, 1},
			"Relaying denied: this door takes mail for "+domain+" only")
	}
	if err := s.office.refuses.recipient; err != nil {
		return err
	}
	s.to = append(s.to, to)
	return nil
}

// Data keeps the message. For BDAT go-smtp calls it from a goroutine of its
// own, so the house is told.
func (s *session) Data(r io.Reader) error {
	house := s.office.server.house
	if !house.begin() {
		return refusal(421, smtp.EnhancedCode{4, 3, 2}, "Closing")
	}
	defer house.end()
	m := s.message(time.Now())
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if err := s.office.refuses.message; err != nil {
		return err
	}
	m.Data = data
	id, err := s.office.server.inbox.add(m)
	switch {
	case errors.Is(err, errFull):
		return refusal(452, smtp.EnhancedCode{4, 3, 1}, "The practice inbox is full")
	case err != nil:
		return refusal(451, smtp.EnhancedCode{4, 3, 0}, "The practice inbox cannot be written")
	}
	// Only by an error can go-smtp be told what to say, also if it is good news.
	return &smtp.SMTPError{Code: 250, EnhancedCode: smtp.EnhancedCode{2, 0, 0}, Message: "OK: queued as " + id}
}

// message returns all that is known about the message before its text comes.
func (s *session) message(now time.Time) Message {
	m := Message{
		Received: now, Port: s.office.port,
		Client: s.conn.Conn().RemoteAddr(), Hello: s.hello,
		From: s.from, To: slices.Clone(s.to), UTF8: s.utf8,
		User: s.login, Mechanism: s.mechanism,
	}
	if s.tls != nil {
		m.TLS = true
		m.TLSVersion = strings.TrimPrefix(tls.VersionName(s.tls.Version), "TLS ")
		m.TLSCipher = tls.CipherSuiteName(s.tls.CipherSuite)
	}
	return m
}

// Reset forgets the message that was begun; the login stays.
func (s *session) Reset() { s.from, s.utf8, s.to = "", false, nil }

// Logout does nothing: a session holds nothing.
func (s *session) Logout() error { return nil }

// guest returns the connection beneath TLS.
func (s *session) guest() (*guest, bool) {
	c := s.conn.Conn()
	if t, ok := c.(interface{ NetConn() net.Conn }); ok {
		c = t.NetConn()
	}
	g, ok := c.(*guest)
	return g, ok
}

// mine reports whether the address is at the practice domain.
func mine(addr string) bool {
	at := strings.LastIndexByte(addr, '@')
	return at >= 0 && strings.EqualFold(addr[at+1:], domain)
}

// checkAddress refuses what go-smtp lets pass: control and other invisible
// characters, which would also end up in the header, and words that are not
// ASCII where nobody asked for SMTPUTF8 (RFC 6531, section 3.5).
func checkAddress(addr string, allowUTF8 bool) error {
	unseen := func(r rune) bool { return !unicode.IsPrint(r) }
	if !utf8.ValidString(addr) || strings.ContainsFunc(addr, unseen) {
		return refusal(501, smtp.EnhancedCode{5, 1, 3}, "The address holds characters that cannot be seen")
	}
	foreign := func(r rune) bool { return r > unicode.MaxASCII }
	if !allowUTF8 && strings.ContainsFunc(addr, foreign) {
		return refusal(553, smtp.EnhancedCode{5, 6, 7}, "Such an address needs SMTPUTF8")
	}
	return nil
}

// refusal is a reply that says no.
func refusal(code int, enhanced smtp.EnhancedCode, text string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: enhanced, Message: text}
}
