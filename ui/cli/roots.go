package cli

import (
	"crypto/x509"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// besides returns the authorities of a file that are trusted besides the system's; none
// without a file.
func besides(file string) ([]*x509.Certificate, error) {
	if file == "" {
		return nil, nil
	}
	_, found, err := readAuthority(file)
	if err != nil {
		return nil, wrongf("--ca: %s", err)
	}
	return found, nil
}

// wholeCertificate is [wholePath] for a file with certificates, which may be named by
// the folder that a file cert.pem was exported to.
func wholeCertificate(file string) (string, error) {
	whole, err := wholePath(file)
	if isFolder(whole) {
		whole = filepath.Join(whole, "cert.pem")
	}
	return whole, err
}

// wholePath returns a path as it means the same from any folder. It may begin with ~
// for the home.
func wholePath(file string) (string, error) {
	if file == "" {
		return "", nil
	}
	if rest, ok := strings.CutPrefix(file, "~"); ok && (rest == "" || os.IsPathSeparator(rest[0])) {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", fmt.Errorf("the home folder is not known; type the whole path: %w", err)
		}
		file = home + rest
	}
	whole, err := filepath.Abs(file)
	if err != nil {
		return "", fmt.Errorf("find %s: %w", file, err)
	}
	return whole, nil
}
