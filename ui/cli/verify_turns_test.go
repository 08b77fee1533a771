package cli

import (
	"context"
	"io"
	"net"
	"testing"

	"postern/probe/smtptest"
)

// inTurn listens on one port: the first connection is the first server's, the next
// the second's, and so on; the last server has all that come after it.
func inTurn(t *testing.T, servers ...*smtptest.Server) (port int) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	t.Cleanup(func() {
		l.Close()
		<-ended
		for _, s := range servers {
			s.Close()
		}
	})
	go func() {
		defer close(ended)
		for i := 0; ; i++ {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			join(conn, servers[min(i, len(servers)-1)])
		}
	}()
	return l.Addr().(*net.TCPAddr).Port
}

// join connects a client with a server.
func join(client net.Conn, s *smtptest.Server) {
	server, err := s.Dial(context.Background(), "", "")
	if err != nil {
		client.Close()
		return
	}
	carry := func(to, from net.Conn) {
		io.Copy(to, from) //nolint:errcheck // either end may close
		to.Close()
	}
	go carry(server, client)
	go carry(client, server)
}
