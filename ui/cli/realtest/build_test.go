//go:build linux

package realtest_test

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// All that the tests make lies in one folder, which other users can look into, and
// is gone with it.
func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "postern-real-")
	if err != nil {
		log.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		log.Fatal(err)
	}
	os.Setenv("TMPDIR", dir)
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// program builds Postern once, and says where it is.
var program = sync.OnceValues(func() (string, error) {
	path := filepath.Join(os.TempDir(), "postern")
	if out, err := exec.Command("go", "build", "-o", path, "postern").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return path, nil
})

// build is where the program is, once it was built.
func build(t *testing.T) string {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatalf("build: %v", err)
	}
	return path
}
