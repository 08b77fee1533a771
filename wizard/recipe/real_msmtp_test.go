//go:build unix

package recipe_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"postern/wizard/recipe"
)

// nobody is who msmtp runs as where the tests run as root, whom msmtp lets pass
// with any file mode.
const nobody = 65534

// A realMSMTP is the program itself, with a home of its own.
type realMSMTP struct {
	path, home string
}

func findMSMTP(t *testing.T) realMSMTP {
	t.Helper()
	return findProgram(t, "msmtp")
}

// findProgram is findMSMTP for any program.
func findProgram(t *testing.T, name string) realMSMTP {
	t.Helper()
	t.Parallel()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s is not on this computer: the settings are not tried with the real program", name)
	}
	home, err := os.MkdirTemp("", "postern-msmtp-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(home) })
	m := realMSMTP{path: path, home: home}
	m.own(t, home)
	return m
}

// own gives a file to the user msmtp runs as.
func (m realMSMTP) own(t *testing.T, path string) {
	t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	if err := os.Chown(path, nobody, nobody); err != nil {
		t.Fatal(err)
	}
}

// write puts a file into the home.
func (m realMSMTP) write(t *testing.T, name, body string, mode os.FileMode) string {
	t.Helper()
	path := filepath.Join(m.home, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(body), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
	m.own(t, path)
	return path
}

// command is a program run as an ordinary user in the home.
func (m realMSMTP) command(t *testing.T, name string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = m.home
	cmd.Env = []string{"HOME=" + m.home, "LC_ALL=C", "PATH=" + filepath.Join(m.home, "bin") + ":" + os.Getenv("PATH")}
	if os.Geteuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	return cmd
}

// pretend returns the settings that msmtp prints when asked what it read.
func (m realMSMTP) pretend(t *testing.T, config, account string) map[string]string {
	t.Helper()
	cmd := m.command(t, m.path, "-C", config, "-a", account, "--pretend", "--", "eve@example.net")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("msmtp does not take the file: %v\n%s", err, stderrOf(err))
	}
	read := make(map[string]string)
	for line := range strings.SplitSeq(string(out), "\n") {
		if key, value, ok := strings.Cut(line, " = "); ok {
			read[key] = value
		}
	}
	return read
}

func TestRealMSMTPReadsEveryValueBack(t *testing.T) {
	m := findMSMTP(t)
	m.write(t, "bin/secret-tool", "#!/bin/sh\necho secret\n", 0o755)
	var all []*recipe.Settings
	for _, name := range hostileUsers {
		all = append(all, ada(user(name)))
	}
	for _, cmd := range []string{
		`echo "a  b"`, ` echo 'x' # comment`, `"echo" "x"`, `echo \"x\\`, `printf '%s\n' 'ä€'`, `echo $HOME | head -n1`,
		"echo " + strings.Repeat("x", 475),
	} {
		all = append(all, ada(implicitTLS, command(cmd)))
	}
	for _, a := range []string{"o'brien@example.org", "50%off@example.org", "a#b$c&d@example.org", "ü@exämple.org"} {
		all = append(all, ada(ask, func(s *recipe.Settings) { s.Address = a }))
	}
	for _, s := range all {
		files, err := recipe.Render("msmtp", s)
		if err != nil {
			t.Errorf("%+v: %v", s, err)
			continue
		}
		read := m.pretend(t, m.write(t, "rc", files[0].Body, 0o600), s.Account)
		for key, want := range map[string]string{
			"host": s.Host, "port": fmt.Sprint(s.Port), "from": s.Address, "user": s.User, "tls": "on",
			"tls_certcheck": "on", "timeout": "30 seconds", "auth": "choose",
		} {
			if read[key] != want {
				t.Errorf("%s: msmtp reads %q, want %q", key, read[key], want)
			}
		}
		if fetch := recipe.FetchCommand(s); fetch != "" && read["passwordeval"] != fetch {
			t.Errorf("msmtp reads the command %q, want %q", read["passwordeval"], fetch)
		}
	}
}

func TestRealMSMTPTakesBackDefaults(t *testing.T) {
	m := findMSMTP(t)
	old := "defaults\nprotocol lmtp\nsocket /tmp/s\nauto_from on\ntls_certcheck off\ntls_starttls off\n" +
		"tls_fingerprint 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF\ntls_host_override other.example\n" +
		"password old\npasswordeval echo old\nauth login\nport 26\n\naccount work\nhost work.example\n"
	merged, err := recipe.Merge("msmtp", []byte(old), ada(ask), false)
	if err != nil {
		t.Fatal(err)
	}
	config := m.write(t, "rc", string(merged), 0o600)
	for _, name := range []string{"example", "default"} {
		read := m.pretend(t, config, name)
		for key, want := range map[string]string{
			"protocol": "smtp", "socket": "(not set)", "auto_from": "off", "tls_certcheck": "on", "tls_starttls": "on",
			"tls_fingerprint": "(not set)", "tls_host_override": "(not set)", "password": "(not set)",
			"passwordeval": "(not set)", "auth": "choose", "port": "587",
		} {
			if read[key] != want {
				t.Errorf("account %s, %s: msmtp reads %q, want %q", name, key, read[key], want)
			}
		}
	}
}

