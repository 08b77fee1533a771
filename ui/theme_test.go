package ui

import "testing"

// TestWhichTerminalsAreAsked for their background: those that understand the question.
func TestWhichTerminalsAreAsked(t *testing.T) {
	for _, tt := range []struct {
		environ []string
		theme   Theme
		want    bool
	}{
		{[]string{"TERM=xterm-256color"}, "", true},
		{[]string{"TERM=xterm-256color"}, ThemeAuto, true},
		{[]string{"TERM=xterm-256color"}, ThemeLight, false},
		{[]string{"TERM=tmux-256color", "TMUX=/tmp/x"}, ThemeAuto, true},
		{[]string{"TERM=screen", "TMUX=/tmp/x"}, ThemeAuto, true},
		{[]string{"TERM=screen.xterm-256color"}, ThemeAuto, false},
		{[]string{"TERM=xterm", "STY=1.x"}, ThemeAuto, false},
		{[]string{"TERM=linux"}, ThemeAuto, false},
		{[]string{"TERM=vt100"}, ThemeAuto, false},
		{[]string{"TERM=vt220"}, ThemeAuto, false},
	} {
		if got := (Options{Environ: tt.environ, Theme: tt.theme}).asks(); got != tt.want {
			t.Errorf("%v, theme %q: asked is %v", tt.environ, tt.theme, got)
		}
	}
}
