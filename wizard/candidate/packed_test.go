package candidate

import (
	"os"
	"testing"

	"postern/wizard/packed"
)

// TestPacked holds what the program carries to the files that people edit.
func TestPacked(t *testing.T) {
	if err := packed.Same(pack, os.DirFS("."), "text"); err != nil {
		t.Error(err)
	}
}
