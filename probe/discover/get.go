package discover

import (
	"context"
	"io"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"postern/probe"
)

// A page is a file as it was fetched.
type page struct {
	url       string // where it was in the end
	protected bool   // by TLS, all the way
	mediaType string
	body      []byte
}

// get fetches a file. It follows three redirects at most, to HTTPS only. Each
// address is told to asks before it is fetched.
func (f *Finder) get(ctx context.Context, address string, asks func(string)) (page, error) {
	u, err := url.Parse(address)
	if err != nil {
		return page{}, failure{BadQuery, err.Error()}
	}
	protected := u.Scheme == "https"
	for range 1 + maxRedirects {
		asks("GET " + u.String())
		m, err := f.exchange(ctx, u)
		switch {
		case err != nil:
			return page{}, err
		case m.status == 200:
			return page{u.String(), protected, m.mediaType, m.body}, nil
		case !m.redirects():
			return page{}, m.refusal()
		}
		if u, err = follow(u, m.location); err != nil {
			return page{}, err
		}
	}
	return page{}, failure{ManyRedirects, u.String()}
}

// exchange sends one request and reads the answer, on a connection of its own.
func (f *Finder) exchange(ctx context.Context, u *url.URL) (message, error) {
	conn, direct, err := f.connect(ctx, u)
	if err != nil {
		return message{}, err
	}
	defer func() { _ = conn.Close() }()
	target, login := u.RequestURI(), ""
	if !direct { // a proxy wants the whole address (RFC 9112, section 3.2.2)
		proxy, _ := f.proxy(u)
		target, login = u.String(), authorization(proxy)
	}
	request := "GET " + target + " HTTP/1.1\r\nHost: " + u.Host + "\r\n" +
		"User-Agent: " + userAgent + "\r\n" +
		"Accept: text/xml, application/xml, */*;q=0.1\r\nAccept-Encoding: identity\r\n" +
		login + "Connection: close\r\n\r\n"
	if _, err := io.WriteString(conn, request); err != nil {
		return message{}, failure{NoConnection, err.Error()}
	}
	return readMessage(conn)
}

// redirects reports whether the answer names another address to fetch.
func (h head) redirects() bool {
	switch h.status {
	case 301, 302, 303, 307, 308:
		return true
	default:
		return false
	}
}

// refusal says what a status means that brings no file. 408 and 429 are about the
// moment, not about the file.
func (h head) refusal() error {
	text := "status " + strconv.Itoa(h.status)
	if h.status/100 == 4 && h.status != 408 && h.status != 429 {
		return failure{NoSuchPage, text}
	}
	return failure{BadStatus, text}
}

// follow returns the address a redirect leads to. It must be a named host's, with
// HTTPS on its own port: what is in somebody's network is not to be asked because
// a stranger says so.
func follow(from *url.URL, location string) (*url.URL, error) {
	bad := failure{BadRedirect, location}
	if location == "" {
		return nil, failure{BadRedirect, "without saying where to"}
	}
	u, err := from.Parse(location)
	if err != nil || u.Scheme != "https" || u.User != nil || u.Opaque != "" {
		return nil, bad
	}
	host, err := probe.CheckHost(u.Hostname())
	if err != nil || isAddress(host) || u.Port() != "" && u.Port() != "443" {
		return nil, bad
	}
	u.Host, u.Fragment, u.RawFragment = host, "", ""
	if target := u.RequestURI(); len(target) > maxPath || strings.ContainsFunc(target, unfit) {
		return nil, bad
	}
	return u, nil
}

// unfit reports whether a character must not stand in a request line.
func unfit(r rune) bool { return r <= ' ' || r > '~' }

func isAddress(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}
