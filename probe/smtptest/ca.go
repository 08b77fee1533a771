package smtptest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"strings"
	"time"
)

// Kind is a kind of certificate.
type Kind uint8

// The kinds of certificate. All are made for the host asked, but for the one
// whose point is another.
const (
	Good Kind = iota
	Expired
	NotYetValid
	ExpiresSoon // in a week
	SelfSigned
	WrongHost
	ExpiredAndWrongHost
	UnknownCA           // by another authority, whose own certificate is sent too
	UnknownCALeafOnly   // the same, sent alone
	WithIntermediate    // good, by way of an intermediate authority
	MissingIntermediate // the same, the intermediate's certificate left out
	ExpiredIntermediate
	WrongUsage             // for clients only
	IntermediateWrongUsage // by an intermediate authority for clients only
	WeakKey                // RSA with 1024 bits
	WeakSignature          // SHA-1
	HostileNames           // control characters in subject and names
	RSAKey                 // good, with RSA, as old cipher suites need it
	CommonNameOnly         // the host stands where names stood before 2000
	Wildcard               // for all hosts of the domain
	Everything             // expired, self-signed, for another host and use, weak key
)

// A CA is a certificate authority that lives as long as a test.
type CA struct {
	cert *x509.Certificate
	key  crypto.Signer
}

// NewCA makes an authority with the given name.
func NewCA(name string) *CA {
	key := newKey()
	t := authority(name)
	return &CA{cert: sign(t, t, key.Public(), key), key: key}
}

// Pool returns a pool that trusts this authority alone.
func (c *CA) Pool() *x509.CertPool {
	p := x509.NewCertPool()
	p.AddCert(c.cert)
	return p
}

// Certificate returns the authority's own certificate.
func (c *CA) Certificate() *x509.Certificate { return c.cert }

// Issue makes a certificate of the kind for the host, a name or an IP address.
func (c *CA) Issue(kind Kind, host string) tls.Certificate {
	key := newKey()
	switch kind {
	case WeakKey, Everything:
		key = newRSAKey(1024)
	case RSAKey:
		key = newRSAKey(2048)
	}
	leaf := leafFor(kind, host)
	switch kind {
	case SelfSigned, Everything:
		return chain(key, sign(leaf, leaf, key.Public(), key))
	case UnknownCA, UnknownCALeafOnly:
		other := NewCA("Unknown Root")
		cert := chain(key, sign(leaf, other.cert, key.Public(), other.key))
		if kind == UnknownCA {
			cert.Certificate = append(cert.Certificate, other.cert.Raw)
		}
		return cert
	case WithIntermediate, MissingIntermediate, ExpiredIntermediate, IntermediateWrongUsage:
		return c.issueThrough(kind, leaf, key)
	case WeakSignature:
		leaf.SignatureAlgorithm = x509.ECDSAWithSHA1
	}
	return chain(key, sign(leaf, c.cert, key.Public(), c.key))
}

// issueThrough issues by way of an intermediate authority.
func (c *CA) issueThrough(kind Kind, leaf *x509.Certificate, key crypto.Signer) tls.Certificate {
	between := newKey()
	t := authority("Test Intermediate")
	switch kind {
	case ExpiredIntermediate:
		t.NotAfter = time.Now().Add(-time.Hour)
	case IntermediateWrongUsage:
		t.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	}
	cert := sign(t, c.cert, between.Public(), c.key)
	leaf.IssuingCertificateURL = []string{"http://ca.invalid/intermediate.der"}
	got := chain(key, sign(leaf, cert, key.Public(), between))
	if kind != MissingIntermediate {
		got.Certificate = append(got.Certificate, cert.Raw)
	}
	return got
}

// leafFor returns what a server's certificate of the kind shall say.
func leafFor(kind Kind, host string) *x509.Certificate {
	const day = 24 * time.Hour
	now := time.Now()
	t := &x509.Certificate{
		SerialNumber: serial(),
		Subject:      pkix.Name{CommonName: host},
		NotBefore:    now.Add(-60 * day),
		NotAfter:     now.Add(90 * day),
		KeyUsage:     x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames:     []string{host},
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
	}
	if ip := net.ParseIP(host); ip != nil {
		t.DNSNames, t.IPAddresses = nil, []net.IP{ip}
	}
	switch kind {
	case Expired, ExpiredAndWrongHost, Everything:
		t.NotAfter = now.Add(-day)
	case NotYetValid:
		t.NotBefore = now.Add(day)
	case ExpiresSoon:
		t.NotAfter = now.Add(7 * day)
	}
	switch kind {
	case WrongUsage, Everything:
		t.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	case HostileNames:
		t.Subject.Organization = []string{"\x1b]0;owned\a", "a\u202eb"}
	}
	switch kind {
	case CommonNameOnly:
		t.DNSNames, t.IPAddresses = nil, nil
	case Wildcard:
		_, domain, _ := strings.Cut(host, ".")
		t.DNSNames, t.IPAddresses = []string{"*." + domain}, nil
	case WrongHost, ExpiredAndWrongHost, Everything:
		t.DNSNames, t.IPAddresses = []string{"other.example.org", "mail.example.org"}, nil
	}
	return t
}

// authority returns what an authority's certificate shall say.
func authority(name string) *x509.Certificate {
	now := time.Now()
	return &x509.Certificate{
		SerialNumber:          serial(),
		Subject:               pkix.Name{CommonName: name},
		NotBefore:             now.AddDate(-1, 0, 0),
		NotAfter:              now.AddDate(10, 0, 0),
		KeyUsage:              x509.KeyUsageCertSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
	}
}

// sign makes a certificate; like the rest of the package it panics when the
// machine lets it down, for a test can do nothing about that.
func sign(t, parent *x509.Certificate, public crypto.PublicKey, key crypto.Signer) *x509.Certificate {
	der, err := x509.CreateCertificate(rand.Reader, t, parent, public, key)
	if err != nil {
		panic("smtptest: make a certificate: " + err.Error())
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		panic("smtptest: read a certificate just made: " + err.Error())
	}
	return cert
}

func chain(key crypto.Signer, certs ...*x509.Certificate) tls.Certificate {
	c := tls.Certificate{PrivateKey: key}
	for _, cert := range certs {
		c.Certificate = append(c.Certificate, cert.Raw)
	}
	return c
}

func newKey() crypto.Signer {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic("smtptest: make a key: " + err.Error())
	}
	return key
}

func newRSAKey(bits int) crypto.Signer {
	key, err := rsa.GenerateKey(rand.Reader, bits) //nolint:gosec // weak on purpose
	if err != nil {
		panic("smtptest: make a key: " + err.Error())
	}
	return key
}

func serial() *big.Int {
	n, err := rand.Int(rand.Reader, big.NewInt(1<<62))
	if err != nil {
		panic("smtptest: make a serial number: " + err.Error())
	}
	return n.Add(n, big.NewInt(1))
}
