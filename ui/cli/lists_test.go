package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"postern/wizard/catalog"
	"postern/wizard/lesson"
	"postern/wizard/recipe"
)

func TestProviders(t *testing.T) {
	alone(t)
	code, out, _ := run(t, "", "providers")
	if got, want := strings.Count(out, "\n"), len(catalog.Default().Providers); code != 0 || got != want {
		t.Errorf("got %d and %d lines, want %d", code, got, want)
	}
	for _, tt := range []struct{ words, out, errOut string }{
		{"fastmail", "Fastmail\n\n", ""},                          // one match
		{"ada@fastmail.fm", "Fastmail\n\n", ""},                   // by its domain
		{"smtp.fastmail.com", "Fastmail\n\n", ""},                 // by its host
		{"gmx", "GMX (Germany, ", "More that match: gmx-com."},    // an exact name among several
		{"gmial", "Gmail\n\n", "Nothing is called \"gmial\""},     // a slip
		{"google", "google-workspace  ", "For all that is known"}, // several
	} {
		code, out, errOut := run(t, "", "providers", tt.words)
		if code != 0 || !strings.HasPrefix(out, tt.out) || !strings.HasPrefix(errOut, tt.errOut) || errOut == "" != (tt.errOut == "") {
			t.Errorf("%s: got %d, %.80q and %q", tt.words, code, out, errOut)
		}
	}
	_, _, errOut := run(t, "", "providers", "gogle", "mail", "xyzzyplugh")
	if !strings.Contains(errOut, "No provider matches") {
		t.Errorf("several words nobody has: %q", errOut)
	}
	code, out, errOut = run(t, "", "providers", "xyzzyplugh")
	if code != exitNot || out != "" || !strings.Contains(errOut, "No provider matches") {
		t.Errorf("got %d, %q and %q", code, out, errOut)
	}
}

// TestWideTable: what does not fit is put beneath.
func TestWideTable(t *testing.T) {
	rows := [][]string{{"gmail", "Gmail", "app password needed"}, {"fastmail", "Fastmail Pty Ltd", "works with your account password"}}
	var out bytes.Buffer
	writeStack(&out, rows, 30)
	want := "gmail: Gmail\n    app password needed\nfastmail: Fastmail Pty Ltd\n    works with your account\n    password\n"
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
	if got, want := tableWidth(rows), 8+2+16+2+32; got != want {
		t.Errorf("width: got %d, want %d", got, want)
	}
}

func TestProvidersJSON(t *testing.T) {
	alone(t)
	for _, words := range []string{"", "fastmail", "xyzzyplugh"} {
		_, out, _ := run(t, "", "providers", words, "--json")
		var got jsonProviders
		if err := json.Unmarshal([]byte(out), &got); err != nil {
			t.Fatal(err)
		}
		if got.Schema != 1 || got.AsOf == "" || got.Providers == nil || strings.Count(out, "\n") != 1 {
			t.Errorf("%q: got %.100s", words, out)
		}
	}
}

func TestPrograms(t *testing.T) {
	alone(t, "msmtp")
	code, out, _ := run(t, "", "programs")
	if got, want := strings.Count(out, "\n"), len(recipe.Programs()); code != 0 || got != want {
		t.Errorf("got %d and %d lines, want %d", code, got, want)
	}
	if !strings.Contains(out, "found on this computer") {
		t.Errorf("msmtp was not found:\n%s", out)
	}
}

func TestExplain(t *testing.T) {
	alone(t)
	for _, topic := range []string{"25", "465", "587", "2525", "submission", "relay", "starttls"} {
		t.Run(topic, func(t *testing.T) {
			code, out, errOut := run(t, "", "explain", topic)
			l, _ := lesson.Get(topic)
			if code != 0 || errOut != "" || !strings.HasPrefix(out, l.Title+"\n") {
				t.Errorf("got %d, %q and %q", code, out, errOut)
			}
			_, out, _ = run(t, "", "explain", topic, "--json")
			var got struct {
				Schema  int
				ID      string
				Body    []string
				Sources []string
			}
			if err := json.Unmarshal([]byte(out), &got); err != nil || got.Schema != 1 || got.ID != l.ID || len(got.Body) == 0 {
				t.Errorf("got %v and %s", err, out)
			}
		})
	}
	if _, out, _ := run(t, "", "explain", "port", "25"); !strings.HasPrefix(out, must(t, "25").Title) {
		t.Errorf("two words: got %q", out)
	}
	_, out, _ := run(t, "", "explain")
	for _, l := range lesson.All() {
		if !strings.Contains(out, "\n  "+l.ID+" ") || !strings.Contains(out, l.Group+"\n") {
			t.Errorf("the list lacks %s or %s", l.ID, l.Group)
		}
	}
	_, out, _ = run(t, "", "explain", "--json")
	var list struct{ Lessons []struct{ ID string } }
	if err := json.Unmarshal([]byte(out), &list); err != nil || len(list.Lessons) != len(lesson.All()) {
		t.Errorf("the list as JSON: got %v and %d lessons", err, len(list.Lessons))
	}
}

