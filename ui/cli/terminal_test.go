//go:build unix

package cli

import (
	"bytes"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/creack/pty"

	"postern/wizard/catalog"
)

// onTerminal returns an app whose streams are a terminal, with that environment.
func onTerminal(t *testing.T, env map[string]string) *app {
	t.Helper()
	a, _ := terminal(t, env)
	return a
}

// terminal is onTerminal, with the end at which a person would sit.
func terminal(t *testing.T, env map[string]string) (*app, *os.File) {
	t.Helper()
	outside, inside, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		inside.Close()
		outside.Close()
	})
	return &app{in: inside, out: &sink{w: inside}, errOut: inside, getenv: func(name string) string { return env[name] }}, outside
}

func TestPlainIsDecidedOnce(t *testing.T) {
	for _, tt := range []struct {
		name  string
		env   map[string]string
		asked bool
		want  bool
	}{
		{"a terminal", map[string]string{"TERM": "xterm"}, false, false},
		{"--plain", map[string]string{"TERM": "xterm"}, true, true},
		{"ACCESSIBLE=1", map[string]string{"ACCESSIBLE": "1"}, false, true},
		{"ACCESSIBLE=yes", map[string]string{"ACCESSIBLE": "yes"}, false, true},
		{"ACCESSIBLE=0", map[string]string{"TERM": "xterm", "ACCESSIBLE": "0"}, false, false},
		{"ACCESSIBLE=False", map[string]string{"TERM": "xterm", "ACCESSIBLE": "False"}, false, false},
		{"TERM=dumb", map[string]string{"TERM": "dumb"}, false, true},
		{"TERM=unknown", map[string]string{"TERM": "unknown"}, false, true},
		{"TERM is empty", map[string]string{"TERM": ""}, false, true},
		{"no TERM", nil, false, true},
		{"a name nobody knows", map[string]string{"TERM": "my-own-256color"}, false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := onTerminal(t, tt.env).plain(tt.asked); got != tt.want {
				t.Errorf("got %t, want %t", got, tt.want)
			}
		})
	}
	t.Run("the input is no terminal", func(t *testing.T) {
		a := onTerminal(t, nil)
		a.in = new(bytes.Buffer)
		if !a.plain(false) {
			t.Error("it would draw")
		}
	})
	t.Run("the output is a file", func(t *testing.T) {
		a := onTerminal(t, nil)
		f, err := os.CreateTemp(t.TempDir(), "")
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		a.out = &sink{w: f}
		if !a.plain(false) {
			t.Error("it would draw")
		}
	})
}

func TestTerminalDecisions(t *testing.T) {
	for _, tt := range []struct {
		name                   string
		env                    map[string]string
		ascii, styled, noColor bool
		still                  bool
	}{
		{"UTF-8", map[string]string{"TERM": "xterm", "LANG": "en_GB.UTF-8"}, false, true, false, false},
		{"utf8", map[string]string{"TERM": "xterm", "LC_CTYPE": "de_DE.utf8"}, false, true, false, false},
		{"LC_ALL wins", map[string]string{"TERM": "xterm", "LC_ALL": "C", "LANG": "en_GB.UTF-8"}, true, true, false, false},
		{"Latin-1", map[string]string{"TERM": "xterm", "LANG": "de_DE.ISO-8859-1"}, true, true, false, false},
		{"the console", map[string]string{"TERM": "linux", "LANG": "en_GB.UTF-8"}, true, true, false, false},
		{"NO_COLOR=1", map[string]string{"TERM": "xterm", "LANG": "C.UTF-8", "NO_COLOR": "1"}, false, false, true, false},
		{"NO_COLOR=yes", map[string]string{"TERM": "xterm", "LANG": "C.UTF-8", "NO_COLOR": "yes"}, false, false, true, false},
		{"NO_COLOR=0", map[string]string{"LANG": "C.UTF-8", "NO_COLOR": "0"}, false, false, true, false},
		{"NO_COLOR is empty", map[string]string{"TERM": "xterm", "LANG": "C.UTF-8", "NO_COLOR": ""}, false, true, false, false},
		{"CLICOLOR=0", map[string]string{"TERM": "xterm", "LANG": "C.UTF-8", "CLICOLOR": "0"}, false, false, true, false},
		{"CLICOLOR=1", map[string]string{"TERM": "xterm", "LANG": "C.UTF-8", "CLICOLOR": "1"}, false, true, false, false},
		{"CLICOLOR_FORCE wins over CLICOLOR", map[string]string{"TERM": "xterm", "LANG": "C.UTF-8", "CLICOLOR": "0", "CLICOLOR_FORCE": "1"}, false, true, false, false},
		{"NO_COLOR wins over CLICOLOR_FORCE", map[string]string{"TERM": "xterm", "LANG": "C.UTF-8", "NO_COLOR": "1", "CLICOLOR_FORCE": "1"}, false, false, true, false},
		{"a terminal without colours", map[string]string{"TERM": "vt220", "LANG": "C.UTF-8"}, true, true, true, false},
		{"POSIX", map[string]string{"TERM": "xterm", "LC_ALL": "POSIX", "LANG": "en_GB.UTF-8"}, true, true, false, false},
		{"no locale", map[string]string{"TERM": "xterm"}, true, true, false, false},
		{"another name for still", map[string]string{"TERM": "xterm", "LANG": "C.UTF-8", "REDUCE_MOTION": "1"}, false, true, false, true},
		{"dumb", map[string]string{"TERM": "dumb", "LANG": "C.UTF-8"}, true, false, false, false},
		{"still", map[string]string{"TERM": "xterm", "LANG": "C.UTF-8", "POSTERN_REDUCED_MOTION": "1"}, false, true, false, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := onTerminal(t, tt.env)
			noColor := a.profile() == colorprofile.ASCII
			if a.ascii() != tt.ascii || a.styled() != tt.styled || noColor != tt.noColor || a.noMotion(false) != tt.still {
				t.Errorf("got ASCII %t, styled %t, no colour %t, still %t", a.ascii(), a.styled(), noColor, a.noMotion(false))
			}
		})
	}
}

