package main

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"postern/probe/nettest"
)

// A network is what the models of other programs have of a set-up's Internet: Go's
// resolver, connections, and the standard library's HTTP.
type network struct{ *nettest.Net }

func (n network) resolver() *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: n.DialNames}
}

// dial connects to a host by its name.
func (n network) dial(ctx context.Context, host string, port int) (net.Conn, error) {
	addrs, err := n.resolver().LookupNetIP(ctx, "ip4", host)
	if err != nil {
		return nil, err
	}
	return n.Dial(ctx, "tcp", net.JoinHostPort(addrs[0].String(), strconv.Itoa(port)))
}

// opens reports whether a port takes a connection.
func (n network) opens(ctx context.Context, host string, port int) bool {
	conn, err := n.dial(ctx, host, port)
	if err == nil {
		_ = conn.Close()
	}
	return err == nil
}

// tlsTo connects to a host, and verifies its certificate.
func (n network) tlsTo(ctx context.Context, host string, port int) (net.Conn, error) {
	conn, err := n.dial(ctx, host, port)
	if err != nil {
		return nil, err
	}
	over := tls.Client(conn, &tls.Config{RootCAs: n.Roots(), ServerName: host, MinVersion: tls.VersionTLS12})
	if err := over.HandshakeContext(ctx); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return over, nil
}

// client follows redirects and verifies certificates.
func (n network) client() *http.Client {
	return &http.Client{Transport: &http.Transport{
		TLSClientConfig:   &tls.Config{RootCAs: n.Roots(), MinVersion: tls.VersionTLS12},
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, address string) (net.Conn, error) {
			host, port, err := net.SplitHostPort(address)
			if err != nil {
				return nil, err
			}
			number, err := strconv.Atoi(port)
			if err != nil {
				return nil, err
			}
			return n.dial(ctx, host, number)
		},
	}}
}

// A page is an answer to a request for a file.
type page struct {
	status int
	kind   string // Content-Type
	body   []byte
}

// get fetches a file.
func (n network) get(ctx context.Context, address string) (page, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return page{}, err
	}
	response, err := n.client().Do(request)
	if err != nil {
		return page{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	return page{response.StatusCode, response.Header.Get("Content-Type"), body}, err
}

// talk says lines, each after an answer has come, and returns all answers.
func talk(conn net.Conn, lines ...string) string {
	_ = conn.SetDeadline(time.Now().Add(5 * time.Second))
	var heard strings.Builder
	buf := make([]byte, 4096)
	for _, line := range append(lines, "") {
		n, err := conn.Read(buf)
		heard.Write(buf[:n])
		if err != nil || line == "" {
			break
		}
		if _, err := io.WriteString(conn, line); err != nil {
			break
		}
	}
	return heard.String()
}
