package smtptest

import (
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// maxInFlight is how many bytes one direction of a connection in memory holds
// before a write waits, as a TCP window does.
const maxInFlight = 64 << 10

// Pipe returns the two ends of a connection in memory. What is written to one
// end can be read at the other after the delay. Unlike net.Pipe, a write does
// not wait for a reader. All waiting is such that time stands still for it in
// a testing/synctest bubble.
func Pipe(delay time.Duration) (client, server net.Conn) {
	up, down := newTrack(delay), newTrack(delay)
	c := &end{in: down, out: up, local: clientAddr, remote: serverAddr}
	s := &end{in: up, out: down, local: serverAddr, remote: clientAddr}
	return c, s
}

// The addresses of the two ends of every connection in memory.
var (
	clientAddr = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 50000}
	serverAddr = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 25}
)

// A track is one direction of a connection.
type track struct {
	delay time.Duration

	mu      sync.Mutex
	parcels []parcel
	held    int   // bytes in all parcels
	broken  error // what reader and writer get once the reader is gone
	changed chan struct{}

	readBy, writeBy time.Time // deadlines
}

// A parcel is what one write sent, or the end of the track if err is set.
type parcel struct {
	data    []byte
	err     error
	arrives time.Time
}

func newTrack(delay time.Duration) *track {
	return &track{delay: delay, changed: make(chan struct{})}
}

// update changes the track under its lock and wakes who waits for it.
func (t *track) update(change func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	change()
	close(t.changed)
	t.changed = make(chan struct{})
}

// send puts a parcel on its way.
func (t *track) send(p parcel) {
	t.update(func() {
		p.arrives = time.Now().Add(t.delay)
		t.parcels = append(t.parcels, p)
		t.held += len(p.data)
	})
}

// wait blocks until the track changes or the time comes; a zero time never does.
func wait(changed <-chan struct{}, until time.Time) {
	var due <-chan time.Time
	if !until.IsZero() {
		timer := time.NewTimer(time.Until(until))
		defer timer.Stop()
		due = timer.C
	}
	select {
	case <-changed:
	case <-due:
	}
}

// earlier returns the earlier of two times; a zero time is never.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// passed reports whether a deadline has struck.
func passed(deadline time.Time) bool {
	return !deadline.IsZero() && !time.Now().Before(deadline)
}

func (t *track) read(b []byte) (int, error) {
	for {
		n, changed, until, err := t.take(b)
		if n > 0 || err != nil || len(b) == 0 {
			return n, err
		}
		wait(changed, until)
	}
}

// take reads what has arrived, or says what to wait for.
func (t *track) take(b []byte) (n int, changed <-chan struct{}, until time.Time, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case t.broken != nil:
		return 0, nil, until, t.broken
	case passed(t.readBy):
		return 0, nil, until, os.ErrDeadlineExceeded
	case len(t.parcels) == 0:
		return 0, t.changed, t.readBy, nil
	}
	p := &t.parcels[0]
	switch {
	case !passed(p.arrives):
		return 0, t.changed, earlier(p.arrives, t.readBy), nil
	case p.err != nil:
		return 0, nil, until, p.err
	}
	n = copy(b, p.data)
	p.data = p.data[n:]
	t.held -= n
	if len(p.data) == 0 {
		t.parcels = t.parcels[1:]
	}
	close(t.changed) // there is room again
	t.changed = make(chan struct{})
	return n, nil, until, nil
}

// waiting reports whether there is something to be read.
func (t *track) waiting() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.parcels) > 0 && len(t.parcels[0].data) > 0 && passed(t.parcels[0].arrives)
}

// room waits until something more may be sent.
func (t *track) room() error {
	for {
		t.mu.Lock()
		changed, until, held, broken := t.changed, t.writeBy, t.held, t.broken
		t.mu.Unlock()
		switch {
		case broken != nil:
			return syscall.EPIPE
		case passed(until):
			return os.ErrDeadlineExceeded
		case held < maxInFlight:
			return nil
		}
		wait(changed, until)
	}
}

// An end is one end of a connection in memory.
type end struct {
	in, out       *track
	local, remote net.Addr
	once          sync.Once
}

func (e *end) Read(b []byte) (int, error) { return e.in.read(b) }

func (e *end) Write(b []byte) (int, error) {
	if err := e.out.room(); err != nil {
		return 0, err
	}
	if len(b) > 0 { // nothing to read is nothing to wake for
		e.out.send(parcel{data: append([]byte(nil), b...)})
	}
	return len(b), nil
}

// Close ends both directions: the other end reads what is under way, then EOF.
func (e *end) Close() error {
	e.end(io.EOF)
	return nil
}

// CloseWrite ends this end's own direction alone.
func (e *end) CloseWrite() error {
	e.out.send(parcel{err: io.EOF})
	return nil
}

// Reset breaks the connection off: the other end's next read fails.
func (e *end) Reset() { e.end(syscall.ECONNRESET) }

func (e *end) end(err error) {
	e.once.Do(func() {
		e.out.send(parcel{err: err})
		e.in.update(func() { e.in.broken = net.ErrClosed })
	})
}

func (e *end) LocalAddr() net.Addr  { return e.local }
func (e *end) RemoteAddr() net.Addr { return e.remote }

func (e *end) SetDeadline(t time.Time) error {
	_ = e.SetReadDeadline(t)
	return e.SetWriteDeadline(t)
}

func (e *end) SetReadDeadline(t time.Time) error {
	e.in.update(func() { e.in.readBy = t })
	return nil
}

func (e *end) SetWriteDeadline(t time.Time) error {
	e.out.update(func() { e.out.writeBy = t })
	return nil
}
