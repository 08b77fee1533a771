package submit_test

import (
	"os"
	"path/filepath"
	"testing"

	"postern/probe/submit"
)

func TestFromCommandOfWindows(t *testing.T) {
	file := filepath.Join(t.TempDir(), "pass word.txt")
	if err := os.WriteFile(file, []byte("hunter 2\r\nnotes\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for command, want := range map[string]string{
		`echo hunter2`:        "hunter2",
		`type "` + file + `"`: "hunter 2",
		`cmd /c type "` + file + `" & rem "a" and b`: "hunter 2",
	} {
		got, err := submit.FromCommand(command, nil)(t.Context())
		if err != nil || string(got) != want {
			t.Errorf("%s: got %q, %v; want %q", command, got, err, want)
		}
	}
	for command, want := range map[string]string{
		`echo hunter2& exit 3`: "the command ended with exit status 3",
		`rem`:                  "the command printed nothing on its first line",
	} {
		if _, err := submit.FromCommand(command, nil)(t.Context()); err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", command, err, want)
		}
	}
}
