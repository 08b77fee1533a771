//go:build linux

package realtest_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// More of the world's mail goes through Postfix than through any other mail server.
var postfix = software{name: "Postfix", folder: "postfix", start: startPostfix, facts: postfixFacts}

func TestRealPostfix(t *testing.T) { postfix.judged(t) }

func TestRealPostfixAtItsOwnDoors(t *testing.T) {
	v, s := postfix.atItsOwnDoors(t)
	v.walksTheScreens(s)
}

// Its screen lets strangers wait before they hear the whole greeting, and takes
// those for robots who speak before that. The first part comes at once. It counts
// whole seconds: a wait can be one shorter than it says.
func TestRealPostscreen(t *testing.T) {
	t.Parallel()
	root := postfix.unpacked(t)
	postern := build(t)
	ports := freePorts(t, 2)
	patient, quick := ports[0], ports[1]
	s := startPostfixWith(t, root, freeDoors(t),
		fmt.Sprintf("%d inet n - n - 1 postscreen -o postscreen_greet_wait=7s", patient),
		fmt.Sprintf("%d inet n - n - 1 postscreen -o postscreen_greet_wait=2s", quick),
		"smtpd pass - - n - - smtpd")

	want := make([]facts, 0, 2)
	for _, port := range []int{patient, quick} {
		f := postfixFacts(s.ports, "no-login")[2]
		f.Port, f.GreetingText, f.Warnings = port, f.GreetingText+"\n"+f.GreetingText, []string{}
		want = append(want, f)
	}
	want[0].Warnings = []string{"slow-greeting"}
	list := fmt.Sprintf("%d:starttls,%d:starttls", patient, quick)
	compare(t, runs(t, exec.Command(postern, "probe", "localhost", "--json", "--ca", s.ca, "--port", list), 1), want)

	for range 2 {
		s.waitFor(t, "PASS NEW")
	}
	for _, line := range s.said {
		if strings.Contains(line, "PREGREET") {
			t.Errorf("Postern spoke before it was greeted: %s", line)
		}
	}
}

// postfixFacts are the facts of a Postfix 3 as it is configured here.
func postfixFacts(ports doors, relay string) []facts {
	return expected(ports, relay, serverName+" ESMTP Postfix", map[string]string{
		"PIPELINING": "", "SIZE": "10240000", "VRFY": "", "ETRN": "", "ENHANCEDSTATUSCODES": "",
		"8BITMIME": "", "DSN": "", "SMTPUTF8": "", "CHUNKING": "",
	})
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
postscreen_access_list =
postscreen_cache_map =
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
dnsblog unix - - n - 0 dnsblog
tlsproxy unix - - n - 0 tlsproxy
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`

const postfixSASL = `pwcheck_method: auxprop
auxprop_plugin: sasldb
sasldb_path: %s/sasldb
mech_list: PLAIN LOGIN
`

// startPostfix starts it on the given ports of this thread's network.
func startPostfix(t *testing.T, root string, ports doors) *server {
	t.Helper()
	return startPostfixWith(t, root, ports)
}

// startPostfixWith does it with more services than the usual ones.
func startPostfixWith(t *testing.T, root string, ports doors, services ...string) *server {
	t.Helper()
	s := newServer(t, "Postfix", ports)
	s.inbox, s.delivered = filepath.Join(s.dir, "inbox", "ada"), "status=sent"
	configurePostfix(t, s, root, services)
	addPostfixUser(t, s, root)
	s.give(t, "queue/pid", 0)
	s.give(t, "data", mail)
	s.give(t, "inbox", nobody)
	for name := range strings.FieldsSeq("active bounce corrupt defer deferred flush hold incoming maildrop private public saved trace") {
		s.give(t, "queue/"+name, mail)
	}
	cmd := exec.Command(filepath.Join(root, "usr/lib/postfix/sbin/master"), "-s") // in the foreground
	cmd.Env = []string{
		"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "MAIL_CONFIG=" + filepath.Join(s.dir, "conf"),
		"LD_LIBRARY_PATH=" + filepath.Join(root, "usr/lib/postfix"),
	}
	s.run(t, cmd, "daemon started")
	return s
}

func configurePostfix(t *testing.T, s *server, root string, services []string) {
	t.Helper()
	chain, key := s.certify(t)
	master := fmt.Sprintf(postfixMaster, s.ports.relay, s.ports.submit, s.ports.smtps)
	for name, body := range map[string]string{
		"conf/main.cf":         fmt.Sprintf(postfixMain, root, s.dir, serverName, nobody),
		"conf/master.cf":       master + strings.Join(services, "\n") + "\n",
		"conf/sasl/smtpd.conf": fmt.Sprintf(postfixSASL, s.dir),
		"chain.pem":            key + chain,
	} {
		s.write(t, name, body)
		// Postfix waits two seconds if its files look as if somebody still wrote them.
		if err := os.Chtimes(filepath.Join(s.dir, name), time.Time{}, time.Now().Add(-time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
}

// addPostfixUser lets one person in.
func addPostfixUser(t *testing.T, s *server, root string) {
	t.Helper()
	name, realm, _ := strings.Cut(user, "@")
	cmd := exec.Command(filepath.Join(root, "usr/sbin/saslpasswd2"),
		"-p", "-c", "-f", filepath.Join(s.dir, "sasldb"), "-u", realm, name)
	cmd.Stdin = strings.NewReader(password)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("add a user: %v\n%s", err, out)
	}
	s.give(t, "sasldb", mail)
}
