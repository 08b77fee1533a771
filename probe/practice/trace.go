package practice

import (
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"postern/probe/mailbox"
)

// trace returns header lines that say how the message came, to stand above it:
// the envelope, which no header of the message itself need name, the
// encryption and the login, then a Received line (RFC 5321, section 4.4; the
// word after "with" is from RFC 3848 and RFC 6531, "tls" from RFC 8314).
func (m Message) trace(id string) []byte {
	var b strings.Builder
	line := func(name, value string) { fmt.Fprintf(&b, "%s: %s\r\n", name, value) }

	line("Return-Path", path(m.From))
	for _, to := range m.To {
		line("X-Practice-To", path(to))
	}
	line("X-Practice-Door", strconv.Itoa(m.Port))
	line("X-Practice-TLS", m.encryption())
	line("X-Practice-Login", m.signedIn())
	fmt.Fprintf(&b, "Received: from %s (%s)\r\n", name(m.Hello), literal(m.Client))
	fmt.Fprintf(&b, "\tby %s with %s", localhost, m.protocol())
	if m.TLS {
		fmt.Fprintf(&b, " tls %s", m.TLSCipher)
	}
	fmt.Fprintf(&b, " id %s", id)
	if len(m.To) == 1 {
		fmt.Fprintf(&b, "\r\n\tfor %s", path(m.To[0]))
	}
	fmt.Fprintf(&b, ";\r\n\t%s\r\n", m.Received.Format(time.RFC1123Z))
	return []byte(b.String())
}

func (m Message) encryption() string {
	if !m.TLS {
		return "none"
	}
	return m.TLSVersion + " " + m.TLSCipher
}

func (m Message) signedIn() string {
	if m.User == "" {
		return "none"
	}
	return m.User + " (" + m.Mechanism + ")"
}

// protocol returns the registered name of how the message came.
func (m Message) protocol() string {
	p := "ESMTP"
	if m.UTF8 {
		p = "UTF8SMTP"
	}
	if m.TLS {
		p += "S"
	}
	if m.User != "" {
		p += "A"
	}
	return p
}

// path returns an address in angle brackets, quoted where it must be.
func path(addr string) string {
	if addr == "" {
		return "<>"
	}
	return mailbox.Split(addr).Path()
}

// name returns what a client called itself if that is a host name or an
// address literal, and "unknown" otherwise: it is only what the client says.
func name(hello string) string {
	odd := func(r rune) bool {
		return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]", r)
	}
	if hello == "" || len(hello) > 255 || strings.ContainsFunc(hello, odd) {
		return "unknown"
	}
	return hello
}

// literal returns the address of a connection's other end as mail writes it
// (RFC 5321, section 4.1.3).
func literal(a net.Addr) string {
	tcp, ok := a.(*net.TCPAddr)
	if !ok {
		return "[unknown]"
	}
	addr := tcp.AddrPort().Addr().Unmap()
	if addr.Is6() {
		return "[IPv6:" + addr.String() + "]"
	}
	return "[" + addr.String() + "]"
}
