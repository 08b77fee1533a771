package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"postern/ui/cli"
)

// written writes the pages, and returns them by name.
func written(t *testing.T) (dir string, pages map[string]string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "man")
	if err := write(dir, "2026-11-27"); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.1"))
	if err != nil || len(files) != len(cli.Pages()) {
		t.Fatalf("%d files for %d commands, %v", len(files), len(cli.Pages()), err)
	}
	pages = make(map[string]string)
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		pages[strings.TrimSuffix(filepath.Base(file), ".1")] = string(body)
	}
	return dir, pages
}

// flagsOf are the flags of a command as the program completes them: it knows nothing of
// the texts that the pages are made from.
func flagsOf(t *testing.T, command string) []string {
	t.Helper()
	args := []string{"__complete", command, "--"}
	if command == "postern" {
		args = slices.Delete(args, 1, 2)
	}
	var out, errOut bytes.Buffer
	if code := cli.Main(t.Context(), args, strings.NewReader(""), &out, &errOut); code != 0 {
		t.Fatalf("%s: %d, %s", command, code, errOut.String())
	}
	var flags []string
	for line := range strings.Lines(out.String()) {
		if word, _, _ := strings.Cut(strings.TrimSpace(line), "\t"); strings.HasPrefix(word, "--") {
			flags = append(flags, word)
		}
	}
	return flags
}

func TestEveryCommandAndFlagHasItsPlace(t *testing.T) {
	_, pages := written(t)
	everywhere := []string{"--plain", "--no-motion", "--theme"} // told of where there is a wizard
	found := 0
	for _, p := range cli.Pages() {
		page, ok := pages[titleOf(p.Name)]
		if !ok {
			t.Errorf("%s has no page", p.Name)
			continue
		}
		for _, section := range []string{"NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "ENVIRONMENT", "FILES", "SEE ALSO"} {
			if strings.Count(page, "\n.SH "+section+"\n") != 1 {
				t.Errorf("%s: %s is not there once", p.Name, section)
			}
		}
		if p.Name != "postern" && !strings.Contains(page, "\n.SH EXAMPLES\n") {
			t.Errorf("%s: there is no example", p.Name)
		}
		for _, flag := range flagsOf(t, p.Name) {
			found++
			if slices.Contains(everywhere, flag) && p.Name != "postern" {
				continue
			}
			if !strings.Contains(page, `\fB`+escape(flag)+`\fR`) {
				t.Errorf("%s: nothing is said of %s", p.Name, flag)
			}
		}
	}
	if found < 80 {
		t.Errorf("only %d flags were looked for", found)
	}
}

// TestEveryVariableIsNamed: what the program reads of its environment stands in the
// manual.
func TestEveryVariableIsNamed(t *testing.T) {
	_, pages := written(t)
	all := strings.Join([]string{pages["postern"], pages["postern-find"]}, "\n")
	read := regexp.MustCompile(`[gG]etenv\("([A-Z_]+)"\)`)
	for _, pattern := range []string{"../*.go", "../../*.go", "../../../probe/*.go", "../../../probe/discover/*.go", "../../../wizard/*/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range read.FindAllStringSubmatch(string(body), -1) {
				if !strings.Contains(all, m[1]) {
					t.Errorf("%s reads %s, of which the manual says nothing", file, m[1])
				}
			}
		}
	}
}

// TestPagesAreClean asks the programs that show manuals.
func TestPagesAreClean(t *testing.T) {
	dir, pages := written(t)
	for _, checker := range [][]string{
		{"mandoc", "-T", "lint", "-W", "all"},
		{"man", "--warnings", "-E", "UTF-8", "-Tutf8", "-Z", "-l"},
	} {
		t.Run(checker[0], func(t *testing.T) {
			if _, err := exec.LookPath(checker[0]); err != nil {
				t.Skip(checker[0] + " is not installed")
			}
			for name := range pages {
				cmd := exec.CommandContext(t.Context(), checker[0], append(checker[1:], filepath.Join(dir, name+".1"))...)
				var out, complaint bytes.Buffer
				cmd.Stdout, cmd.Stderr = &out, &complaint
				err := cmd.Run()
				said := complaint.String()
				if checker[0] == "mandoc" { // which says it on its output
					said += out.String()
				}
				if strings.TrimSpace(withoutReferences(said)) != "" || err != nil && said == "" {
					t.Errorf("%s: %v\n%s", name, err, said)
				}
			}
		})
	}
}

// withoutReferences leaves out that pages are named which are not installed here.
func withoutReferences(said string) string {
	var rest strings.Builder
	for line := range strings.Lines(said) {
		if !strings.Contains(line, "referenced manual not found") {
			rest.WriteString(line)
		}
	}
	return rest.String()
}

func TestRoffIsEscaped(t *testing.T) {
	m := manual{title: "x", short: "y", day: "2026-11-27", sections: []cli.Section{
		{Title: "DESCRIPTION", Parts: []cli.Part{{Text: `.profile isn't a\b`}, {Text: "'tis"}}},
		{Title: "EXAMPLES", Parts: []cli.Part{{Term: ".x --y"}, {Term: "z ~/a"}}},
	}}
	for _, want := range []string{
		"\n\\&.profile isn\\(aqt a\\eb\n.PP\n\\(aqtis\n", ".RS\n.nf\n\\&.x \\-\\-y\nz \\(ti/a\n.fi\n.RE\n", ".TH X 1 2026-11-27 Postern",
	} {
		if !strings.Contains(m.roff(), want) {
			t.Errorf("no %q in\n%s", want, m.roff())
		}
	}
}

func TestEdition(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	for _, tt := range []struct{ epoch, want string }{
		{"", "2027-01-15"},
		{"0", "1970-01-01"},
		{"1795737600", "2026-11-27"},
		{"yesterday", ""},
	} {
		if got, err := edition(tt.epoch, now); got != tt.want || (err != nil) != (tt.want == "") {
			t.Errorf("%q: got %q and %v, want %q", tt.epoch, got, err, tt.want)
		}
	}
}
