package probe

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// trust is what a certificate is verified against: the host, and the authorities.
type trust struct {
	host    string
	roots   *x509.CertPool // nil: the system's
	besides []*x509.Certificate
}

// pool returns the authorities that a chain may end in; nil means the system's alone.
func (t trust) pool() *x509.CertPool { return Trusted(t.roots, t.besides) }

// Trusted returns a pool with the authorities of roots, where nil means the system's,
// and with besides. It is nil, meaning the system's, if both are empty. If the system's
// cannot be read, only besides are trusted.
func Trusted(roots *x509.CertPool, besides []*x509.Certificate) *x509.CertPool {
	if len(besides) == 0 {
		return roots
	}
	all := x509.NewCertPool()
	if roots != nil {
		all = roots.Clone()
	} else if system, err := x509.SystemCertPool(); err == nil { // a copy
		all = system
	}
	for _, c := range besides {
		all.AddCert(c)
	}
	return all
}

// keyExchangeRSA are the cipher suites of TLS 1.2 that Go no longer offers by
// default. They have no forward secrecy, but they encrypt, and some old servers have
// no others. Mail programs still use them, so a server that needs them does not count
// as failing.
var keyExchangeRSA = []uint16{
	tls.TLS_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_RSA_WITH_AES_256_GCM_SHA384,
	tls.TLS_RSA_WITH_AES_128_CBC_SHA, tls.TLS_RSA_WITH_AES_256_CBC_SHA,
}

// config returns a configuration for TLS 1.2 or newer that verifies nothing; see
// the dialogue's encrypt.
func (t trust) config() *tls.Config {
	c := &tls.Config{
		MinVersion: tls.VersionTLS12,
		// examine verifies, right after the handshake: crypto/tls would stop at the
		// first problem, and the person needs to know them all. A secret is only sent
		// over a connection that OpenSecure found safe.
		InsecureSkipVerify: true, //nolint:gosec // examine verifies, see above
		CipherSuites:       keyExchangeRSA,
		ServerName:         t.host, // not sent if it is an address, which SNI cannot name
	}
	for _, s := range tls.CipherSuites() {
		c.CipherSuites = append(c.CipherSuites, s.ID)
	}
	return c
}

// oldConfig also allows versions and ciphers that are too old to be used, to find out
// which of them a server has.
func (t trust) oldConfig() *tls.Config {
	c := t.config()
	c.MinVersion = tls.VersionTLS10 //nolint:gosec // nothing is sent over it
	for _, s := range tls.InsecureCipherSuites() {
		c.CipherSuites = append(c.CipherSuites, s.ID)
	}
	return c
}

// encrypt starts TLS and examines the certificate. early is what the server said in
// the clear after the 220 to STARTTLS; anything else that comes in the clear is noted
// too. It reports whether TLS is up, even if the certificate is bad.
func (d *dialogue) encrypt(ctx context.Context, early []byte) bool {
	s := &sniffer{Conn: d.wire, strict: d.facts.TLSMode == ModeImplicit}
	s.early(early)
	conn, err := d.handshake(s, d.trust.config())
	if s.injected() {
		d.facts.Injected, d.facts.InjectedExcerpt = true, s.excerpt()
		d.note(fmt.Sprintf("in the clear, before TLS, %d bytes: %s", s.plainBytes, s.excerpt().safe))
	}
	if err != nil {
		if s.plainBytes > 0 && !s.found {
			err = errNotTLS
		}
		d.tlsErr = err
		d.noteNoTLS(ctx, err, s)
		return false
	}
	state := conn.ConnectionState()
	d.facts.TLS = TLSOK
	d.facts.TLSVersion = versionName(state.Version)
	d.facts.TLSCipher = tls.CipherSuiteName(state.CipherSuite)
	d.note("TLS " + d.facts.TLSVersion + ", " + d.facts.TLSCipher)
	d.noteCertificate(examine(state.PeerCertificates, d.trust, time.Now()))
	d.use(conn)
	return true
}

// handshake performs the TLS handshake within handshakeLimit.
func (d *dialogue) handshake(under net.Conn, config *tls.Config) (*tls.Conn, error) {
	d.betweenCommands = false
	_ = under.SetDeadline(time.Now().Add(handshakeLimit))
	conn := tls.Client(under, config)
	//nolint:noctx // the wire closes when the context ends
	return conn, conn.Handshake()
}

// noteNoTLS sets the facts for a handshake that failed.
func (d *dialogue) noteNoTLS(ctx context.Context, err error, s *sniffer) {
	why := d.broken(ctx, err)
	if why == cancelled {
		return
	}
	d.facts.TLS = TLSFailed
	switch {
	case errors.Is(err, errNotTLS):
		d.facts.TLSError = Text{errNotTLS.Error() + ": " + s.excerpt().safe}
		if p := otherProtocol(string(s.plain)); p != "" && s.strict {
			d.facts.Protocol = p
		}
	case why == silence:
		d.facts.TLSError = Text{"the TLS handshake was not done in time"}
	case why == reset, errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		d.facts.TLSError = Text{why.words()}
	default:
		d.facts.TLSError = excerpt(err.Error(), maxExcerpt)
	}
	d.note("no TLS: " + d.facts.TLSError.safe)
}

// noteCertificate sets the facts about the certificate, as examine returned them.
func (d *dialogue) noteCertificate(c *Certificate, err error) {
	d.facts.Certificate = c
	d.facts.TLSVerified = err == nil
	if err != nil {
		d.facts.TLSError = excerpt(err.Error(), maxExcerpt)
		d.note("certificate: " + d.facts.TLSError.safe)
	}
	if c == nil {
		return
	}
	d.onCertificate(c)
	if c.has(CertWeakKey) {
		d.warn(WarnWeakKey)
	}
	if left := time.Until(c.NotAfter); left > 0 && left < expirySoon {
		d.warn(WarnExpiresSoon)
	}
}

// tooOld reports whether a handshake failed because the server refused it with an
// alert, or chose an older version than those offered.
func tooOld(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "remote error" ||
		err != nil && strings.Contains(err.Error(), "unsupported protocol version")
}

// isSSL3 reports whether a handshake failed because the server chose SSL 3.0, which
// crypto/tls no longer speaks and names by its number.
func isSSL3(err error) bool {
	return strings.HasSuffix(err.Error(), "unsupported protocol version 300")
}

// versionName returns the number of a TLS version alone, as in "1.3".
func versionName(v uint16) string {
	return strings.TrimPrefix(tls.VersionName(v), "TLS ")
}
