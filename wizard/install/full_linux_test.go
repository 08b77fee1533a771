package install

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestFullDisk fills a real one, of a few pages. Where none can be mounted, the
// disks of TestAllOrNone, which only say that they are full, are all there is.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("postern", dir, "tmpfs", 0, "size=32k,mode=700"); err != nil {
		t.Skipf("no small disk can be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	var plans []Plan
	for _, name := range []string{"main.cf", "sasl_passwd"} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte("old and whole"), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := Look(path)
		if err != nil {
			t.Fatal(err)
		}
		plans = append(plans, Make(c, []byte(strings.Repeat("much more than there is room for\n", 400)), 0o600))
	}
	if _, err := Apply(plans, noon); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("got %v, want a full disk", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 {
		t.Errorf("the folder holds %v (%v), want the two files", entries, err)
	}
	for _, p := range plans {
		if got, _ := os.ReadFile(p.Current.Path); string(got) != "old and whole" {
			t.Errorf("%s is %q", p.Current.Path, got)
		}
	}
}
