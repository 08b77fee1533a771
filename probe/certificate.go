package probe

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// has reports whether a problem was found.
func (c *Certificate) has(p CertificateProblem) bool { return slices.Contains(c.Problems, p) }

// allProblems in the order they are listed.
var allProblems = []CertificateProblem{
	CertExpired, CertNotYetValid, CertSelfSigned, CertWrongHost, CertUnknownCA,
	CertIncompleteChain, CertWrongUsage, CertWeakSignature, CertWeakKey,
}

// maxNames is how many of a certificate's names are kept.
const maxNames = 100

// examine finds everything that is wrong with the certificate a server sent,
// the first of the chain. The error is why it is not to be trusted; nil means
// that it is.
func examine(chain []*x509.Certificate, t trust, now time.Time) (*Certificate, error) {
	if len(chain) == 0 {
		return nil, errors.New("the server sent no certificate")
	}
	e := examination{leaf: chain[0], sent: chain[1:], trust: t, now: now, found: map[CertificateProblem]bool{}}
	e.examineLeaf()
	e.examineChain()
	c := publish(e.leaf)
	for _, p := range allProblems {
		if e.found[p] {
			c.Problems = append(c.Problems, p)
		}
	}
	return c, e.err
}

// publish escapes what a certificate says of itself.
func publish(leaf *x509.Certificate) *Certificate {
	c := &Certificate{
		Subject:   excerpt(leaf.Subject.String(), maxTranscriptLine),
		Issuer:    excerpt(leaf.Issuer.String(), maxTranscriptLine),
		NotBefore: leaf.NotBefore,
		NotAfter:  leaf.NotAfter,
	}
	for _, n := range leaf.DNSNames {
		c.Names = append(c.Names, excerpt(n, maxExcerpt))
	}
	for _, ip := range leaf.IPAddresses {
		c.Names = append(c.Names, NewText(ip.String()))
	}
	c.Names = c.Names[:min(len(c.Names), maxNames)]
	return c
}

// An examination of one certificate, and the chain it came with.
type examination struct {
	leaf  *x509.Certificate
	sent  []*x509.Certificate // the rest of the chain, as sent
	trust trust
	now   time.Time
	found map[CertificateProblem]bool
	err   error // the first reason not to trust it
}

// bad notes a problem that stops verification.
func (e *examination) bad(p CertificateProblem, err error) {
	e.found[p] = true
	if e.err == nil {
		e.err = err
	}
}

// examineLeaf looks at what the certificate says of itself.
func (e *examination) examineLeaf() {
	switch {
	case e.now.After(e.leaf.NotAfter):
		e.bad(CertExpired, fmt.Errorf("certificate expired on %s", e.leaf.NotAfter.UTC().Format(time.DateOnly)))
	case e.now.Before(e.leaf.NotBefore):
		e.bad(CertNotYetValid, fmt.Errorf("certificate is not valid before %s", e.leaf.NotBefore.UTC().Format(time.DateOnly)))
	}
	host, _, _ := strings.Cut(e.trust.host, "%") // a zone is not part of the name
	if err := e.leaf.VerifyHostname(host); err != nil {
		e.bad(CertWrongHost, err)
	}
	if !serves(e.leaf) {
		e.bad(CertWrongUsage, errors.New("certificate is not made for servers"))
	}
	if weakRSA(e.leaf) || slices.ContainsFunc(e.sent, func(c *x509.Certificate) bool { return !selfSigned(c) && weakRSA(c) }) {
		e.found[CertWeakKey] = true
	}
}

// serves reports whether a certificate may be a TLS server's (RFC 5280, section
// 4.2.1.12): one that names no use may be used for all.
func serves(c *x509.Certificate) bool {
	return len(c.ExtKeyUsage) == 0 && len(c.UnknownExtKeyUsage) == 0 ||
		slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageServerAuth) ||
		slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageAny)
}

// weakRSA reports whether the key is RSA shorter than 2048 bits.
func weakRSA(c *x509.Certificate) bool {
	key, ok := c.PublicKey.(*rsa.PublicKey)
	return ok && key.N.BitLen() < 2048
}

// examineChain asks who vouches for the certificate. That is a question apart
// from its dates and its use, which are set aside for it.
func (e *examination) examineChain() {
	pool := x509.NewCertPool()
	for _, c := range e.sent {
		pool.AddCert(c)
	}
	options := x509.VerifyOptions{
		Roots: e.trust.roots, Intermediates: pool, CurrentTime: e.valid(),
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	}
	_, err := e.leaf.Verify(options)
	if err == nil && !e.found[CertWrongUsage] {
		// An authority above may be limited to other uses.
		options.KeyUsages = nil
		_, err = e.leaf.Verify(options)
	}
	if err != nil {
		e.blame(err)
	}
}

// valid returns the moment nearest to now at which the certificate is valid.
func (e *examination) valid() time.Time {
	switch {
	case e.found[CertExpired]:
		return e.leaf.NotAfter
	case e.found[CertNotYetValid]:
		return e.leaf.NotBefore
	default:
		return e.now
	}
}

// blame turns the reason why no chain could be built into a problem.
func (e *examination) blame(err error) {
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		if invalid.Cert != nil && e.valid().Before(invalid.Cert.NotBefore) {
			e.bad(CertNotYetValid, err)
			return
		}
		e.bad(CertExpired, err)
	case errors.As(err, &invalid) && invalid.Reason == x509.IncompatibleUsage:
		e.bad(CertWrongUsage, err)
	default:
		e.blameChain(err)
	}
}

// blameChain says where the way from the certificate to a known authority ends.
func (e *examination) blameChain(err error) {
	weak := weakSignature(e.leaf) || slices.ContainsFunc(e.sent, func(c *x509.Certificate) bool {
		return !selfSigned(c) && weakSignature(c)
	})
	if weak {
		e.bad(CertWeakSignature, err)
	}
	last := e.top()
	switch {
	case selfSigned(e.leaf):
		e.bad(CertSelfSigned, err)
	// Go names the authority it found and could not believe: it is known, and
	// the signature is all that is wrong.
	case weak && strings.Contains(err.Error(), "insecure algorithm"):
	case selfSigned(last), !promisesMore(last):
		e.bad(CertUnknownCA, err)
	default:
		e.bad(CertIncompleteChain, err)
	}
}

// top follows the issuers from the certificate upwards through those the
// server sent, to the last one it did send.
func (e *examination) top() *x509.Certificate {
	last := e.leaf
	for range e.sent { // a chain cannot be longer, even if it runs in a circle
		i := slices.IndexFunc(e.sent, func(c *x509.Certificate) bool {
			return !bytes.Equal(c.Raw, last.Raw) && bytes.Equal(c.RawSubject, last.RawIssuer)
		})
		if i < 0 || selfSigned(last) {
			break
		}
		last = e.sent[i]
	}
	return last
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

// selfSigned reports whether a certificate was issued by itself: the names are
// the same and the signature is its own key's.
func selfSigned(c *x509.Certificate) bool {
	if !bytes.Equal(c.RawSubject, c.RawIssuer) {
		return false
	}
	err := c.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature)
	var insecure x509.InsecureAlgorithmError
	return err == nil || errors.As(err, &insecure)
}

// weakSignature reports whether the signature is made with a hash that can be
// forged.
func weakSignature(c *x509.Certificate) bool {
	switch c.SignatureAlgorithm {
	case x509.MD2WithRSA, x509.MD5WithRSA, x509.SHA1WithRSA, x509.DSAWithSHA1, x509.ECDSAWithSHA1:
		return true
	default:
		return false
	}
}