func must(t *testing.T, id string) lesson.Lesson {
	t.Helper()
	l, ok := lesson.Get(id)
	if !ok {
		t.Fatalf("no lesson %s", id)
	}
	return l
}

// TestExplainJSON: every page is one object with all that the page has.
func TestExplainJSON(t *testing.T) {
	for _, l := range lesson.All() {
		var o bytes.Buffer
		a := &app{out: &sink{w: &o}}
		if err := a.explain(l.ID, true); err != nil {
			t.Fatal(err)
		}
		var got struct {
			Schema                  int
			ID, Title, Answer, Next string
			Body, Claims, Sources   []string
			See                     []string
		}
		dec := json.NewDecoder(&o)
		dec.DisallowUnknownFields()
		if err := dec.Decode(&got); err != nil {
			t.Fatalf("%s: %v", l.ID, err)
		}
		if got.ID != l.ID || got.Title != l.Title || got.Answer != l.Answer || got.Next != l.Next || got.Claims == nil ||
			!slices.Equal(got.Body, l.Body) || !slices.Equal(got.Sources, l.Sources) || !slices.Equal(got.See, l.See) {
			t.Errorf("%s: got %+v", l.ID, got)
		}
	}
}

func TestExplainAWord(t *testing.T) {
	alone(t)
	code, out, _ := run(t, "", "explain", "downgrade", "attacks")
	if code != 0 || !strings.HasPrefix(out, "downgrade attack: Someone on the way") || !strings.Contains(out, "\n\nSTARTTLS: switching") {
		t.Errorf("a word that a page about more explains: got %d and %q", code, out)
	}
	code, out, _ = run(t, "", "explain", "certificates")
	if code != 0 || !strings.HasPrefix(out, "The certificate\n\n") {
		t.Errorf("a word with a page of its own: got %d and %q", code, out)
	}
	code, out, _ = run(t, "", "explain", "cipher")
	if code != 0 || !strings.HasPrefix(out, "cipher\n\nThe way of encrypting") {
		t.Errorf("a word of the glossary: got %d and %q", code, out)
	}
}

// TestContents: every line fits, at any width.
func TestContents(t *testing.T) {
	for _, width := range []int{0, 40, 60, 80} {
		for line := range strings.Lines(contents(lesson.All(), width)) {
			if n := len(line) - 1; width > 0 && n > width || n > 80 {
				t.Errorf("at %d: a line of %d columns: %q", width, n, line)
			}
		}
	}
}

func TestLicences(t *testing.T) {
	code, out, _ := run(t, "", "licences")
	if code != 0 || !strings.Contains(out, "MIT License") || !strings.Contains(out, catalog.Notice()) {
		t.Errorf("got %d and %q", code, out)
	}
	own, err := os.ReadFile("../../LICENSE")
	if err != nil {
		t.Fatal(err)
	}
	if carried()["licence.txt"] != string(own) {
		t.Error("text/licence.txt is not the repository's LICENSE")
	}
}

// A new library has to be named with its copyright.
func TestLicencesNameEveryLibrary(t *testing.T) {
	deps, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", "../..").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	paths := strings.Fields(string(deps))
	slices.Sort(paths)
	for _, path := range slices.Compact(paths) {
		named := path
		switch {
		case path == "postern":
			continue
		case strings.HasPrefix(path, "golang.org/x/"):
			named = "golang.org/x and the Go standard library"
		case strings.HasPrefix(path, "github.com/charmbracelet/x/"):
			named = "github.com/charmbracelet/x"
		}
		if !strings.Contains(carried()["libraries.txt"], "\n"+named+": ") {
			t.Errorf("text/libraries.txt does not name %s", path)
		}
	}
}
