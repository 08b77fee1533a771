package practice

import (
	"bytes"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

func TestStartRefusesWhatItCannotUse(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	taken := t.TempDir()
	if err := os.WriteFile(filepath.Join(taken, "inbox"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, scene, dir, want string }{
		{"unknown scene", "opne", t.TempDir(), "choose one of open, blocked"},
		{"no folder", "open", "", "no folder"},
		{"missing folder", "open", filepath.Join(t.TempDir(), "none"), syscall.ENOENT.Error()},
		{"a file", "open", file, "not a folder"},
		{"line feed in the name", "open", "a\nb", "control character"},
		{"inbox taken", "open", taken, "is no folder"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := Start(tt.scene, tt.dir)
			if err == nil {
				_ = s.Close()
				t.Fatal("got a server, want an error")
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %q, want %q in it", err, tt.want)
			}
		})
	}
}

func TestServerNamesWhatAPersonNeeds(t *testing.T) {
	s := start(t, "")
	if s.Scene.ID != "open" || s.Host != "localhost" || s.User != s.Address || len(s.Password) < 20 {
		t.Errorf("got %+v", s)
	}
	want := []string{"465:tls", "587:starttls", "2525:starttls", "25:starttls"}
	ports := map[int]bool{}
	for i, d := range s.Doors {
		if got := d.String(); got != want[i] {
			t.Errorf("door %d: got %s, want %s", i, got, want[i])
		}
		if d.DialPort < 1024 || ports[d.DialPort] {
			t.Errorf("%s: dialled port %d is privileged or taken twice", d, d.DialPort)
		}
		ports[d.DialPort] = true
	}
	other := start(t, "")
	if s.Password == other.Password {
		t.Error("two servers have the same password")
	}
}

func TestFilesAndModes(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no file modes")
	}
	s := start(t, "open")
	sendOne(t, s)
	for path, want := range map[string]os.FileMode{
		s.CAFile:             0o644,
		s.PasswordFile:       0o600,
		s.Inbox:              os.ModeDir | 0o700,
		s.Messages()[0].File: 0o600,
	} {
		info, err := os.Lstat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode() != want {
			t.Errorf("%s: got %v, want %v", path, info.Mode(), want)
		}
	}
	entries, err := os.ReadDir(s.Dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 3 {
		t.Errorf("got %v, want ca.pem, inbox and password only", entries)
	}
	ca, err := os.ReadFile(s.CAFile)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(ca, []byte("PRIVATE")) || !s.Roots.AppendCertsFromPEM(ca) {
		t.Errorf("ca.pem: got %q", ca)
	}
}

func TestFilesAreReplacedNotFollowed(t *testing.T) {
	dir, outside := t.TempDir(), filepath.Join(t.TempDir(), "outside")
	if err := os.WriteFile(outside, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"ca.pem", "password"} {
		if err := os.Symlink(outside, filepath.Join(dir, name)); err != nil {
			t.Skip("no symbolic links here:", err)
		}
	}
	s, err := Start("closed", dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if got, _ := os.ReadFile(outside); string(got) != "mine" {
		t.Errorf("the file behind the link now holds %q", got)
	}
}

func TestPasswordCommand(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("sh"); err != nil || runtime.GOOS == "windows" {
		t.Skip("no sh here")
	}
	for _, name := range []string{"plain", "with space", "it's", `$(touch x) "quoted" \ ;&|`, "-dash", "été"} {
		dir := filepath.Join(t.TempDir(), name)
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		s, err := Start("closed", dir)
		if err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("sh", "-c", s.PasswordCommand).Output()
		if got, want := string(out), s.Password+"\n"; err != nil || got != want {
			t.Errorf("%s: %s: got %q, %v, want %q", name, s.PasswordCommand, got, err, want)
		}
		_ = s.Close()
	}
}

func TestCloseEndsEverything(t *testing.T) {
	for _, scene := range []string{"open", "quiet", "blocked", "too-long", "not-smtp"} {
		t.Run(scene, func(t *testing.T) {
			s := start(t, scene)
			doors := s.Doors
			var conns []net.Conn
			for _, d := range doors {
				if s.setting.manner(d.Port).absent == present {
					conns = append(conns, dial(t, s, d.Port))
				}
			}
			if c := ring(t, s, 465, 220); scene == "open" { // in the middle of a message
				c.signIn()
				envelope(c)
				c.send("BDAT 100\r\nhalf of it")
			}
			var both sync.WaitGroup
			both.Go(func() { _ = s.Close() })
			both.Go(func() { _ = s.Close() })
			both.Wait()
			for _, c := range conns {
				for buf := make([]byte, 1<<16); ; {
					if _, err := c.Read(buf); err != nil {
						break
					}
				}
			}
			for _, d := range doors {
				if c, err := net.Dial("tcp", addressOf(t, s, d.Port)); err == nil {
					_ = c.Close()
					t.Errorf("%v still answers", d)
				}
			}
			nothingRuns(t)
		})
	}
}

// nothingRuns checks that no goroutine of a server is left. One that has
// reported its end may need a moment more to be gone.
func nothingRuns(t *testing.T) {
	t.Helper()
	stacks := make([]byte, 1<<20)
	var left string
	for end := time.Now().Add(patient); time.Now().Before(end); runtime.Gosched() {
		left = ""
		for _, g := range strings.Split(string(stacks[:runtime.Stack(stacks, true)]), "\n\n") {
			if strings.Contains(g, "go-smtp.(*") || strings.Contains(g, "practice.(*house)") {
				left = g
			}
		}
		if left == "" {
			return
		}
	}
	t.Errorf("still running:\n%s", left)
}
