package discover

import (
	"bufio"
	"context"
	"encoding/base64"
	"io"
	"net"
	"net/url"
	"strconv"
)

// dialProxy connects to a proxy.
func (f *Finder) dialProxy(ctx context.Context, proxy *url.URL) (net.Conn, error) {
	port := 80
	if p := proxy.Port(); p != "" {
		var err error
		if port, err = checkPort(p); err != nil {
			return nil, failure{BadProxy, err.Error()}
		}
	}
	conn, err := f.dialHost(ctx, proxy.Hostname(), port)
	if err != nil {
		return nil, failure{BadProxy, err.Error()}
	}
	return conn, nil
}

// tunnel asks a proxy for a connection to a host (RFC 9110, section 9.3.6).
func tunnel(conn net.Conn, proxy *url.URL, to string) error {
	request := "CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\nUser-Agent: " + userAgent + "\r\n" +
		authorization(proxy) + "\r\n"
	if _, err := io.WriteString(conn, request); err != nil {
		return failure{BadProxy, err.Error()}
	}
	// The server says nothing before TLS has begun: no byte of it is read here.
	head, err := readHead(bufio.NewReaderSize(conn, maxLine))
	switch {
	case err != nil:
		return failure{BadProxy, err.Error()}
	case head.status/100 != 2:
		return failure{BadProxy, "the proxy answers " + strconv.Itoa(head.status)}
	}
	return nil
}

// authorization returns the header line for a proxy that wants a password, which
// the environment holds.
func authorization(proxy *url.URL) string {
	if proxy == nil || proxy.User == nil {
		return ""
	}
	password, _ := proxy.User.Password()
	login := base64.StdEncoding.EncodeToString([]byte(proxy.User.Username() + ":" + password))
	return "Proxy-Authorization: Basic " + login + "\r\n"
}
