//go:build unix

package recipe_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"strings"
	"time"
)

// A marionette is the wire to a Mozilla program that was started with --marionette:
// its remote protocol, in which every message is "LENGTH:JSON".
type marionette struct {
	conn net.Conn
	read *bufio.Reader
	last int // number of the last call
}

// callMarionette waits until the program has written its port to a file, and
// begins a session that may do everything. done says that the program has ended.
func callMarionette(ctx context.Context, portFile string, done <-chan error) (*marionette, error) {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil, errors.New("it opens no port")
		case err := <-done:
			return nil, fmt.Errorf("it ended: %w", err)
		case <-tick.C:
		}
		port, err := os.ReadFile(portFile)
		if err != nil || len(port) == 0 {
			continue
		}
		m, err := dialMarionette(ctx, strings.TrimSpace(string(port)))
		if err != nil {
			return nil, err
		}
		return m, nil
	}
}

func dialMarionette(ctx context.Context, port string) (*marionette, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", net.JoinHostPort("127.0.0.1", port))
	if err != nil {
		return nil, err
	}
	m := &marionette{conn: conn, read: bufio.NewReader(conn)}
	if _, err := m.receive(); err != nil { // it says who it is
		return nil, err
	}
	if _, err := m.call("WebDriver:NewSession", map[string]any{}); err != nil {
		return nil, err
	}
	_, err = m.call("Marionette:SetContext", map[string]any{"value": "chrome"})
	return m, err
}

// call sends a command and returns its result.
func (m *marionette) call(command string, params map[string]any) (json.RawMessage, error) {
	m.last++
	body, err := json.Marshal([]any{0, m.last, command, params})
	if err != nil {
		return nil, err
	}
	if err := m.conn.SetDeadline(time.Now().Add(30 * time.Second)); err != nil {
		return nil, err
	}
	if _, err := fmt.Fprintf(m.conn, "%d:%s", len(body), body); err != nil {
		return nil, err
	}
	reply, err := m.receive()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", command, err)
	}
	var parts []json.RawMessage // [1, number, error, result]
	if err := json.Unmarshal(reply, &parts); err != nil || len(parts) != 4 {
		return nil, fmt.Errorf("%s: it answers %s", command, reply)
	}
	if string(parts[2]) != "null" {
		return nil, fmt.Errorf("%s: %s", command, parts[2])
	}
	return parts[3], nil
}

func (m *marionette) receive() ([]byte, error) {
	length, err := m.read.ReadString(':')
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(strings.TrimSuffix(length, ":"))
	if err != nil {
		return nil, err
	}
	body := make([]byte, n)
	_, err = io.ReadFull(m.read, body)
	return body, err
}

func (m *marionette) close() { _ = m.conn.Close() }
