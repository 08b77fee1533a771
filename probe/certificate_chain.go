package probe

import (
	"bytes"
	"crypto/x509"
	"errors"
	"slices"
	"strings"
	"time"
)

// examineChain checks whether a known authority vouches for the certificate. Dates
// and use of the certificate are a different question, and left out of this one. If
// an authority does, only the chain that leads to it matters, and not what else was
// sent.
func (e *examination) examineChain() {
	chain, err := e.verify(e.leaf, e.sent, e.valid())
	if err != nil {
		e.blame(err)
		return
	}
	for _, c := range chain[1:] {
		if weakRSA(c) && !selfSigned(c) { // a root is believed for itself
			e.found[CertWeakKey] = true
		}
	}
}

// verify returns a chain from a certificate to a known authority. The use of the leaf
// was checked already, but an authority above it may be limited to other uses.
func (e *examination) verify(c *x509.Certificate, between []*x509.Certificate, at time.Time) ([]*x509.Certificate, error) {
	pool := x509.NewCertPool()
	for _, c := range between {
		pool.AddCert(c)
	}
	options := x509.VerifyOptions{
		Roots: e.trust.pool(), Intermediates: pool, CurrentTime: at,
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	}
	chains, err := c.Verify(options)
	if err == nil && serves(e.leaf) {
		options.KeyUsages = nil
		chains, err = c.Verify(options)
	}
	if err != nil {
		return nil, err
	}
	return chains[0], nil
}

// valid returns the moment nearest to now at which the leaf and the certificates above
// it that are given are all valid, if there is one.
func (e *examination) valid(above ...*x509.Certificate) time.Time {
	at := e.now
	certs := append([]*x509.Certificate{e.leaf}, above...)
	for _, c := range certs {
		if at.After(c.NotAfter) {
			at = c.NotAfter
		}
	}
	for _, c := range certs {
		if at.Before(c.NotBefore) {
			at = c.NotBefore
		}
	}
	return at
}

// blame finds everything that is wrong with a chain that could not be built. The
// error of crypto/x509 names only the first problem.
func (e *examination) blame(err error) {
	path := e.path()
	e.blamed = false
	for _, c := range path[1:] {
		e.blameAbove(c, err)
	}
	if slices.ContainsFunc(path, func(c *x509.Certificate) bool {
		return weakSignature(c) && (c == e.leaf || !selfSigned(c))
	}) {
		e.bad(CertWeakSignature, err)
	}
	e.blameAuthority(path, err)
	if !e.blamed {
		e.blameRoot(err)
	}
}

// blameAbove checks one certificate between the leaf and the authority, as the server
// sent it. A root is trusted or not as it is, so nothing is checked there.
func (e *examination) blameAbove(c *x509.Certificate, err error) {
	if selfSigned(c) {
		return
	}
	switch {
	case e.now.After(c.NotAfter):
		e.bad(CertExpired, err)
	case e.now.Before(c.NotBefore):
		e.bad(CertNotYetValid, err)
	}
	if !serves(c) {
		e.bad(CertWrongUsage, err)
	}
	if weakRSA(c) {
		e.found[CertWeakKey] = true
	}
}

// blameAuthority notes why the path from the certificate does not lead to a known
// authority, if it does not.
func (e *examination) blameAuthority(path []*x509.Certificate, err error) {
	last := path[len(path)-1]
	switch {
	case selfSigned(e.leaf):
		e.bad(CertSelfSigned, err)
	case e.known(path):
	case selfSigned(last), !promisesMore(last):
		e.bad(CertUnknownCA, err)
	default:
		e.bad(CertIncompleteChain, err)
	}
}

// known reports whether the path leads to a known authority, whatever else is wrong
// with it.
func (e *examination) known(path []*x509.Certificate) bool {
	at := e.valid(path[1:]...)
	if _, err := e.verify(e.leaf, e.sent, at); err == nil || isExpired(err) || isUsage(err) {
		return true
	}
	// crypto/x509 stops at a signature with an insecure algorithm. The chain may still
	// go on from the certificate above it, and end at a known authority.
	if !e.found[CertWeakSignature] {
		return false
	}
	_, err := e.verify(path[len(path)-1], nil, at)
	return err == nil || isExpired(err) || isUsage(err) || strings.Contains(err.Error(), "insecure algorithm")
}

// blameRoot notes a problem of the authority's own certificate, which is not sent.
func (e *examination) blameRoot(err error) {
	switch {
	case isUsage(err):
		e.bad(CertWrongUsage, err)
	case isExpired(err):
		e.bad(CertExpired, err)
	default:
		e.bad(CertUnknownCA, err)
	}
}

func isExpired(err error) bool { return isInvalid(err, x509.Expired) }
func isUsage(err error) bool   { return isInvalid(err, x509.IncompatibleUsage) }

func isInvalid(err error, reason x509.InvalidReason) bool {
	var invalid x509.CertificateInvalidError
	return errors.As(err, &invalid) && invalid.Reason == reason
}

// path follows the issuers from the certificate upwards through those the
// server sent, to the last one it did send.
func (e *examination) path() []*x509.Certificate {
	path := []*x509.Certificate{e.leaf}
	for range e.sent { // a chain cannot be longer, even if it runs in a circle
		last := path[len(path)-1]
		i := slices.IndexFunc(e.sent, func(c *x509.Certificate) bool {
			return !bytes.Equal(c.Raw, last.Raw) && bytes.Equal(c.RawSubject, last.RawIssuer)
		})
		if i < 0 || selfSigned(last) {
			break
		}
		path = append(path, e.sent[i])
	}
	return path
}

// promisesMore reports whether the issuer of the last certificate sent is
// likely an intermediate one, which the server should have sent, rather than
// an authority of somebody's own. Public authorities say where the issuer can
// be fetched (RFC 5280, section 4.2.2.1); for want of that its name must do.
func promisesMore(last *x509.Certificate) bool {
	issuer := strings.ToLower(last.Issuer.CommonName)
	return len(last.IssuingCertificateURL) > 0 ||
		strings.Contains(issuer, "intermediate") || strings.Contains(issuer, "issuing")
}
