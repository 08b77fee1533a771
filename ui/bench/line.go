//go:build linux

package main

import (
	"net"
	"time"

	"postern/probe"
)

// roundTrip is how long a line makes every question wait for its answer.
const roundTrip = 50 * time.Millisecond

// A line is a long way to a door on this computer: whatever is sent over it takes
// half a round trip, and so does its answer. To connect takes a whole one more, as
// it would elsewhere: the caller is let in at once, but what it says first arrives
// as late as if it had waited.
type line struct {
	net.Listener
	to string
}

// lay lays a line to a practice server's door.
func lay(d probe.Door) (*line, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	made := &line{l, (&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: d.Dialled()}).String()}
	go made.serve()
	return made, nil
}

func (l *line) port() int { return l.Addr().(*net.TCPAddr).Port }

func (l *line) serve() {
	for {
		caller, err := l.Accept()
		if err != nil {
			return
		}
		go l.carry(caller, time.Now())
	}
}

// carry carries one conversation.
func (l *line) carry(caller net.Conn, called time.Time) {
	defer caller.Close()
	reached := called.Add(roundTrip + roundTrip/2)
	time.Sleep(time.Until(reached))
	server, err := net.Dial("tcp", l.to)
	if err != nil {
		return
	}
	defer server.Close()
	there := make(chan struct{})
	go func() {
		defer close(there)
		delay(server, caller)
	}()
	delay(caller, server)
	caller.Close()
	<-there
}

// A parcel is what was read at once, and when it is due at the other end.
type parcel struct {
	due  time.Time
	body []byte
}

// delay copies what is read, each piece half a round trip after it came.
func delay(to, from net.Conn) {
	way := make(chan parcel, 1000)
	go func() {
		defer close(way)
		for {
			buf := make([]byte, 16<<10)
			n, err := from.Read(buf)
			if n > 0 {
				way <- parcel{time.Now().Add(roundTrip / 2), buf[:n]}
			}
			if err != nil {
				return
			}
		}
	}()
	var failed error
	for p := range way {
		time.Sleep(time.Until(p.due))
		if failed == nil {
			_, failed = to.Write(p.body)
		}
	}
	if end, ok := to.(*net.TCPConn); ok {
		end.CloseWrite() //nolint:errcheck // it may have hung up by itself
	}
}
