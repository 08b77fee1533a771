package cli

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"postern/wizard/packed"
)

// commands are all commands a person can see, the bare one first.
func commands(t *testing.T) []*cobra.Command {
	t.Helper()
	a := &app{out: &sink{w: new(strings.Builder)}, errOut: new(strings.Builder), getenv: func(string) string { return "" }}
	root := a.root()
	root.InitDefaultHelpCmd()
	return append([]*cobra.Command{root}, root.Commands()...)
}

func TestHelpOfEveryCommand(t *testing.T) {
	alone(t)
	for _, cmd := range commands(t) {
		t.Run(cmd.Name(), func(t *testing.T) {
			args := append(strings.Fields(cmd.CommandPath())[1:], "--help")
			code, out, errOut := run(t, "", args...)
			if code != 0 || errOut != "" {
				t.Fatalf("got %d and %q", code, errOut)
			}
			for line := range strings.Lines(out) {
				line = strings.TrimSuffix(line, "\n")
				if len(line) > 80 || strings.TrimRight(line, " ") != line {
					t.Errorf("wider than 80 columns, or blanks at its end: %q", line)
				}
				if i := strings.IndexFunc(line, func(r rune) bool { return r < ' ' || r > '~' }); i >= 0 {
					t.Errorf("not plain ASCII: %q", line)
				}
			}
			_, other, _ := run(t, "", append([]string{"help"}, args[:len(args)-1]...)...)
			if other != out {
				t.Errorf("postern help says something else:\n%s", other)
			}
		})
	}
}

func TestHelpNamesPlainFirst(t *testing.T) {
	_, out, _ := run(t, "", "--help")
	if first, _, _ := strings.Cut(out, "\n"); !strings.Contains(first, "--plain") {
		t.Errorf("the first line is %q", first)
	}
}

// TestHelpNamesWhatIsSent: nothing that a probe says to a server is left out.
func TestHelpNamesWhatIsSent(t *testing.T) {
	_, out, _ := run(t, "", "probe", "--help")
	for _, command := range []string{"EHLO", "HELO", "STARTTLS", "QUIT"} {
		if !regexp.MustCompile(`\b` + command + `\b`).MatchString(out) {
			t.Errorf("the help does not say that %s is sent", command)
		}
	}
}

func TestHelpNamesEveryFlagAndNoOther(t *testing.T) {
	everywhere := []string{"plain", "no-motion", "theme"} // told of where there is a wizard
	named := regexp.MustCompile(`(?m)^  (?:-h, )?--([a-z-]+)`)
	for _, cmd := range commands(t) {
		t.Run(cmd.Name(), func(t *testing.T) {
			var told []string
			for _, m := range named.FindAllStringSubmatch(carried()[cmd.Name()+".txt"], -1) {
				told = append(told, m[1])
			}
			known := []string{"help"}
			cmd.LocalFlags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
			for _, name := range known {
				if !slices.Contains(told, name) {
					t.Errorf("the help is silent about --%s", name)
				}
			}
			for _, name := range told {
				if !slices.Contains(known, name) && !slices.Contains(everywhere, name) {
					t.Errorf("the help tells of --%s, which there is not", name)
				}
			}
		})
	}
}

func TestHelpListsEveryCommand(t *testing.T) {
	_, out, _ := run(t, "", "--help")
	for _, cmd := range commands(t)[1:] {
		if !strings.Contains(out, "\n  "+cmd.Name()+" ") {
			t.Errorf("the help does not list %s", cmd.Name())
		}
		if cmd.Short == "" {
			t.Errorf("%s has no short line for completions", cmd.Name())
		}
	}
}

func TestCompletion(t *testing.T) {
	alone(t)
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		t.Run(shell, func(t *testing.T) {
			code, out, errOut := run(t, "", "completion", shell)
			if code != 0 || !strings.Contains(out, "postern") || errOut != "" {
				t.Errorf("got %d, %d bytes and %q", code, len(out), errOut)
			}
		})
	}
}

func TestCompletionOfWords(t *testing.T) {
	alone(t)
	for _, tt := range []struct{ line, want string }{
		{"fastm", "fastmail"},
		{"prob", "probe"},
		{"--theme ", "light"},
		{"--prefer ", "465"},
		{"probe --prefer ", "587"},
		{"probe --provider fastm", "fastmail"},
		{"config ", "msmtp"},
		{"config --security ", "starttls"},
		{"config --password-store ", "keyring"},
		{"config --provider fastm", "fastmail"},
		{"config msmtp --provider fastm", "fastmail"},
		{"probe smtp.example.org --provider fastm", "fastmail"},
		{"probe --format ", "json"},
		{"explain start", "starttls"},
		{"practice blo", "blocked"},
		{"completion b", "bash"},
		{"help conf", "config"},
	} {
		t.Run(tt.line, func(t *testing.T) {
			_, out, _ := run(t, "", append([]string{"__complete"}, strings.Split(tt.line, " ")...)...)
			if !slices.ContainsFunc(strings.Split(out, "\n"), func(l string) bool {
				word, _, _ := strings.Cut(l, "\t")
				return word == tt.want
			}) {
				t.Errorf("got %q, want %q among it", out, tt.want)
			}
		})
	}
}

