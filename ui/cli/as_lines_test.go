//go:build unix

package cli

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestPlainWantsNoPager: whoever asked for lines gets the text, and nothing that waits
// for a key or is drawn; else a pager leaves no file behind.
func TestPlainWantsNoPager(t *testing.T) {
	told := filepath.Join(t.TempDir(), "told")
	pager := "cat >/dev/null; echo \"$LESSHISTFILE\" >" + told
	for _, tt := range []struct {
		name  string
		args  []string
		env   map[string]string
		pages bool
	}{
		{"before", []string{"--plain", "explain", "465"}, map[string]string{"TERM": "xterm"}, false},
		{"behind", []string{"explain", "465", "--plain"}, map[string]string{"TERM": "xterm"}, false},
		{"all lessons", []string{"explain", "--plain"}, map[string]string{"TERM": "xterm"}, false},
		{"ACCESSIBLE", []string{"explain", "465"}, map[string]string{"TERM": "xterm", "ACCESSIBLE": "1"}, false},
		{"a dumb terminal", []string{"explain", "465"}, map[string]string{"TERM": "dumb"}, false},
		{"help", []string{"explain", "--help", "--plain"}, map[string]string{"TERM": "xterm"}, false},
		{"help, ACCESSIBLE", []string{"--help"}, map[string]string{"TERM": "xterm", "ACCESSIBLE": "1"}, false},
		{"a screen", []string{"explain", "465"}, map[string]string{"TERM": "xterm"}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_ = os.Remove(told)
			tt.env["PAGER"], tt.env["LANG"] = pager, "C.UTF-8"
			out := seen(t, tt.env, tt.args...)
			if strings.Contains(out, "\x1b") {
				t.Errorf("it is drawn: %q", out)
			}
			history, err := os.ReadFile(told)
			switch {
			case tt.pages && strings.TrimSpace(string(history)) != "-":
				t.Errorf("the pager keeps its history in %q, %v", history, err)
			case !tt.pages && err == nil:
				t.Error("it went to a pager")
			case !tt.pages && out == "":
				t.Error("there is no text")
			}
		})
	}
}

// seen runs the program on a terminal, and returns what is seen there.
func seen(t *testing.T, env map[string]string, args ...string) string {
	t.Helper()
	a, person := terminal(t, env)
	a.args = args
	var raw strings.Builder
	read := make(chan struct{})
	go func() {
		defer close(read)
		_, _ = io.Copy(&raw, person) // until the program's end of it is closed
	}()
	root := a.root()
	root.SetArgs(args)
	if err := root.ExecuteContext(t.Context()); err != nil {
		t.Error(err)
	}
	a.errOut.(io.Closer).Close()
	<-read
	return raw.String()
}

// TestPlainHasNoColumns: what is a table elsewhere is a line of words.
func TestPlainHasNoColumns(t *testing.T) {
	alone(t)
	s := house(t, "closed")
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"practice", "--list"}, "\nclosed: Nobody listens\n"},
		{[]string{"providers"}, "\nyandex: Yandex Mail, "},
		{[]string{"programs"}, "\naerc: aerc, "},
		{[]string{"explain"}, "\n465: "},
		{[]string{"find", "ada@fastmail.com", "--offline"}, "Postern's catalogue: Fastmail."},
		{[]string{"probe", "localhost", "--port", portFlag(s, 465)}, " Nothing listens there.\n"},
	} {
		_, piped, _ := run(t, "", tt.args...)
		_, out, _ := run(t, "", append(tt.args, "--plain")...)
		if !strings.Contains(out, tt.want) {
			t.Errorf("%v: no %q in\n%s", tt.args, tt.want, out)
		}
		for line := range strings.Lines(out) {
			if strings.Contains(strings.TrimSpace(line), "  ") {
				t.Errorf("%v: a gap in %q", tt.args, line)
			}
		}
		if strings.Contains(piped, tt.want) {
			t.Errorf("%v: a script gets other lines than before:\n%s", tt.args, piped)
		}
	}
}

