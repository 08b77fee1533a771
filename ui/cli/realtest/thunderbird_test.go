//go:build linux

package realtest_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"postern/probe/smtptest"
	"postern/ui/termtest"
)

// The servers that the person has in Thunderbird already.
const otherServers = `user_pref("mail.smtpservers", "smtp1,smtp2");
user_pref("mail.smtp.defaultserver", "smtp1");
user_pref("mail.smtpserver.smtp1.hostname", "smtp.work.example");
user_pref("mail.smtpserver.smtp1.username", "ada");
user_pref("mail.smtpserver.smtp2.hostname", "smtp.club.example");
user_pref("mail.smtpserver.smtp2.username", "ada@club.example");
`

// The whole way to settings for Thunderbird, in a profile that is in use: from the
// first question, by a server at its own doors, to what stands in the profile. There
// the person's servers stay, and ours comes after them.
func TestTheWholeWizardForThunderbird(t *testing.T) {
	t.Parallel()
	n, postern, ca := newNetwork(t), build(t), smtptest.NewCA("Thunderbird Test Authority")
	for _, s := range []*smtptest.Server{
		{Listen: "127.0.0.1:587", CA: ca},
		{Listen: "127.0.0.1:465", CA: ca, Implicit: true},
	} {
		if err := n.do(func() error { s.Start(); return nil }); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(s.Close)
	}
	trusted := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(trusted, []byte(certificates(ca.Certificate().Raw)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, size := range [][2]int{{80, 24}, {40, 15}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			b := newBird(t)
			term := b.open(n, size, postern, "--ca", trusted)
			b.walk(term)
			b.holds()
		})
	}
}

// A bird is somebody who uses Thunderbird, and no other mail program.
type bird struct {
	t             *testing.T
	home, profile string
}

func newBird(t *testing.T) bird {
	t.Helper()
	b := bird{t: t, home: t.TempDir()}
	root := filepath.Join(b.home, ".thunderbird")
	b.profile = filepath.Join(root, "b1rd.default-release")
	for _, name := range []string{b.profile, filepath.Join(root, "old.default")} {
		if err := os.MkdirAll(name, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	b.write(filepath.Join(root, "profiles.ini"), "[Install4F96D1932A9F858E]\nDefault=b1rd.default-release\nLocked=1\n\n"+
		"[Profile0]\nName=default-release\nIsRelative=1\nPath=b1rd.default-release\n\n[General]\nStartWithLastProfile=1\nVersion=2\n")
	b.write(filepath.Join(b.profile, "prefs.js"), otherServers)
	return b
}

func (b bird) write(path, body string) {
	b.t.Helper()
	if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// open opens the wizard on a terminal, in the network.
func (b bird) open(n network, size [2]int, program string, args ...string) *termtest.Terminal {
	b.t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Dir = b.home
	cmd.Env = []string{
		"HOME=" + b.home, "TMPDIR=" + b.home, "PATH=" + b.home, "LANG=C.UTF-8",
		"TERM=xterm-256color", "POSTERN_REDUCED_MOTION=1",
	}
	var term *termtest.Terminal
	if err := n.do(func() (err error) {
		term, err = termtest.Start(cmd, size[0], size[1], true)
		return err
	}); err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(term.Close)
	return term
}

// walk answers from the first question to the last text.
func (b bird) walk(term *termtest.Terminal) {
	b.t.Helper()
	for _, step := range []struct {
		keys  string
		shows []string
	}{
		{"", []string{"Where is your mailbox"}},
		{"localhost\r", []string{"Use 587"}},
		{termtest.Enter, []string{"Why door 587"}},
		{termtest.Enter, []string{"Which program", "› Thunderbird"}},
		{termtest.Enter, []string{"Login name"}},
		{user + "\r\rAda L\r", []string{"6 of 6", "w write it", "Server Name"}},
	} {
		b.types(term, step.keys, step.shows...)
	}
	b.cardFirst(term)
	b.types(term, "w", "The settings are in")
	b.types(term, termtest.Enter)
	if code, err := term.Wait(); err != nil || code != 0 {
		b.t.Fatalf("it ended with %d and %v", code, err)
	}
	holds(b.t, string(term.Raw()), "b1rd.default-release/user.js")
}

func (b bird) types(term *termtest.Terminal, keys string, shows ...string) {
	b.t.Helper()
	if err := term.Type(keys); err != nil {
		b.t.Fatal(err)
	}
	if err := term.WaitFor(shows...); err != nil {
		b.t.Fatalf("after %q: %v", keys, err)
	}
}

// cardFirst checks that the settings begin with what to type into Thunderbird's own
// dialog, and that the preferences come after that.
func (b bird) cardFirst(term *termtest.Terminal) {
	b.t.Helper()
	first := term.Screen()
	holds(b.t, first, "/user.js", "Account Settings", "Description", "Server Name")
	if strings.Contains(first, "user_pref(") {
		b.t.Errorf("preferences are shown before the card was seen:\n%s", first)
	}
	seen := first
	for range 30 {
		if strings.Contains(term.Screen(), "Postern end") {
			break
		}
		was := term.Screen()
		if err := term.Type(termtest.PageDown); err != nil {
			b.t.Fatal(err)
		}
		if err := term.Until(func(now string) bool { return now != was }, "another part"); err != nil {
			b.t.Fatal(err)
		}
		seen += term.Screen()
	}
	seen = strings.ReplaceAll(seen, "\n↳ ", "")
	at := 0
	for _, want := range []string{"Server Name", "STARTTLS", "Normal password", "Or as preferences", "mail.smtpservers", "postern1.type", "Postern end"} {
		next := strings.Index(seen[at:], want)
		if next < 0 {
			b.t.Fatalf("no %q where it belongs in\n%s", want, seen)
		}
		at += next
	}
}

// holds checks what was written, and that nothing else was.
func (b bird) holds() {
	b.t.Helper()
	body, err := os.ReadFile(filepath.Join(b.profile, "user.js"))
	if err != nil {
		b.t.Fatal(err)
	}
	holds(b.t, string(body), `user_pref("mail.smtpservers", "smtp1,smtp2,postern1");`,
		`user_pref("mail.smtpserver.postern1.hostname", "localhost");`, `user_pref("mail.smtpserver.postern1.port", 587);`,
		`user_pref("mail.smtpserver.postern1.try_ssl", 2);`, `user_pref("mail.smtpserver.postern1.username", "`+user+`");`)
	if strings.Contains(string(body), "defaultserver") {
		b.t.Errorf("another server became the first:\n%s", body)
	}
	if prefs, err := os.ReadFile(filepath.Join(b.profile, "prefs.js")); err != nil || string(prefs) != otherServers {
		b.t.Errorf("prefs.js: got %v and\n%s", err, prefs)
	}
	if found, _ := filepath.Glob(filepath.Join(b.home, ".thunderbird", "*", "*")); len(found) != 2 {
		b.t.Errorf("the profiles hold %v", found)
	}
}
