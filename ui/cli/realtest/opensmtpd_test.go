//go:build linux

package realtest_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var opensmtpd = software{name: "OpenSMTPD", folder: "opensmtpd", start: startOpenSMTPD, facts: opensmtpdFacts}

func TestRealOpenSMTPD(t *testing.T) { opensmtpd.judged(t) }

func TestRealOpenSMTPDAtItsOwnDoors(t *testing.T) { opensmtpd.atItsOwnDoors(t) }

// opensmtpdFacts are the facts of an OpenSMTPD 7 as it is configured here.
func opensmtpdFacts(ports doors, relay string) []facts {
	return expected(ports, relay, serverName+" ESMTP OpenSMTPD", map[string]string{
		"8BITMIME": "", "ENHANCEDSTATUSCODES": "", "SIZE": "36700160", "DSN": "", "HELP": "",
	})
}

// The users that OpenSMTPD wants to know, and that this machine need not.
const (
	opensmtpdID, opensmtpdQueueID = 101, 102

	opensmtpdUsers = `root:x:0:0::/:
mail:x:%[1]d:%[1]d::/:/bin/sh
opensmtpd:x:%[2]d:%[2]d::/var/lib/opensmtpd/empty:
opensmtpq:x:%[3]d:%[3]d::/:
`
)

const opensmtpdConfig = `pki mail cert "/etc/chain.pem"
pki mail key "/etc/key.pem"
table users { "%[5]s" = "%[6]s" }
table kept { "@" = "mail" }
listen on lo port %[2]d hostname %[1]s tls pki mail
listen on lo port %[3]d hostname %[1]s tls-require pki mail auth <users>
listen on lo port %[4]d hostname %[1]s smtps pki mail auth <users>
action inbox maildir "/inbox/ada" virtual <kept>
match from any for domain "example.org" action inbox
`

// startOpenSMTPD starts it on the given ports of this thread's network.
func startOpenSMTPD(t *testing.T, root string, ports doors) *server {
	t.Helper()
	return startOpenSMTPDWith(t, root, ports)
}

// startOpenSMTPDWith does it with parts of the configuration replaced: each second
// text is to stand for the one before it.
func startOpenSMTPDWith(t *testing.T, root string, ports doors, instead ...string) *server {
	t.Helper()
	s := inRoot(t, "OpenSMTPD", root, ports)
	s.inbox, s.delivered = filepath.Join(s.dir, "inbox", "ada"), "result=Ok"
	chain, key := s.certify(t)
	ca, err := os.ReadFile(s.ca)
	if err != nil {
		t.Fatal(err)
	}
	s.write(t, "etc/passwd", fmt.Sprintf(opensmtpdUsers, mail, opensmtpdID, opensmtpdQueueID))
	s.write(t, "etc/group", fmt.Sprintf("root:x:0:\nmail:x:%d:\nopensmtpd:x:%d:\nopensmtpq:x:%d:\n", mail, opensmtpdID, opensmtpdQueueID))
	s.write(t, "etc/ssl/certs/ca-certificates.crt", string(ca)) // it does not start without
	s.write(t, "etc/chain.pem", chain)
	s.write(t, "etc/key.pem", key)
	if err := os.Chmod(filepath.Join(s.dir, "etc/key.pem"), 0o600); err != nil { // nor if others can read it
		t.Fatal(err)
	}
	config := fmt.Sprintf(opensmtpdConfig, serverName, ports.relay, ports.submit, ports.smtps, user, hashed(t, s))
	s.write(t, "etc/smtpd.conf", strings.NewReplacer(instead...).Replace(config))
	for _, name := range []string{"var/lib/opensmtpd/empty", "var/spool/smtpd", "var/run", "tmp"} {
		s.give(t, name, 0)
	}
	if err := os.Chmod(filepath.Join(s.dir, "var/spool/smtpd"), 0o711); err != nil {
		t.Fatal(err)
	}
	s.give(t, "inbox", mail)
	s.run(t, s.inside("/usr/sbin/smtpd", "-d", "-v"), "will accept at most") // in the foreground
	return s
}

// hashed is the password as OpenSMTPD keeps it.
func hashed(t *testing.T, s *server) string {
	t.Helper()
	out, err := s.inside("/usr/libexec/opensmtpd/encrypt", password).Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(bytes.TrimSpace(out))
}