// stoppedAt is what msmtp says when it cannot read a file.
var stoppedAt = regexp.MustCompile(`: line (\d+): |line longer than`)

// agree fails the test unless msmtp and Merge both take the file, or both stop at
// the same line.
func (m realMSMTP) agree(t *testing.T, file string) {
	t.Helper()
	var says bytes.Buffer
	config := m.write(t, "rc", file, 0o600)
	cmd := m.command(t, m.path, "-C", config, "-a", "no-such-account", "--pretend", "--", "eve@example.net")
	cmd.Stderr = &says
	if err := cmd.Run(); err == nil {
		t.Fatal("msmtp found an account that is not there")
	}
	stop := stoppedAt.FindStringSubmatch(says.String())
	_, err := recipe.Merge("msmtp", []byte(file), ada(account("never-there")), false)
	if (stop != nil) != (err != nil) {
		t.Errorf("msmtp says %q, Merge says %v, of this file:\n%s", says.String(), err, file)
		return
	}
	if stop != nil && stop[1] != "" && !strings.Contains(err.Error(), "line "+stop[1]+":") {
		t.Errorf("msmtp says %q, Merge says %v, of this file:\n%s", says.String(), err, file)
	}
}

func TestRealMSMTPRefusesWhatMergeRefuses(t *testing.T) {
	m := findMSMTP(t)
	for _, line := range []string{ // but for a last line that ends in half a line break
		"", "#", " \t# x", "foo bar", "Host x", "host", `host ""`, `host "`, `host " "`, "tls", "tls yes", "tls on off",
		"tls \"on\"", "tls\ton", "tls\von", "account", "account :", "account a:", "account a:x", "account a : x , x",
		"account a : y", "account x", `account "x"`, "account a b", "account a,b", "account a:b:c", `account "b : x"`,
		`account "b" : "x"`, "account default : x", "defaults", "defaults x", "eval", "eval true", "port", "port 0",
		"port 0x1F", "port 010", "port 08", "port 0b1", "port 0o7", "port 1_0", "port +5", "port -5", "port 65536",
		"port 25 ", "port 25x", "port \"25\"", "port 99999999999999999999", "timeout", "timeout off", "timeout 0",
		"timeout 2147483647", "timeout 2147483648", "connect_timeout 9", "proxy_port", "proxy_port off", "proxy_port 1",
		"protocol", "protocol smtp", "protocol SMTP", "auth", "auth on", "auth PLAIN", "auth xoauth2", "auth maybe",
		"user", "password", "passwordeval", "tls_certcheck off", "tls_nocertcheck", "tls_nocertcheck on",
		"tls_nostarttls", "tls_nostarttls x", "tls_force_sslv3 x", "tls_fingerprint", "tls_fingerprint 12:34",
		"tls_fingerprint " + strings.Repeat("aB:", 15) + "00", "tls_fingerprint " + strings.Repeat("00 ", 19) + "00",
		"tls_fingerprint " + strings.Repeat("00:", 31) + "0g", "tls_fingerprint " + strings.Repeat("00:", 31) + "00",
		"tls_fingerprint " + strings.Repeat("00:", 16), "tls_min_dh_prime_bits", "tls_min_dh_prime_bits off",
		"dsn_notify", "dsn_notify off", "dsn_notify never", "dsn_notify failure,delay", "dsn_notify failure, delay",
		"dsn_notify success,delay,failure", "dsn_notify failure,failure", "dsn_return full", "dsn_return", "dsn_return x",
		"syslog", "syslog on", "syslog LOG_MAIL", "syslog LOG_LOCAL8", "allow_from_override", "allow_from_override off",
		"set_from_header auto", "set_from_header x", "add_missing_date_header auto", "keepbcc on", "auto_from x",
		"remove_bcc_headers", "undisclosed_recipients off", "logfile", "logfile_time_format %s", "aliases /x",
		"user x\ry", strings.Repeat("#", 499), strings.Repeat("#", 500),
		"user " + strings.Repeat("x", 494), "user " + strings.Repeat("x", 495), "\ufeffuser x",
	} {
		m.agree(t, "account x\n"+line+"\nhost z\n")
		m.agree(t, line+"\r\n")
	}
}

func TestRealMSMTPReadsRandomFilesAsMergeDoes(t *testing.T) {
	m := findMSMTP(t)
	pieces := []string{
		"account a", "account b", "account default", "account c : a", "account d : a, b", "account", "defaults", "host h",
		"port 25", "port x", "tls on", "user \"", "# note", "", "\t", "  tls_starttls off  ", "nonsense", "passwordeval echo x",
	}
	ends := []string{"\n", "\n", "\n", "\r\n", "\n\n"}
	random := rand.New(rand.NewPCG(1, 2))
	for range 60 {
		var b strings.Builder
		for range random.IntN(8) {
			b.WriteString(pieces[random.IntN(len(pieces))] + ends[random.IntN(len(ends))])
		}
		m.agree(t, b.String())
	}
}
