package practice

import (
	"context"
	"errors"
	"net"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"postern/probe"
)

func TestDialStaysAtHome(t *testing.T) {
	s := start(t, "open")
	real := addressOf(t, s, 587)
	_, port, _ := net.SplitHostPort(real)
	c, err := s.Dial(context.Background(), "tcp", real)
	if err != nil {
		t.Fatal(err)
	}
	_ = c.Close()
	for _, address := range []string{"192.0.2.1:" + port, "mail.example.org:" + port, "127.0.0.1:25", "127.0.0.1", ""} {
		if c, err := s.Dial(context.Background(), "tcp", address); err == nil {
			_ = c.Close()
			t.Errorf("%q was dialled", address)
		}
	}
}

func TestDialWaitsWhereNobodyAnswers(t *testing.T) {
	s := start(t, "blocked")
	ctx, cancel := context.WithCancel(context.Background())
	failed := make(chan error, 1)
	address := addressOf(t, s, 25)
	go func() {
		_, err := s.Dial(ctx, "tcp", address)
		failed <- err
	}()
	select {
	case err := <-failed:
		t.Fatalf("got %v at once, want it to wait", err)
	default:
	}
	cancel()
	if err := <-failed; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want cancelled", err)
	}

	past, cancel := context.WithTimeout(context.Background(), time.Nanosecond)
	defer cancel()
	_, err := s.Dial(past, "tcp", address)
	var timeout net.Error
	if !errors.As(err, &timeout) || !timeout.Timeout() {
		t.Errorf("got %v, want a timeout as net.Dialer has it", err)
	}
	_ = s.Close()
	if _, err := s.Dial(context.Background(), "tcp", address); !errors.Is(err, net.ErrClosed) {
		t.Errorf("got %v, want closed", err)
	}
}

func TestUnansweredForEveryProgram(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("only Linux can keep a loopback port silent")
	}
	s := start(t, "filtered")
	for _, host := range s.addrs {
		address := net.JoinHostPort(host.String(), strings.TrimPrefix(addressOf(t, s, 25), "127.0.0.1:"))
		c, err := net.DialTimeout("tcp", address, 50*time.Millisecond)
		if err == nil {
			_ = c.Close()
		}
		var timeout net.Error
		if !errors.As(err, &timeout) || !timeout.Timeout() {
			t.Errorf("%s: got %v, want no answer", address, err)
		}
	}
}

func TestLookup(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	tests := []struct {
		scene, host string
		want        probe.DNS
	}{
		{"open", "localhost", probe.DNSOK},
		{"open", "LOCALHOST", probe.DNSOK},
		{"open", "127.0.0.1", probe.DNSOK},
		{"open", "mail.example.org", probe.DNSNXDomain},
		{"closed", "localhost", probe.DNSOK},
		{"no-such-name", "", probe.DNSNXDomain},
		{"no-address", "", probe.DNSNoData},
		{"name-lookup-failed", "", probe.DNSServFail},
		{"name-lookup-timeout", "", probe.DNSTimeout},
	}
	for _, tt := range tests {
		s := start(t, tt.scene)
		host := tt.host
		if host == "" {
			host = s.Host
		}
		addrs, got := s.Lookup(ctx, host)
		if got != tt.want || (len(addrs) > 0) != (got == probe.DNSOK) {
			t.Errorf("%s: %s: got %v, %s, want %s", tt.scene, host, addrs, got, tt.want)
		}
		for _, a := range addrs {
			if !a.IsLoopback() {
				t.Errorf("%s: %s is not on this computer", tt.scene, a)
			}
		}
	}
}

func TestTaken(t *testing.T) {
	for err, want := range map[error]bool{
		syscall.EADDRINUSE:    true,
		syscall.Errno(10048):  true, // WSAEADDRINUSE
		syscall.Errno(10013):  true, // WSAEACCES
		syscall.EAFNOSUPPORT:  false,
		syscall.Errno(10047):  false, // WSAEAFNOSUPPORT
		syscall.EADDRNOTAVAIL: false,
		syscall.Errno(10049):  false, // WSAEADDRNOTAVAIL
	} {
		if got := taken(os.NewSyscallError("bind", err)); got != want {
			t.Errorf("%v: got %t, want %t", err, got, want)
		}
	}
}
