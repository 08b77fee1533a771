//go:build unix

package cli

import (
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"

	"postern/wizard/lesson"
)

// everything is a walk through plain mode that looks at all there is, and answers in the
// end; each is a way of its own.
var everything = map[string]struct {
	scene   string
	answers string
	shows   []string // how far it has to come
}{
	"a walk that asks about everything": {
		"", "?|t|t all|d all|d 587|r|p|i|x|? relay|??|1|?||-|b|2|1|b|b||?|postf|l|?|zzz|1|||?|1|1|?|ask|?|c|s|o||||||v|?|l|b|q",
		[]string{"Stop 2 of 7", "A listener:", "At this question you can type", "Sites and apps:", "The settings for msmtp", "Step 4 of 6", "Press enter to sign in"},
	},
	"to the end":       {"", "||||||||write||", []string{"Done.", "Type q and enter to stop the practice servers"}},
	"nothing ready":    {"closed", "?|t|d|c|r|a|s|q", []string{"No door is ready.", "Saved:"}},
	"bad certificates": {"wrong-name", "?|t|d|c|s json|q", []string{"Every certificate is for", "Saved:"}},
	"the quiz":         {"", "??|14|?|1|o||2||b|b|b|q", []string{"Question 2 of"}},
}

// TestPlainLinesAreLines: whatever is asked, plain mode prints lines of words: nothing is
// drawn, redrawn or moved, and no line is wider than the terminal that could be narrower.
func TestPlainLinesAreLines(t *testing.T) {
	for name, tt := range everything {
		for _, width := range []uint16{80, 40} {
			t.Run(name, func(t *testing.T) {
				home := alone(t, "msmtp")
				raw := onLine(t, width, map[string]string{"HOME": home, "PATH": home + "/bin", "LANG": "C.UTF-8", "TERM": "xterm-256color"},
					opening{practice: true, scene: tt.scene}, strings.ReplaceAll(tt.answers, "|", "\n")+"\n")
				out := strings.ReplaceAll(raw, "\r\n", "\n")
				plainChecks(t, out)
				for _, want := range tt.shows {
					if !strings.Contains(strings.Join(strings.Fields(out), " "), want) {
						t.Errorf("it does not come to %q:\n%s", want, out)
					}
				}
				lines := strings.Split(out, "\n")
				for i, line := range lines {
					if ansi.StringWidth(line) > int(width) && !toCopy(lines, i) {
						t.Errorf("%d cells: %q", ansi.StringWidth(line), line)
					}
				}
			})
		}
	}
}

// toCopy reports whether a line stays whole however narrow the terminal is: one word, what
// stands apart and further in, or a line of a settings file or a difference.
func toCopy(lines []string, i int) bool {
	line := lines[i]
	return !strings.Contains(strings.TrimSpace(line), " ") || strings.HasPrefix(line, "  ") || strings.HasPrefix(line, "Saved: ") || ansi.StringWidth(line) > textWidth ||
		regexp.MustCompile(`^[+-]?(# |\w+ "?\S)`).MatchString(line) && settingsLine(lines, i)
}

// settingsLine reports whether a line stands among the lines of a settings file.
func settingsLine(lines []string, i int) bool {
	for ; i >= 0 && lines[i] != ""; i-- {
		if strings.HasPrefix(strings.TrimLeft(lines[i], "+-"), "account practice") || strings.HasPrefix(lines[i], "# Postern begin") {
			return true
		}
	}
	return false
}

// onLine walks on a terminal of that width, and returns every byte that came out.
func onLine(t *testing.T, width uint16, env map[string]string, o opening, answers string) string {
	t.Helper()
	a, person := terminal(t, env)
	if err := pty.Setsize(person, &pty.Winsize{Rows: 24, Cols: width}); err != nil {
		t.Fatal(err)
	}
	var raw strings.Builder
	read := make(chan struct{})
	go func() {
		defer close(read)
		_, _ = io.Copy(&raw, person) // until the program's end of it is closed
	}()
	a.in = strings.NewReader(answers)
	_ = a.wizard(t.Context(), wizardFlags{plain: true}, o) // some walks leave before the end
	a.errOut.(io.Closer).Close()
	<-read
	return raw.String()
}

// TestPlainIsASCIIWhereItHasTo: on a dumb terminal, a serial line and without UTF-8
// there is nothing else.
func TestPlainIsASCIIWhereItHasTo(t *testing.T) {
	for _, env := range []map[string]string{{"TERM": "dumb", "LANG": "C.UTF-8"}, {"TERM": "vt220", "LANG": "C.UTF-8"}, {"TERM": "xterm", "LANG": "C"}} {
		for name, tt := range everything {
			home := alone(t, "msmtp")
			env["HOME"], env["PATH"] = home, home+"/bin"
			out := onLine(t, 80, env, opening{practice: true, scene: tt.scene}, strings.ReplaceAll(tt.answers, "|", "\n")+"\n")
			if i := strings.IndexFunc(out, func(r rune) bool { return r > '~' }); i >= 0 {
				t.Errorf("%s, %v: not ASCII: %q", name, env["TERM"], out[max(0, i-40):min(len(out), i+20)])
			}
		}
	}
}

// TestPlainCommandsPrintLines: every command keeps the promise of --plain.
func TestPlainCommandsPrintLines(t *testing.T) {
	alone(t, "msmtp")
	s := house(t, "")
	commands := [][]string{
		{"--help"},
		{"--version"},
		{"probe", "localhost", "--port", portFlag(s, 465, 587), "--transcript"},
		{"find", "ada@fastmail.com", "--offline"},
		{"find", "ada@nobody.example", "--offline"},
		{"config", "msmtp", "--address", "ada@fastmail.com"},
		{"config", "thunderbird", "--address", "ada@fastmail.com"},
		{"config", "postfix", "--address", "ada@fastmail.com"},
		{"config", "card", "--address", "ada@fastmail.com"},
		{"providers"},
		{"providers", "zoho"},
		{"programs"},
		{"explain"},
		{"practice", "--list"},
		{"licences"},
		atDoor(s, 587, "--to", s.Address),
		{"learn"},
		{"nonsense"},
	}
	for _, l := range lesson.All() {
		commands = append(commands, []string{"explain", l.ID})
	}
	for _, lang := range []string{"C.UTF-8", "C"} {
		t.Setenv("LANG", lang)
		for _, c := range commands {
			_, out, errOut := run(t, "q\n", append(c, "--plain")...)
			if out+errOut == "" {
				t.Errorf("%v prints nothing", c)
			}
			plainChecks(t, out+errOut)
			if i := strings.IndexFunc(out+errOut, func(r rune) bool { return r > '~' }); lang == "C" && i >= 0 {
				t.Errorf("%v is not ASCII: %q", c, (out + errOut)[max(0, i-30):min(len(out+errOut), i+10)])
			}
		}
	}
}
