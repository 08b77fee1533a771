package nettest

import (
	"context"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"syscall"

	"postern/probe/smtptest"
)

// A Net is a small Internet. Set its fields, then call Start; they must not be
// changed after that.
type Net struct {
	// Zone holds the records of all names, one a line:
	//
	//	smtp.example.org               A                    an address of its own
	//	*.example.org                  A 198.51.100.200     this one
	//	example.org                    MX 10 mx.example.org
	//	_submissions._tcp.example.org  SRV 0 1 465 smtp.example.org
	//	mute.example.org               SILENT               no answer ever comes
	//	sick.example.org               SERVFAIL
	//
	// Every other name does not exist.
	Zone string
	// Sites are answers of web servers, word for word, by the address of the file:
	// "https://example.org/x.xml". A * for the first label stands for any name. See
	// Silent and Endless for those that do not end. Where a host has another site
	// only, it answers 404.
	Sites map[string]string
	// Certificates are the kinds of those that are not good, by host. A host that
	// is here has a web server.
	Certificates map[string]smtptest.Kind
	// Doors are mail servers by host and port. Start sets their CA, Listen, and
	// Host, if that is empty.
	Doors map[string]*smtptest.Server

	zone  zone
	ca    *smtptest.CA
	names string // address of the name server
	web   string // of the web server without TLS
	https string
	ends  []io.Closer

	mu       sync.Mutex
	requests []string
	open     map[net.Conn]bool
}

// Start starts all servers.
func (n *Net) Start() (err error) {
	if n.zone, err = readZone(n.Zone); err != nil {
		return err
	}
	n.ca = smtptest.NewCA("Net Test Root")
	tcp, udp, err := listenFree()
	if err != nil {
		return err
	}
	n.names = tcp.Addr().String()
	n.answerAt(tcp, udp)
	n.atEnd(tcp)
	n.atEnd(udp)
	if n.web, err = n.listen(n.serveWeb); err != nil {
		return err
	}
	if n.https, err = n.listen(n.serveHTTPS); err != nil {
		return err
	}
	for at, door := range n.Doors {
		host, _, err := net.SplitHostPort(at)
		if err != nil {
			return err
		}
		if door.Host == "" {
			door.Host = host
		}
		door.CA = n.ca
		door.Start()
	}
	return nil
}

// listen serves on a free loopback port, and returns its address.
func (n *Net) listen(serve func(net.Conn)) (string, error) {
	l, err := net.Listen("tcp4", "127.0.0.1:0") //nolint:noctx // loopback: nothing to wait for
	if err != nil {
		return "", err
	}
	n.atEnd(l)
	go accept(l, func(conn net.Conn) {
		n.begin(conn)
		defer n.end(conn)
		serve(conn)
	})
	return l.Addr().String(), nil
}

// begin keeps a connection, so that Close can end it.
func (n *Net) begin(conn net.Conn) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.open == nil {
		n.open = make(map[net.Conn]bool)
	}
	n.open[conn] = true
}

func (n *Net) end(conn net.Conn) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.open, conn)
	_ = conn.Close()
}

func (n *Net) atEnd(c io.Closer) { n.ends = append(n.ends, c) }

// Close stops all servers and ends all connections.
func (n *Net) Close() {
	for _, c := range n.ends {
		_ = c.Close()
	}
	for _, door := range n.Doors {
		door.Close()
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	for conn := range n.open {
		_ = conn.Close()
	}
}

// Roots returns the authority behind every good certificate.
func (n *Net) Roots() *x509.CertPool { return n.ca.Pool() }

// Authority returns the certificate of the authority behind every good one.
func (n *Net) Authority() *x509.Certificate { return n.ca.Certificate() }

// Requests returns the first lines of all requests for files, with their hosts:
// "GET https://example.org/x.xml".
func (n *Net) Requests() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.requests)
}

// Dial connects to what is behind an address of the zone: a web server at 443 or
// 80, or a door. Everything else refuses.
func (n *Net) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	at, err := n.behind(address)
	if err != nil {
		return nil, err
	}
	return new(net.Dialer).DialContext(ctx, network, at)
}

// behind finds the loopback address for one of the zone.
func (n *Net) behind(address string) (string, error) {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return "", err
	}
	for _, name := range n.zone.namesOf(to.Addr()) {
		if door, ok := n.Doors[fmt.Sprintf("%s:%d", name, to.Port())]; ok {
			return fmt.Sprintf("127.0.0.1:%d", door.Port()), nil
		}
		switch _, known := n.Certificates[name]; {
		case to.Port() == 443 && (known || n.hasSite("https://"+name+"/")):
			return n.https, nil
		case to.Port() == 80 && n.hasSite("http://"+name+"/"):
			return n.web, nil
		}
	}
	return "", &net.OpError{Op: "dial", Net: "tcp", Addr: net.TCPAddrFromAddrPort(to), Err: syscall.ECONNREFUSED}
}

// hasSite reports whether there is a file whose address begins so.
func (n *Net) hasSite(start string) bool {
	for address := range n.Sites {
		if strings.HasPrefix(address, start) {
			return true
		}
	}
	return false
}
