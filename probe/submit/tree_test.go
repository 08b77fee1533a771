//go:build !windows

package submit_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"postern/probe/submit"
)

// TestFromCommandLeavesNothing: with the command, all that it has started ends, also what
// ignores that it is asked to. Each holds the pipe open for as long as it lives.
func TestFromCommandLeavesNothing(t *testing.T) {
	for name, command := range map[string]string{
		"one behind the shell": "sleep 600; true",
		"several":              "(sleep 600; true) | (sleep 600; true); true",
		"in the background":    "sleep 600 & sleep 600 & wait",
		"a stubborn one":       `sh -c 'trap "" TERM; while :; do sleep 600; done'; true`,
	} {
		t.Run(name, func(t *testing.T) {
			pipe := filepath.Join(t.TempDir(), "alive")
			if err := syscall.Mkfifo(pipe, 0o600); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			ended := make(chan error, 1)
			go func() {
				_, err := submit.FromCommand("exec 2>'"+pipe+"'; echo begun >&2; "+command, nil)(ctx)
				ended <- err
			}()
			alive, err := os.Open(pipe) // waits for whoever writes
			if err != nil {
				t.Fatal(err)
			}
			defer alive.Close()
			if err := alive.SetReadDeadline(time.Now().Add(30 * time.Second)); err != nil {
				t.Fatal(err)
			}
			if _, err := alive.Read(make([]byte, 6)); err != nil {
				t.Fatal(err)
			}
			cancel()
			if err := <-ended; !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
			if _, err := io.ReadAll(alive); err != nil { // comes to an end once nobody is left
				t.Error(err)
			}
		})
	}
}

// TestFromCommandReads: the command has the input it is given, and no other.
func TestFromCommandReads(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte("hunter2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	if got, err := submit.FromCommand("cat", in)(t.Context()); err != nil || string(got) != "hunter2" {
		t.Errorf("got %q, %v", got, err)
	}
	if got, err := submit.FromCommand("cat", nil)(t.Context()); err == nil {
		t.Errorf("without an input: got %q", got)
	}
}
