//go:build linux

package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"

	"golang.org/x/sys/unix"

	"postern/probe"
	"postern/probe/practice"
)

// A house is mail servers at the doors where the wizard looks for them, in a
// network that has nothing else. Only root can make one; for anybody else the
// doors of this computer are tried as they are, and most often are closed.
type house struct {
	server    *practice.Server
	roots     string // the system's authorities and the servers' own
	listeners []net.Listener
	// within runs what belongs in that network on the thread that is in it. It is
	// nil where there is none.
	within chan func()
}

// openHouse starts the servers.
func openHouse(dir string) (*house, error) {
	dir = filepath.Join(dir, "house")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, err
	}
	server, err := practice.Start("", dir)
	if err != nil {
		return nil, err
	}
	h := &house{server: server, roots: filepath.Join(dir, "roots.pem"), within: make(chan func())}
	if err := h.writeRoots(); err != nil {
		h.close()
		return nil, err
	}
	made := make(chan error)
	go h.network(made)
	if err := <-made; err != nil {
		h.within = nil
		return h, nil
	}
	for _, d := range server.Doors {
		if err := h.lead(d); err != nil {
			h.close()
			return nil, err
		}
	}
	return h, nil
}

// writeRoots makes a file of authorities as long as the system's, for what reading
// them takes is to be measured too.
func (h *house) writeRoots() error {
	body, err := os.ReadFile(h.server.CAFile)
	if err != nil {
		return err
	}
	system, err := os.ReadFile("/etc/ssl/certs/ca-certificates.crt")
	if err != nil {
		system = nil // elsewhere, or nowhere
	}
	return os.WriteFile(h.roots, append(system, body...), 0o600)
}

// network moves its thread to a new network and then runs what it is given. The
// thread is never given back, and ends with it.
func (h *house) network(made chan<- error) {
	runtime.LockOSThread()
	err := unix.Unshare(unix.CLONE_NEWNET)
	if err == nil {
		err = exec.Command("ip", "link", "set", "lo", "up").Run()
	}
	made <- err
	if err != nil {
		return
	}
	for do := range h.within {
		do()
	}
}

// do runs a function in the house's network, if it has one.
func (h *house) do(f func() error) error {
	if h.within == nil {
		return f()
	}
	done := make(chan error)
	h.within <- func() { done <- f() }
	return <-done
}

// lead makes a door of the house's network lead to the server's.
func (h *house) lead(d probe.Door) error {
	var l net.Listener
	err := h.do(func() (err error) {
		l, err = net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(d.Port))
		return err
	})
	if err != nil {
		return fmt.Errorf("open door %d: %w", d.Port, err)
	}
	h.listeners = append(h.listeners, l)
	go func() {
		for {
			caller, err := l.Accept()
			if err != nil {
				return
			}
			go pass(caller, "127.0.0.1:"+strconv.Itoa(d.Dialled()))
		}
	}()
	return nil
}

// pass carries a conversation between a caller and a server.
func pass(caller net.Conn, address string) {
	defer caller.Close()
	server, err := net.Dial("tcp", address)
	if err != nil {
		return
	}
	defer server.Close()
	go io.Copy(server, caller) //nolint:errcheck // ends with the conversation
	io.Copy(caller, server)    //nolint:errcheck // likewise
}

// open opens the wizard on the doors of the house, and waits until all that can
// happen there has.
func (h *house) open(b *bench) (*terminal, error) {
	var t *terminal
	cmd := b.command(b.postern, "127.0.0.1")
	cmd.Env = append(cmd.Env, "SSL_CERT_FILE="+h.roots)
	err := h.do(func() (err error) {
		t, err = open(cmd, true)
		return err
	})
	if err != nil {
		return nil, err
	}
	words := []string{"2 of 6", "look closer"}
	if h.within != nil {
		words = append(words, "Use 587", "just as safe here", "for servers")
	}
	if _, err := t.until(words...); err != nil {
		t.close()
		return nil, err
	}
	return t, nil
}

// what says what the doors are like.
func (h *house) what() string {
	if h.within == nil {
		return "no server there"
	}
	return "all ready"
}

func (h *house) close() {
	for _, l := range h.listeners {
		l.Close()
	}
	if h.within != nil {
		close(h.within)
	}
	h.server.Close()
}
