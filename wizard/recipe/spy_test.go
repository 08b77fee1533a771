//go:build unix

package recipe_test

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"postern/wizard/recipe"
)

// A spy is a mail server that takes every login, and writes down all that it hears: in
// the clear, and within TLS.
type spy struct {
	name     string // in its certificate
	stripped bool   // it offers no STARTTLS, and a login in the clear
	logins   string // the ways to sign in that it offers

	ca     []byte // of the authority to trust, PEM
	config *tls.Config
	doors  map[recipe.Security]int

	mu    sync.Mutex
	heard []string
}

// start opens the two doors.
func (s *spy) start(t *testing.T) {
	t.Helper()
	s.config, s.doors = s.certificate(t), make(map[recipe.Security]int)
	for _, kind := range []recipe.Security{recipe.STARTTLS, recipe.ImplicitTLS} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { l.Close() })
		s.doors[kind] = l.Addr().(*net.TCPAddr).Port
		go func() {
			for {
				c, err := l.Accept()
				if err != nil {
					return
				}
				go s.serve(c, kind == recipe.ImplicitTLS)
			}
		}()
	}
}

// certificate makes an authority and a certificate of it.
func (s *spy) certificate(t *testing.T) *tls.Config {
	t.Helper()
	sign := func(subject string, parent *x509.Certificate, by *ecdsa.PrivateKey) (*x509.Certificate, *ecdsa.PrivateKey, []byte) {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		c := &x509.Certificate{
			SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: subject},
			NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), BasicConstraintsValid: true,
		}
		if parent == nil {
			parent, by, c.IsCA, c.KeyUsage = c, key, true, x509.KeyUsageCertSign
		} else {
			c.DNSNames, c.KeyUsage = []string{subject}, x509.KeyUsageDigitalSignature
			c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
		}
		der, err := x509.CreateCertificate(rand.Reader, c, parent, key.Public(), by)
		if err != nil {
			t.Fatal(err)
		}
		return c, key, der
	}
	ca, caKey, caDER := sign("Spy authority", nil, nil)
	_, key, der := sign(s.name, ca, caKey)
	s.ca = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: caDER})
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS12}
}

// serve holds one conversation.
func (s *spy) serve(c net.Conn, implicit bool) {
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(30 * time.Second))
	encrypted := implicit
	if implicit {
		c = tls.Server(c, s.config)
	}
	in := bufio.NewReader(c)
	say := func(text string) { fmt.Fprint(c, text+"\r\n") }
	say("220 spy ESMTP")
	asked, inData := 0, false
	for {
		line, err := in.ReadString('\n')
		line = strings.TrimRight(line, "\r\n")
		if line != "" {
			s.note(line)
		}
		if err != nil {
			return
		}
		verb, rest, _ := strings.Cut(strings.ToUpper(line), " ")
		switch {
		case inData:
			if line == "." {
				inData = false
				say("250 2.0.0 taken")
			}
		case asked > 0:
			if asked--; asked > 0 {
				say("334 UGFzc3dvcmQ6")
				continue
			}
			say("235 2.7.0 welcome")
		case verb == "EHLO":
			say("250-spy")
			if !encrypted && !s.stripped {
				say("250-STARTTLS")
			} else {
				say("250-AUTH " + s.logins)
			}
			say("250 8BITMIME")
		case verb == "STARTTLS" && !s.stripped:
			say("220 2.0.0 go ahead")
			c, encrypted = tls.Server(c, s.config), true
			in = bufio.NewReader(c)
		case verb == "AUTH" && strings.Contains(rest, " "):
			say("235 2.7.0 welcome")
		case verb == "AUTH" && rest == "LOGIN":
			asked = 2
			say("334 VXNlcm5hbWU6")
		case verb == "AUTH":
			asked = 1
			say("334 ")
		case verb == "DATA":
			inData = true
			say("354 go on")
		case verb == "QUIT":
			say("221 2.0.0 bye")
			return
		default:
			say("250 2.0.0 fine")
		}
	}
}

func (s *spy) note(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.heard = append(s.heard, line)
}

// all is what was heard, and what it means where it is in base64.
func (s *spy) all() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	heard := slices.Clone(s.heard)
	for _, line := range s.heard {
		for _, word := range strings.Fields(line) {
			if text, err := base64.StdEncoding.DecodeString(word); err == nil && len(text) > 3 {
				heard = append(heard, string(text))
			}
		}
	}
	return heard
}

// settings are for a door, with a password to look out for.
func (s *spy) settings(sender sender, kind recipe.Security) *recipe.Settings {
	return &recipe.Settings{
		Account: "practice", Provider: "Spy", Host: "localhost", Port: s.doors[kind], Security: kind,
		Address: "ada@example.org", User: "ada@example.org", CAFile: sender.ca,
		Secret: recipe.Secret{Kind: recipe.Command, Command: "echo " + spiedPassword},
	}
}

const spiedPassword = "s3cret-0f-ada"
