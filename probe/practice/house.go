package practice

import (
	"io"
	"net"
	"sync"
	"sync/atomic"
)

// maxGuests is how many connections a house has open at once, over all doors.
const maxGuests = 16

// A house owns all that lives while a server runs: listeners, connections,
// held ports and goroutines. Its zero value is not usable; see newHouse.
type house struct {
	done chan struct{} // closed when the house closes

	mu     sync.Mutex
	closed bool
	things []io.Closer // listeners and held ports
	guests map[*guest]struct{}
	logins atomic.Int32   // that were begun
	work   sync.WaitGroup // never added to once closed is set
}

func newHouse() *house {
	return &house{done: make(chan struct{}), guests: make(map[*guest]struct{})}
}

// own has the thing closed with the house, at once if that is closed already.
func (h *house) own(thing io.Closer) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		_ = thing.Close()
		return
	}
	h.things = append(h.things, thing)
}

// begin reports whether new work may begin; if so, end must be called after it.
func (h *house) begin() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return false
	}
	h.work.Add(1)
	return true
}

func (h *house) end() { h.work.Done() }

// run starts f in a goroutine that close waits for. It does nothing once the
// house is closed.
func (h *house) run(f func()) {
	if !h.begin() {
		return
	}
	go func() {
		defer h.end()
		f()
	}()
}

// close ends everything and returns when nothing runs any more. Only the first
// call does something; later ones wait as well.
func (h *house) close() {
	h.mu.Lock()
	first := !h.closed
	h.closed = true
	guests := make([]*guest, 0, len(h.guests))
	for g := range h.guests {
		guests = append(guests, g)
	}
	h.mu.Unlock()
	if first {
		close(h.done)
		for _, thing := range h.things {
			_ = thing.Close()
		}
	}
	for _, g := range guests {
		_ = g.Close()
	}
	h.work.Wait()
}

// admit counts the connection in. It reports false if the house is full or closed.
func (h *house) admit(c net.Conn) (*guest, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed || len(h.guests) >= maxGuests {
		return nil, false
	}
	g := &guest{Conn: c, house: h}
	h.guests[g] = struct{}{}
	return g, true
}

func (h *house) leave(g *guest) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.guests, g)
}
