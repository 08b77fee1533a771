//go:build !windows

package probe

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"syscall"
	"testing"
)

func TestClassify(t *testing.T) {
	tests := map[string]struct {
		err  error
		want Connect
	}{
		"connected":            {nil, ConnectOK},
		"refused":              {syscall.ECONNREFUSED, ConnectRefused},
		"reset":                {syscall.ECONNRESET, ConnectReset},
		"timed out":            {syscall.ETIMEDOUT, ConnectTimeout},
		"our limit":            {context.DeadlineExceeded, ConnectTimeout},
		"a deadline":           {os.ErrDeadlineExceeded, ConnectTimeout},
		"no route":             {syscall.ENETUNREACH, ConnectUnreachable},
		"no such machine":      {syscall.EHOSTUNREACH, ConnectUnreachable},
		"no address of ours":   {syscall.EADDRNOTAVAIL, ConnectUnreachable},
		"no IPv6 here":         {syscall.EAFNOSUPPORT, ConnectUnreachable},
		"network down":         {syscall.ENETDOWN, ConnectUnreachable},
		"prohibited, IPv6":     {syscall.EACCES, ConnectRejected},
		"not permitted":        {syscall.EPERM, ConnectRejected},
		"no such protocol":     {syscall.ENOPROTOOPT, ConnectRejected},
		"something unheard of": {errors.New("what"), ConnectUnreachable},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			err := test.err
			if err != nil {
				err = fmt.Errorf("wrapped: %w", &net.OpError{Op: "dial", Err: os.NewSyscallError("connect", err)})
			}
			if got := classify(err); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}
