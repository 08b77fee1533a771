package probe_test

import (
	"context"
	"net"
	"runtime"
	"testing"
	"time"

	"postern/probe"
)

// A spring is a connection that says the first replies, one a read, and then the
// rest for ever, without allocating anything. It counts what was taken from it.
type spring struct {
	first []string
	rest  string
	taken int
}

func (s *spring) Read(p []byte) (int, error) {
	if len(s.first) > 0 {
		n := copy(p, s.first[0])
		s.first = s.first[1:]
		return n, nil
	}
	n := 0
	for n < len(p) {
		n += copy(p[n:], s.rest[(s.taken+n)%len(s.rest):])
	}
	s.taken += n
	return n, nil
}

func (*spring) Write(p []byte) (int, error)      { return len(p), nil }
func (*spring) Close() error                     { return nil }
func (*spring) LocalAddr() net.Addr              { return nil }
func (*spring) RemoteAddr() net.Addr             { return nil }
func (*spring) SetDeadline(time.Time) error      { return nil }
func (*spring) SetReadDeadline(time.Time) error  { return nil }
func (*spring) SetWriteDeadline(time.Time) error { return nil }

// TestConstantMemory lets servers talk for ever, at each stage where they can.
// What is read of it, what is allocated, and what is kept, all have an end; there
// is no clock here that could end it instead.
func TestConstantMemory(t *testing.T) {
	greeting := []string{"220 hi\r\n"}
	ready := []string{"220 hi\r\n", "250-mail\r\n250 STARTTLS\r\n", "220 go\r\n"}
	tests := map[string]struct {
		implicit bool
		first    []string
		rest     string
	}{
		"greeting":                     {false, nil, "220-and so on\r\n"},
		"greeting, one line":           {false, nil, "220 and so on, "},
		"greeting, nothing said":       {false, nil, "\r\n"},
		"greeting, escapes":            {false, nil, "220-\x1b\x1b\x1b\x1b\x1b\x1b\x1b\x1b\r\n"},
		"hello":                        {false, greeting, "250-X and so on\r\n"},
		"hello, one line":              {false, greeting, "250 AUTH "},
		"handshake, in the clear":      {false, ready, "250 and so on\r\n"},
		"handshake, alerts":            {false, ready, "\x15\x03\x03\x00\x02\x01\x5a"},
		"handshake, records of no use": {false, ready, "\x14\x03\x03\x00\x01\x01"},
		"implicit, in the clear":       {true, nil, "220-and so on\r\n"},
		"implicit, alerts":             {true, nil, "\x15\x03\x03\x00\x02\x01\x5a"},
		"implicit, half a record":      {true, []string{"\x16\x03\x03\x40\x00\x02\xff\xff\xff"}, "x"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var springs []*spring
			dial := func(context.Context, string, string) (net.Conn, error) {
				s := &spring{first: test.first, rest: test.rest}
				springs = append(springs, s)
				return s, nil
			}
			d := probe.DoorAt(587)
			if test.implicit {
				d = probe.DoorAt(465)
			}
			p := &probe.Prober{Lookup: toLoopback, Dial: dial}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			r := p.Probe(t.Context(), "localhost", []probe.Door{d}).Doors[0]
			runtime.ReadMemStats(&after)
			if got := after.TotalAlloc - before.TotalAlloc; got > 4<<20 {
				t.Errorf("%d bytes were allocated", got)
			}
			for _, s := range springs {
				if s.taken > 256<<10 {
					t.Errorf("%d bytes were read", s.taken)
				}
			}
			kept := len(r.GreetingText.String()) + len(r.TLSError.String()) + len(r.InjectedExcerpt.String())
			for _, l := range r.Transcript {
				kept += len(l.Text.String())
			}
			if kept > 512<<10 {
				t.Errorf("%d bytes of text are kept", kept)
			}
			if reached := r.STARTTLSOffered || r.TLSMode == probe.ModeImplicit; reached != (test.implicit || len(test.first) > 1) {
				t.Errorf("TLS was reached: %v, got %+v", reached, factsOf(r))
			}
			if !r.Settled() || r.TLSVerified {
				t.Errorf("got %+v", factsOf(r))
			}
		})
	}
}
