package discover

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"postern/probe"
	"postern/probe/smtptest"
)

// counted counts the connections that are open.
type counted struct {
	net.Conn
	open *atomic.Int32
}

func (c counted) Close() error { c.open.Add(-1); return c.Conn.Close() }

// TestDialHost: an address that does not answer costs a head start and no more, one
// that refuses costs nothing, and none that came too late stays open.
func TestDialHost(t *testing.T) {
	never, refuses, answers, late := "192.0.2.1", "192.0.2.2", "2001:db8::1", "192.0.2.3"
	for name, test := range map[string]struct {
		addrs []string
		want  time.Duration
		fails bool
	}{
		"one":             {[]string{answers}, 0, false},
		"never, answers":  {[]string{never, answers}, attemptDelay, false},
		"refuses":         {[]string{refuses, answers}, 0, false},
		"late, answers":   {[]string{late, answers}, attemptDelay, false},
		"families":        {[]string{never, refuses, late, answers}, attemptDelay, false},
		"all refuse":      {[]string{refuses, refuses + "0"}, 0, true},
		"at most so many": {[]string{refuses, refuses + "0", refuses + "1", refuses + "2", late}, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var open atomic.Int32
				f := &Finder{
					Lookup: func(context.Context, string) (all []netip.Addr, _ probe.DNS) {
						for _, a := range test.addrs {
							all = append(all, netip.MustParseAddr(a))
						}
						return all, probe.DNSOK
					},
					Dial: func(ctx context.Context, _, address string) (net.Conn, error) {
						switch host, _, _ := net.SplitHostPort(address); {
						case host == never:
							<-ctx.Done()
							return nil, ctx.Err()
						case strings.HasPrefix(host, refuses): // 192.0.2.2, .20, .21, …
							return nil, errors.New("connection refused")
						case host == late:
							time.Sleep(time.Second)
						}
						open.Add(1)
						conn, _ := smtptest.Pipe(0)
						return counted{conn, &open}, nil
					},
				}
				started := time.Now()
				conn, err := f.dialHost(t.Context(), "example.org", 443)
				if (err != nil) != test.fails || time.Since(started) != test.want {
					t.Errorf("%v after %v", err, time.Since(started))
				}
				time.Sleep(time.Minute)
				if err == nil {
					_ = conn.Close()
				}
				if n := open.Load(); n != 0 {
					t.Errorf("%d connections stay open", n)
				}
			})
		})
	}
}

// TestNoTLS: a server without TLS behind 443 is told from one that is not there.
func TestNoTLS(t *testing.T) {
	for how, want := range map[string]Reason{"HTTP/1.1 400 Bad Request\r\n\r\n": NoTLS, "": NoTLS, "refuse": NoConnection} {
		synctest.Test(t, func(t *testing.T) {
			w := &world{hosts: map[string]string{"autoconfig.example.org": "192.0.2.1"}}
			f := w.finder()
			f.Dial = func(context.Context, string, string) (net.Conn, error) {
				if how == "refuse" {
					return nil, fmt.Errorf("connection refused")
				}
				client, server := smtptest.Pipe(0)
				_, _ = server.Write([]byte(how))
				_ = server.Close()
				return client, nil
			}
			a := answer(t, f.Find(t.Context(), Query{Domain: "example.org"}), Autoconfig)
			if a.State != Failed || a.Reason != want {
				t.Errorf("%q: %s %s %s", how, a.State, a.Reason, a.Why)
			}
		})
	}
}
