package cli

import (
	"crypto/x509"
	"fmt"
	"os"
	"path/filepath"
)

// loadRoots returns the authorities to trust: the system's, and those of the
// file. Without a file it is nil, which means the system's, and reads nothing.
func loadRoots(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, wrongf("--ca: %s", err)
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		return nil, fmt.Errorf("read the system's certificates: %w", err)
	}
	if !roots.AppendCertsFromPEM(pem) {
		return nil, wrongf("--ca: %s holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)", shown(file))
	}
	return roots, nil
}

// wholePath returns a path that means the same from any folder.
func wholePath(file string) (string, error) {
	if file == "" {
		return "", nil
	}
	whole, err := filepath.Abs(file)
	if err != nil {
		return "", fmt.Errorf("find %s: %w", file, err)
	}
	return whole, nil
}
