package smtptest

import (
	"context"
	"crypto/x509"
	"net"
	"strings"
)

// A Stranger is a server that says whatever it is told to, in the clear or inside
// a dialogue and an encryption that are otherwise good: for tests that try all of
// Postern on random bytes.
type Stranger struct {
	pieces []string // said in turn, to one who tells nothing from anything
	server *Server  // nil if that is all
}

// NewStranger makes one of three pieces of text. How is a set of bits: the second
// bit makes it a real server, 4 begins with TLS, 8 and 16 choose where in the
// dialogue the pieces stand, 32 puts them into its certificate too. The first bit
// is the caller's.
func NewStranger(a, b, c []byte, how uint8) *Stranger {
	s := &Stranger{pieces: []string{string(a), string(b), string(c), string(a)}}
	if how&2 != 0 {
		s.server = strange(string(a), string(b), string(c), how)
	}
	return s
}

func strange(a, b, c string, how uint8) *Server {
	s := &Server{SayGreeting: a, SayHello: b, SaySTARTTLS: c, Implicit: how&4 != 0}
	switch how >> 3 & 3 {
	case 1:
		s.SayGreeting, s.SayHello, s.SaySTARTTLS, s.SayHelloAgain = "", "", "", a
		s.Injected, s.InjectedLater = b, c
	case 2:
		s.SayGreeting, s.SayHello, s.SayOldHello, s.SaySTARTTLS = "", "500 what", a, ""
	case 3:
		s.SayGreeting, s.SayHello, s.SaySTARTTLS, s.ClearInstead = "", "", "", a+b+c
	}
	if how&32 != 0 {
		s.CA = NewCA(strings.ToValidUTF8(b, "?"))
		s.Host = ascii(c)
		s.Injected, s.InjectedLater, s.ClearInstead = "", "", "" // so that it is seen
	}
	return s
}

// ascii is the text as a certificate's name can hold it.
func ascii(s string) string {
	b := []byte(s)
	for i := range b {
		b[i] &= 0x7f
	}
	return string(b)
}

// Dial connects to the stranger in memory, whatever the address.
func (s *Stranger) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	if s.server != nil {
		return s.server.Dial(ctx, network, address)
	}
	client, server := Pipe(0)
	go babble(server, s.pieces)
	return client, nil
}

// babble says one piece each time it is spoken to, and ends with the last.
func babble(to net.Conn, pieces []string) {
	defer func() { _ = to.Close() }()
	heard := make([]byte, 4096)
	for _, p := range pieces {
		if _, err := to.Write([]byte(p)); err != nil {
			return
		}
		if _, err := to.Read(heard); err != nil {
			return
		}
	}
}

// Roots are those that its certificate is to be held against; nil if it has none.
func (s *Stranger) Roots() *x509.CertPool {
	if s.server == nil {
		return nil
	}
	return s.server.Roots()
}

// Close ends all connections of a real server. It must be called once.
func (s *Stranger) Close() {
	if s.server != nil {
		s.server.Close()
	}
}

// Hostile are texts that could do more to a terminal than print: one a kind.
func Hostile() []string {
	return []string{
		"\x1b[31;1mred\x1b[2J\x1b[1A\x1b]0;owned\a", // colours, the screen, the title
		"\x1b]52;c;cm0gLXJmIH4K\x1b\\",              // the clipboard
		"\x1b]8;;http://evil.example\x1b\\ready\x1b]8;;\a",
		"\x1bP+q544e\x1b\\\x1b_G\x1b\\\x1b^x\x1b\\\x1bc", // DCS, APC, PM, a reset
		"\u009b31m\u009d0;x\u009c\u0085\u0090q\u009c",    // C1 in UTF-8
		"\x9b31m\x9d0;x\x9c\x85",                         // and as single bytes
		"\a\b\b\b\bgood\rover\x00\v\f\x7f\x0e\x0f",
		"a\u202eb\u2066c\u2069\u200f\u061c\u202a", // directions
		"in\u200bvis\u200d\u2060ib\ufeffle\u00ad\u3164\U000e0041\ufe0f\u034f",
		"👩\u200d👩\u200d👧 🇩🇪🇫 👍🏽 ☠\ufe0f 1\ufe0f\u20e3",
		"e" + strings.Repeat("\u0301\u0489\u20e0", 200),              // marks that paint over other lines
		"가" + strings.Repeat("\u1161\u11a8", 300) + "กำ\u0e47",       // letters that join
		strings.Repeat("漢字ｗｉｄｅ", 60),                                 // wide, and no space
		"\xff\xfe\xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80\xe2\x80ok\xc3", // no UTF-8
		"\ttabs\t\tand   \u00a0\u2003\u3000spaces\u2028lines\u2029\ue000",
		strings.Repeat("long", 400),
		strings.Repeat("a-b.", 200),
	}
}
