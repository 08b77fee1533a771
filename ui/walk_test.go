//go:build unix

package ui_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"

	"postern/ui/termtest"
)

// These tests run the real program on a terminal, from the first screen to a
// message that has arrived, as an ordinary user: programs such as msmtp let root
// do what they would let nobody else do.

const nobody = 65534

// program builds Postern once, where every user can run it.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "postern-test-")
	if err != nil {
		return "", err
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		return "", err
	}
	path := filepath.Join(dir, "postern")
	out, err := exec.Command("go", "build", "-o", path, "postern").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, out)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := program(); err == nil {
		os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

// person is an ordinary user with a home of their own.
type person struct {
	t    *testing.T
	home string
	env  []string
}

func newPerson(t *testing.T) person {
	t.Helper()
	home, err := os.MkdirTemp("", "postern-home-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(home) })
	if os.Geteuid() == 0 {
		if err := os.Chown(home, nobody, nobody); err != nil {
			t.Fatal(err)
		}
	}
	return person{t: t, home: home, env: []string{
		"HOME=" + home, "TMPDIR=" + home, "PATH=" + os.Getenv("PATH"), "TERM=xterm-256color", "COLORTERM=truecolor",
		"LANG=C.UTF-8", "POSTERN_REDUCED_MOTION=1",
	}}
}

// command is a program run as that person.
func (p person) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env, cmd.Dir = p.env, p.home
	if os.Geteuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	return cmd
}

func (p person) postern(args ...string) *exec.Cmd {
	p.t.Helper()
	path, err := program()
	if err != nil {
		p.t.Fatal(err)
	}
	return p.command(path, args...)
}

// terminal is Postern on a terminal; every step that fails ends the test.
type terminal struct {
	*termtest.Terminal
	t     *testing.T
	asked int // how often own has asked the shell
}

func (p person) open(width, height int, args ...string) terminal {
	p.t.Helper()
	term, err := termtest.Start(p.postern(args...), width, height, true)
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(term.Close)
	return terminal{Terminal: term, t: p.t}
}

// types sends keys and waits for what they lead to.
func (t terminal) types(keys string, shows ...string) {
	t.t.Helper()
	if err := t.Type(keys); err != nil {
		t.t.Fatal(err)
	}
	if err := t.WaitFor(shows...); err != nil {
		t.t.Fatalf("after %q: %v", keys, err)
	}
}

func (t terminal) ends(want int) {
	t.t.Helper()
	code, err := t.Wait()
	if err != nil {
		t.t.Fatal(err)
	}
	if code != want {
		t.t.Errorf("it ended with %d, want %d", code, want)
	}
	if t.AltScreen() {
		t.t.Error("the alternate screen was left on")
	}
}

// written is the config in the person's practice folder.
func (p person) written() (path, body string) {
	p.t.Helper()
	found, _ := filepath.Glob(filepath.Join(p.home, "postern-practice-*", "msmtprc"))
	if len(found) != 1 {
		p.t.Fatalf("%d configs were written, want 1", len(found))
	}
	b, err := os.ReadFile(found[0])
	if err != nil {
		p.t.Fatal(err)
	}
	info, err := os.Stat(found[0])
	if err != nil {
		p.t.Fatal(err)
	}
	if mode := info.Mode().Perm(); mode != 0o600 {
		p.t.Errorf("the config has mode %o, want 600", mode)
	}
	return found[0], string(b)
}

// untouched fails if anything but practice stands in the person's home.
func (p person) untouched() {
	p.t.Helper()
	entries, err := os.ReadDir(p.home)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), "postern-practice-") {
			p.t.Errorf("practice left %s in the home directory", e.Name())
		}
	}
}

// send lets the real msmtp send a message, and returns what arrived.
func (p person) send(config, to string) string {
	p.t.Helper()
	if _, err := exec.LookPath("msmtp"); err != nil {
		p.t.Skip("msmtp is not installed: that the config really sends was not tried")
	}
	cmd := p.command("msmtp", "-C", config, "--", to)
	cmd.Stdin = strings.NewReader("Subject: a first message\n\nIt works.\n")
	if out, err := cmd.CombinedOutput(); err != nil {
		p.t.Fatalf("msmtp: %v\n%s", err, out)
	}
	found, _ := filepath.Glob(filepath.Join(filepath.Dir(config), "inbox", "*.eml"))
	if len(found) != 1 {
		p.t.Fatalf("%d messages arrived, want 1", len(found))
	}
	body, err := os.ReadFile(found[0])
	if err != nil {
		p.t.Fatal(err)
	}
	return string(body)
}

func TestTheWholeWizard(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{80, 24}, {40, 15}, {120, 40}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			t.Parallel()
			p := newPerson(t)
			term := p.open(size[0], size[1])
			term.types("practise\r", "Use 587") // typed ahead
			term.types(termtest.Escape, "Where is your mailbox")
			term.types(termtest.Enter, "Use 587") // the answer was kept

			if err := term.Resize(20, 6); err != nil {
				t.Fatal(err)
			}
			term.types("", "Postern needs")
			if err := term.Resize(size[0], size[1]); err != nil {
				t.Fatal(err)
			}
			term.types("", "Use 587")

			term.types(termtest.Enter, "Why door 587")
			term.types(termtest.Enter, "Which program")
			term.types(termtest.Enter, "Password from")
			term.types("\r\r\r\r\r", "w write it", "account practice")
			term.types(termtest.Escape, "Password from")
			term.types("\r\r\r\r\r", "w write it", "account practice")
			term.types("w", "Done", "The settings are in")

			path, body := p.written()
			got := p.send(path, "friend@practice.example")
			for _, want := range []string{"It works.", "TLS"} {
				if !strings.Contains(got, want) {
					t.Errorf("the message that arrived lacks %q:\n%s", want, got)
				}
			}
			term.types(termtest.Enter)
			term.ends(0)
			if last := string(term.Raw()); !strings.Contains(last, "msmtprc") {
				t.Error("the path was not printed to the shell")
			}
			p.untouched()
			if want := p.plainly(); steady(body) != steady(want) {
				t.Errorf("the screens wrote\n%s\nand the plain questions\n%s", body, want)
			}
		})
	}
}

