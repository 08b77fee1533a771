//go:build linux

package realtest_test

import (
	"encoding/json"
	"fmt"
	netmail "net/mail"
	"os/exec"
	"strings"
	"testing"
)

// These tests are about what Postern makes of the answers of real servers: the whole
// program verifies logins, rightly and wrongly, and sends as who may and who may not.

// Each of the servers is told that people may send as themselves only.

func TestRealPostfixVerify(t *testing.T) {
	root := postfix.unpacked(t)
	t.Parallel()
	port := freePorts(t, 1)[0]
	s := startPostfixWith(t, root, freeDoors(t), fmt.Sprintf("%d inet n - n - - smtpd\n"+
		"  -o smtpd_tls_security_level=encrypt -o smtpd_sasl_auth_enable=yes -o smtpd_tls_auth_only=yes\n"+
		"  -o smtpd_sender_login_maps=inline:{bob@example.org=bob,ada@example.org=ada@example.org}\n"+
		"  -o smtpd_sender_restrictions=reject_sender_login_mismatch", port))
	verifier{t, s, build(t)}.all(port)
}

func TestRealEximVerify(t *testing.T) {
	root := exim.unpacked(t)
	t.Parallel()
	s := startEximWith(t, root, freeDoors(t), eximRecipient, eximRecipient+`  deny authenticated = *
    condition = ${if !eqi{$sender_address}{$authenticated_id}}
    message = Sender address $sender_address does not belong to $authenticated_id
`)
	verifier{t, s, build(t)}.all(s.ports.submit)
}

func TestRealOpenSMTPDVerify(t *testing.T) {
	root := opensmtpd.unpacked(t)
	t.Parallel()
	s := startOpenSMTPDWith(t, root, freeDoors(t),
		"table kept", fmt.Sprintf("table own { %[1]q = %[1]q }\ntable kept", user),
		"tls-require pki mail auth <users>", "tls-require pki mail auth <users> senders <own>")
	verifier{t, s, build(t)}.all(s.ports.submit)
}

// TestRealPostfixInTheClear: a door that takes logins without encryption gets none.
func TestRealPostfixInTheClear(t *testing.T) {
	root := postfix.unpacked(t)
	t.Parallel()
	port := freePorts(t, 1)[0]
	s := startPostfixWith(t, root, freeDoors(t), fmt.Sprintf("%d inet n - n - - smtpd\n"+
		"  -o smtpd_tls_security_level=none -o smtpd_sasl_auth_enable=yes -o smtpd_tls_auth_only=no", port))
	v := verifier{t, s, build(t)}
	v.wants(v.says(1, door{port, "starttls"}, password), login{Door: "no-starttls", Login: "not_attempted", Send: "not_attempted"})
	s.waitFor(t, "disconnect from")
	for _, line := range s.said {
		if strings.Contains(line, "auth=") {
			t.Errorf("a login was tried: %s", line)
		}
	}
}

// TestRealEximInTheClear is the same with Exim.
func TestRealEximInTheClear(t *testing.T) {
	root := exim.unpacked(t)
	t.Parallel()
	s := startEximWith(t, root, freeDoors(t), "acl_smtp_connect", "tls_advertise_hosts =\nacl_smtp_connect",
		"{def:tls_in_cipher}", "{true}")
	v := verifier{t, s, build(t)}
	v.wants(v.says(1, door{s.ports.submit, "starttls"}, password), login{Door: "no-starttls", Login: "not_attempted", Send: "not_attempted"})
}

// login is what verify says.
type login struct {
	Door, Login, Mechanism string
	LoginCode              int    `json:"login_code"`
	OtherUser              string `json:"other_user"`
	Send                   string
	SendCode               int    `json:"send_code"`
	SendReply              string `json:"send_reply"`
	QueueID                string `json:"queue_id"`
}

// door is where to sign in.
type door struct {
	port     int
	security string
}

// A verifier verifies logins at a server by the real program.
type verifier struct {
	t       *testing.T
	server  *server
	program string
}

