//go:build linux && !race

package submit_test

import (
	"bufio"
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"postern/probe"
	"postern/probe/submit"
)

// TestMemory signs in from a process of its own and then looks through all of that
// process's memory: the secret is nowhere, nor is what was said with it. Nothing is
// collected there, so that what was only let go would be found. It has one processor,
// so that crypto/tls finds the buffer again that its handshake left, and need not let
// go of one too short; the race detector takes such buffers away at random.
func TestMemory(t *testing.T) {
	s := starts(t, "open")
	for _, mechanism := range []string{"PLAIN", "LOGIN"} {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestMemoryOfTheOther$", "-test.v")
		cmd.Env = append(os.Environ(), "SUBMIT_USER="+s.User, "SUBMIT_COMMAND="+s.PasswordCommand, "SUBMIT_CA="+s.CAFile,
			"SUBMIT_MECHANISM="+mechanism, "GOMAXPROCS=1", "GOGC=off", "SUBMIT_PORT="+strconv.Itoa(doorOf(s, 587).Dialled()))
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		in, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		said := ""
		for lines := bufio.NewScanner(out); said == "" && lines.Scan(); {
			said, _ = strings.CutPrefix(lines.Text(), "signed in: ")
			if said == lines.Text() {
				said = ""
			}
		}
		if said != mechanism+" ok ok" {
			t.Errorf("the other process said %q", said)
		}
		memory := memoryOf(t, cmd.Process.Pid)
		if !bytes.Contains(memory, []byte(s.User)) {
			t.Error("not even the user name is in its memory: it was not looked through")
		}
		for _, form := range []string{
			s.Password,
			base64.StdEncoding.EncodeToString([]byte(s.Password)),
			base64.StdEncoding.EncodeToString([]byte("\x00" + s.User + "\x00" + s.Password)),
		} {
			if n := bytes.Count(memory, []byte(form)); n > 0 {
				t.Errorf("%s: %q is in its memory %d times", mechanism, form, n)
			}
		}
		_ = in.Close()
		_ = cmd.Wait()
	}
}

// TestMemoryOfTheOther is the other process of TestMemory.
func TestMemoryOfTheOther(t *testing.T) {
	command := os.Getenv("SUBMIT_COMMAND")
	if command == "" {
		return
	}
	pem, err := os.ReadFile(os.Getenv("SUBMIT_CA"))
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	port, _ := strconv.Atoi(os.Getenv("SUBMIT_PORT"))
	user := os.Getenv("SUBMIT_USER")
	got := (&submit.Submitter{Prober: &probe.Prober{Roots: roots}}).Submit(t.Context(), submit.Attempt{
		Host: "localhost", Door: probe.Door{Port: port}, User: user, Secret: submit.FromCommand(command, nil),
		Mechanisms: []string{os.Getenv("SUBMIT_MECHANISM")}, Message: &submit.Message{From: user, To: user},
	})
	fmt.Println("signed in:", got.Mechanism, got.Login, got.Send)
	_, _ = os.Stdin.Read(make([]byte, 1)) // until it was looked through
}

// memoryOf reads all the memory of a process that can be written to.
func memoryOf(t *testing.T, pid int) (memory []byte) {
	t.Helper()
	maps, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil {
		t.Fatal(err)
	}
	mem, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	if err != nil {
		t.Skipf("the system lets nobody look into a process: %v", err)
	}
	defer func() { _ = mem.Close() }()
	for line := range strings.Lines(string(maps)) {
		var from, to int64
		var rights string
		if _, err := fmt.Sscanf(line, "%x-%x %s", &from, &to, &rights); err != nil || !strings.HasPrefix(rights, "rw") || to-from > 1<<28 {
			continue
		}
		part := make([]byte, to-from)
		n, _ := mem.ReadAt(part, from)
		memory = append(memory, part[:n]...)
	}
	return memory
}
