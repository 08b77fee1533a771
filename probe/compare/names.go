package main

import (
	"errors"
	"fmt"
	"net"
	"strings"

	"golang.org/x/net/dns/dnsmessage"
)

// serveNames answers for the names of the cage that have no address, each in its
// way, until the connection is closed. Every other name does not exist.
func serveNames() (net.PacketConn, error) {
	conn, err := net.ListenPacket("udp", "127.0.0.1:53") //nolint:noctx // loopback: nothing to wait for
	if err != nil {
		return nil, fmt.Errorf("serve names: %w", err)
	}
	go func() {
		buf := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(buf)
			if errors.Is(err, net.ErrClosed) {
				return
			}
			if err != nil {
				continue
			}
			if answer := answerFor(buf[:n]); answer != nil {
				_, _ = conn.WriteTo(answer, from)
			}
		}
	}()
	return conn, nil
}

// answerFor is the answer to a question, nil for none.
func answerFor(question []byte) []byte {
	var m dnsmessage.Message
	if m.Unpack(question) != nil || len(m.Questions) == 0 {
		return nil
	}
	m.Response, m.RecursionAvailable = true, true
	m.Answers, m.Authorities, m.Additionals = nil, nil, nil
	switch strings.TrimSuffix(m.Questions[0].Name.String(), ".") {
	case lookupMute:
		return nil
	case lookupFails:
		m.RCode = dnsmessage.RCodeServerFailure
	case noAddress:
		m.RCode = dnsmessage.RCodeSuccess
	default:
		m.RCode = dnsmessage.RCodeNameError
	}
	answer, err := m.Pack()
	if err != nil {
		return nil
	}
	return answer
}