// command verifies a login at the door, with this password.
func (v verifier) command(d door, secret string, more ...string) *exec.Cmd {
	args := append([]string{
		"verify", "--host", "localhost", "--port", fmt.Sprint(d.port), "--security", d.security, "--user", user,
		"--password-command", "echo '" + secret + "'", "--json", "--transcript",
	}, more...)
	cmd := exec.Command(v.program, args...)
	cmd.Dir = v.t.TempDir()
	return cmd
}

// says runs it, trusting the server's authority.
func (v verifier) says(code int, d door, secret string, more ...string) login {
	v.t.Helper()
	return v.read(runs(v.t, v.command(d, secret, append(more, "--ca", v.server.ca)...), code))
}

// read reads what was said, which no password is in.
func (v verifier) read(line []byte) (got login) {
	v.t.Helper()
	if err := json.Unmarshal(line, &got); err != nil {
		v.t.Fatalf("%v in %q", err, line)
	}
	for _, secret := range []string{password, "no such engine"} {
		if strings.Contains(string(line), secret) {
			v.t.Errorf("it holds a password: %s", line)
		}
	}
	return got
}

// wants compares what matters of a login that was not followed by a message.
func (v verifier) wants(got, want login) {
	v.t.Helper()
	if got != want {
		v.t.Errorf("%s:\n got %+v\nwant %+v", v.server.name, got, want)
	}
}

// all verifies at all doors of the server. At the one named, who signs in may send
// as themselves only.
func (v verifier) all(strict int) {
	v.t.Helper()
	ports, mine := v.server.ports, door{strict, "starttls"}
	for _, d := range []door{mine, {ports.submit, "starttls"}, {ports.smtps, "tls"}} {
		v.wants(v.says(0, d, password), login{Door: "ready", Login: "ok", Mechanism: "PLAIN", LoginCode: 235, Send: "not_attempted"})
	}
	v.wants(v.says(1, mine, "no such engine"),
		login{Door: "ready", Login: "bad_password", Mechanism: "PLAIN", LoginCode: 535, OtherUser: "ada", Send: "not_attempted"})
	v.wants(v.says(1, door{ports.relay, "starttls"}, password), login{Door: "no-login", Login: "not_offered", Send: "not_attempted"})
	v.wants(v.read(runs(v.t, v.command(mine, password), 1)), login{Door: "bad-certificate", Login: "not_attempted", Send: "not_attempted"})
	v.wants(v.says(1, door{ports.smtps, "starttls"}, password), login{Door: "tls-on-starttls-port", Login: "not_attempted", Send: "not_attempted"})

	got := v.says(1, mine, password, "--from", "bob@example.org", "--to", user)
	if got.Login != "ok" || got.Send != "sender_rejected" || got.SendCode < 530 || got.QueueID != "" {
		v.t.Errorf("%s: as somebody else: got %+v", v.server.name, got)
	}
	v.sends(mine)
}

// sends has a message sent, and reads what was delivered.
func (v verifier) sends(d door) {
	v.t.Helper()
	got := v.says(0, d, password, "--from", "Ada L <"+user+">", "--to", user)
	if got.Send != "ok" || got.SendCode != 250 || got.QueueID == "" {
		v.t.Fatalf("%s: got %+v", v.server.name, got)
	}
	v.server.waitFor(v.t, v.server.delivered)
	if log := strings.Join(v.server.said, "\n"); !strings.Contains(log, got.QueueID) {
		v.t.Errorf("%s does not know %s", v.server.name, got.QueueID)
	}
	m, err := netmail.ReadMessage(strings.NewReader(v.server.received(v.t)))
	if err != nil {
		v.t.Fatal(err)
	}
	from, err := m.Header.AddressList("From")
	if err != nil || len(from) != 1 || *from[0] != (netmail.Address{Name: "Ada L", Address: user}) {
		v.t.Errorf("it is from %v, %v", from, err)
	}
	if id := m.Header.Get("Message-ID"); !strings.HasSuffix(id, ".postern@example.org>") {
		v.t.Errorf("the message ID is %q", id)
	}
}
