//go:build linux

package cli_test

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"postern/probe/smtptest"
	"postern/ui/termtest"
)

// A postfix is a real Postfix with its own configuration and queue, as Debian
// packs it, unpacked by .ci/mailservers. It listens on loopback only.
type postfix struct {
	root  string // where the package was unpacked
	dir   string // its configuration and queue
	ca    string // the authority that signed its certificate
	ports postfixPorts
	log   chan string // what it says, a line each; closed when it has ended
	said  []string    // what was read from log
}

// postfixPorts are the ports of its services.
type postfixPorts struct {
	relay  int // for other servers: no login
	submit int // STARTTLS, then a login
	smtps  int // TLS at once, then a login
}

// Who may log in, and for which addresses Postfix keeps the mail itself.
const (
	postfixUser, postfixPassword = "ada@example.org", "engine no. 2"
	postfixName                  = "mail.example.org"
)

// The users that Postfix works and delivers as have the same number on every
// Debian. One of its own, made for the purpose, would stay behind.
const mail, nobody = 8, 65534

// unpackedPostfix is where the package was unpacked. Where Postfix cannot be
// started the test is skipped, which says why.
func unpackedPostfix(t *testing.T) string {
	t.Helper()
	servers := os.Getenv("POSTERN_MAILSERVERS")
	switch {
	case os.Geteuid() != 0:
		t.Skip("only root can start Postfix")
	case servers == "":
		t.Skip("POSTERN_MAILSERVERS names no folder with mail servers; .ci/mailservers fills one")
	}
	root := filepath.Join(servers, "postfix")
	if _, err := os.Stat(root); err != nil {
		t.Skip("there is no Postfix in POSTERN_MAILSERVERS; .ci/mailservers puts one there")
	}
	return root
}

// startPostfix starts it on the given ports of this thread's network.
func startPostfix(t *testing.T, root string, ports postfixPorts) *postfix {
	t.Helper()
	p := &postfix{root: root, dir: openDir(t), ports: ports}
	p.configure(t)
	p.addUser(t)
	p.makeQueue(t)
	p.start(t)
	return p
}

// openDir is a folder that Postfix's own user can look into.
func openDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "postern-postfix-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// It listens at the ports of postfixMaster and keeps the mail for example.org.
const postfixMain = `compatibility_level = 3.6
command_directory = %[1]s/usr/sbin
daemon_directory = %[1]s/usr/lib/postfix/sbin
shlib_directory = %[1]s/usr/lib/postfix
meta_directory = %[2]s/conf
queue_directory = %[2]s/queue
data_directory = %[2]s/data
mail_owner = mail
setgid_group = games
import_environment = MAIL_CONFIG MAIL_LOGTAG POSTLOG_SERVICE POSTLOG_HOSTNAME LD_LIBRARY_PATH
maillog_file = /dev/stdout
inet_interfaces = loopback-only
myhostname = %[3]s
mydestination =
alias_maps =
local_recipient_maps =
virtual_mailbox_domains = example.org
virtual_mailbox_base = %[2]s/inbox
virtual_mailbox_maps = static:ada/
virtual_uid_maps = static:%[4]d
virtual_gid_maps = static:%[4]d
smtpd_tls_chain_files = %[2]s/chain.pem
smtpd_tls_security_level = may
smtpd_sasl_type = cyrus
smtpd_sasl_path = smtpd
cyrus_sasl_config_path = %[2]s/conf/sasl
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
`

const postfixMaster = `%d inet n - n - - smtpd
%d inet n - n - - smtpd
  -o syslog_name=postfix/submission -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_auth_enable=yes -o smtpd_tls_auth_only=yes
%d inet n - n - - smtpd
  -o syslog_name=postfix/smtps -o smtpd_tls_wrappermode=yes -o smtpd_sasl_auth_enable=yes
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`

const postfixSASL = `pwcheck_method: auxprop
auxprop_plugin: sasldb
sasldb_path: %s/sasldb
mech_list: PLAIN LOGIN
`

