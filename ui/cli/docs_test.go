package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"postern/wizard/catalog"
	"postern/wizard/recipe"
)

// docs are the pages for people, from here.
func docs(t *testing.T) map[string]string {
	t.Helper()
	pages := make(map[string]string)
	for _, pattern := range []string{"../../README.md", "../../.github/*.md", "../../probe/compare/README.md", "../../probe/discover/compare/README.md"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(files), err)
		}
		for _, file := range files {
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			pages[file] = string(body)
		}
	}
	return pages
}

var (
	inline = regexp.MustCompile("`([^`\n]+)`")
	link   = regexp.MustCompile(`\]\(([^)#\s]+)`)
)

// TestCommandsInTheDocs: every command line that the pages, the help and the examples
// show can be typed as it stands.
func TestCommandsInTheDocs(t *testing.T) {
	whole, parts := 0, 0
	for page, text := range docs(t) {
		for line := range strings.Lines(text) {
			if command, ok := strings.CutPrefix(line, "    "); ok {
				if words := typedWords(command); isPostern(words) {
					whole++
					canBeTyped(t, page, words, !strings.Contains(page, "compare"))
				}
				namesFolders(t, page, command)
				continue
			}
			for _, m := range inline.FindAllStringSubmatch(line, -1) {
				if words := typedWords(m[1]); isPostern(words) {
					parts++
					canBeTyped(t, page, words, false)
				}
				namesFolders(t, page, m[1])
			}
		}
	}
	for _, page := range Pages() {
		for _, s := range page.Sections {
			for _, p := range s.Parts {
				if words := typedWords(p.Term); isPostern(words) {
					whole++
					canBeTyped(t, page.Name+" --help", words, s.Title == "Examples")
				}
			}
		}
	}
	if whole < 25 || parts < 15 {
		t.Errorf("only %d command lines and %d commands were found", whole, parts)
	}
}

// isPostern reports whether the words run Postern, and not a script or another program.
func isPostern(words []string) bool { return len(words) > 0 && words[0] == "postern" }

// canBeTyped parses a command as the program does, and runs nothing. A part of a
// command need not have its arguments.
func canBeTyped(t *testing.T, page string, words []string, whole bool) {
	t.Helper()
	a := &app{args: words[1:], out: &sink{w: new(strings.Builder)}, errOut: new(strings.Builder), getenv: func(string) string { return "" }}
	root := a.root()
	root.InitDefaultHelpCmd()
	cmd, rest, err := root.Find(words[1:])
	if err != nil {
		t.Errorf("%s: %q: %v", page, words, err)
		return
	}
	cmd.InitDefaultHelpFlag()
	if !whole { // a flag may be named without its value
		for _, w := range rest {
			name, isFlag := strings.CutPrefix(w, "--")
			if name, _, _ = strings.Cut(name, "="); isFlag && name != "" && cmd.Flag(name) == nil {
				t.Errorf("%s: %q: there is no --%s", page, words, name)
			}
		}
		return
	}
	if err := cmd.ParseFlags(rest); err != nil {
		t.Errorf("%s: %q: %v", page, words, err)
		return
	}
	args := cmd.Flags().Args()
	if err := cmd.ValidateArgs(args); err != nil {
		t.Errorf("%s: %q: %v", page, words, err)
	}
	if cmd == root && !slices.Contains(args, "COMMAND") {
		if _, err := a.firstAnswer(root, args); err != nil {
			t.Errorf("%s: %q: %v", page, words, err)
		}
	}
}

// namesFolders wants every package that a go command names to be there.
func namesFolders(t *testing.T, page, command string) {
	t.Helper()
	words := strings.Fields(command)
	if len(words) < 3 || words[0] != "go" {
		return
	}
	for _, w := range words[2:] {
		if !strings.HasPrefix(w, "./") {
			continue
		}
		dir := strings.TrimSuffix(strings.TrimSuffix(w, "..."), "/")
		if _, err := os.Stat(filepath.Join("../..", dir)); err != nil {
			t.Errorf("%s: %s: there is no %s", page, command, w)
		}
	}
}

// typedWords are the words of a command as a shell reads them, up to where another
// one begins. "go run ." is Postern.
func typedWords(line string) []string {
	if rest, ok := strings.CutPrefix(line, "go run . "); ok {
		line = "postern " + rest
	}
	line = strings.ReplaceAll(line, "\\\n", " ")
	var words []string
	var word strings.Builder
	quote, open := rune(0), false
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '\'' || r == '"':
			quote, open = r, true
		case strings.ContainsRune("|<>;&()#", r):
			return finished(words, word.String(), open)
		case r == ' ' || r == '\n':
			words = finished(words, word.String(), open)
			word.Reset()
			open = false
		default:
			word.WriteRune(r)
		}
	}
	return finished(words, word.String(), open)
}

func finished(words []string, word string, quoted bool) []string {
	if word == "" && !quoted {
		return words
	}
	return append(words, word)
}

func TestTypedWords(t *testing.T) {
	for _, tt := range []struct {
		line string
		want []string
	}{
		{"postern config msmtp \\\n      --name 'Ada L' > x", []string{"postern", "config", "msmtp", "--name", "Ada L"}},
		{"go run . practice", []string{"postern", "practice"}},
		{`postern probe - "" | cat`, []string{"postern", "probe", "-", ""}},
		{"source <(postern completion bash)", []string{"source"}},
	} {
		if got := typedWords(tt.line); !slices.Equal(got, tt.want) {
			t.Errorf("%q: got %q, want %q", tt.line, got, tt.want)
		}
	}
}

// TestLinksInTheDocs: every link to a file leads to one.
func TestLinksInTheDocs(t *testing.T) {
	found := 0
	for page, text := range docs(t) {
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			found++
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), m[1])); err != nil {
				t.Errorf("%s: there is no %s", page, m[1])
			}
		}
	}
	if found < 25 {
		t.Errorf("only %d links were found", found)
	}
}

// TestTestsNamedInTheDocs: a promise that names its test has one.
func TestTestsNamedInTheDocs(t *testing.T) {
	there := make(map[string]bool)
	defined := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	err := filepath.WalkDir("../..", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		body, err := os.ReadFile(path)
		for _, m := range defined.FindAllStringSubmatch(string(body), -1) {
			there[m[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`(Test[A-Z]\\w+)`")
	found := 0
	for page, text := range docs(t) {
		for _, m := range named.FindAllStringSubmatch(text, -1) {
			found++
			if !there[m[1]] {
				t.Errorf("%s: there is no %s", page, m[1])
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d tests are named", found)
	}
}

// TestNumbersInTheREADME: it counts the providers and programs that there are.
func TestNumbersInTheREADME(t *testing.T) {
	readme := docs(t)["../../README.md"]
	for _, want := range []string{
		fmt.Sprintf("the %d of them", len(catalog.Default().Providers)),
		fmt.Sprintf("the %d programs it writes settings for", len(recipe.Programs())),
	} {
		if !strings.Contains(readme, want) {
			t.Errorf("the README does not say %q", want)
		}
	}
}
