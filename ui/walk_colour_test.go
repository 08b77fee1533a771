//go:build unix

package ui_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"postern/ui/termtest"
)

// depth is how many colours a sequence needs.
type depth int

const (
	none depth = iota
	sixteen
	two56
	full
)

// attribute is one attribute of a sequence that sets a style.
var (
	attributes = regexp.MustCompile(`\x1b\[([0-9;:]*)m`)
	attribute  = regexp.MustCompile(`[345]8[;:]2|[345]8[;:]5|\d+`)
)

// depths are the depths of all colours in what was written.
func depths(raw []byte) []depth {
	var all []depth
	for _, seq := range attributes.FindAllSubmatch(raw, -1) {
		d := none
		switch params := string(seq[1]); {
		case strings.Contains(params, "8;2;") || strings.Contains(params, "8:2:"):
			d = full
		case strings.Contains(params, "8;5;") || strings.Contains(params, "8:5:"):
			d = two56
		default:
			for _, a := range attribute.FindAllString(params, -1) {
				if len(a) == 2 && strings.ContainsAny(a[:1], "349") && a[1] != '9' || len(a) == 3 && a[:2] == "10" {
					d = sixteen
				}
			}
		}
		all = append(all, d)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// TestColoursAreThoseTheTerminalHas: what is written needs no more of them.
func TestColoursAreThoseTheTerminalHas(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		env  string
		want []depth
	}{
		{"TERM=xterm", []depth{none, sixteen}},
		{"TERM=xterm-16color", []depth{none, sixteen}},
		{"TERM=linux", []depth{none, sixteen}},
		{"TERM=rxvt", []depth{none, sixteen}},
		{"TERM=screen", []depth{none, sixteen, two56}},
		{"TERM=screen-256color STY=1.x", []depth{none, sixteen, two56}},
		{"TERM=tmux-256color", []depth{none, sixteen, two56}},
		{"TERM=xterm-256color", []depth{none, sixteen, two56}},
		{"TERM=screen COLORTERM=truecolor", []depth{none, sixteen, two56}},
		{"TERM=xterm-256color COLORTERM=truecolor", []depth{none, sixteen, full}},
		{"TERM=xterm COLORTERM=24bit", []depth{none, sixteen, full}},
		{"TERM=xterm-256color WT_SESSION=1", []depth{none, sixteen, full}},
		{"TERM=tmux-256color TMUX=/tmp/nobody,1,0 COLORTERM=truecolor", []depth{none, sixteen, full}},
		{"TERM=tmux-256color TMUX=/tmp/nobody,1,0", []depth{none, sixteen, two56}},
		{"TERM=vt220", []depth{none}},
		{"TERM=xterm-mono", []depth{none}},
		{"TERM=xterm-256color COLORTERM=truecolor NO_COLOR=1", []depth{none}},
		{"TERM=xterm-256color NO_COLOR=please CLICOLOR_FORCE=1", []depth{none}},
		{"TERM=xterm-256color CLICOLOR=0", []depth{none}},
		{"TERM=xterm-256color CLICOLOR=0 CLICOLOR_FORCE=1", []depth{none, sixteen, two56}},
	} {
		t.Run(tt.env, func(t *testing.T) {
			t.Parallel()
			p := newPerson(t)
			p.env = slices.DeleteFunc(p.env, func(v string) bool { return strings.HasPrefix(v, "TERM=") || strings.HasPrefix(v, "COLORTERM=") })
			p.env = append(p.env, strings.Fields(tt.env)...)
			term := p.open(80, 24, "practice")
			term.types("", "enter use 587", "ready")
			term.types("?", "Purpose")
			term.types(termtest.CtrlC)
			term.ends(130)
			for _, d := range depths(term.Raw()) {
				if !slices.Contains(tt.want, d) {
					t.Errorf("there are colours of depth %d, want only %v", d, tt.want)
				}
			}
			if got := depths(term.Raw()); !slices.Contains(got, slices.Max(tt.want)) {
				t.Errorf("got depths %v, want %v", got, tt.want)
			}
			if !strings.Contains(string(term.Raw()), "\x1b[1m") && !strings.Contains(string(term.Raw()), "\x1b[1;") {
				t.Error("nothing is bold")
			}
		})
	}
}

// TestASCIITerminals: to what shows nothing else, nothing else is written.
func TestASCIITerminals(t *testing.T) {
	t.Parallel()
	for _, env := range []string{"TERM=linux", "LANG=C", "LC_ALL=POSIX", "TERM=vt100"} {
		t.Run(env, func(t *testing.T) {
			t.Parallel()
			p := newPerson(t)
			p.env = slices.DeleteFunc(p.env, func(v string) bool { return strings.HasPrefix(v, "POSTERN_REDUCED_MOTION=") })
			p.env = append(p.env, env)
			term := p.open(80, 24)
			term.types("", "Where is your mailbox")
			term.types("practise"+termtest.Enter, "enter use 587", "r try again")
			term.types(" ", "enter back")
			term.types("t", "conversation")
			term.types(termtest.Escape, "enter use 587")
			term.types(termtest.Enter, "Why door 587")
			term.types("j", "1 of 7")
			term.types(termtest.Escape, "Why door 587")
			term.types(termtest.Enter, "Which program")
			term.types(termtest.Enter, "Password from")
			term.types("\r\r\r\r\r", "w write it")
			term.types(termtest.CtrlC)
			term.ends(130)
			raw := term.Raw()
			for i, b := range raw {
				if b > '~' {
					t.Fatalf("%q was written", raw[max(0, i-40):min(len(raw), i+10)])
				}
			}
		})
	}
}

// TestForcedIntoAPipe: the headings are bold there too, and nothing is drawn.
func TestForcedIntoAPipe(t *testing.T) {
	t.Parallel()
	for env, bold := range map[string]bool{"CLICOLOR_FORCE=1": true, "CLICOLOR_FORCE=0": false, "NO_COLOR=1": false, "X=": false} {
		p := newPerson(t)
		p.env = append(p.env, env)
		if env == "NO_COLOR=1" {
			p.env = append(p.env, "CLICOLOR_FORCE=1")
		}
		out, err := p.postern("--help").CombinedOutput()
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(string(out), "\x1b[1m"); got != bold {
			t.Errorf("%s: bold: %t", env, got)
		}
		if got := depths(out); len(got) > 1 || len(got) == 1 && got[0] != none {
			t.Errorf("%s: colours of depth %v", env, got)
		}
		cmd := p.postern("practice")
		cmd.Stdin = strings.NewReader("")
		if out, _ := cmd.CombinedOutput(); strings.Contains(string(out), "\x1b") {
			t.Errorf("%s: plain questions with %s", env, fmt.Sprintf("%.300q", out))
		}
	}
}
