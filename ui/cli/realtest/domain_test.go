//go:build linux

package realtest_test

import (
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
	"golang.org/x/sys/unix"

	"postern/probe/smtptest"
)

// A domain is one of a person's own, which no catalogue knows: its name servers, its
// web servers and its mail server, all on loopback in a network of the test's own.
type domain struct {
	// records of a name, by type: an address, "10 host" for MX, "0 1 465 host" for SRV.
	records map[string][]string
	// files are what web servers have, by address without the scheme.
	files map[string]string

	ca    *smtptest.CA
	mu    sync.Mutex
	asked []string // of the web servers
}

// alone moves the test to a network that has nothing but a loopback, where this
// computer's name server is the domain's. The thread ends with the test; programs
// started by the test live there too.
func (d *domain) alone(t *testing.T) {
	t.Helper()
	runtime.LockOSThread()
	if err := unix.Unshare(unix.CLONE_FS | unix.CLONE_NEWNS); err != nil {
		t.Skipf("no file system of its own can be had here: %v", err)
	}
	resolver := filepath.Join(t.TempDir(), "resolv.conf")
	if err := os.WriteFile(resolver, []byte("nameserver 127.0.0.1\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		t.Skipf("the file system cannot be set apart: %v", err)
	}
	if err := unix.Mount(resolver, "/etc/resolv.conf", "", unix.MS_BIND, ""); err != nil {
		t.Skipf("another name server cannot be named: %v", err)
	}
	ownNetwork(t)
	d.ca = smtptest.NewCA("Analytical Test Authority")
	d.answersNames(t)
	d.servesFiles(t)
}

// answersNames runs the name server.
func (d *domain) answersNames(t *testing.T) {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:53")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	go func() {
		buf := make([]byte, 4096)
		for {
			n, from, err := conn.ReadFrom(buf)
			if err != nil {
				return
			}
			if answer, err := d.answer(buf[:n]); err == nil {
				_, _ = conn.WriteTo(answer, from)
			}
		}
	}()
}

// answer is the reply to one question.
func (d *domain) answer(question []byte) ([]byte, error) {
	var m dnsmessage.Message
	if err := m.Unpack(question); err != nil {
		return nil, err
	}
	q := m.Questions[0]
	m.Response, m.RecursionAvailable, m.Additionals = true, true, nil
	name := strings.TrimSuffix(strings.ToLower(q.Name.String()), ".")
	known := false
	for record := range d.records {
		known = known || record == name || strings.HasSuffix(record, "."+name)
	}
	if !known {
		m.RCode = dnsmessage.RCodeNameError
	}
	for _, r := range d.records[name] {
		if body := resource(r); body != nil && typeOf(body) == q.Type {
			m.Answers = append(m.Answers, dnsmessage.Resource{
				Header: dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class, TTL: 60}, Body: body,
			})
		}
	}
	return m.Pack()
}

// resource reads a record as a test writes it.
func resource(record string) dnsmessage.ResourceBody {
	var priority, weight, port uint16
	var host string
	if ip := net.ParseIP(record).To4(); ip != nil {
		return &dnsmessage.AResource{A: [4]byte(ip)}
	}
	if n, _ := fmt.Sscanf(record, "%d %d %d %s", &priority, &weight, &port, &host); n == 4 {
		return &dnsmessage.SRVResource{Priority: priority, Weight: weight, Port: port, Target: dnsmessage.MustNewName(host)}
	}
	if n, _ := fmt.Sscanf(record, "%d %s", &priority, &host); n == 2 {
		return &dnsmessage.MXResource{Pref: priority, MX: dnsmessage.MustNewName(host)}
	}
	return nil
}

func typeOf(body dnsmessage.ResourceBody) dnsmessage.Type {
	switch body.(type) {
	case *dnsmessage.AResource:
		return dnsmessage.TypeA
	case *dnsmessage.SRVResource:
		return dnsmessage.TypeSRV
	default:
		return dnsmessage.TypeMX
	}
}

// servesFiles runs the web servers, with and without encryption.
func (d *domain) servesFiles(t *testing.T) {
	t.Helper()
	issue := func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
		cert := d.ca.Issue(smtptest.Good, hello.ServerName)
		return &cert, nil
	}
	secure := d.listen(t, "127.0.0.1:443")
	s := &http.Server{Handler: http.HandlerFunc(d.page), TLSConfig: &tls.Config{GetCertificate: issue, MinVersion: tls.VersionTLS12}}
	go s.ServeTLS(secure, "", "") //nolint:errcheck // it ends with the test
	t.Cleanup(func() { s.Close() })
	clear := &http.Server{Handler: http.HandlerFunc(d.page)}
	go clear.Serve(d.listen(t, "127.0.0.1:80")) //nolint:errcheck // it ends with the test
	t.Cleanup(func() { clear.Close() })
}

func (d *domain) listen(t *testing.T, address string) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// page answers one request of a web server.
func (d *domain) page(w http.ResponseWriter, r *http.Request) {
	scheme := "http://"
	if r.TLS != nil {
		scheme = "https://"
	}
	d.mu.Lock()
	d.asked = append(d.asked, scheme+r.Host+r.URL.String())
	d.mu.Unlock()
	body, ok := d.files[scheme+r.Host+r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/xml")
	_, _ = w.Write([]byte(body))
}

// told are the addresses the web servers were asked for.
func (d *domain) told() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]string{}, d.asked...)
}

// trusted is the file of the authority that the domain's servers have their
// certificates from.
func (d *domain) trusted(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, []byte(certificates(d.ca.Certificate().Raw)), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// takesMail runs a mail server at one of the doors.
func (d *domain) takesMail(t *testing.T, host string, port int) {
	t.Helper()
	s := &smtptest.Server{Listen: fmt.Sprintf("127.0.0.1:%d", port), Implicit: port == 465, Host: host, CA: d.ca}
	s.Start()
	t.Cleanup(s.Close)
}

// settingsFile is a file as the format of autoconfig has it.
func settingsFile(name, host string, port int, socket string) string {
	return fmt.Sprintf(`<?xml version="1.0"?>
<clientConfig version="1.1"><emailProvider id="%s"><domain>%[1]s</domain><displayName>Analytical Mail</displayName>
<outgoingServer type="smtp"><hostname>%s</hostname><port>%d</port><socketType>%s</socketType>
<username>%%EMAILADDRESS%%</username><authentication>password-cleartext</authentication></outgoingServer>
</emailProvider></clientConfig>`, name, host, port, socket)
}
