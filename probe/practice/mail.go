package practice

import (
	"context"
	"crypto/tls"
	"io"
	"log"
	"net"
	"time"

	"github.com/emersion/go-smtp"
)

// The limits of the mail server. A person typing commands by hand is the
// slowest guest; RFC 5321, section 4.5.3.2.7, grants five minutes.
const (
	idleLimit       = 5 * time.Minute
	writeLimit      = time.Minute
	maxMessage      = 10 << 20 // bytes
	maxLine         = 2000     // bytes: twice what RFC 5321, section 4.5.3.1.6, asks for
	maxRecipients   = 50
	maxWrongLogins  = 3 // on one connection
	maxMessages     = 1000
	maxMessageBytes = 64 << 20 // of all messages kept
)

// serveMail runs go-smtp's server on the listener until that is closed, and
// returns when its last conversation has ended.
func (s *Server) serveMail(l net.Listener, port int, m manner, config *tls.Config, implicit bool) {
	o := office{server: s, port: port, relay: port == 25 && !m.byAddress, byAddress: m.byAddress, noLogin: m.noLogin, noTLS: m.noSTARTTLS}
	if !o.relay {
		o.refuses = m.refuses
	}
	server := smtp.NewServer(o)
	server.Domain = localhost + " Postern practice"
	server.ErrorLog = log.New(io.Discard, "", 0)
	server.ReadTimeout, server.WriteTimeout = idleLimit, writeLimit
	server.MaxMessageBytes, server.MaxLineLength, server.MaxRecipients = maxMessage, maxLine, maxRecipients
	server.EnableSMTPUTF8 = true
	// Where no login is offered, AUTH is answered by the session in every state;
	// go-smtp would say "TLS is required" and so promise what TLS does not bring.
	server.AllowInsecureAuth = o.withoutLogin()
	switch {
	case implicit:
		server.TLSConfig = config
		l = tls.NewListener(l, config)
	case !m.noSTARTTLS:
		server.TLSConfig = config
	}
	_ = server.Serve(l) // ends when the house closes the listener, with no other news
	_ = server.Shutdown(context.Background())
}

// An office says what the mail server of one door accepts. It implements
// smtp.Backend.
type office struct {
	server *Server
	port   int // as shown
	relay  bool
	// byAddress: whoever calls is known by the address they call from.
	byAddress bool
	// noLogin, noTLS: not offered, though one would expect it.
	noLogin, noTLS bool
	refuses        refusals
}

// NewSession begins a session: after each first EHLO, and again after STARTTLS.
func (o office) NewSession(c *smtp.Conn) (smtp.Session, error) {
	s := &session{office: o, conn: c, hello: c.Hostname()}
	if state, ok := c.TLSConnectionState(); ok {
		s.tls = &state
	}
	return s, nil
}

// withoutLogin reports whether nobody can sign in at this door.
func (o office) withoutLogin() bool { return o.relay || o.byAddress || o.noLogin }
