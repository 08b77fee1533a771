//go:build linux

package realtest_test

import (
	"bufio"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"postern/probe/smtptest"
	"postern/ui/termtest"
)

// Who may log in to the mail servers, and the name that they give themselves. They
// keep the mail for that person's domain.
const (
	user, password = "ada@example.org", "engine no. 2"
	serverName     = "mail.example.org"
)

// The users that servers work and deliver as have the same number on every Debian.
// One of their own, made for the purpose, would stay behind.
const mail, nobody = 8, 65534

// A software is a mail server that can be started.
type software struct {
	name   string // what people call it
	folder string // where it lies in POSTERN_MAILSERVERS
	start  func(t *testing.T, root string, ports doors) *server
	facts  func(ports doors, relay string) []facts
}

// doors are the ports of a server.
type doors struct {
	relay  int // for other servers: no login
	submit int // STARTTLS, then a login
	smtps  int // TLS at once, then a login
}

// A server is a mail server that runs, with a configuration of its own.
type server struct {
	name  string
	dir   string // all that is its own
	inbox string // the Maildir of the one person it keeps mail for
	ca    string // the authority that signed its certificate
	ports doors
	log   chan string // what it says, a line each; closed when it has ended
	said  []string    // what was read from log

	delivered string // what it says when a message is
}

// unpacked is where a server was unpacked. Where it cannot be started the test is
// skipped, which says why.
func (s software) unpacked(t *testing.T) string {
	t.Helper()
	servers := os.Getenv("POSTERN_MAILSERVERS")
	switch {
	case os.Geteuid() != 0:
		t.Skipf("only root can start %s", s.name)
	case servers == "":
		t.Skip("POSTERN_MAILSERVERS names no folder with mail servers; .ci/mailservers fills one")
	}
	root := filepath.Join(servers, s.folder)
	if _, err := os.Stat(root); err != nil {
		t.Skipf("there is no %s in POSTERN_MAILSERVERS; .ci/mailservers puts one there", s.name)
	}
	return root
}

// newServer has a folder of its own, which other users can look into.
func newServer(t *testing.T, name string, ports doors) *server {
	t.Helper()
	dir, err := os.MkdirTemp("", "postern-"+strings.ToLower(name)+"-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return &server{name: name, dir: dir, ca: filepath.Join(dir, "ca.pem"), ports: ports}
}

// inRoot is a server in a copy of the root where it was unpacked, for one that is
// run with chroot.
func inRoot(t *testing.T, name, root string, ports doors) *server {
	t.Helper()
	s := newServer(t, name, ports)
	if out, err := exec.Command("cp", "-a", root+"/.", s.dir).CombinedOutput(); err != nil {
		t.Fatalf("copy %s: %v\n%s", root, err, out)
	}
	return s
}

// inside is a command that runs in the server's root.
func (s *server) inside(program string, args ...string) *exec.Cmd {
	cmd := exec.Command(program, args...)
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: s.dir}
	return cmd
}

// certify writes an authority, and gives back the certificate for this computer's
// loopback name that it signed, and its key.
func (s *server) certify(t *testing.T) (chain, key string) {
	t.Helper()
	ca := smtptest.NewCA(s.name + " Test Authority")
	cert := ca.Issue(smtptest.RSAKey, "localhost") // RSA is what every server can use
	der, err := x509.MarshalPKCS8PrivateKey(cert.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	s.write(t, "ca.pem", certificates(ca.Certificate().Raw))
	return certificates(cert.Certificate...), string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

// certificates are what files of certificates hold.
func certificates(ders ...[]byte) string {
	var out []byte
	for _, der := range ders {
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	return string(out)
}

// write writes a file of the server, and the folders it lies in.
func (s *server) write(t *testing.T, name, body string) {
	t.Helper()
	path := filepath.Join(s.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
}

// give makes a folder of the server where there is none, and gives what is there
// to a user.
func (s *server) give(t *testing.T, name string, id int) {
	t.Helper()
	path := filepath.Join(s.dir, name)
	if _, err := os.Stat(path); err != nil {
		if err := os.MkdirAll(path, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chown(path, id, id); err != nil {
		t.Fatal(err)
	}
}

// run runs the server until the test ends, reads what it says, and waits until it
// has said that it is ready. It is stopped, and what it said is shown if the test
// failed, before the test ends.
func (s *server) run(t *testing.T, cmd *exec.Cmd, ready string) {
	t.Helper()
	out, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr = in, in
	err = cmd.Start()
	in.Close()
	if err != nil {
		t.Fatal(err)
	}
	s.log = make(chan string, 10000) // more lines than any test leads to, so that it never waits
	go s.listen(out)
	t.Cleanup(func() {
		cmd.Process.Signal(syscall.SIGTERM) //nolint:errcheck // it may have ended by itself
		for line := range s.log {
			s.said = append(s.said, line)
		}
		cmd.Wait() //nolint:errcheck // it was ended
		if t.Failed() {
			t.Logf("%s said:\n%s", s.name, strings.Join(s.said, "\n"))
		}
	})
	s.waitFor(t, ready)
}

// listen reads what the server says, until its last process has ended.
func (s *server) listen(out io.ReadCloser) {
	defer close(s.log)
	defer out.Close()
	for lines := bufio.NewScanner(out); lines.Scan(); {
		s.log <- lines.Text()
	}
}

// waitFor waits until the server says something with these words in it.
func (s *server) waitFor(t *testing.T, words string) {
	t.Helper()
	late := time.After(termtest.Patience)
	for {
		select {
		case line, more := <-s.log:
			if !more {
				t.Fatalf("%s ended before it said %q", s.name, words)
			}
			s.said = append(s.said, line)
			if strings.Contains(line, words) {
				return
			}
		case <-late:
			t.Fatalf("%s never said %q", s.name, words)
		}
	}
}

// received is the one message that the server has delivered.
func (s *server) received(t *testing.T) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(s.inbox, "new", "*"))
	if err != nil || len(found) != 1 {
		t.Fatalf("got %v and %v, want one message", found, err)
	}
	body, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// nextPort is the next that freePorts looks at. It begins anywhere, since tests of another
// run may be under way.
var nextPort = func() *atomic.Int32 {
	next := new(atomic.Int32)
	next.Store(rand.Int32N(ownPorts))
	return next
}()

// Ports from firstPort on, so many, are none that the system gives to connections: one of
// these could be taken between looking for it and the server's start.
const firstPort, ownPorts = 20000, 12000

// freePorts are ports that nobody listened on a moment ago, other ones at each call.
func freePorts(t *testing.T, n int) []int {
	t.Helper()
	var ports []int
	for range ownPorts {
		port := firstPort + int(nextPort.Add(1)%ownPorts)
		l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err != nil {
			continue
		}
		l.Close()
		if ports = append(ports, port); len(ports) == n {
			return ports
		}
	}
	t.Fatalf("%d ports from %d on are all in use", ownPorts, firstPort)
	return nil
}

// freeDoors are free ports for all doors of a server.
func freeDoors(t *testing.T) doors {
	t.Helper()
	p := freePorts(t, 3)
	return doors{relay: p[0], submit: p[1], smtps: p[2]}
}
