//go:build linux

package realtest_test

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var exim = software{name: "Exim", folder: "exim", start: startExim, facts: eximFacts}

func TestRealExim(t *testing.T) { exim.judged(t) }

func TestRealEximAtItsOwnDoors(t *testing.T) { exim.atItsOwnDoors(t) }

// Exim can let strangers wait as well. Not a word comes before the greeting, and so
// TLS is tried beside it, which Exim takes amiss on that connection only.
func TestRealEximGreetDelay(t *testing.T) {
	t.Parallel()
	root := exim.unpacked(t)
	postern := build(t)
	s := startEximWith(t, root, freeDoors(t), eximConnected, eximConnected+" delay = 6s")
	want := eximFacts(s.ports, "no-login")[2]
	want.Warnings = []string{"slow-greeting"}
	line := runs(t, exec.Command(postern, "probe", "localhost", "--json", "--ca", s.ca,
		"--port", fmt.Sprintf("%d:starttls", want.Port)), 1)
	compare(t, line, []facts{want})
}

// eximFacts are the facts of an Exim 4.98 as it is configured here.
func eximFacts(ports doors, relay string) []facts {
	return expected(ports, relay, serverName+" ESMTP Exim", map[string]string{
		"SIZE": "52428800", "LIMITS": "MAILMAX=1000 RCPTMAX=50000", "8BITMIME": "", "PIPELINING": "",
		"PIPECONNECT": "", "CHUNKING": "", "SMTPUTF8": "", "HELP": "",
	})
}

// The users that Exim wants to know, and that this machine need not.
const (
	eximID    = 100
	eximUsers = "root:x:0:0::/:\nDebian-exim:x:%[1]d:%[1]d::/:\nmail:x:%[2]d:%[2]d::/:\n"
)

// What a test can write more into: who connects, and to whom mail goes.
const (
	eximConnected = "connected:\n  accept"
	eximRecipient = "recipient:\n"
)

// It lets in one person after TLS, but at the port for other servers.
const eximConfig = `primary_hostname = %[1]s
smtp_banner = $primary_hostname ESMTP Exim
keep_environment =
local_interfaces = <; 127.0.0.1 ; ::1
daemon_smtp_ports = %[2]d : %[3]d : %[4]d
tls_on_connect_ports = %[4]d
tls_certificate = /etc/chain.pem
tls_privatekey = /etc/key.pem
acl_smtp_connect = connected
acl_smtp_rcpt = recipient
begin acl
connected:
  accept
recipient:
  accept authenticated = *
  accept domains = example.org
  deny message = relaying denied
begin routers
kept:
  driver = accept
  domains = example.org
  transport = inbox
begin transports
inbox:
  driver = appendfile
  maildir_format
  directory = /inbox/ada
  user = mail
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${if and {{eq{$auth2}{%[5]s}}{eq{$auth3}{%[6]s}}}}
  server_set_id = $auth2
  server_advertise_condition = ${if and {{def:tls_in_cipher}{!eq{$received_port}{%[2]d}}}}
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = Username:: : Password::
  server_condition = ${if and {{eq{$auth1}{%[5]s}}{eq{$auth2}{%[6]s}}}}
  server_set_id = $auth1
  server_advertise_condition = ${if and {{def:tls_in_cipher}{!eq{$received_port}{%[2]d}}}}
`

// startExim starts it on the given ports of this thread's network.
func startExim(t *testing.T, root string, ports doors) *server {
	t.Helper()
	return startEximWith(t, root, ports)
}

// startEximWith does it with parts of the configuration replaced: each second text
// is to stand for the one before it.
func startEximWith(t *testing.T, root string, ports doors, instead ...string) *server {
	t.Helper()
	s := inRoot(t, "Exim", root, ports)
	s.inbox, s.delivered = filepath.Join(s.dir, "inbox", "ada"), "=> ada"
	chain, key := s.certify(t)
	s.write(t, "etc/passwd", fmt.Sprintf(eximUsers, eximID, mail))
	s.write(t, "etc/group", fmt.Sprintf("root:x:0:\nDebian-exim:x:%d:\nmail:x:%d:\n", eximID, mail))
	s.write(t, "etc/chain.pem", chain)
	s.write(t, "etc/key.pem", key)
	config := fmt.Sprintf(eximConfig, serverName, ports.relay, ports.submit, ports.smtps, user, password)
	s.write(t, "etc/exim4/exim4.conf", strings.NewReplacer(instead...).Replace(config))
	for _, name := range []string{"var/spool/exim4", "var/log/exim4", "run/exim4"} {
		s.give(t, name, eximID)
	}
	s.give(t, "inbox", mail)
	s.run(t, s.inside("/usr/sbin/exim4", "-bdf", "-v"), "daemon started") // in the foreground, and saying what it logs
	return s
}
