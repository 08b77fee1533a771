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
const maxNames = 1000

// examine finds everything that is wrong with the certificate a server sent, which
// is the first of the chain. The error says why it is not to be trusted; nil means
// that it is.
func examine(chain []*x509.Certificate, t trust, now time.Time) (*Certificate, error) {
	if len(chain) == 0 {
		return nil, errors.New("the server sent no certificate")
	}
	e := examination{leaf: chain[0], sent: chain[1:], trust: t, now: now, found: map[CertificateProblem]bool{}}
	e.examineLeaf()
	e.examineChain()
	c := newCertificate(e.leaf)
	c.Alone = len(e.sent) == 0 && !selfSigned(e.leaf)
	for _, p := range allProblems {
		if e.found[p] {
			c.Problems = append(c.Problems, p)
		}
	}
	return c, e.err
}

// newCertificate returns what a certificate says about itself, escaped.
func newCertificate(leaf *x509.Certificate) *Certificate {
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
	// blamed says that a reason was found since it was last cleared.
	blamed bool
}

// bad notes a problem that makes verification fail.
func (e *examination) bad(p CertificateProblem, err error) {
	e.found[p], e.blamed = true, true
	if e.err == nil {
		e.err = err
	}
}

// examineLeaf checks what the certificate says about itself: dates, host, use and
// key.
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
	if weakRSA(e.leaf) {
		e.found[CertWeakKey] = true
	}
}

// serves reports whether a certificate may be used by a TLS server (RFC 5280, section
// 4.2.1.12). One that names no use may be used for all.
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
