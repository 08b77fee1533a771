package cli

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postern/wizard/catalog"
	"postern/wizard/lesson"
	"postern/wizard/recipe"
)

// TestEverythingPrintedInASCII: where the locale or the terminal knows nothing else, no
// command prints anything else, and no plain question does.
func TestEverythingPrintedInASCII(t *testing.T) {
	alone(t)
	t.Setenv("LANG", "C")
	t.Setenv("LC_ALL", "")
	t.Setenv("LC_CTYPE", "")
	t.Setenv("TERM", "linux")
	all := [][]string{
		{"explain"},
		{"providers"},
		{"programs"},
		{"licences"},
		{"practice", "--list"},
		{"explan"},
		{"providers", "nobodyatall"},
		{"find", "ada@fastmail.com", "--offline"},
		{"find", "ada@nowhere.example", "--offline"},
		{"probe", "localhost", "--port", "1"},
		{"probe", "localhost", "--port", "1", "--transcript"},
	}
	for _, l := range lesson.All() {
		all = append(all, []string{"explain", l.ID})
	}
	for _, p := range catalog.Default().Providers {
		all = append(all, []string{"providers", p.ID})
	}
	for _, p := range recipe.Programs() {
		all = append(all, []string{"config", p.ID, "--address", "ada@fastmail.com"})
	}
	for _, args := range all {
		_, out, errOut := run(t, "", args...)
		onlyASCII(t, strings.Join(args, " "), out+errOut)
	}
	for in, args := range map[string][]string{
		"practise\nt\nd\n?\n\n\nmsmtp\n\n\n\n\n\nshow\nd\nwrite\n": {"--plain"},
		"1\n\n\n\n\n\n\nb\n2\n\nb\n4\n\nb\nq\n":                    {"learn", "--plain"},
		"6\n1\n\n2\n\n3\n\nb\nq\n":                                 {"learn", "--plain"},
	} {
		_, out, errOut := run(t, in, args...)
		onlyASCII(t, in, out+errOut)
	}
}

func onlyASCII(t *testing.T, what, text string) {
	t.Helper()
	if text == "" {
		t.Errorf("%s: nothing is printed", what)
	}
	for line := range strings.Lines(text) {
		if strings.ContainsFunc(line, func(r rune) bool { return r > '~' || r < ' ' && r != '\n' && r != '\t' }) {
			t.Errorf("%s: %q", what, line)
		}
	}
}

// TestFilesAreNoScreen: what a screen cannot show, a file can hold. Where the locale itself
// knows nothing but ASCII, a file has nothing else either.
func TestFilesAreNoScreen(t *testing.T) {
	alone(t)
	t.Setenv("LC_ALL", "")
	t.Setenv("LC_CTYPE", "")
	for _, tt := range []struct {
		term, lang string
		file       bool
		ascii      bool
	}{
		{"linux", "C.UTF-8", true, false},
		{"linux", "C.UTF-8", false, true},
		{"xterm", "C.UTF-8", false, false},
		{"xterm", "C", true, true},
	} {
		t.Setenv("TERM", tt.term)
		t.Setenv("LANG", tt.lang)
		for _, args := range [][]string{{"--plain"}} {
			_, got, _ := run(t, "xyzzyplugh\nq\n", args...)
			if tt.file {
				got = intoFile(t, args)
			}
			if ascii := !strings.ContainsFunc(got, func(r rune) bool { return r > '~' }); got == "" || ascii != tt.ascii {
				t.Errorf("%+v, %q: got ASCII only: %t\n%s", tt, args, ascii, got)
			}
		}
	}
}

// intoFile is what a command writes where standard output is a file.
func intoFile(t *testing.T, args []string) string {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	Main(t.Context(), args, strings.NewReader("xyzzyplugh\nq\n"), f, io.Discard)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	body, err := os.ReadFile(f.Name())
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
