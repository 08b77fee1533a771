package cli

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"postern/probe/practice"
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

func TestPracticeServe(t *testing.T) {
	alone(t)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	r, w := io.Pipe()
	ended := make(chan int)
	go func() {
		ended <- Main(ctx, []string{"practice", "--serve"}, strings.NewReader(""), w, io.Discard)
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
	}
	values := make(map[string]string)
	for _, line := range lines[4:] {
		name, value, _ := strings.Cut(line, " ")
		values[name] = value
	}
	if values["user"] == "" || values["password"] == "" {
		t.Errorf("no login: %q", lines[4:])
	}
	if _, err := os.Stat(values["inbox"]); err != nil {
		t.Error(err)
	}
	port := strings.Fields(lines[1])[1]
	code, text, errOut := run(t, "", "probe", "localhost", "--port", port, "--ca", values["ca"])
	if code != 0 || !strings.Contains(text, "ready") {
		t.Errorf("probing a served door: got %d, %q and %q", code, text, errOut)
	}
	stop()
	if code := <-ended; code != exitInterrupted {
		t.Errorf("exit code: got %d, want %d", code, exitInterrupted)
	}
	if _, err := os.Stat(filepath.Dir(values["inbox"])); err != nil {
		t.Errorf("the folder went with the servers: %v", err)
	}
}
