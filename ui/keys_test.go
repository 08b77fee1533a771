package ui

import (
	"strings"
	"testing"
)

// TestEveryKeyIsNamed: in a narrow window too, what a person can do stands in the footer,
// or on the page that the key for help leads to.
func TestEveryKeyIsNamed(t *testing.T) {
	for _, v := range everyView() {
		for _, size := range [][2]int{{80, 24}, {40, 15}, {40, 12}, {30, 8}} {
			m := v.at(t, size[0], size[1])
			lost := unnamed(m, frame(m))
			if len(lost) == 0 {
				continue
			}
			help := wholeHelp(t, m)
			for _, k := range lost {
				if !strings.Contains(help, k.key+" ") || !strings.Contains(letters(help), letters(k.does)) {
					t.Errorf("%s, %dx%d: %s %s is named neither here nor in the help:\n%s", v.name, size[0], size[1], k.key, k.does, frame(m))
				}
			}
		}
	}
}

// unnamed are the keys that act and whose names do not stand in the last row.
func unnamed(m model, text string) []*hint {
	rows := strings.Split(strings.TrimRight(text, "\n"), "\n")
	last := rows[len(rows)-1]
	var out []*hint
	for _, k := range append(m.top().keys(), keyQuit()) {
		does := k.does + " "
		if k.helps() {
			does = "" // it may be called help, for short
		}
		if !k.off && !strings.Contains(last+" ", k.key+" "+does) {
			out = append(out, k)
		}
	}
	return out
}

// wholeHelp is all that the page of help says, its lines joined, without what stands above
// and below each part of it.
func wholeHelp(t *testing.T, m model) string {
	t.Helper()
	over := len(m.over)
	m = press(t, m, "f1")
	if len(m.over) == over {
		return ""
	}
	var all []string
	for before := ""; frame(m) != before; m = press(t, m, "pgdown") {
		before = frame(m)
		rows := strings.Split(strings.TrimRight(before, "\n"), "\n")
		all = append(all, strings.Fields(strings.ReplaceAll(strings.Join(rows[1:len(rows)-1], "\n"), "… more below", ""))...)
	}
	return strings.Join(all, " ")
}
