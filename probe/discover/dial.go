package discover

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"time"

	"golang.org/x/net/http/httpproxy"

	"postern/probe"
)

// connect opens a connection to the web server of a URL, through a proxy where one is
// configured, and with TLS for https. The caller closes it; it also closes when ctx
// ends. direct is false if requests must be in the form for a proxy.
func (f *Finder) connect(ctx context.Context, u *url.URL) (_ net.Conn, direct bool, _ error) {
	proxy, err := f.proxy(u)
	if err != nil {
		return nil, false, err
	}
	if u.Scheme == "https" && f.Roots == nil { // crypto/x509 keeps what it has read
		go func() { _, _ = x509.SystemCertPool() }()
	}
	var conn net.Conn
	if proxy == nil {
		conn, err = f.dialHost(ctx, u.Hostname(), portOf(u))
	} else {
		conn, err = f.dialProxy(ctx, proxy)
	}
	if err != nil {
		return nil, false, err
	}
	context.AfterFunc(ctx, func() { _ = conn.Close() })
	if u.Scheme != "https" {
		return conn, proxy == nil, nil
	}
	if proxy != nil {
		err = tunnel(conn, proxy, net.JoinHostPort(u.Hostname(), "443"))
	}
	var over net.Conn
	if err == nil {
		over, err = f.handshake(ctx, conn, u.Hostname())
	}
	if err != nil {
		_ = conn.Close()
	}
	return over, true, err
}

// handshake starts TLS and verifies the certificate.
func (f *Finder) handshake(ctx context.Context, conn net.Conn, host string) (net.Conn, error) {
	over := tls.Client(conn, &tls.Config{
		ServerName: host,
		RootCAs:    probe.Trusted(f.Roots, f.Besides),
		MinVersion: tls.VersionTLS12,
		NextProtos: []string{"http/1.1"},
	})
	err := over.HandshakeContext(ctx)
	var bad *tls.CertificateVerificationError
	switch {
	case err == nil:
		return over, nil
	case errors.As(err, &bad):
		return nil, failure{BadCertificate, bad.Err.Error()}
	default:
		return nil, failure{NoTLS, host + ": " + err.Error()}
	}
}

// portOf returns the default port of a URL's scheme.
func portOf(u *url.URL) int {
	if u.Scheme == "https" {
		return 443
	}
	return 80
}

// dialHost connects to a host. It tries each address a little after the one before,
// so that an address family that leads nowhere costs little (RFC 8305). This is
// simpler than the race of package probe, which reports what became of each address.
func (f *Finder) dialHost(ctx context.Context, host string, port int) (net.Conn, error) {
	addrs, end := f.addresses(ctx, host)
	if end != probe.DNSOK {
		return nil, dnsFailure(end, host)
	}
	addrs = atMost(probe.Interleave(addrs), maxAddresses)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // the slower ones
	results := make(chan dialled, len(addrs))
	next := time.NewTimer(0)
	defer next.Stop()
	var last error
	for begun, open := 0, 0; begun < len(addrs) || open > 0; {
		select {
		case <-next.C:
			if begun < len(addrs) {
				go f.dial(ctx, addrs[begun], port, results)
				begun, open = begun+1, open+1
				next.Reset(attemptDelay)
			}
		case r := <-results:
			open--
			if r.err == nil {
				go closeRest(results, open)
				return r.conn, nil
			}
			last = r.err
			next.Reset(0)
		}
	}
	return nil, failure{NoConnection, last.Error()}
}

// dialled is how one attempt ended.
type dialled struct {
	conn net.Conn
	err  error
}

func (f *Finder) dial(ctx context.Context, a netip.Addr, port int, results chan<- dialled) {
	dial := f.Dial
	if dial == nil {
		dial = new(net.Dialer).DialContext
	}
	conn, err := dial(ctx, "tcp", net.JoinHostPort(a.String(), strconv.Itoa(port)))
	results <- dialled{conn, err}
}

// closeRest closes the connections that come too late.
func closeRest(results <-chan dialled, open int) {
	for range open {
		if r := <-results; r.err == nil {
			_ = r.conn.Close()
		}
	}
}

// proxy returns the proxy for a URL; nil for none.
func (f *Finder) proxy(u *url.URL) (*url.URL, error) {
	choose := f.Proxy
	if choose == nil {
		choose = httpproxy.FromEnvironment().ProxyFunc()
	}
	proxy, err := choose(u)
	switch {
	case err != nil: // its text may hold a password
		return nil, failure{BadProxy, "the proxy's address cannot be read"}
	case proxy != nil && proxy.Scheme != "http":
		return nil, failure{BadProxy, "only a proxy whose address begins with http:// can be used"}
	}
	return proxy, nil
}
