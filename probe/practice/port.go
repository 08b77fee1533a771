package practice

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"syscall"
)

// tries is how often another port is tried when the IPv6 half is taken.
const tries = 20

// listen opens a free loopback port, on IPv4 and, where there is any, on IPv6
// under the same number. The first listener is always the IPv4 one.
func listen() ([]net.Listener, int, error) {
	for range tries {
		four, err := net.Listen("tcp4", "127.0.0.1:0") //nolint:noctx // loopback: nothing to wait for
		if err != nil {
			return nil, 0, fmt.Errorf("listen on a free port of this computer: %w", err)
		}
		port := portOf(four.Addr())
		six, err := net.Listen("tcp6", netip.AddrPortFrom(netip.IPv6Loopback(), uint16(port)).String()) //nolint:noctx,gosec // as above; a port fits
		switch {
		case err == nil:
			return []net.Listener{four, six}, port, nil
		case !taken(err):
			return []net.Listener{four}, port, nil // no IPv6 here
		}
		_ = four.Close()
	}
	return nil, 0, errors.New("listen on a free port of this computer: none is free on both IPv4 and IPv6")
}

// taken reports whether a port cannot be had because somebody has it. Windows has numbers
// of its own: WSAEADDRINUSE, and WSAEACCES if it was taken to be had alone.
func taken(err error) bool {
	return errors.Is(err, syscall.EADDRINUSE) || errors.Is(err, syscall.Errno(10048)) || errors.Is(err, syscall.Errno(10013))
}

// hold takes a port on which nobody listens, so that dialling it is refused
// and no other program can take it meanwhile. The port is the near end of a
// connection we hold with ourselves.
func hold() (held io.Closer, port int, err error) {
	l, err := net.Listen("tcp4", "127.0.0.1:0") //nolint:noctx // loopback: nothing to wait for
	if err != nil {
		return nil, 0, fmt.Errorf("take a port that refuses: %w", err)
	}
	defer func() { _ = l.Close() }()
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)}}
	near, err := dialer.Dial("tcp4", l.Addr().String()) //nolint:noctx // as above
	if err != nil {
		return nil, 0, fmt.Errorf("take a port that refuses: %w", err)
	}
	far, err := l.Accept()
	if err != nil {
		_ = near.Close()
		return nil, 0, fmt.Errorf("take a port that refuses: %w", err)
	}
	return closers{near, far}, portOf(near.LocalAddr()), nil
}

func portOf(a net.Addr) int {
	if tcp, ok := a.(*net.TCPAddr); ok {
		return tcp.Port
	}
	return 0
}

// closers are closed together.
type closers []io.Closer

// Close closes all of them and returns the first error.
func (c closers) Close() error {
	var first error
	for _, one := range c {
		if err := one.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}
