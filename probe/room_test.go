package probe

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"os"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"postern/probe/smtptest"
)

// TestNoRoomIsNoVerdict: too many open files say nothing about a host, nor about its name.
func TestNoRoomIsNoVerdict(t *testing.T) {
	for _, full := range []error{syscall.EMFILE, syscall.ENFILE} {
		synctest.Test(t, func(t *testing.T) {
			s := &smtptest.Server{}
			var failed atomic.Int32
			p := &Prober{Roots: s.Roots(), Lookup: func(context.Context, string) ([]netip.Addr, DNS) {
				return []netip.Addr{netip.MustParseAddr("192.0.2.25")}, DNSOK
			}}
			p.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
				if failed.Add(1) < 100 {
					return nil, &net.OpError{Op: "dial", Net: network, Err: os.NewSyscallError("socket", full)}
				}
				return s.Dial(ctx, network, address)
			}
			r := p.Probe(t.Context(), "localhost", []Door{DoorAt(587)})
			if d := r.Doors[0]; d.Connect != ConnectOK || len(d.Connects) != 1 || !d.TLSVerified {
				t.Errorf("%v: got %+v", full, d)
			}
			s.Close()
			time.Sleep(time.Minute)
		})
	}
}

// TestNoRoomForAQuestion: a name server is asked once there is room for that.
func TestNoRoomForAQuestion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tried := 0
		a := &dnsAnswers{dialer: func(context.Context, string, string) (net.Conn, error) {
			if tried++; tried < 5 {
				return nil, &net.OpError{Op: "dial", Err: os.NewSyscallError("socket", syscall.EMFILE)}
			}
			here, _ := net.Pipe()
			return here, nil
		}}
		conn, err := a.dial(t.Context(), "udp", "192.0.2.53:53")
		if err != nil {
			t.Fatal(err)
		}
		conn.Close()
		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		tried = -1000
		if _, err := a.dial(ctx, "udp", "192.0.2.53:53"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
}
