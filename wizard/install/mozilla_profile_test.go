package install_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"postern/wizard/install"
)

// inProfile is a folder with prefs.js, and the path of its user.js.
func inProfile(t *testing.T, own string) (dir, path string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "prefs.js"), []byte(own), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir, filepath.Join(dir, "user.js")
}

func TestLookBeside(t *testing.T) {
	dir, path := inProfile(t, "its own")
	if c := look(t, path); string(c.Own) != "its own" || c.InUse || c.Exists {
		t.Errorf("got %+v", c)
	}
	if c := look(t, filepath.Join(dir, "msmtprc")); c.Own != nil || c.InUse {
		t.Errorf("another file: got %+v", c)
	}
	if c := look(t, filepath.Join(t.TempDir(), "user.js")); c.Own != nil || c.InUse {
		t.Errorf("an empty folder: got %+v", c)
	}
}

func TestApplyWhenTheProgramChangedItsOwn(t *testing.T) {
	dir, path := inProfile(t, "before")
	plan := install.Make(look(t, path), []byte("new"), 0o600)
	if err := os.WriteFile(filepath.Join(dir, "prefs.js"), []byte("after"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := install.ApplyOne(plan, time.Now()); !errors.Is(err, install.ErrChanged) {
		t.Errorf("got %v, want ErrChanged", err)
	}
	if c := look(t, path); c.Exists {
		t.Error("it was written all the same")
	}
}
