package main

import (
	"bufio"
	"cmp"
	"crypto/tls"
	"io"
	"net"
	"strings"
	"time"

	"postern/probe/smtptest"
)

// A talk is a conversation with a server that never begins TLS: its greeting, and
// what it answers to each verb. The verb "" stands for all others, and for a
// client that begins TLS unasked. Where that answer is "" too, the server hangs
// up.
type talk struct {
	greeting string
	answers  map[string]string
}

// hold holds the conversation to its end.
func (t talk) hold(conn net.Conn) {
	_, err := io.WriteString(conn, t.greeting)
	for in := bufio.NewReader(conn); err == nil; {
		var word string
		if word, err = verb(in); err != nil {
			return
		}
		answer := cmp.Or(t.answers[word], t.answers[""])
		if answer == "" {
			hangUp(conn)
			return
		}
		_, err = io.WriteString(conn, answer)
	}
}

// verb reads a line and returns its first word, "" where TLS begins instead.
func verb(in *bufio.Reader) (string, error) {
	const handshake = 0x16
	first, err := in.Peek(1)
	if err != nil {
		return "", err
	}
	if first[0] == handshake {
		_, err = in.Discard(in.Buffered())
		return "", err
	}
	line, err := in.ReadString('\n')
	word, _, _ := strings.Cut(strings.TrimSpace(line), " ")
	return strings.ToUpper(word), err
}

// hangUp closes so that what was said before still arrives.
func hangUp(conn net.Conn) {
	if half, ok := conn.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
	_ = conn.SetReadDeadline(time.Now().Add(time.Second))
	_, _ = io.Copy(io.Discard, conn)
}

// inTLS is a door at which each caller is answered by a function, in TLS.
func inTLS(answer func(net.Conn)) door {
	return func(w *world) (place, error) {
		config := &tls.Config{
			Certificates: []tls.Certificate{w.ca.Issue(smtptest.Good, "localhost")},
			MinVersion:   tls.VersionTLS12,
		}
		return spoken(func(conn net.Conn) {
			inner := tls.Server(conn, config)
			defer inner.Close()
			answer(inner)
		})(w)
	}
}
