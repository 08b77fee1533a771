package smtptest

import "net"

// outward is the connection as the server writes to it.
func (s *Server) outward(conn net.Conn) net.Conn {
	if s.Bytewise {
		return bytewise{conn}
	}
	return conn
}

// bytewise writes every byte by itself.
type bytewise struct{ net.Conn }

func (b bytewise) Write(p []byte) (int, error) {
	for i := range p {
		if _, err := b.Conn.Write(p[i : i+1]); err != nil {
			return i, err
		}
	}
	return len(p), nil
}

// CloseWrite ends the server's direction alone.
func (b bytewise) CloseWrite() error {
	return b.Conn.(interface{ CloseWrite() error }).CloseWrite()
}
