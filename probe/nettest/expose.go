package nettest

import (
	"context"
	"io"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"time"
)

// Expose serves everything at its own address, and names at 127.0.0.1:53, until it is
// stopped: for programs that cannot be given a dial function. The machine has to have
// those addresses, as a network of its own can.
func (n *Net) Expose() (stop func(), err error) {
	var open []func()
	stop = func() {
		for _, one := range open {
			one()
		}
	}
	names, err := n.ServeNames("127.0.0.1:53")
	if err != nil {
		return nil, err
	}
	open = append(open, names)
	for _, address := range n.reachable() {
		l, err := net.Listen("tcp4", address) //nolint:noctx // an address of this machine: nothing to wait for
		if err != nil {
			stop()
			return nil, err
		}
		open = append(open, func() { _ = l.Close() })
		go accept(l, func(conn net.Conn) { n.relay(conn, address) })
	}
	return stop, nil
}

// reachable returns the addresses, with ports, that Dial reaches.
func (n *Net) reachable() []string {
	ports := []uint16{443, 80}
	for at := range n.Doors {
		_, port, err := net.SplitHostPort(at)
		number, err2 := strconv.ParseUint(port, 10, 16)
		if err == nil && err2 == nil && !slices.Contains(ports, uint16(number)) {
			ports = append(ports, uint16(number))
		}
	}
	var all []string
	for _, a := range n.zone.addresses() {
		for _, port := range ports {
			address := netip.AddrPortFrom(a, port).String()
			if _, err := n.behind(address); err == nil {
				all = append(all, address)
			}
		}
	}
	return all
}

// relay joins a connection to what is behind an address.
func (n *Net) relay(conn net.Conn, address string) {
	defer conn.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	inner, err := n.Dial(ctx, "tcp", address)
	if err != nil {
		return
	}
	defer inner.Close()
	go func() {
		_, _ = io.Copy(inner, conn)
		_ = inner.Close()
	}()
	_, _ = io.Copy(conn, inner)
}
