package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"

	"postern/probe/practice"

	"postern/wizard/install"
)

// house starts practice servers for a test.
func house(t *testing.T, scene string) *practice.Server {
	t.Helper()
	s, err := practice.Start(scene, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// portFlag names the real ports of some doors, as a person would have to.
func portFlag(s *practice.Server, shown ...int) string {
	var list []string
	for _, want := range shown {
		for _, d := range s.Doors {
			if d.Port == want {
				list = append(list, strconv.Itoa(d.Dialled())+":"+string(d.Security))
			}
		}
	}
	return strings.Join(list, ",")
}

func TestPracticeList(t *testing.T) {
	code, out, errOut := run(t, "", "practice", "--list")
	if code != 0 || errOut != "" {
		t.Fatalf("got %d and %q", code, errOut)
	}
	if got, want := strings.Count(out, "\n"), len(practice.Scenes()); got != want {
		t.Errorf("got %d lines, want %d", got, want)
	}
	for _, s := range practice.Scenes() {
		if !strings.Contains(out, s.ID+" ") || !strings.Contains(out, s.Title) {
			t.Errorf("scene %s is missing", s.ID)
		}
	}
}

// served is what postern practice --serve printed, and its exit code to come.
type served struct {
	values map[string]string
	ports  []string // real ones, in the order printed
	ended  chan int
	stop   func()
}

func serve(t *testing.T) served {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	s := served{values: make(map[string]string), ended: make(chan int, 1), stop: stop}
	r, w := io.Pipe()
	go func() {
		s.ended <- Main(ctx, []string{"practice", "--serve"}, strings.NewReader(""), w, io.Discard)
		w.Close()
	}()
	var out bytes.Buffer
	for strings.Count(out.String(), "\n") < 8 {
		if _, err := io.CopyN(&out, r, 1); err != nil {
			t.Fatal(err)
		}
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	for i, want := range []string{"tls 465", "starttls 587", "starttls 2525", "starttls 25"} {
		fields := strings.Fields(lines[i])
		if len(fields) != 4 || fields[0] != "localhost" || strings.Join(fields[2:], " ") != want {
			t.Fatalf("line %d: got %q, want localhost PORT %s", i+1, lines[i], want)
		}
		s.ports = append(s.ports, fields[1])
	}
	for _, line := range lines[4:] {
		name, value, _ := strings.Cut(line, " ")
		s.values[name] = value
	}
	return s
}

func TestPracticeServe(t *testing.T) {
	alone(t)
	s := serve(t)
	if s.values["user"] == "" || s.values["password"] == "" {
		t.Errorf("no login: %q", s.values)
	}
	if _, err := os.Stat(s.values["inbox"]); err != nil {
		t.Error(err)
	}
	code, text, errOut := run(t, "", "probe", "localhost", "--port", s.ports[1], "--ca", s.values["ca"])
	if code != 0 || !strings.Contains(text, "ready") {
		t.Errorf("probing a served door: got %d, %q and %q", code, text, errOut)
	}
	s.stop()
	if code := <-s.ended; code != exitInterrupted {
		t.Errorf("exit code: got %d, want %d", code, exitInterrupted)
	}
	if _, err := os.Stat(s.values["ca"]); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that nobody needs was left: %v", err)
	}
}

func TestPracticeServeKeepsMessages(t *testing.T) {
	alone(t)
	s := serve(t)
	message := []byte("Subject: to be kept\r\n\r\nHello.\r\n")
	c, err := smtp.Dial("localhost:" + s.ports[3])
	if err != nil {
		t.Fatal(err)
	}
	if err := c.SendMail("ada@elsewhere.example", []string{s.values["user"]}, bytes.NewReader(message)); err != nil {
		t.Fatal(err)
	}
	if err := c.Quit(); err != nil {
		t.Fatal(err)
	}
	s.stop()
	<-s.ended
	if got, err := os.ReadDir(s.values["inbox"]); err != nil || len(got) == 0 {
		t.Errorf("the message is lost: %v and %v", got, err)
	}
}

// TestPracticeFolder: it stays for what is in it, and is never made after the end.
func TestPracticeFolder(t *testing.T) {
	for _, tt := range []struct {
		name string
		file string // under the folder
		keep bool
	}{
		{"nothing came of it", "", false},
		{"settings were written", "/msmtprc", true},
		{"a file elsewhere", "-not/msmtprc", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			alone(t)
			e := &engine{}
			p, err := e.practise()
			if err != nil {
				t.Fatal(err)
			}
			file := tt.file
			if file != "" {
				e.done = append(e.done, install.Done{Path: p.Dir + file})
			}
			if err := e.close(); err != nil {
				t.Fatal(err)
			}
			if _, err := os.Stat(p.Dir); (err == nil) != tt.keep {
				t.Errorf("kept: %t, want %t", err == nil, tt.keep)
			}
		})
	}
	home := alone(t)
	e := &engine{}
	if err := e.close(); err != nil {
		t.Fatal(err)
	}
	if _, err := e.practise(); !errors.Is(err, errInterrupted) {
		t.Errorf("started after the end: %v", err)
	}
	if left, _ := filepath.Glob(home + "/postern-practice-*"); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

func TestPracticeInterrupted(t *testing.T) {
	home := alone(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	in, answers := io.Pipe()
	defer answers.Close()
	var out, errOut bytes.Buffer
	asked := &watcher{w: &out, text: "> ", do: cancel}
	if code := Main(ctx, []string{"practice"}, in, asked, &errOut); code != exitInterrupted {
		t.Errorf("exit code: got %d", code)
	}
	if left, _ := filepath.Glob(home + "/postern-practice-*"); len(left) != 0 {
		t.Errorf("a folder with a password in it was left: %v", left)
	}
}

// TestPracticeListTakesNoScene: a scene would have no effect.
func TestPracticeListTakesNoScene(t *testing.T) {
	code, out, errOut := run(t, "", "practice", "open", "--list")
	if code != exitUsage || out != "" || !strings.Contains(errOut, "--list names all scenes") {
		t.Errorf("got %d, %q and %q", code, out, errOut)
	}
}
