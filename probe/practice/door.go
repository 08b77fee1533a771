package practice

import (
	"crypto/tls"
	"net"
	"net/netip"

	"postern/probe"
)

// open opens every door of the scene.
func (s *Server) open() error {
	for _, d := range probe.StandardDoors() {
		m := s.setting.manner(d.Port)
		var err error
		switch m.absent {
		case present:
			d.DialPort, err = s.receive(d, m)
		case unanswered:
			d.DialPort, err = s.ignore()
		case refused, unreachable, rejected:
			d.DialPort, err = s.refuse()
		}
		if err != nil {
			return err
		}
		s.Doors = append(s.Doors, d)
	}
	if s.addrs == nil { // nobody listens anywhere
		s.addrs = []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, 1})}
	}
	return nil
}

// receive opens a door behind which somebody answers.
func (s *Server) receive(d probe.Door, m manner) (int, error) {
	listeners, port, err := listen()
	if err != nil {
		return 0, err
	}
	s.addrs = reachable(s.addrs, listeners)
	implicit := d.Implicit() != m.swapped
	config := s.tls
	if m.oldTLS {
		config = aged(config)
	}
	for _, l := range listeners {
		s.house.own(l)
		p := &porch{Listener: l, house: s.house, implicit: implicit, mail: m.script == nil, relay: d.Port == 25}
		if m.script != nil {
			s.house.run(func() { s.perform(p, m.script, config, implicit) })
		} else {
			s.house.run(func() { s.serveMail(p, d.Port, m, config, implicit) })
		}
	}
	return port, nil
}

// refuse takes a port where nobody listens.
func (s *Server) refuse() (int, error) {
	held, port, err := hold()
	if err != nil {
		return 0, err
	}
	s.house.own(held)
	return port, nil
}

// ignore takes a port that does not answer, or one that refuses where the
// system has no such thing.
func (s *Server) ignore() (int, error) {
	listeners, port, err := listen()
	if err != nil {
		return 0, err
	}
	s.addrs = reachable(s.addrs, listeners)
	for _, l := range listeners {
		s.house.own(l)
		filling, err := mute(l)
		if err != nil {
			for _, l := range listeners {
				_ = l.Close()
			}
			return s.refuse()
		}
		s.house.own(filling)
	}
	return port, nil
}

// perform plays the script to everybody who comes, until the listener closes.
func (s *Server) perform(l net.Listener, play script, config *tls.Config, implicit bool) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		s.house.run(func() {
			caller := &call{Conn: c, tls: config, implicit: implicit}
			defer func() { _ = caller.Close() }() // of TLS, if that was begun
			play(caller)
		})
	}
}

// reachable returns the addresses that all doors so far are open on: those known,
// unless this door has fewer.
func reachable(known []netip.Addr, listeners []net.Listener) []netip.Addr {
	addrs := make([]netip.Addr, 0, len(listeners))
	for _, l := range listeners {
		if tcp, ok := l.Addr().(*net.TCPAddr); ok {
			addrs = append(addrs, tcp.AddrPort().Addr().Unmap())
		}
	}
	if known != nil && len(known) < len(addrs) {
		return known
	}
	return addrs
}
