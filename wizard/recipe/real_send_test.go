//go:build unix

package recipe_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"postern/probe/practice"
	"postern/wizard/recipe"
)

// A sender is the real msmtp and a practice server to send to.
type sender struct {
	realMSMTP
	server *practice.Server
	ca     string
}

func startSender(t *testing.T, scene string) sender {
	t.Helper()
	return startSenderWith(t, findMSMTP(t), scene)
}

func startSenderWith(t *testing.T, m realMSMTP, scene string) sender {
	t.Helper()
	server, err := practice.Start(scene, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	ca, err := os.ReadFile(server.CAFile)
	if err != nil {
		t.Fatal(err)
	}
	m.write(t, "my password", server.Password+"\nnotes below it\n", 0o600)
	return sender{m, server, m.write(t, "my ca.pem", string(ca), 0o644)}
}

// settings are for the door with that shown number.
func (s sender) settings(t *testing.T, account string, port int) *recipe.Settings {
	t.Helper()
	set := &recipe.Settings{
		Account: account, Provider: "Practice", Host: s.server.Host, Security: recipe.STARTTLS,
		Address: s.server.Address, User: s.server.User, CAFile: s.ca,
		Secret: recipe.Secret{Kind: recipe.Command, Command: `cat "$HOME/my password"`},
	}
	for _, d := range s.server.Doors {
		if d.Port == port {
			set.Port = d.Dialled()
			if d.Implicit() {
				set.Security = recipe.ImplicitTLS
			}
		}
	}
	if set.Port == 0 {
		t.Fatalf("the practice server has no door %d", port)
	}
	return set
}

// send runs the command Postern shows for a first message.
func (s sender) send(t *testing.T, set *recipe.Settings, path string) (string, error) {
	t.Helper()
	out, err := s.command(t, "/bin/sh", "-c", recipe.TryCommand("msmtp", set, path)).CombinedOutput()
	return string(out), err
}

// wantMessage waits for the next message and checks how it came.
func (s sender) wantMessage(t *testing.T, port int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	got, err := s.server.Wait(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if got.Port != port || !got.TLS || got.User != s.server.User || got.From != s.server.Address {
		t.Errorf("got a message through %d, TLS %v, user %q, from %q; want %d, TLS, signed in",
			got.Port, got.TLS, got.User, got.From, port)
	}
	if !strings.Contains(string(got.Data), "It works.") {
		t.Errorf("got the message %q", got.Data)
	}
}

func TestRealMSMTPSends(t *testing.T) {
	s := startSender(t, "open")
	for _, port := range []int{587, 465, 2525} {
		set := s.settings(t, "practice", port)
		files, err := recipe.Render("msmtp", set)
		if err != nil {
			t.Fatal(err)
		}
		s.write(t, ".msmtprc", files[0].Body, os.FileMode(files[0].Mode))
		for _, name := range []string{"practice", "default"} {
			set.Account = name
			if out, err := s.send(t, set, files[0].Path); err != nil {
				t.Fatalf("door %d, account %s: %v\n%s", port, name, err, out)
			}
			s.wantMessage(t, port)
		}
	}
}

func TestRealMSMTPSendsAfterMerging(t *testing.T) {
	s := startSender(t, "open")
	work := s.settings(t, "work", 587)
	mine := s.settings(t, "mine", 465)
	// The other account stands in a file somebody wrote by hand, with defaults that
	// would spoil the new one, and a password, for which msmtp demands mode 600.
	old := "# my mail\r\ndefaults\r\nauth on\r\ntls on\r\ntls_certcheck off\r\npassword wrong\r\n\r\n" +
		"account  work\r\nhost localhost\r\nport " + strconv.Itoa(work.Port) + "\r\ntls_starttls on\r\nuser " + work.User +
		"\r\nfrom " + work.Address + "\r\npassword \"" + s.server.Password + "\"\r\naccount default:work"
	merged, err := recipe.Merge("msmtp", []byte(old), mine, false)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(merged), old) {
		t.Errorf("the old file changed:\n%s", merged)
	}
	path := s.write(t, "practice/msmtprc", string(merged), 0o600)
	for _, tt := range []struct {
		set  *recipe.Settings
		port int
	}{{work, 587}, {mine, 465}} {
		if out, err := s.send(t, tt.set, path); err != nil {
			t.Fatalf("account %s: %v\n%s", tt.set.Account, err, out)
		}
		s.wantMessage(t, tt.port)
	}
	// Replacing one leaves the other able to send.
	mine = s.settings(t, "mine", 587)
	if merged, err = recipe.Merge("msmtp", merged, mine, true); err != nil {
		t.Fatal(err)
	}
	s.write(t, "practice/msmtprc", string(merged), 0o600)
	for _, set := range []*recipe.Settings{work, mine} {
		if out, err := s.send(t, set, path); err != nil {
			t.Fatalf("account %s: %v\n%s", set.Account, err, out)
		}
		s.wantMessage(t, 587)
	}
}

func TestRealMSMTPSendsThroughARelay(t *testing.T) {
	s := startSender(t, "open")
	set := s.settings(t, "relay", 25)
	set.Security, set.User, set.Secret, set.CAFile = recipe.Plain, "", recipe.Secret{}, ""
	files, err := recipe.Render("msmtp", set)
	if err != nil {
		t.Fatal(err)
	}
	s.write(t, ".msmtprc", files[0].Body, 0o600)
	if out, err := s.send(t, set, files[0].Path); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if got := s.server.Messages(); len(got) != 1 || got[0].TLS || got[0].User != "" {
		t.Errorf("got %+v, want one message, in the clear and without a login", got)
	}
}

// How msmtp ends when the server is not to be trusted, from sysexits.h.
const (
	exUnavailable = 69
	exProtocol    = 76
)

// TestRealMSMTPRefuses: the settings insist on TLS and a good certificate, so
// nothing is sent where somebody could listen.
func TestRealMSMTPRefuses(t *testing.T) {
	tests := []struct {
		scene string
		ports []int
	}{
		{"unknown-ca", []int{587, 465}},
		{"self-signed", []int{587, 465}},
		{"wrong-name", []int{587, 465}},
		{"expired", []int{587, 465}},
		{"no-starttls", []int{587}},
		{"starttls-refused", []int{587}},
		{"plaintext-injected", []int{587}},
	}
	for _, tt := range tests {
		t.Run(tt.scene, func(t *testing.T) {
			s := startSender(t, tt.scene)
			for _, port := range tt.ports {
				set := s.settings(t, "practice", port)
				files, err := recipe.Render("msmtp", set)
				if err != nil {
					t.Fatal(err)
				}
				s.write(t, ".msmtprc", files[0].Body, 0o600)
				out, err := s.send(t, set, files[0].Path)
				var exit *exec.ExitError
				if !errors.As(err, &exit) || !slices.Contains([]int{exUnavailable, exProtocol}, exit.ExitCode()) {
					t.Errorf("door %d: got %v, want a refusal for the encryption\n%s", port, err, out)
				}
			}
			if got := s.server.Messages(); len(got) > 0 {
				t.Errorf("the server got %+v, want no message", got)
			}
			if n := s.server.Logins(); n > 0 {
				t.Errorf("it began to sign in %d times, where somebody could listen", n)
			}
		})
	}
}
