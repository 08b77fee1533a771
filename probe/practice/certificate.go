package practice

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"time"
)

const (
	localhost = "localhost"
	day       = 24 * time.Hour
)

// papers say what the server's certificate is like. The zero value is a good
// one: for the host, signed by the practice authority, valid for 90 days.
type papers struct {
	// name is a name other than the host's own.
	name string
	// from and until bound the validity, counted from now; both 0 means good.
	from, until time.Duration
	signer      signer
	// lost: the server has no certificate, and every handshake fails.
	lost bool
}

// A signer is who vouches for the server.
type signer uint8

const (
	authority signer = iota // the practice authority, whose certificate is in ca.pem
	stranger                // an authority that nobody was told of
	itself
)

// A key pair that can sign, and its certificate.
type signature struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// identify makes the practice authority and the server's certificate. The
// private key of the authority ends with this function, so that nobody can
// ever make a second certificate a person's programs would trust.
func identify(p papers, host string, now time.Time) (config *tls.Config, ca *x509.Certificate, err error) {
	root, err := newAuthority("Postern practice authority", now)
	if err != nil {
		return nil, nil, err
	}
	config = &tls.Config{MinVersion: tls.VersionTLS12}
	if p.lost {
		config.GetCertificate = func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
			return nil, errors.New("the certificate is lost")
		}
		return config, root.cert, nil
	}
	leaf, err := issue(p, root, host, now)
	if err != nil {
		return nil, nil, err
	}
	config.Certificates = []tls.Certificate{leaf}
	return config, root.cert, nil
}

// issue makes the server's certificate, in the name and by the signer the papers say.
func issue(p papers, root signature, host string, now time.Time) (tls.Certificate, error) {
	from, until := -time.Hour, 90*day
	if p.from != 0 || p.until != 0 {
		from, until = p.from, p.until
	}
	template := &x509.Certificate{
		Subject:     pkix.Name{CommonName: host, Organization: []string{"Postern practice"}},
		NotBefore:   now.Add(from),
		NotAfter:    now.Add(until),
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames:    []string{host},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
	}
	if host != localhost {
		template.DNSNames = append(template.DNSNames, localhost)
	}
	if p.name != "" {
		template.Subject.CommonName, template.DNSNames, template.IPAddresses = p.name, []string{p.name}, nil
	}
	by := root
	if p.signer == stranger {
		var err error
		if by, err = newAuthority("Somebody else's authority", now); err != nil {
			return tls.Certificate{}, err
		}
	}
	if p.signer == itself {
		by = signature{}
	}
	signed, err := sign(template, by)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.Certificate{Certificate: [][]byte{signed.cert.Raw}, PrivateKey: signed.key, Leaf: signed.cert}, nil
}

// newAuthority makes a certificate authority that may sign server certificates only.
func newAuthority(name string, now time.Time) (signature, error) {
	return sign(&x509.Certificate{
		Subject:               pkix.Name{CommonName: name, Organization: []string{"Postern practice"}},
		NotBefore:             now.Add(-365 * day), // older than what it signs, expired ones too
		NotAfter:              now.Add(365 * day),
		KeyUsage:              x509.KeyUsageCertSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
		MaxPathLenZero:        true,
	}, signature{})
}

// sign makes a P-256 key and a certificate for it. The zero signature as by
// means that the new key signs for itself.
func sign(template *x509.Certificate, by signature) (signature, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return signature{}, fmt.Errorf("make a practice key: %w", err)
	}
	if by.key == nil {
		by = signature{cert: template, key: key}
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, by.cert, key.Public(), by.key)
	if err != nil {
		return signature{}, fmt.Errorf("sign a practice certificate: %w", err)
	}
	cert, err := x509.ParseCertificate(raw)
	if err != nil {
		return signature{}, fmt.Errorf("read back a practice certificate: %w", err)
	}
	return signature{cert: cert, key: key}, nil
}

// encodePEM returns the certificate as mail programs read it.
func encodePEM(cert *x509.Certificate) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw})
}

// aged returns the configuration of a server that knows nothing newer than TLS 1.0.
func aged(config *tls.Config) *tls.Config {
	old := config.Clone()
	old.MinVersion, old.MaxVersion = tls.VersionTLS10, tls.VersionTLS10 //nolint:gosec // the scene is about a server as old as that
	return old
}