// TestIdleFlagsAreNotOffered: the flags that every command takes are offered where they do
// something, and taken everywhere.
func TestIdleFlagsAreNotOffered(t *testing.T) {
	alone(t)
	for _, cmd := range commands(t) {
		words := strings.Fields(cmd.CommandPath())[1:]
		_, out, _ := run(t, "", append(append([]string{cobra.ShellCompRequestCmd}, words...), "--")...)
		draws := slices.Contains([]string{"postern", "learn", "practice"}, cmd.Name())
		for _, flag := range []string{"--plain", "--no-motion", "--theme"} {
			if got := strings.Contains(out, "\n"+flag+"\t") || strings.HasPrefix(out, flag+"\t"); got != (draws || flag == "--plain") {
				t.Errorf("%s offers %s: %t", cmd.Name(), flag, got)
			}
		}
	}
	for _, args := range [][]string{{"providers", "--plain", "--no-motion", "--theme", "dark", "fastmail"}, {"--plain", "explain", "587"}} {
		if code, _, errOut := run(t, "", args...); code != 0 {
			t.Errorf("%v: %d, %s", args, code, errOut)
		}
	}
}

func TestPacked(t *testing.T) {
	if err := packed.Same(textPack, os.DirFS("."), "text"); err != nil {
		t.Error(err)
	}
}

// TestHelpOfWhatDrawsNamesPlainFirst: who cannot use the screens has to hear of the
// other way at once.
func TestHelpOfWhatDrawsNamesPlainFirst(t *testing.T) {
	for _, page := range Pages() {
		text := carried()[page.Name+".txt"]
		first, _, _ := strings.Cut(text, "\n")
		if strings.Contains(text, "\n  --plain ") && !strings.Contains(first, "--plain") {
			t.Errorf("%s: the first line is %q", page.Name, first)
		}
	}
}

// TestHelpIsShortAndHasExamples, and all have the same sections in the same order.
func TestHelpIsShortAndHasExamples(t *testing.T) {
	order := []string{"Flags", "Environment", "Examples", "Exit codes"}
	for _, page := range Pages() {
		if lines := strings.Count(carried()[page.Name+".txt"], "\n"); lines > 60 {
			t.Errorf("%s: %d lines", page.Name, lines)
		}
		last, examples := -1, page.Name == "postern" // whose use stands first
		for _, s := range page.Sections {
			if at := slices.Index(order, s.Title); at >= 0 && at < last {
				t.Errorf("%s: %s comes too late", page.Name, s.Title)
			} else if at >= 0 {
				last = at
			}
			if s.Title != "Examples" {
				continue
			}
			for _, p := range s.Parts {
				examples = examples || strings.HasPrefix(p.Term, "postern "+page.Name)
			}
		}
		if !examples {
			t.Errorf("%s has no example", page.Name)
		}
	}
}

func TestSectionsOfAHelp(t *testing.T) {
	got := Sections("postern x\n\nOne line\nand another.\n\n# Flags\n  --a KIND   this,\n             or that\n  -h, --help  text\n\nAfter.\n\n# Examples\n  postern x \\\n      --a b\n")
	want := []Section{
		{"", []Part{{"", "postern x"}, {"", "One line and another."}}},
		{"Flags", []Part{{"--a KIND", "this, or that"}, {"-h, --help", "text"}, {"", "After."}}},
		{"Examples", []Part{{"postern x \\\n    --a b", ""}}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// TestFlagsAreDescribed: a shell shows with each flag what it is for.
func TestFlagsAreDescribed(t *testing.T) {
	for _, cmd := range commands(t) {
		args := append(append([]string{cobra.ShellCompRequestCmd}, strings.Fields(cmd.CommandPath())[1:]...), "--")
		_, out, _ := run(t, "", args...)
		for line := range strings.Lines(out) {
			if name, words, _ := strings.Cut(strings.TrimSpace(line), "\t"); strings.HasPrefix(name, "--") && words == "" {
				t.Errorf("%s: nothing is said of %s", cmd.Name(), name)
			}
		}
	}
}
