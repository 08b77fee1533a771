package practice

import (
	"context"
	"crypto/tls"
	"encoding/base64"
	"net"
	"net/textproto"
	"strconv"
	"strings"
	"testing"
	"time"

	"postern/probe"
)

// patient is long enough for anything on loopback; only a failing test waits for it.
const patient = 10 * time.Second

// start plays a scene in a folder of the test, until the test ends.
func start(t testing.TB, scene string) *Server {
	t.Helper()
	s, err := Start(scene, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// door returns the door with the shown port.
func door(t testing.TB, s *Server, port int) probe.Door {
	t.Helper()
	for _, d := range s.Doors {
		if d.Port == port {
			return d
		}
	}
	t.Fatalf("no door %d in %v", port, s.Doors)
	return probe.Door{}
}

// addressOf returns the real address of the door with the shown port.
func addressOf(t testing.TB, s *Server, port int) string {
	t.Helper()
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(door(t, s, port).DialPort))
}

// dial connects to a door in the clear.
func dial(t testing.TB, s *Server, port int) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", addressOf(t, s, port))
	if err != nil {
		t.Fatalf("dial %d: %v", port, err)
	}
	t.Cleanup(func() { _ = c.Close() })
	_ = c.SetDeadline(time.Now().Add(patient))
	return c
}

// A caller speaks raw SMTP with one door.
type caller struct {
	t    testing.TB
	conn net.Conn
	text *textproto.Conn
	s    *Server
}

// ring connects, makes TLS on 465, and reads the greeting, which must have the code.
func ring(t testing.TB, s *Server, port, code int) *caller {
	t.Helper()
	c := &caller{t: t, conn: dial(t, s, port), s: s}
	c.text = textproto.NewConn(c.conn)
	if door(t, s, port).Implicit() {
		c.encrypt()
	}
	c.hear(code)
	return c
}

// encrypt makes TLS on the connection and verifies the certificate.
func (c *caller) encrypt() {
	c.t.Helper()
	conn := tls.Client(c.conn, &tls.Config{ServerName: c.s.Host, RootCAs: c.s.Roots})
	if err := conn.HandshakeContext(context.Background()); err != nil {
		c.t.Fatalf("handshake: %v", err)
	}
	c.conn, c.text = conn, textproto.NewConn(conn)
}

// hear reads a reply, which must have the code, and returns its text.
func (c *caller) hear(code int) string {
	c.t.Helper()
	got, text, err := c.text.ReadResponse(0)
	if err != nil {
		c.t.Fatalf("read a reply: %v", err)
	}
	if got != code {
		c.t.Fatalf("got %d %s, want %d", got, text, code)
	}
	return text
}

// say sends a line and reads the reply, which must have the code.
func (c *caller) say(line string, code int) string {
	c.t.Helper()
	c.send(line + "\r\n")
	got, text, err := c.text.ReadResponse(0)
	if err != nil {
		c.t.Fatalf("%.60q: %v", line, err)
	}
	if got != code {
		c.t.Fatalf("%.60q: got %d %s, want %d", line, got, text, code)
	}
	return text
}

// send sends raw bytes.
func (c *caller) send(text string) {
	c.t.Helper()
	if _, err := c.conn.Write([]byte(text)); err != nil {
		c.t.Fatalf("send %.60q: %v", text, err)
	}
}

// ended checks that the server hung up.
func (c *caller) ended() {
	c.t.Helper()
	if line, err := c.text.ReadLine(); err == nil {
		c.t.Fatalf("got %q, want the end of the connection", line)
	}
}

// secure says EHLO, upgrades if TLS is not up, and returns the capabilities after TLS.
func (c *caller) secure() []string {
	c.t.Helper()
	if _, ok := c.conn.(*tls.Conn); !ok {
		c.say("EHLO laptop.test", 250)
		c.say("STARTTLS", 220)
		c.encrypt()
	}
	return strings.Split(c.say("EHLO laptop.test", 250), "\n")
}

// signIn makes TLS and a login.
func (c *caller) signIn() {
	c.t.Helper()
	c.secure()
	c.say(plain(c.s.User, c.s.Password), 235)
}

// plain returns the AUTH command of PLAIN.
func plain(user, password string) string {
	return "AUTH PLAIN " + b64("\x00"+user+"\x00"+password)
}

func b64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

func newText(c net.Conn) *textproto.Conn { return textproto.NewConn(c) }
