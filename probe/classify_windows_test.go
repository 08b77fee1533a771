package probe

import (
	"errors"
	"fmt"
	"net"
	"os"
	"syscall"
	"testing"
)

func TestClassifyWindows(t *testing.T) {
	tests := map[string]struct {
		number syscall.Errno
		want   Connect
	}{
		"WSAECONNREFUSED":           {10061, ConnectRefused},
		"ERROR_CONNECTION_REFUSED":  {1225, ConnectRefused},
		"WSAECONNRESET":             {10054, ConnectReset},
		"WSAECONNABORTED":           {10053, ConnectReset},
		"ERROR_NETNAME_DELETED":     {64, ConnectReset},
		"WSAETIMEDOUT":              {10060, ConnectTimeout},
		"ERROR_SEM_TIMEOUT":         {121, ConnectTimeout},
		"WSAEACCES":                 {10013, ConnectRejected},
		"WSAENETUNREACH":            {10051, ConnectUnreachable},
		"WSAEHOSTUNREACH":           {10065, ConnectUnreachable},
		"ERROR_NETWORK_UNREACHABLE": {1231, ConnectUnreachable},
		"ERROR_HOST_UNREACHABLE":    {1232, ConnectUnreachable},
		"WSAEADDRNOTAVAIL":          {10049, ConnectUnreachable},
		"WSAEAFNOSUPPORT":           {10047, ConnectUnreachable},
		"WSAENETDOWN":               {10050, ConnectUnreachable},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			err := fmt.Errorf("wrapped: %w", &net.OpError{Op: "dial", Err: os.NewSyscallError("connectex", test.number)})
			if got := classify(err); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// A closed door is told from one that nobody answers at.
func TestRefusedHere(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	_, err = net.Dial("tcp", addr)
	if got := classify(err); got != ConnectRefused {
		var number syscall.Errno
		errors.As(err, &number)
		t.Errorf("got %s, want refused; the system says %d: %v", got, number, err)
	}
}
