//go:build linux

package realtest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/smtp"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"postern/probe/practice"
	"postern/ui/termtest"
	"postern/wizard/recipe"
)

// A mailer is a system mailer that sends with the files Postern writes for it, put
// into those it comes with.
type mailer struct {
	software
	id string // of the program in the table
	// deceived: it does not check certificates.
	deceived bool
	prepare  func(t *testing.T, s *server)
	// deliver sends a message to address, and comes back when it was delivered or not.
	deliver func(t *testing.T, s *server, address string)
}

func TestRealPostfixSends(t *testing.T) {
	mailer{software: postfix, id: "postfix"}.sends(t)
}

// TestRealPostfixLooksAtPracticeFiles: the command that the wizard shows in practice lets
// Postfix say what it reads in that folder.
func TestRealPostfixLooksAtPracticeFiles(t *testing.T) {
	t.Parallel()
	root, dir := postfix.unpacked(t), t.TempDir()
	set := &recipe.Settings{
		Account: "practice", Host: "localhost", Port: 40587, Security: recipe.STARTTLS, Address: "you@practice.example",
		User: "you", Dir: dir,
	}
	files, err := recipe.Render("postfix", set)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		put(t, filepath.Join(dir, filepath.Base(file.Path)), file.Body, os.FileMode(file.Mode))
	}
	looks := recipe.Looks("postfix", set)
	cmd := exec.Command("sh", "-c", looks[len(looks)-1])
	cmd.Env = []string{
		"PATH=" + filepath.Join(root, "usr/sbin") + ":/usr/bin:/bin", "LD_LIBRARY_PATH=" + filepath.Join(root, "usr/lib/postfix"),
	}
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v", cmd, err)
	}
	for _, want := range []string{"relayhost = [localhost]:40587", "smtp_sasl_password_maps = texthash:" + dir + "/sasl_passwd"} {
		if !strings.Contains(string(out), want+"\n") {
			t.Errorf("it does not read %q:\n%s", want, out)
		}
	}
}

func TestRealEximSends(t *testing.T) {
	mailer{software: exim, id: "exim4", prepare: prepareExim, deliver: deliverExim}.sends(t)
}

func TestRealOpenSMTPDSends(t *testing.T) {
	mailer{software: opensmtpd, id: "opensmtpd", prepare: prepareOpenSMTPD, deliver: deliverOpenSMTPD}.sends(t)
}

func TestRealNullmailerSends(t *testing.T) {
	m := mailer{software: software{name: "nullmailer", folder: "nullmailer"}, id: "nullmailer"}
	m.prepare, m.deliver = prepareNullmailer, deliverNullmailer
	m.sends(t)
}

func TestRealDMASends(t *testing.T) {
	m := mailer{software: software{name: "dma", folder: "dma"}, id: "dma", deceived: true}
	m.prepare, m.deliver = prepareDMA, deliverDMA
	m.sends(t)
}

func TestRealSSMTPSends(t *testing.T) {
	m := mailer{software: software{name: "sSMTP", folder: "ssmtp"}, id: "ssmtp", deceived: true}
	m.prepare, m.deliver = func(*testing.T, *server) {}, deliverSSMTP
	m.sends(t)
}

// sends sends through each door, and where nothing must be sent.
func (m mailer) sends(t *testing.T) {
	t.Parallel()
	root := m.unpacked(t)
	for _, tt := range []struct {
		scene string
		ports []int
		sent  bool
	}{
		{"open", []int{587, 465}, true},
		{byAddress, []int{25, 587, 465}, true},
		{"unknown-ca", []int{587, 465}, m.deceived},
		{"wrong-name", []int{587, 465}, m.deceived},
		{"no-starttls", []int{587}, false},
	} {
		for _, port := range tt.ports {
			if t.Failed() {
				return // a message that cannot come proves nothing
			}
			t.Run(fmt.Sprintf("%s/%d", tt.scene, port), func(t *testing.T) {
				p, err := practice.Start(tt.scene, t.TempDir())
				if err != nil {
					t.Fatal(err)
				}
				defer p.Close()
				m.try(t, root, p, port)
				wantSent(t, p, port, tt.sent)
			})
		}
	}
}

