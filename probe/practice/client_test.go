package practice

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// connect opens a door with go-smtp's client, encrypted and verified.
func connect(t *testing.T, s *Server, port int) *smtp.Client {
	t.Helper()
	config := &tls.Config{ServerName: s.Host, RootCAs: s.Roots}
	open := smtp.DialStartTLS
	if door(t, s, port).Implicit() {
		open = smtp.DialTLS
	}
	c, err := open(addressOf(t, s, port), config)
	if err != nil {
		t.Fatalf("%d: %v", port, err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func TestGoSMTPClientSends(t *testing.T) {
	t.Parallel()
	s := start(t, "open")
	for _, port := range submissionDoors {
		c := connect(t, s, port)
		if err := c.Auth(sasl.NewPlainClient("", s.User, s.Password)); err != nil {
			t.Fatalf("%d: %v", port, err)
		}
		text := fmt.Sprintf("Subject: through %d\r\n\r\nHi.\r\n", port)
		if err := c.SendMail(s.Address, []string{"bob@elsewhere.example"}, strings.NewReader(text)); err != nil {
			t.Fatalf("%d: %v", port, err)
		}
		if err := c.Quit(); err != nil {
			t.Errorf("%d: %v", port, err)
		}
		m, err := s.Wait(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if m.Port != port || !m.TLS || m.User != s.User || string(m.Data) != text {
			t.Errorf("%d: got %+v", port, m)
		}
	}
}

func TestGoSMTPClientWithLogin(t *testing.T) {
	s := start(t, "open")
	c := connect(t, s, 587)
	if err := c.Auth(sasl.NewLoginClient(s.User, s.Password)); err != nil {
		t.Error(err)
	}
}

func TestGoSMTPClientWrongPassword(t *testing.T) {
	s := start(t, "open")
	for _, port := range submissionDoors {
		err := connect(t, s, port).Auth(sasl.NewPlainClient("", s.User, "guess"))
		if code(err) != 535 {
			t.Errorf("%d: got %v, want 535", port, err)
		}
	}
}

func TestGoSMTPClientRelay(t *testing.T) {
	s := start(t, "relay-only")
	c := connect(t, s, 25)
	err := c.SendMail("bob@elsewhere.example", []string{"eve@elsewhere.example"}, strings.NewReader("Subject: no\r\n\r\n"))
	if code(err) != 550 {
		t.Errorf("got %v, want 550", err)
	}
	if err := c.Reset(); err != nil {
		t.Fatal(err)
	}
	if err := c.SendMail("bob@elsewhere.example", []string{s.Address}, strings.NewReader("Subject: yes\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	m, err := s.Wait(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if m.Port != 25 || m.User != "" || !m.TLS || m.From != "bob@elsewhere.example" {
		t.Errorf("got %+v", m)
	}
}

// code returns the reply code within an error of go-smtp's client, or 0.
func code(err error) int {
	var reply *smtp.SMTPError
	if errors.As(err, &reply) {
		return reply.Code
	}
	return 0
}

// msmtp runs the real msmtp with a config for the door and returns its exit code.
func msmtp(t *testing.T, s *Server, port int, passwordCommand, message string) (int, string) {
	t.Helper()
	program, err := exec.LookPath("msmtp")
	if err != nil {
		t.Skip("msmtp is not installed here")
	}
	starttls := "on"
	if door(t, s, port).Implicit() {
		starttls = "off"
	}
	config := filepath.Join(t.TempDir(), "msmtprc")
	text := fmt.Sprintf(`account practice
host %s
port %d
timeout 10
tls on
tls_starttls %s
tls_trust_file %s
auth on
from %s
user %s
passwordeval "%s"
account default : practice
`, s.Host, door(t, s, port).DialPort, starttls, s.CAFile, s.Address, s.User, passwordCommand)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "-C", config, "bob@elsewhere.example")
	cmd.Stdin = strings.NewReader(message)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

func TestMsmtpSends(t *testing.T) {
	t.Parallel()
	s := start(t, "open")
	for _, port := range submissionDoors {
		exit, out := msmtp(t, s, port, s.PasswordCommand, "Subject: msmtp\n\n.dot\n")
		if exit != 0 {
			t.Fatalf("%d: exit %d: %s", port, exit, out)
		}
		m, err := s.Wait(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if m.Port != port || !m.TLS || m.User != s.User || m.From != s.Address {
			t.Errorf("%d: got %+v", port, m)
		}
		if !bytes.HasSuffix(m.Data, []byte("\r\n\r\n.dot\r\n")) {
			t.Errorf("%d: got %q", port, m.Data)
		}
	}
}

func TestMsmtpIsRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, scene string
		port        int
		password    string // "" = the right one
		want        int    // sysexits.h, as in msmtp's manual
	}{
		{"wrong password on 587", "open", 587, "echo guess", 77},
		{"wrong password on 465", "open", 465, "echo guess", 77},
		{"no login on 25", "open", 25, "", 69},
		{"no STARTTLS", "no-starttls", 587, "", 69},
		{"certificate of another host", "wrong-name", 465, "", 69},
		{"certificate that ran out", "expired", 587, "", 69},
		{"unknown authority", "unknown-ca", 465, "", 69},
		{"nobody listens", "closed", 587, "", 75},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := start(t, tt.scene)
			password := tt.password
			if password == "" {
				password = s.PasswordCommand
			}
			exit, out := msmtp(t, s, tt.port, password, "Subject: no\n\n")
			if exit != tt.want {
				t.Errorf("got exit %d, want %d: %s", exit, tt.want, out)
			}
			if n := len(s.Messages()); n != 0 {
				t.Errorf("got %d messages, want none", n)
			}
		})
	}
}

func TestBothFamilies(t *testing.T) {
	s := start(t, "open")
	for _, addr := range s.addrs {
		_, port, _ := net.SplitHostPort(addressOf(t, s, 587))
		c, err := s.Dial(context.Background(), "tcp", net.JoinHostPort(addr.String(), port))
		if err != nil {
			t.Errorf("%s: %v", addr, err)
			continue
		}
		_ = c.Close()
	}
}
