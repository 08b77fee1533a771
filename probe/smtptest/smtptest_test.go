package smtptest_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"postern/probe/smtptest"
)

// Each misbehaviour is a field of the server.
func ExampleServer() {
	s := &smtptest.Server{SaySTARTTLS: "454 4.7.0 TLS not available"}
	s.Start()
	defer s.Close()

	conn, err := textproto.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", s.Port()))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = conn.Close() }()
	for _, command := range []string{"EHLO me", "STARTTLS"} {
		_, _, _ = conn.ReadResponse(0)
		_ = conn.PrintfLine("%s", command)
	}
	code, text, _ := conn.ReadResponse(0)
	fmt.Println(code, text)
	fmt.Println(s.Commands())
	// Output:
	// 454 4.7.0 TLS not available
	// [EHLO me STARTTLS]
}

func TestPipeDelay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := smtptest.Pipe(time.Second)
		started := time.Now()
		_, _ = a.Write([]byte("one "))
		time.Sleep(500 * time.Millisecond)
		_, _ = a.Write([]byte("two"))
		_ = a.Close()
		buf := make([]byte, 10)
		for _, want := range []struct {
			text string
			at   time.Duration
		}{{"one ", time.Second}, {"two", 1500 * time.Millisecond}} {
			n, err := b.Read(buf)
			if string(buf[:n]) != want.text || err != nil || time.Since(started) != want.at {
				t.Errorf("read %q (%v) after %v, want %+v", buf[:n], err, time.Since(started), want)
			}
		}
		if _, err := b.Read(buf); !errors.Is(err, io.EOF) {
			t.Errorf("after the close: %v, want EOF", err)
		}
		if _, err := a.Read(buf); !errors.Is(err, net.ErrClosed) {
			t.Errorf("on the closed end: %v, want closed", err)
		}
	})
}

func TestPipeHalf(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := smtptest.Pipe(time.Second)
		_, _ = a.Write(nil) // is nothing
		_, _ = a.Write([]byte("last"))
		_ = a.(interface{ CloseWrite() error }).CloseWrite()
		if got, err := io.ReadAll(b); string(got) != "last" || err != nil {
			t.Errorf("got %q, %v", got, err)
		}
		_, _ = b.Write([]byte("still heard"))
		_ = b.Close()
		if got, err := io.ReadAll(a); string(got) != "still heard" || err != nil {
			t.Errorf("the other way: got %q, %v", got, err)
		}
	})
}

func TestPipeEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := smtptest.Pipe(0)
		buf := make([]byte, 10)
		_ = b.SetReadDeadline(time.Now().Add(time.Minute))
		if _, err := b.Read(buf); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("past the deadline: %v", err)
		}
		_ = b.SetDeadline(time.Now().Add(time.Minute))
		for full := make([]byte, 1<<10); ; {
			if _, err := b.Write(full); err != nil {
				if !errors.Is(err, os.ErrDeadlineExceeded) {
					t.Errorf("with nobody reading: %v", err)
				}
				break
			}
		}
		a.(interface{ Reset() }).Reset()
		_ = b.SetDeadline(time.Time{})
		if _, err := b.Read(buf); !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("after the reset: %v", err)
		}
		if _, err := b.Write(buf); !errors.Is(err, syscall.EPIPE) {
			t.Errorf("writing after the reset: %v", err)
		}
	})
}

func TestScript(t *testing.T) {
	const script = `
		S: 220 hello
		C: EHLO
		S: 250-mail
		S: 250 SIZE
		C: QUIT
		S: 221 bye
	`
	tests := map[string]struct {
		say  string
		want []string
	}{
		"as written": {"EHLO me\r\nQUIT\r\n", nil},
		"strays":     {"HELO me\r\nQUIT\r\n", []string{"the client said HELO me, not EHLO"}},
		"gives up":   {"EHLO me\r\n", []string{"the client ended before QUIT"}},
		"no CR":      {"EHLO me\nQUIT\r\n", []string{"a line ends without CR: EHLO me\n"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &smtptest.Server{Script: script}
				conn, err := s.Dial(t.Context(), "tcp", "anywhere:25")
				if err != nil {
					t.Fatal(err)
				}
				_, _ = io.WriteString(conn, test.say)
				synctest.Wait()
				_ = conn.Close()
				synctest.Wait()
				if got := s.Complaints(); !slices.Equal(got, test.want) {
					t.Errorf("got %q, want %q", got, test.want)
				}
				s.Close()
			})
		})
	}
}

func TestComplaints(t *testing.T) {
	for name, say := range map[string]string{
		"before the greeting": "EHLO me\r\n",
		"two at once":         "EHLO me\r\nSTARTTLS\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &smtptest.Server{DelayAt: smtptest.Greeting, Delay: time.Second}
				conn, _ := s.Dial(t.Context(), "tcp", "anywhere:25")
				if name == "two at once" {
					_, _ = bufio.NewReader(conn).ReadString('\n')
				}
				_, _ = io.WriteString(conn, say)
				time.Sleep(2 * time.Second)
				_ = conn.Close()
				s.Close()
				if got := s.Complaints(); len(got) != 1 || !strings.Contains(got[0], "out of turn") {
					t.Errorf("got %q", got)
				}
			})
		})
	}
}

// TestKinds checks with crypto/tls alone which certificates a careful client
// takes.
func TestKinds(t *testing.T) {
	takes := []smtptest.Kind{
		smtptest.Good, smtptest.ExpiresSoon, smtptest.WithIntermediate, smtptest.WeakKey,
		smtptest.HostileNames, smtptest.RSAKey,
	}
	for kind := smtptest.Good; kind <= smtptest.Everything; kind++ {
		s := &smtptest.Server{Implicit: true, Certificate: kind}
		s.Start()
		d := tls.Dialer{Config: &tls.Config{RootCAs: s.Roots(), ServerName: "localhost"}} //nolint:gosec // defaults
		conn, err := d.DialContext(context.Background(), "tcp", fmt.Sprintf("127.0.0.1:%d", s.Port()))
		if got, want := err == nil, slices.Contains(takes, kind); got != want {
			t.Errorf("kind %d: taken is %v, want %v (%v)", kind, got, want, err)
		}
		if err == nil {
			_ = conn.Close()
		}
		s.Close()
	}
}
