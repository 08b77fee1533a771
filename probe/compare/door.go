package main

import (
	"fmt"
	"net"
	"os"
	"strconv"
	"time"

	"postern/probe/practice"
	"postern/probe/smtptest"
)

// A place is where a door is dialled.
type place struct {
	host string
	port int
}

func (p place) address() string { return net.JoinHostPort(p.host, strconv.Itoa(p.port)) }

// A door opens in a world, and says where it can be dialled.
type door func(*world) (place, error)

// served is a scripted server on a free port.
func served(s *smtptest.Server) door { return servedAs("localhost", "", s) }

// servedAs is a scripted server under a name, at an address.
func servedAs(host, listen string, s *smtptest.Server) door {
	return func(w *world) (place, error) {
		s.Host, s.Listen, s.CA = host, listen, w.ca
		s.Start()
		w.atEnd(s.Close)
		return place{host, s.Port()}, nil
	}
}

// spoken is a door at which each caller is answered by a function.
func spoken(answer func(net.Conn)) door {
	return func(w *world) (place, error) {
		l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // loopback: nothing to wait for
		if err != nil {
			return place{}, err
		}
		w.atEnd(func() { _ = l.Close() })
		go func() {
			for {
				conn, err := l.Accept()
				if err != nil {
					return
				}
				go func() {
					defer conn.Close()
					_ = conn.SetDeadline(time.Now().Add(time.Minute))
					answer(conn)
				}()
			}
		}()
		return place{"localhost", l.Addr().(*net.TCPAddr).Port}, nil
	}
}

// endless says a beginning and then the same again and again, at a pace that
// spares the memory of programs that keep all of it.
func endless(beginning, again string) door {
	return spoken(func(conn net.Conn) {
		_, err := conn.Write([]byte(beginning))
		for err == nil {
			_, err = conn.Write([]byte(again))
			time.Sleep(10 * time.Millisecond)
		}
	})
}

// practised is the door of a practice scene that is shown as 587.
func practised(scene string) door {
	return func(w *world) (place, error) {
		dir, err := os.MkdirTemp(w.dir, "practice-")
		if err != nil {
			return place{}, err
		}
		s, err := practice.Start(scene, dir)
		if err != nil {
			return place{}, err
		}
		w.atEnd(func() { _ = s.Close() })
		for _, d := range s.Doors {
			if d.Port == 587 {
				return place{s.Host, d.Dialled()}, nil
			}
		}
		return place{}, fmt.Errorf("practice %s has no door 587", scene)
	}
}

// nobody is a door of a host in the cage that no server of ours belongs to.
func nobody(host string) door {
	return func(*world) (place, error) { return place{host, 587}, nil }
}
