package ui

import (
	"slices"
	"strconv"
	"strings"
)

// Theme says which background the colours are for.
type Theme string

// The themes.
const (
	ThemeAuto  Theme = "auto" // ask the terminal, without waiting
	ThemeLight Theme = "light"
	ThemeDark  Theme = "dark"
)

// dark reports whether the first frame is drawn for a dark background: as was said, or
// else as the terminal told its programs (rxvt, Konsole and others do), or else yes.
func (o Options) dark() bool {
	if o.Theme != ThemeAuto && o.Theme != "" {
		return o.Theme != ThemeLight
	}
	colours := o.env("COLORFGBG") // as in "15;0", the background last
	background, err := strconv.Atoi(colours[strings.LastIndexByte(colours, ';')+1:])
	return err != nil || background != 7 && (background < 9 || background > 15)
}

// asks reports whether the terminal is asked for its background. GNU screen passes the
// question on to nobody, and old ones print it, as do terminals that are no windows.
func (o Options) asks() bool {
	screen := o.env("STY") != "" || strings.HasPrefix(o.env("TERM"), "screen") && o.env("TMUX") == ""
	return (o.Theme == ThemeAuto || o.Theme == "") && !screen && o.titled()
}

// remote reports whether answers come from afar.
func (o Options) remote() bool { return o.env("SSH_CONNECTION") != "" || o.env("SSH_TTY") != "" }

// env is a variable of the environment, the last of its name.
func (o Options) env(name string) string {
	for _, v := range slices.Backward(o.Environ) {
		if value, ok := strings.CutPrefix(v, name+"="); ok {
			return value
		}
	}
	return ""
}
