package nettest

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"slices"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// maxDatagram is what fits into an answer over UDP (RFC 1035, section 4.2.1).
const maxDatagram = 512

// ServeNames answers questions at an address such as 127.0.0.1:53, too, until it is
// stopped.
func (n *Net) ServeNames(address string) (stop func(), err error) {
	tcp, udp, err := listenBoth(address)
	if err != nil {
		return nil, err
	}
	n.answerAt(tcp, udp)
	return func() { _, _ = tcp.Close(), udp.Close() }, nil
}

// listenFree listens on a port that is free for both.
func listenFree() (tcp net.Listener, udp net.PacketConn, err error) {
	for range 20 {
		if tcp, udp, err = listenBoth("127.0.0.1:0"); err == nil {
			break
		}
	}
	return tcp, udp, err
}

func listenBoth(address string) (net.Listener, net.PacketConn, error) {
	tcp, err := net.Listen("tcp4", address) //nolint:noctx // loopback: nothing to wait for
	if err != nil {
		return nil, nil, err
	}
	udp, err := net.ListenPacket("udp4", tcp.Addr().String()) //nolint:noctx // the same
	if err != nil {
		_ = tcp.Close()
		return nil, nil, err
	}
	return tcp, udp, nil
}

func (n *Net) answerAt(tcp net.Listener, udp net.PacketConn) {
	go n.answerDatagrams(udp)
	go accept(tcp, n.answerStream)
}

// DialNames reaches the name server, whatever name server was meant.
func (n *Net) DialNames(ctx context.Context, network, _ string) (net.Conn, error) {
	return new(net.Dialer).DialContext(ctx, network, n.names)
}

func (n *Net) answerDatagrams(udp net.PacketConn) {
	buf := make([]byte, 2048)
	for {
		size, from, err := udp.ReadFrom(buf)
		if err != nil {
			return
		}
		go func(question []byte) {
			if answer := n.answer(question, maxDatagram); answer != nil {
				_, _ = udp.WriteTo(answer, from)
			}
		}(slices.Clone(buf[:size]))
	}
}

func (n *Net) answerStream(conn net.Conn) {
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(time.Minute))
	var length [2]byte
	if _, err := io.ReadFull(conn, length[:]); err != nil {
		return
	}
	question := make([]byte, binary.BigEndian.Uint16(length[:]))
	if _, err := io.ReadFull(conn, question); err != nil {
		return
	}
	answer := n.answer(question, 1<<16-1)
	if answer != nil {
		_, _ = conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(answer))), answer...)) //nolint:gosec // it was cut to fit
	}
}

// answer is the answer to a question, cut off where it is longer than most; nil
// for none.
func (n *Net) answer(question []byte, most int) []byte {
	reply := n.zone.answer(question)
	if reply == nil {
		return nil
	}
	answer, err := reply.Pack()
	if err == nil && len(answer) > most {
		reply.Truncated, reply.Answers = true, []dnsmessage.Resource{}
		answer, err = reply.Pack()
	}
	if err != nil {
		return nil
	}
	return answer
}

// accept serves each connection on its own.
func accept(l net.Listener, serve func(net.Conn)) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		go serve(conn)
	}
}
