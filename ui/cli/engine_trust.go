package cli

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"slices"
	"strings"

	"postern/probe"
)

// trust lets the certificate in a file vouch for servers on this computer, and for no
// others; "" lets none any more. It returns the file's whole path.
func (e *engine) trust(file string) (string, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.nearby = nil; file == "" {
		return "", nil
	}
	whole, found, err := readAuthority(file)
	if err != nil {
		return "", err
	}
	e.nearby = &probe.Prober{Roots: e.prober.Roots, Besides: slices.Concat(e.prober.Besides, found)}
	return whole, nil
}

// longestAuthority is more than any list of certificates is long.
const longestAuthority = 4 << 20

// readAuthority reads the certificates in a file that a person names, and returns its
// whole path. The error says what is wrong with it, and what to do.
func readAuthority(file string) (whole string, found []*x509.Certificate, err error) {
	if whole, err = wholeCertificate(file); err != nil {
		return "", nil, err
	}
	body, err := readFile(whole)
	if err != nil {
		return "", nil, fmt.Errorf("%s cannot be read: %w", shown(whole), reason(err))
	}
	found, key := certificates(body)
	switch {
	case len(found) > 0:
		return whole, found, nil
	case key:
		return "", nil, fmt.Errorf("%s holds a private key and no certificate; name cert.pem, and keep the key to yourself", shown(whole))
	}
	return "", nil, fmt.Errorf("%s holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)", shown(whole))
}

// readFile reads a file that may be anything, up to a limit.
func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("it is no file")
	case info.Size() > longestAuthority:
		return nil, errors.New("it is far too long for a certificate")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, longestAuthority))
}

// reason is an error of the file system without the path, which is said already.
func reason(err error) error {
	if p := (*os.PathError)(nil); errors.As(err, &p) {
		return p.Err
	}
	return err
}

// certificates returns those of a PEM file, and whether there is a private key in it.
func certificates(body []byte) (found []*x509.Certificate, key bool) {
	for {
		var block *pem.Block
		if block, body = pem.Decode(body); block == nil {
			return found, key
		}
		key = key || strings.HasSuffix(block.Type, "PRIVATE KEY")
		if block.Type != "CERTIFICATE" {
			clear(block.Bytes)
			continue
		}
		if c, err := x509.ParseCertificate(bytes.Clone(block.Bytes)); err == nil {
			found = append(found, c)
		}
	}
}

// isHere reports whether a host is this computer.
func isHere(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}
