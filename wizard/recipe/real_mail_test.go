//go:build unix

package recipe_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"postern/wizard/recipe"
)

// senders are the programs that send a first message with one command.
func senders() []realSender {
	return []realSender{
		{id: "mutt"},
		{id: "neomutt"},
		{id: "emacs"},
		{id: "s-nail"},
		{id: "git", needs: "/usr/lib/git-core/git-send-email"},
		{id: "swaks", deceived: swaksBefore2024()},
	}
}

type realSender struct {
	id    string
	needs string // a file besides the command
	// deceived: it takes a certificate for another name.
	deceived bool
}

// swaksBefore2024 reports whether the swaks that is here does not know of names.
func swaksBefore2024() bool {
	help, err := exec.Command("swaks", "--version").Output()
	return err == nil && strings.Contains(string(help), "version 2020")
}

// start finds the program and starts a practice server for it.
func (p realSender) start(t *testing.T, scene string) sender {
	t.Helper()
	program, ok := recipe.Find(p.id)
	if !ok {
		t.Fatalf("there is no program %s", p.id)
	}
	m := findProgram(t, program.Command)
	if _, err := os.Stat(p.needs); p.needs != "" && err != nil {
		t.Skipf("%s is not on this computer: the settings are not tried with the real program", p.needs)
	}
	s := startSenderWith(t, m, scene)
	s.write(t, "my password", s.server.Password+"\n", 0o600)
	return s
}

// install writes the program's settings, and returns the command that sends.
func (p realSender) install(t *testing.T, s sender, set *recipe.Settings) string {
	t.Helper()
	files, err := recipe.Render(p.id, set)
	if err != nil {
		t.Fatal(err)
	}
	if files[0].Path == "" {
		return files[0].Body // a command
	}
	s.write(t, inHome(files[0].Path), files[0].Body, os.FileMode(files[0].Mode))
	return recipe.TryCommand(p.id, set, files[0].Path)
}

// inHome is a path as a person writes it, seen from the home directory.
func inHome(path string) string {
	return strings.NewReplacer("~/", "", "$XDG_CONFIG_HOME", ".config").Replace(path)
}

// run runs a command, and gives up on one that waits for a person, with all that it
// began: a program whose shell alone is killed would go on for ever.
func (s sender) run(t *testing.T, command string) (string, error) {
	t.Helper()
	cmd := s.command(t, "/bin/sh", "-c", command)
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = new(syscall.SysProcAttr)
	}
	cmd.SysProcAttr.Setpgid = true
	cmd.WaitDelay = time.Second
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Start()
	if err == nil {
		late := time.AfterFunc(15*time.Second, func() { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
		err = cmd.Wait()
		late.Stop()
	}
	return out.String(), err
}

func TestRealMailProgramsSend(t *testing.T) {
	for _, p := range senders() {
		t.Run(p.id, func(t *testing.T) {
			s := p.start(t, "open")
			for _, port := range []int{587, 465} {
				set := s.settings(t, "practice", port)
				set.Name = `Ada "A, B" Lovelace`
				if out, err := s.run(t, p.install(t, s, set)); err != nil {
					t.Fatalf("door %d: %v\n%s", port, err, out)
				}
				s.wantMessage(t, port)
			}
		})
	}
}

// TestRealMailProgramsSignInExactly: the login name and the password come to the
// server as they are, whatever they hold.
func TestRealMailProgramsSignInExactly(t *testing.T) {
	for _, p := range senders() {
		t.Run(p.id, func(t *testing.T) {
			s := p.start(t, "open")
			s.server.User, s.server.Password = `ada "#$%&<\'`+"`;ü& /", `p "#$%&<\'`+"`;ü& /"
			s.write(t, "my password", s.server.Password+"\nnotes\n", 0o600)
			set := s.settings(t, "practice", 587)
			set.Secret.Command = `cat "$HOME/my password" | head -n1 # "it's (mine`
			if out, err := s.run(t, p.install(t, s, set)); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			s.wantMessage(t, 587)
		})
	}
}

// TestRealMailProgramsTakeTheFirstLine: what a command prints below the password is not
// part of it.
func TestRealMailProgramsTakeTheFirstLine(t *testing.T) {
	for _, p := range append(senders(), realSender{id: "msmtp"}) {
		t.Run(p.id, func(t *testing.T) {
			s := p.start(t, "open")
			s.write(t, "my password", s.server.Password+"\nnotes = 1\n\nmore\n", 0o600)
			for _, cmd := range []string{`cat "$HOME/my password"`, "fetch-it ada", `cat my\ password # mine`, `cat "$(from=password; echo "my $from")"`} {
				s.write(t, "bin/fetch-it", "#!/bin/sh\ncat \"$HOME/my password\"\n", 0o755)
				set := s.settings(t, "practice", 587)
				set.Secret.Command = cmd
				if out, err := s.run(t, p.install(t, s, set)); err != nil {
					t.Fatalf("%s: %v\n%s", cmd, err, out)
				}
				s.wantMessage(t, 587)
			}
		})
	}
}

func TestRealMailProgramsSendThroughARelay(t *testing.T) {
	for _, p := range senders() {
		t.Run(p.id, func(t *testing.T) {
			s := p.start(t, "open")
			set := s.settings(t, "relay", 25)
			set.Security, set.User, set.Secret, set.CAFile = recipe.Plain, "", recipe.Secret{}, ""
			out, err := s.run(t, p.install(t, s, set))
			if got := s.server.Messages(); len(got) != 1 || got[0].User != "" {
				t.Errorf("got %+v, want one message without a login: %v\n%s", got, err, out)
			}
		})
	}
}

// TestRealMailProgramsSendByAddress: over TLS, to a relay that offers no login.
func TestRealMailProgramsSendByAddress(t *testing.T) {
	for _, p := range append(senders(), realSender{id: "msmtp"}) {
		t.Run(p.id, func(t *testing.T) {
			s := p.start(t, "by-address")
			for i, port := range []int{25, 587, 465} {
				set := s.settings(t, "relay", port)
				set.User, set.Secret = "", recipe.Secret{}
				out, err := s.run(t, p.install(t, s, set))
				if got := s.server.Messages(); len(got) != i+1 || got[i].User != "" || !got[i].TLS || got[i].Port != port {
					t.Errorf("got %+v, want one more message through %d, encrypted and without a login: %v\n%s", got, port, err, out)
				}
			}
		})
	}
}

// TestRealMailProgramsRefuse: nothing is sent where somebody could listen.
func TestRealMailProgramsRefuse(t *testing.T) {
	scenes := map[string][]int{
		"unknown-ca": {587, 465}, "self-signed": {587}, "wrong-name": {587, 465}, "expired": {587},
		"no-starttls": {587}, "starttls-refused": {587}, "plaintext-injected": {587},
	}
	for _, p := range senders() {
		for scene, ports := range scenes {
			t.Run(fmt.Sprint(p.id, "/", scene), func(t *testing.T) {
				s := p.start(t, scene)
				want := 0
				for _, port := range ports {
					out, err := s.run(t, p.install(t, s, s.settings(t, "practice", port)))
					if p.deceived && scene == "wrong-name" {
						want++
					} else if err == nil {
						t.Errorf("door %d: it says that the message is sent\n%s", port, out)
					}
				}
				if got := s.server.Messages(); len(got) != want {
					t.Errorf("the server got %+v, want %d", got, want)
				}
				if n := s.server.Logins(); n != want {
					t.Errorf("it began to sign in %d times, want %d: somebody could listen", n, want)
				}
			})
		}
	}
}
