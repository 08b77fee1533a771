package practice

import (
	"context"
	"net"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"postern/probe"
)

// Lookup answers for the server's host as the scene has it, without asking
// anybody. Every other name does not exist in practice. It fits probe.Prober.
func (s *Server) Lookup(ctx context.Context, host string) ([]netip.Addr, probe.DNS) {
	if addr, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{addr}, probe.DNSOK
	}
	if !strings.EqualFold(host, s.Host) {
		return nil, probe.DNSNXDomain
	}
	switch s.setting.lookup {
	case "", probe.DNSOK:
		return slices.Clone(s.addrs), probe.DNSOK
	case probe.DNSTimeout:
		select {
		case <-ctx.Done():
		case <-s.house.done:
		}
	}
	return nil, s.setting.lookup
}

// Dial connects to a door of the server, by its real port. A door that never
// answers keeps it waiting until ctx ends or the server is closed. Everything
// that is not a door of this server is unreachable in practice and is not
// dialled. It fits probe.Prober.
func (s *Server) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	fail := func(err error) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Net: network, Addr: dialled(address), Err: err}
	}
	m, ok := s.mannerAt(address)
	if !ok {
		return fail(os.NewSyscallError("connect", syscall.ENETUNREACH))
	}
	switch m.absent {
	case unanswered:
		select {
		case <-ctx.Done():
			return fail(ctx.Err())
		case <-s.house.done:
			return fail(net.ErrClosed)
		}
	case unreachable:
		return fail(os.NewSyscallError("connect", syscall.ENETUNREACH))
	case rejected:
		// How an administratively prohibited connection is reported.
		return fail(os.NewSyscallError("connect", syscall.EACCES))
	case present, refused: // the system says it
	}
	var d net.Dialer
	return d.DialContext(ctx, network, address)
}

// mannerAt returns how the door with this address behaves.
func (s *Server) mannerAt(address string) (manner, bool) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return manner{}, false
	}
	if ip, err := netip.ParseAddr(host); err == nil && !ip.IsLoopback() ||
		err != nil && !strings.EqualFold(host, localhost) {
		return manner{}, false
	}
	for _, d := range s.Doors {
		if strconv.Itoa(d.DialPort) == port {
			return s.setting.manner(d.Port), true
		}
	}
	return manner{}, false
}

// dialled returns the address as a net.Addr, or nil if it is none.
func dialled(address string) net.Addr {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return nil
	}
	return net.TCPAddrFromAddrPort(ap)
}