// try sends one message with the settings for a door.
func (m mailer) try(t *testing.T, root string, p *practice.Server, port int) {
	t.Helper()
	ca, err := os.ReadFile(p.CAFile)
	if err != nil {
		t.Fatal(err)
	}
	if m.id == "postfix" {
		sendByPostfix(t, root, p, port)
		return
	}
	s := inRoot(t, m.name, root, doors{})
	s.write(t, "etc/practice.pem", string(ca))
	s.write(t, "etc/hosts", "127.0.0.1 localhost\n127.0.1.1 "+serverName+" mail\n")
	s.write(t, "etc/nsswitch.conf", "hosts: files\n")
	s.write(t, "etc/resolv.conf", "nameserver 127.0.0.1\n")
	s.write(t, "etc/ssl/certs/ca-certificates.crt", string(ca))
	s.write(t, "etc/services", "smtp 25/tcp\nsubmissions 465/tcp smtps\nsubmission 587/tcp\n")
	s.write(t, "etc/mailname", serverName+"\n")
	s.write(t, "etc/passwd", fmt.Sprintf("root:x:0:0::/:/bin/sh\nmail:x:%d:%[1]d::/:\n", mail))
	s.write(t, "etc/group", fmt.Sprintf("root:x:0:\nmail:x:%d:\n", mail))
	s.null(t)
	m.prepare(t, s)
	set := practiceSettings(t, p, port)
	set.CAFile = "/etc/practice.pem"
	m.install(t, s.dir, set, p.Password)
	m.deliver(t, s, p.Address)
}