// plainly walks the same way in plain mode, and returns what was written there.
func (p person) plainly() string {
	p.t.Helper()
	other := newPerson(p.t)
	cmd := other.postern("--plain")
	cmd.Stdin = strings.NewReader("practise\n\n\nmsmtp\n\n\n\n\n\nwrite\n")
	out, err := cmd.CombinedOutput()
	if err != nil {
		p.t.Fatalf("plain: %v\n%s", err, out)
	}
	if i := bytes.IndexFunc(out, func(r rune) bool { return r == 0x1b || r >= 0x2500 && r < 0x2900 }); i >= 0 {
		p.t.Errorf("plain mode draws:\n%s", out)
	}
	_, body := other.written()
	return body
}

// steady leaves out what differs from one practice to the next.
func steady(config string) string {
	config = regexp.MustCompile(`/\S*postern-practice-\d+`).ReplaceAllString(config, "DIR")
	return regexp.MustCompile(`port \d+`).ReplaceAllString(config, "port N")
}

func TestImplicitTLSSendsToo(t *testing.T) {
	t.Parallel()
	p := newPerson(t)
	term := p.open(80, 24, "practice")
	term.types("", "works too", "just as safe")
	term.types(termtest.Up, "enter use 465")
	term.types(termtest.Enter, "Why door 465")
	term.types(termtest.Enter, "Which program")
	term.types(termtest.Enter, "Password from")
	term.types("\r\r\r\r\r", "w write it", "tls_starttls off")
	term.types("w", "The settings are in")
	path, _ := p.written()
	if got := p.send(path, "friend@practice.example"); !strings.Contains(got, "It works.") {
		t.Errorf("another message arrived:\n%s", got)
	}
	term.types(termtest.CtrlC)
	term.ends(130)
}

func TestADoorThatNeverAnswers(t *testing.T) {
	t.Parallel()
	p := newPerson(t)
	term := p.open(80, 24, "practice", "blocked")
	term.types("", "Use 587", "connecting") // 25 is still being tried, and nobody waits for it
	term.types(termtest.Enter, "Why door 587")
	term.types(termtest.CtrlC)
	term.ends(130)
}

func TestCtrlCAnywhereLeavesNothing(t *testing.T) {
	t.Parallel()
	stops := []struct {
		name  string
		keys  []string
		shows []string
	}{
		{"first frame", []string{""}, []string{"Postern"}},
		{"provider", []string{"fast"}, []string{"Fastmail"}},
		{"doors", []string{"", ""}, []string{"Use 587", ""}},
		{"settings", []string{"", "\r", "\r", "\r", "\r\r\r\r\r"}, []string{"Use 587", "Why door", "Which program", "Password from", "w write"}},
	}
	for _, s := range stops {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			p := newPerson(t)
			var args []string
			if len(s.keys) > 1 {
				args = []string{"practice"}
			}
			term := p.open(80, 24, args...)
			for i, k := range s.keys {
				term.types(k, s.shows[i])
			}
			term.types(termtest.CtrlC)
			term.ends(130)
			if raw := string(term.Raw()); !strings.Contains(raw, "Nothing was written") {
				t.Errorf("it does not say that nothing was written; its last words: %q", raw[max(0, len(raw)-300):])
			}
			if found, _ := filepath.Glob(filepath.Join(p.home, "*", "msmtprc")); len(found) > 0 {
				t.Errorf("%v was written", found)
			}
			p.untouched()
		})
	}
}

// TestCtrlCRightBehindEsc: a terminal sends both as one.
func TestCtrlCRightBehindEsc(t *testing.T) {
	t.Parallel()
	for name, start := range map[string]struct{ args, keys, shows string }{
		"a question": {"", "", "Where is your mailbox"},
		"a field":    {"", "fast", "Fastmail"},
		"the doors":  {"practice", "", "Use 587"},
		"a page":     {"practice", "?", "Purpose"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			term := newPerson(t).open(80, 24, strings.Fields(start.args)...)
			term.types(start.keys, start.shows)
			term.types("\x1b" + termtest.CtrlC)
			term.ends(130)
		})
	}
}

func TestASignalEndsItCleanly(t *testing.T) {
	t.Parallel()
	for _, signal := range []os.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP, syscall.SIGQUIT} {
		p := newPerson(t)
		term := p.open(80, 24, "practice")
		term.types("", "Use 587")
		if err := term.Signal(signal); err != nil {
			t.Fatal(err)
		}
		term.ends(130)
		if left, _ := filepath.Glob(filepath.Join(p.home, "*")); len(left) > 0 {
			t.Errorf("%v left %v", signal, left)
		}
	}
}

func TestNoColorTakesAnyValue(t *testing.T) {
	t.Parallel()
	colour := regexp.MustCompile(`\x1b\[[0-9;]*(38|48|3[0-7]|9[0-7])[;m]`)
	for _, value := range []string{"1", "yes", "true"} {
		p := newPerson(t)
		p.env = append(p.env, "NO_COLOR="+value)
		term := p.open(80, 24)
		term.types("", "Gmail", "enter choose")
		if m := colour.Find(term.Raw()); m != nil {
			t.Errorf("NO_COLOR=%s: the colour %q was sent", value, m)
		}
		term.types(termtest.CtrlC)
		term.ends(130)
	}
}