// configure writes its files, and a certificate for this computer's loopback name.
func (p *postfix) configure(t *testing.T) {
	t.Helper()
	ca := smtptest.NewCA("Postfix Test Authority")
	p.ca = filepath.Join(p.dir, "ca.pem")
	for path, body := range map[string]string{
		"conf/main.cf":         fmt.Sprintf(postfixMain, p.root, p.dir, postfixName, nobody),
		"conf/master.cf":       fmt.Sprintf(postfixMaster, p.ports.relay, p.ports.submit, p.ports.smtps),
		"conf/sasl/smtpd.conf": fmt.Sprintf(postfixSASL, p.dir),
		"chain.pem":            chainPEM(t, ca.Issue(smtptest.Good, "localhost")),
		"ca.pem":               string(certificatePEM(ca.Certificate().Raw)),
	} {
		path = filepath.Join(p.dir, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
		// Postfix waits two seconds if its files look as if somebody still wrote them.
		if err := os.Chtimes(path, time.Time{}, time.Now().Add(-time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
}

func chainPEM(t *testing.T, cert tls.Certificate) string {
	t.Helper()
	key, err := x509.MarshalPKCS8PrivateKey(cert.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	out := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})
	for _, der := range cert.Certificate {
		out = append(out, certificatePEM(der)...)
	}
	return string(out)
}

func certificatePEM(der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}

// addUser lets one person in.
func (p *postfix) addUser(t *testing.T) {
	t.Helper()
	name, realm, _ := strings.Cut(postfixUser, "@")
	db := filepath.Join(p.dir, "sasldb")
	cmd := exec.Command(filepath.Join(p.root, "usr/sbin/saslpasswd2"), "-p", "-c", "-f", db, "-u", realm, name)
	cmd.Stdin = strings.NewReader(postfixPassword)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("add a user: %v\n%s", err, out)
	}
	own(t, db, mail)
}

// makeQueue makes the folders that Postfix expects.
func (p *postfix) makeQueue(t *testing.T) {
	t.Helper()
	folders := map[string]int{"queue": 0, "queue/pid": 0, "data": mail, "inbox": nobody}
	for name := range strings.FieldsSeq("active bounce corrupt defer deferred flush hold incoming maildrop private public saved trace") {
		folders["queue/"+name] = mail
	}
	for _, name := range slices.Sorted(maps.Keys(folders)) {
		path := filepath.Join(p.dir, name)
		if err := os.Mkdir(path, 0o755); err != nil {
			t.Fatal(err)
		}
		own(t, path, folders[name])
	}
}

// own gives a file or a folder to a user.
func own(t *testing.T, path string, id int) {
	t.Helper()
	if err := os.Chown(path, id, id); err != nil {
		t.Fatal(err)
	}
}

// start starts the server and waits until it listens. It is stopped, and what it
// said is shown if the test failed, before the test ends.
func (p *postfix) start(t *testing.T) {
	t.Helper()
	cmd := exec.Command(filepath.Join(p.root, "usr/lib/postfix/sbin/master"), "-s") // in the foreground
	cmd.Env = []string{
		"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "MAIL_CONFIG=" + filepath.Join(p.dir, "conf"),
		"LD_LIBRARY_PATH=" + filepath.Join(p.root, "usr/lib/postfix"),
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p.log = make(chan string, 10000) // more lines than any test leads to, so that Postfix never waits
	go func() {
		defer close(p.log)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			p.log <- lines.Text()
		}
	}()
	t.Cleanup(func() {
		cmd.Process.Signal(syscall.SIGTERM) //nolint:errcheck // it may have ended by itself
		for line := range p.log {
			p.said = append(p.said, line)
		}
		cmd.Wait() //nolint:errcheck // it was ended
		if t.Failed() {
			t.Logf("Postfix said:\n%s", strings.Join(p.said, "\n"))
		}
	})
	p.waitFor(t, "daemon started")
}

// waitFor waits until Postfix says something with these words in it.
func (p *postfix) waitFor(t *testing.T, words string) {
	t.Helper()
	late := time.After(termtest.Patience)
	for {
		select {
		case line, more := <-p.log:
			if !more {
				t.Fatalf("Postfix ended before it said %q", words)
			}
			p.said = append(p.said, line)
			if strings.Contains(line, words) {
				return
			}
		case <-late:
			t.Fatalf("Postfix never said %q", words)
		}
	}
}

// received is the one message that it has delivered.
func (p *postfix) received(t *testing.T) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(p.dir, "inbox", "ada", "new", "*"))
	if err != nil || len(found) != 1 {
		t.Fatalf("got %v and %v, want one message", found, err)
	}
	body, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