// TestOldConsole: signs that its fonts lack are not drawn on what may be the old console of
// Windows.
func TestOldConsole(t *testing.T) {
	for name, want := range map[string]bool{
		"": true, "PROMPT": true, "WT_SESSION": false, "TERM_PROGRAM": false, "TERM": false, "ConEmuPID": false, "ALACRITTY_WINDOW_ID": false,
	} {
		a := &app{getenv: func(asked string) string {
			if asked == name {
				return "1"
			}
			return ""
		}}
		if got := a.oldConsole(); got != want {
			t.Errorf("%s set: got %t, want %t", name, got, want)
		}
	}
}

func TestColoursInTmux(t *testing.T) {
	for colorterm, want := range map[string]colorprofile.Profile{"": colorprofile.ANSI256, "truecolor": colorprofile.TrueColor} {
		a := onTerminal(t, map[string]string{"TERM": "tmux-256color", "TMUX": "/tmp/tmux-0/default,1,0", "COLORTERM": colorterm})
		if got := a.profile(); got != want {
			t.Errorf("COLORTERM=%q: got %v, want %v", colorterm, got, want)
		}
	}
}

// TestColourIsForcedIntoAPipe: CLICOLOR_FORCE has what is bold on a terminal bold anywhere.
func TestColourIsForcedIntoAPipe(t *testing.T) {
	for value, want := range map[string]bool{"": false, "0": false, "1": true} {
		var plain bytes.Buffer
		a := &app{out: &sink{w: &plain}, getenv: func(name string) string {
			return map[string]string{"CLICOLOR_FORCE": value, "TERM": "xterm"}[name]
		}}
		a.help(a.root())
		if got := bytes.Contains(plain.Bytes(), []byte("\x1b[1m")); got != want {
			t.Errorf("CLICOLOR_FORCE=%q: bold is %t, want %t", value, got, want)
		}
	}
}

func TestHeadingsAreBoldOnATerminalOnly(t *testing.T) {
	var plain bytes.Buffer
	a := &app{out: &sink{w: &plain}, getenv: func(string) string { return "" }}
	a.help(a.root())
	if bytes.Contains(plain.Bytes(), []byte("\x1b")) || !bytes.Contains(plain.Bytes(), []byte("\nCommands\n")) {
		t.Errorf("got %q", plain.Bytes())
	}
	a, screen := terminal(t, map[string]string{"TERM": "xterm"})
	a.help(a.root())
	seen := make([]byte, 4096)
	n, err := screen.Read(seen)
	if err != nil || !bytes.Contains(seen[:n], []byte("\x1b[1mUse\x1b[m")) {
		t.Errorf("got %v and %q", err, seen[:n])
	}
}

func TestQuestionsAsideKeepTheOutputClean(t *testing.T) {
	home := alone(t, "msmtp")
	env := map[string]string{"HOME": home, "LANG": "C.UTF-8", "PATH": home + "/bin"}
	a, person := terminal(t, env)
	var out bytes.Buffer
	a.out = &sink{w: &out}
	if !a.aside() {
		t.Fatal("the questions would go into the file")
	}
	go io.Copy(io.Discard, person)
	answers := []string{"587", "msmtp", "", "", "", "ask", "leave", "", "q"}
	if _, err := person.WriteString(strings.Join(answers, "\n") + "\n"); err != nil {
		t.Fatal(err)
	}
	if err := a.wizard(t.Context(), wizardFlags{plain: true}, opening{practice: true}); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); !strings.HasPrefix(got, "account practice\n") || strings.Contains(got, "Press enter") {
		t.Errorf("got %q, want the settings alone", got)
	}
}

// TestListsFitTheTerminal: no line is wider, and nothing is left out.
func TestListsFitTheTerminal(t *testing.T) {
	for _, width := range []uint16{40, 80, 200} {
		a, person := terminal(t, map[string]string{"LANG": "C.UTF-8", "TERM": "xterm"})
		if err := pty.Setsize(person, &pty.Winsize{Rows: 24, Cols: width}); err != nil {
			t.Fatal(err)
		}
		seen := make(chan string)
		go func() {
			var b strings.Builder
			buf := make([]byte, 4096)
			for !strings.Contains(b.String(), "the end") {
				n, err := person.Read(buf)
				if b.Write(buf[:n]); err != nil {
					break
				}
			}
			seen <- strings.ReplaceAll(b.String(), "\r\n", "\n")
		}()
		if err := a.providers("", false); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(a.out, "the end\n"); err != nil {
			t.Fatal(err)
		}
		out := <-seen
		for line := range strings.Lines(out) {
			if n := len([]rune(strings.TrimRight(line, "\n"))); n > int(width) {
				t.Errorf("%d cells at %d: %q", n, width, line)
			}
		}
		for _, p := range catalog.Default().Providers {
			if said := strings.Join(strings.Fields(strings.ReplaceAll(out, p.ID+":", p.ID)), " "); !strings.Contains(said, p.ID+" "+p.Name+" "+p.Headline()) {
				t.Errorf("%s is not whole at %d", p.ID, width)
			}
		}
	}
}
