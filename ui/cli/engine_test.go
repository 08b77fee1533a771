package cli

import (
	"path/filepath"
	"testing"

	"postern/wizard"
	"postern/wizard/catalog"
	"postern/wizard/install"
)

// TestWhatWasWrittenIsKnown: the person may leave before the screen learns that
// the file was written.
func TestWhatWasWrittenIsKnown(t *testing.T) {
	path := filepath.Join(t.TempDir(), "msmtprc")
	current, err := install.Look(path)
	if err != nil {
		t.Fatal(err)
	}
	e := new(engine)
	left := wizard.New(wizard.World{Catalog: catalog.Default()})
	if _, err := e.apply(install.Make(current, []byte("account a\n"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if got := e.written(left); got.Done() == nil || got.Done().Path != path {
		t.Errorf("the file was written, and it says %v", got.Done())
	}
	if _, err := e.apply(install.Make(current, []byte("account b\n"), 0o600)); err == nil {
		t.Error("a file was written after the person had left")
	}
}

func TestNothingWrittenIsKnown(t *testing.T) {
	s := wizard.New(wizard.World{Catalog: catalog.Default()})
	if got := new(engine).written(s); got.Done() != nil {
		t.Errorf("nothing was written, and it says %v", got.Done())
	}
}
