package nettest

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"strings"
)

// Silent is the answer of a site that takes the request and says nothing.
const Silent = "silent"

// Endless returns the answer of a site that begins so, and goes on with the rest
// again and again as long as anybody reads.
func Endless(start, rest string) string { return start + endless + rest }

const endless = "\x00endless\x00"

// File returns an answer with a file in it.
func File(body string) string {
	return fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
}

// Moved returns an answer that leads elsewhere.
func Moved(to string) string {
	return "HTTP/1.1 302 Found\r\nLocation: " + to + "\r\nContent-Length: 0\r\n\r\n"
}

// missing is the answer where there is no such file.
const missing = "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nnone"

func (n *Net) serveHTTPS(conn net.Conn) {
	secure := tls.Server(conn, &tls.Config{
		MinVersion: tls.VersionTLS12,
		NextProtos: []string{"http/1.1"},
		GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
			kind, ok := n.Certificates[hello.ServerName]
			if !ok {
				kind = n.Certificates[wildcard(hello.ServerName)]
			}
			cert := n.ca.Issue(kind, hello.ServerName)
			return &cert, nil
		},
	})
	defer secure.Close()
	n.serve(secure, "https")
}

func (n *Net) serveWeb(conn net.Conn) { n.serve(conn, "http") }

// serve answers one request.
func (n *Net) serve(conn net.Conn, scheme string) {
	path, host, err := readRequest(bufio.NewReader(conn))
	if err != nil {
		return
	}
	path, _, _ = strings.Cut(path, "?")
	n.note("GET " + scheme + "://" + host + path)
	answer, ok := n.Sites[scheme+"://"+host+path]
	if !ok {
		answer, ok = n.Sites[scheme+"://"+wildcard(host)+path]
	}
	start, rest, never := strings.Cut(answer, endless)
	switch {
	case !ok:
		_, _ = io.WriteString(conn, missing)
	case answer == Silent:
		_, _ = io.Copy(io.Discard, conn)
	case never:
		pour(conn, start, rest)
	default:
		_, _ = io.WriteString(conn, answer)
	}
}

// note keeps what was asked for.
func (n *Net) note(request string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.requests = append(n.requests, request)
}

// readRequest reads the head of a request.
func readRequest(r *bufio.Reader) (path, host string, err error) {
	first, err := r.ReadString('\n')
	if fields := strings.Fields(first); len(fields) == 3 {
		path = fields[1]
	}
	for line := ""; err == nil && line != "\r\n"; line, err = r.ReadString('\n') {
		if name, value, _ := strings.Cut(line, ":"); strings.EqualFold(name, "Host") {
			host = strings.TrimSpace(value)
		}
	}
	return path, host, err
}

// pour says the start and then the rest without end.
func pour(w io.Writer, start, rest string) {
	_, err := io.WriteString(w, start)
	for err == nil {
		_, err = io.WriteString(w, rest)
	}
}

// wildcard is the name with a * for its first label.
func wildcard(host string) string {
	_, above, _ := strings.Cut(host, ".")
	return "*." + above
}
