//go:build unix

package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPager: what shows a text, by what the person has and says.
func TestPager(t *testing.T) {
	for _, tt := range []struct {
		name      string
		installed []string
		env       map[string]string
		want      string // the command, parted by blanks
	}{
		{"less", []string{"less", "more"}, map[string]string{"TERM": "xterm"}, "less -FRX"},
		{"more alone", []string{"more"}, map[string]string{"TERM": "xterm"}, "more"},
		{"none", nil, map[string]string{"TERM": "xterm"}, ""},
		{"the person's own", []string{"less"}, map[string]string{"TERM": "xterm", "PAGER": "most -s"}, "sh -c most -s"},
		{"an empty PAGER", []string{"less"}, map[string]string{"TERM": "xterm", "PAGER": " "}, "less -FRX"},
		{"a person who hears it", []string{"less"}, map[string]string{"TERM": "xterm", "ACCESSIBLE": "1"}, ""},
		{"a dumb terminal", []string{"less"}, map[string]string{"TERM": "dumb"}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			alone(t, tt.installed...)
			got := ""
			if cmd := onTerminal(t, tt.env).pager(); cmd != nil {
				got = strings.Join(cmd.Args, " ")
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	t.Run("no terminal", func(t *testing.T) {
		alone(t, "less")
		a := onTerminal(t, nil)
		a.out = &sink{w: &strings.Builder{}}
		if cmd := a.pager(); cmd != nil {
			t.Errorf("got %q", cmd.Args)
		}
	})
}

// TestPageGoesThroughThePager: the whole text reaches it, and where it is not there
// the text is printed all the same.
func TestPageGoesThroughThePager(t *testing.T) {
	file := filepath.Join(t.TempDir(), "shown")
	onTerminal(t, map[string]string{"TERM": "xterm", "PAGER": "cat >" + file}).page("a text\n")
	if got, err := os.ReadFile(file); err != nil || string(got) != "a text\n" {
		t.Errorf("got %q, %v", got, err)
	}
	a, outside := terminal(t, map[string]string{"TERM": "xterm", "PAGER": "/no/such/pager 2>/dev/null"})
	a.page("a text\n")
	b := make([]byte, 100)
	n, err := outside.Read(b)
	if err != nil || strings.TrimSpace(string(b[:n])) != "a text" {
		t.Errorf("without the pager: got %q, %v", b[:n], err)
	}
}

// TestInterruptIsThePagers: ctrl+c, which reaches all that run on the terminal, does
// not end Postern before the pager.
func TestInterruptIsThePagers(t *testing.T) {
	file := filepath.Join(t.TempDir(), "shown")
	onTerminal(t, map[string]string{"TERM": "xterm", "PAGER": "kill -INT $PPID; cat >" + file}).page("a text\n")
	if got, err := os.ReadFile(file); err != nil || string(got) != "a text\n" {
		t.Errorf("got %q, %v", got, err)
	}
}
