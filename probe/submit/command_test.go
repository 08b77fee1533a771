package submit_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"postern/probe/submit"
)

func TestFromCommand(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("these are commands of a Unix shell")
	}
	for command, want := range map[string]string{
		"echo hunter2":                      "hunter2",
		"printf hunter2":                    "hunter2",
		`printf 'hunter2\r\n'`:              "hunter2",
		`printf 'hunter2\nuser: ada\n'`:     "hunter2",
		"printf ' hunter 2 \n'":             " hunter 2 ",
		"echo hunter2; yes | head -c 99999": "hunter2",
		"echo loud >&2; echo hunter2":       "hunter2",
		"printf 'ü\\377'":                   "ü\xff",
	} {
		got, err := submit.FromCommand(command, nil)(t.Context())
		if err != nil || string(got) != want {
			t.Errorf("%s: got %q, %v", command, got, err)
		}
	}
}

// TestFromCommandFails: an error says nothing of the command or what it printed.
func TestFromCommandFails(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("these are commands of a Unix shell")
	}
	for command, want := range map[string]string{
		"echo hunter2; exit 3":    "the command ended with exit status 3",
		"hunter2-is-no-program":   "the command ended with exit status 127",
		"true hunter2":            "the command printed nothing on its first line",
		`printf '\nhunter2'`:      "the command printed nothing on its first line",
		"echo hunter2; kill $$":   "the command did not end well",
		"echo hunter2 >&2; false": "the command ended with exit status 1",
	} {
		got, err := submit.FromCommand(command, nil)(t.Context())
		if err == nil || err.Error() != want || got != nil {
			t.Errorf("%s: got %q, %v", command, got, err)
		}
		if strings.Contains(err.Error(), "hunter2") {
			t.Error("the error holds the secret")
		}
	}
}

// TestFromCommandStops: the command ends with the context, and is not waited for
// longer than it takes.
func TestFromCommandStops(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("this is a command of a Unix shell")
	}
	begun := filepath.Join(t.TempDir(), "begun")
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for _, err := os.Stat(begun); err != nil; _, err = os.Stat(begun) {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	_, err := submit.FromCommand("sleep 60 & : > '"+begun+"'; sleep 60", nil)(ctx)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
