package practice

import (
	"fmt"
	"net"
	"syscall"
)

// mute makes a listener drop whoever dials it, so that the door stays without
// an answer for every program: its queue is cut to one place, and that is
// taken. Linux then ignores further SYNs (tcp_conn_request in the kernel).
func mute(l net.Listener) (net.Conn, error) {
	sc, ok := l.(syscall.Conn)
	if !ok {
		return nil, fmt.Errorf("mute %v: not a socket", l.Addr())
	}
	raw, err := sc.SyscallConn()
	if err != nil {
		return nil, fmt.Errorf("mute %v: %w", l.Addr(), err)
	}
	var cut error
	if err := raw.Control(func(fd uintptr) { cut = syscall.Listen(int(fd), 0) }); err != nil {
		return nil, fmt.Errorf("mute %v: %w", l.Addr(), err)
	}
	if cut != nil {
		return nil, fmt.Errorf("mute %v: %w", l.Addr(), cut)
	}
	return net.Dial("tcp", l.Addr().String()) //nolint:noctx // the one place is free: it does not wait
}
