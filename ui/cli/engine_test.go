package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"postern/probe"
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
	if _, err := e.apply([]install.Plan{install.Make(current, []byte("account a\n"), 0o600)}); err != nil {
		t.Fatal(err)
	}
	if got := e.written(left); got.Done() != nil {
		t.Errorf("it is not this session's file, and it says %v", got.Done())
	}
	if got := e.writtenWords(""); !strings.Contains(got, path) {
		t.Errorf("the file was written, and it says %q", got)
	}
	if _, err := e.apply([]install.Plan{install.Make(current, []byte("account b\n"), 0o600)}); err == nil {
		t.Error("a file was written after the person had left")
	}
}

func TestNothingWrittenIsKnown(t *testing.T) {
	s := wizard.New(wizard.World{Catalog: catalog.Default()})
	if got := new(engine).written(s); got.Done() != nil {
		t.Errorf("nothing was written, and it says %v", got.Done())
	}
	if got := new(engine).writtenWords(""); got != "Nothing was written." {
		t.Errorf("got %q", got)
	}
}

// TestReportsAreKept: a report is told of, and the practice folder stays for it.
func TestReportsAreKept(t *testing.T) {
	alone(t)
	e := new(engine)
	p, err := e.practise()
	if err != nil {
		t.Fatal(err)
	}
	s := wizard.New(wizard.World{Catalog: catalog.Default(), PracticeOnly: true}).WithPractice(p)
	report := probe.NewReport(p.Host, time.Unix(1e9, 0), p.Doors)
	s = s.WithReport(report.Stopped(), time.Second)
	var paths []string
	for _, asJSON := range []bool{false, true, false} {
		path, err := e.save(s, asJSON)
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	want := filepath.Join(p.Dir, "postern-localhost-20010909-014640.txt")
	if paths[0] != want || paths[2] != want || !strings.HasSuffix(paths[1], ".json") {
		t.Errorf("saved as %q", paths)
	}
	later, err := e.save(s.WithReport(report, time.Second), false)
	if err != nil || later != strings.TrimSuffix(want, ".txt")+"-2.txt" {
		t.Errorf("of another moment: %q, %v", later, err)
	}
	if words := e.writtenWords(""); strings.Count(words, "Saved: ") != 3 {
		t.Errorf("it says %q", words)
	}
	if err := e.close(); err != nil {
		t.Fatal(err)
	}
	var got jsonReport
	body, err := os.ReadFile(paths[1])
	if err == nil {
		err = json.Unmarshal(body, &got)
	}
	if err != nil || got.Host != p.Host || len(got.Ports) != len(p.Doors) {
		t.Errorf("the report: %v, %+v", err, got)
	}
}