// TestPlainFindsFirst: what was found comes before where it was looked for.
func TestPlainFindsFirst(t *testing.T) {
	alone(t)
	_, out, _ := run(t, "", "find", "ada@fastmail.com", "--offline", "--plain")
	found, looked := strings.Index(out, "smtp.fastmail.com, 465"), strings.Index(out, "Where Postern looked:")
	if found < 0 || looked < found || strings.Count(out, "Thunderbird's collection") != 1 {
		t.Errorf("got\n%s", out)
	}
}

// TestPlainServe tells a person what scripts read as lines of four words.
func TestPlainServe(t *testing.T) {
	alone(t)
	ctx, stop := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer stop()
	var out strings.Builder
	Main(ctx, []string{"practice", "--serve", "--plain"}, strings.NewReader(""), &out, io.Discard)
	for _, want := range []string{" stands for 465, TLS at once.\n", " stands for 587, STARTTLS.\n", "\nLogin name: ada@practice.example\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

// TestPortInTheHostsPlace says how a port is named.
func TestPortInTheHostsPlace(t *testing.T) {
	for _, tt := range []struct{ args, want string }{
		{"localhost 43463", "by --port 43463, or behind a host: mail.example.org:43463"},
		{"a:b:43463", "\"b\" is no port"},
		{":25", "colon"},
	} {
		_, _, errOut := run(t, "", append([]string{"probe"}, strings.Fields(tt.args)...)...)
		if !strings.Contains(errOut, tt.want) {
			t.Errorf("%s: %q does not say %q", tt.args, errOut, tt.want)
		}
	}
}

// TestPlainDetailHasNoColumns: the details of a door, and what was said there.
func TestPlainDetailHasNoColumns(t *testing.T) {
	alone(t, "msmtp")
	_, out, _ := run(t, "d 587\nt 587\nq\n", "practice", "wrong-name", "--plain")
	for _, want := range []string{"\nPort: 587, ", "\nEncryption: TLS 1.3", "\nFor: mail.elsewhere.example.\n", "\nThey say: 220 ", "\nYou say: EHLO"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

// TestAccessibleCountsInAPipe: whoever sets it hears what comes out of there, too.
func TestAccessibleCountsInAPipe(t *testing.T) {
	alone(t)
	t.Setenv("ACCESSIBLE", "1")
	if _, out, _ := run(t, "", "find", "ada@fastmail.com", "--offline"); !strings.Contains(out, "\nDNS and settings files: not asked; Postern was told") {
		t.Errorf("got\n%s", out)
	}
	if _, out, _ := run(t, "", "explain", "ports"); !strings.Contains(out, "\n- 465: for you, ") {
		t.Errorf("got\n%s", out)
	}
}

// TestPlainSearchTellsWhatWasFound: and of the rest how many there were.
func TestPlainSearchTellsWhatWasFound(t *testing.T) {
	st := newStage(t, "")
	st.ui.Find = agreeing.begin(false)
	st.walk(t, "ada@analytical.example")
	out := st.out.String()
	if !strings.Contains(out, "; t shows what each answered.") || strings.Contains(out, ": does not know it") || strings.Contains(out, "no such name, ") {
		t.Errorf("got\n%s", out)
	}
}

// TestPlainVerifySaysTheLoginFirst: in the order in which it happened.
func TestPlainVerifySaysTheLoginFirst(t *testing.T) {
	alone(t)
	t.Setenv("PATH", os.Getenv("PATH")+":/usr/bin:/bin") // for what fetches the password
	s := house(t, "")
	_, out, _ := run(t, "", append(atDoor(s, 587, "--to", s.Address), "--plain")...)
	_, piped, _ := run(t, "", atDoor(s, 587, "--to", s.Address)...) // read later, and in its order
	if strings.Index(piped, "\nLogin: ") > strings.Index(piped, "\nMessage: ") {
		t.Errorf("into a pipe got\n%s", piped)
	}
	login, message := strings.Index(out, "\nLogin: "), strings.Index(out, "\nMessage: ")
	if login < 0 || message < login {
		t.Errorf("got\n%s", out)
	}
}