// null makes the device that takes everything, which some programs want.
func (s *server) null(t *testing.T) {
	t.Helper()
	s.give(t, "dev", 0)
	path := filepath.Join(s.dir, "dev/null")
	err := unix.Mknod(path, unix.S_IFCHR|0o666, int(unix.Mkdev(1, 3)))
	if err == nil {
		err = os.Chmod(path, 0o666)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// byAddress is the scene of a relay that offers no login, and wants none.
const byAddress = "by-address"

// userAt is who signs in at a practice server, "" where nobody does.
func userAt(p *practice.Server) string {
	if p.Scene.ID == byAddress {
		return ""
	}
	return p.User
}

// practiceSettings are for the door with that shown number.
func practiceSettings(t *testing.T, p *practice.Server, port int) *recipe.Settings {
	t.Helper()
	set := &recipe.Settings{
		Account: "practice", Provider: "Practice", Host: p.Host, Security: recipe.STARTTLS,
		Address: p.Address, User: userAt(p), CAFile: p.CAFile,
	}
	for _, d := range p.Doors {
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

// install puts the settings into the files of a root, and the password in its place.
func (m mailer) install(t *testing.T, dir string, set *recipe.Settings, password string) {
	t.Helper()
	files, err := recipe.Render(m.id, set)
	if err != nil {
		t.Fatal(err)
	}
	for n, file := range files {
		path := filepath.Join(dir, file.Path)
		old, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		body, err := recipe.MergeFile(m.id, n, old, nil, set, false)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		put(t, path, strings.ReplaceAll(string(body), recipe.Placeholder, password), os.FileMode(file.Mode))
	}
}

func put(t *testing.T, path, body string, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(path, []byte(body), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(path, 0, mail); err != nil { // the group that may read it, in every root
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

// wantSent looks whether a message came, and how.
func wantSent(t *testing.T, p *practice.Server, port int, sent bool) {
	t.Helper()
	if !sent {
		if got := p.Messages(); len(got) > 0 {
			t.Errorf("the server got %+v, want no message", got)
		}
		if n := p.Logins(); n > 0 {
			t.Errorf("it began to sign in %d times, where somebody could listen", n)
		}
		return
	}
	ctx, cancel := context.WithTimeout(t.Context(), termtest.Patience)
	defer cancel()
	got, err := p.Wait(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if got.Port != port || !got.TLS || got.User != userAt(p) || !strings.Contains(string(got.Data), "It works.") {
		t.Errorf("got a message through %d, TLS %v, user %q, want %d, TLS, user %q\n%s", got.Port, got.TLS, got.User, port, userAt(p), got.Data)
	}
}

// message is a first message to an address.
func message(address string) string {
	return "From: " + address + "\nTo: " + address + "\nSubject: A first message\n\nIt works.\n"
}

// ends runs a command to its end, which may be a failure, and shows what it said if
// the test failed.
func ends(t *testing.T, cmd *exec.Cmd, in string) string {
	t.Helper()
	return endsBy(t, cmd, in, time.Minute)
}

// endsBy is ends for a command that may go on for ever: it is killed then.
func endsBy(t *testing.T, cmd *exec.Cmd, in string, limit time.Duration) string {
	t.Helper()
	var out bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(in), &out, &out
	cmd.WaitDelay = time.Second
	err := cmd.Start()
	if err == nil {
		late := time.AfterFunc(limit, func() { _ = cmd.Process.Kill() })
		err = cmd.Wait()
		late.Stop()
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("%s: %v\n%s", cmd, err, out.String())
		}
	})
	return out.String()
}

func prepareExim(t *testing.T, s *server) {
	t.Helper()
	config := software{name: "exim-config", folder: "exim-config"}.unpacked(t)
	if out, err := exec.Command("cp", "-a", config+"/.", s.dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	s.write(t, "etc/passwd", fmt.Sprintf(eximUsers, eximID, mail)+"uucp:x:10:10::/:\n")
	s.write(t, "etc/group", fmt.Sprintf("root:x:0:\nDebian-exim:x:%d:\nmail:x:%d:\n", eximID, mail))
	// As Debian asks for it when Exim is installed, and nothing is sent yet.
	s.write(t, "etc/exim4/update-exim4.conf.conf", "# Debian's own\ndc_eximconfig_configtype='local'\ndc_other_hostnames=''\n"+
		"dc_local_interfaces='127.0.0.1 ; ::1'\ndc_readhost=''\ndc_relay_domains=''\ndc_minimaldns='false'\ndc_relay_nets=''\n"+
		"dc_smarthost=''\nCFILEMODE='644'\ndc_use_split_config='false'\ndc_hide_mailname=''\ndc_mailname_in_oh='true'\ndc_localdelivery='mail_spool'\n")
	// The provider is on this computer, which Exim takes for a mistake.
	template := filepath.Join(s.dir, "etc/exim4/exim4.conf.template")
	body, err := os.ReadFile(template)
	if err != nil {
		t.Fatal(err)
	}
	const route = "route_list = * DCsmarthost byname"
	put(t, template, strings.Replace(string(body), route, route+"\n  self = send", 1), 0o644)
	for _, name := range []string{"var/spool/exim4", "var/log/exim4", "run/exim4", "var/lib/exim4"} {
		s.give(t, name, eximID)
	}
}

func deliverExim(t *testing.T, s *server, address string) {
	t.Helper()
	if err := os.Chown(filepath.Join(s.dir, "etc/exim4/passwd.client"), 0, eximID); err != nil {
		t.Fatal(err)
	}
	// Debian's script has shells and tools of this computer to work with, and paths in it.
	script, err := os.ReadFile(filepath.Join(s.dir, "usr/sbin/update-exim4.conf"))
	if err != nil {
		t.Fatal(err)
	}
	update := exec.Command("sh", "-s", "--", "--output", filepath.Join(s.dir, "var/lib/exim4/config.autogenerated"))
	update.Stdin = strings.NewReader(strings.NewReplacer("/etc/", s.dir+"/etc/", `"/etc/exim4"`, `"`+s.dir+`/etc/exim4"`,
		"root:Debian-exim", fmt.Sprintf("0:%d", eximID)).Replace(string(script)))
	if out, err := update.CombinedOutput(); err != nil {
		t.Fatalf("update-exim4.conf: %v\n%s", err, out)
	}
	made := filepath.Join(s.dir, "var/lib/exim4/config.autogenerated")
	body, err := os.ReadFile(made)
	if err != nil {
		t.Fatal(err)
	}
	put(t, made, strings.ReplaceAll(string(body), s.dir, ""), 0o644) // inside its root it stands at /
	if err := os.Chown(made, 0, eximID); err != nil {
		t.Fatal(err)
	}
	ends(t, s.inside("/usr/sbin/exim4", "-odf", "-v", "-f", address, "--", address), message(address))
}

func prepareOpenSMTPD(t *testing.T, s *server) {
	t.Helper()
	s.write(t, "etc/passwd", fmt.Sprintf(opensmtpdUsers, mail, opensmtpdID, opensmtpdQueueID))
	s.write(t, "etc/group", fmt.Sprintf("root:x:0:\nmail:x:%d:\nopensmtpd:x:%d:\nopensmtpq:x:%d:\n", mail, opensmtpdID, opensmtpdQueueID))
	// As Debian ships it.
	s.write(t, "etc/smtpd.conf", "table aliases file:/etc/aliases\nlisten on localhost port 25252\naction \"local\" maildir alias <aliases>\n"+
		"action \"relay\" relay\nmatch for local action \"local\"\nmatch from local for any action \"relay\"\n")
	s.write(t, "etc/aliases", "")
	for _, name := range []string{"var/lib/opensmtpd/empty", "var/spool/smtpd", "var/run", "tmp"} {
		s.give(t, name, 0)
	}
	if err := os.Chmod(filepath.Join(s.dir, "var/spool/smtpd"), 0o711); err != nil {
		t.Fatal(err)
	}
	control := filepath.Join(s.dir, "usr/sbin/smtpctl")
	if err := os.Chown(control, 0, opensmtpdQueueID); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(control, 0o755|os.ModeSetgid); err != nil {
		t.Fatal(err)
	}
}

func deliverOpenSMTPD(t *testing.T, s *server, address string) {
	t.Helper()
	err := os.Chown(filepath.Join(s.dir, "etc/mail/secrets"), 0, opensmtpdID)
	if err != nil && !errors.Is(err, os.ErrNotExist) { // without a login there is none
		t.Fatal(err)
	}
	s.run(t, s.inside("/usr/sbin/smtpd", "-d", "-v", "-P", "mda"), "will accept at most")
	ends(t, s.inside("/usr/sbin/sendmail", "-f", address, address), message(address))
	s.waitFor(t, "result=")
}

func prepareNullmailer(t *testing.T, s *server) {
	t.Helper()
	s.write(t, "etc/nullmailer/remotes", "# nobody yet\n")
	for _, name := range []string{"var/spool/nullmailer", "var/spool/nullmailer/queue", "var/spool/nullmailer/tmp", "var/spool/nullmailer/failed"} {
		s.give(t, name, mail)
	}
	if out, err := exec.Command("mkfifo", "-m", "0622", filepath.Join(s.dir, "var/spool/nullmailer/trigger")).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	s.give(t, "var/spool/nullmailer/trigger", mail)
}

func deliverNullmailer(t *testing.T, s *server, address string) {
	t.Helper()
	s.run(t, s.inside("/usr/sbin/nullmailer-send"), "Rescanning queue")
	ends(t, s.inside("/usr/bin/nullmailer-inject", "-f", address, address), message(address))
	s.waitFor(t, "Delivery complete")
}

func prepareDMA(t *testing.T, s *server) {
	t.Helper()
	s.write(t, "etc/dma/dma.conf", "# $DragonFly$\n#SMARTHOST\n#PORT 25\nALIASES /etc/aliases\nSPOOLDIR /var/spool/dma\nMAILNAME /etc/mailname\n")
	s.write(t, "etc/aliases", "")
	s.give(t, "var/spool/dma", mail)
}

func deliverDMA(t *testing.T, s *server, address string) {
	t.Helper()
	// It tries again and again. One attempt takes a second.
	endsBy(t, s.inside("/usr/sbin/dma", "-D", "-f", address, address), message(address), 10*time.Second)
}

func deliverSSMTP(t *testing.T, s *server, address string) {
	t.Helper()
	ends(t, s.inside("/usr/sbin/ssmtp", "-v", "-f"+address, address), message(address))
}

// sendByPostfix lets a Postfix that runs with a configuration of its own hand the
// message on: the settings are put into its files.
func sendByPostfix(t *testing.T, root string, p *practice.Server, port int) {
	t.Helper()
	s := startPostfixWith(t, root, freeDoors(t), "smtp unix - - n - - smtp")
	conf := filepath.Join(s.dir, "conf")
	set := practiceSettings(t, p, port)
	set.Dir = conf
	names := []string{"main.cf", "sasl_passwd"}
	for n, name := range names[:len(recipe.Modes("postfix", set))] {
		path := filepath.Join(conf, name)
		old, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		if n == 0 {
			old = append(old, "smtp_host_lookup = native\nsmtpd_relay_restrictions = permit_mynetworks, reject\nsmtpd_tls_security_level = none\n"...)
		}
		body, err := recipe.MergeFile("postfix", n, old, nil, set, false)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(string(body), recipe.Placeholder, p.Password)
		put(t, path, text, 0o644)
		if err := os.Chtimes(path, time.Time{}, time.Now().Add(-time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	if err := smtp.SendMail(fmt.Sprintf("127.0.0.1:%d", s.ports.relay), nil, p.Address, []string{p.Address}, []byte(message(p.Address))); err != nil {
		t.Fatal(err)
	}
	s.waitFor(t, "status=")
}
