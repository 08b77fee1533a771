package lesson

import (
	"slices"
	"strings"
	"testing"
)

func TestTextNeverExceedsTheWidth(t *testing.T) {
	for _, l := range All() {
		for _, width := range []int{40, 60, 80} {
			for line := range strings.Lines(l.Text(width)) {
				line = strings.TrimSuffix(line, "\n")
				if len(line) > min(width, measure) {
					t.Errorf("%s at %d: line of %d columns: %q", l.ID, width, len(line), line)
				}
				if strings.TrimRight(line, " ") != line {
					t.Errorf("%s at %d: line ends in spaces: %q", l.ID, width, line)
				}
			}
		}
	}
}

func TestTextLosesNoWord(t *testing.T) {
	for _, l := range All() {
		want := strings.Fields(strings.Join(append([]string{l.Title, l.Answer}, l.Body...), " "))
		for _, width := range []int{20, 40, 76} {
			got := strings.Fields(l.Text(width))
			if len(got) < len(want) || !slices.Equal(got[:len(want)], want) {
				t.Errorf("%s at %d: the words differ from those of the lesson", l.ID, width)
			}
		}
	}
}

func TestTextWidths(t *testing.T) {
	l := Lesson{Title: "T", Answer: strings.Repeat("word ", 40), Body: []string{"b."}}
	for _, tt := range []struct {
		name             string
		width, want, min int
	}{
		{"zero is the comfortable measure", 0, measure, 70},
		{"below zero too", -5, measure, 70},
		{"a wide terminal is not filled", 200, measure, 70},
		{"a tiny one gets the least", 1, narrowest, 15},
		{"forty", 40, 40, 35},
	} {
		t.Run(tt.name, func(t *testing.T) {
			longest := 0
			for line := range strings.Lines(l.Text(tt.width)) {
				longest = max(longest, len(line)-1)
			}
			if longest > tt.want || longest < tt.min {
				t.Errorf("longest line has %d columns, want %d to %d", longest, tt.min, tt.want)
			}
		})
	}
}

func TestLayout(t *testing.T) {
	got := Layout([]string{
		"one two three four five six",
		"- alpha beta gamma delta",
		"- second",
		"1. alpha beta gamma delta",
		"  kept   as it is, even when wide\n    and its second line",
		"a-word-that-is-longer-than-the-line ends",
		"as is said in the RFC 8314 itself",
	}, 20)
	want := []string{
		"one two three four",
		"five six",
		"",
		"- alpha beta",
		"  gamma delta",
		"- second",
		"1. alpha beta",
		"   gamma delta",
		"",
		"  kept   as it is, even when wide",
		"    and its second line",
		"",
		"a-word-that-is-longer-than-the-line",
		"ends",
		"",
		"as is said in the",
		"RFC 8314 itself",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestTextHoldsAllParts(t *testing.T) {
	l := Lesson{
		Title: "A door", Answer: "It opens.", Body: []string{"So."},
		See: []string{"25", "465"}, Sources: []string{"RFC 821", "RFC 790"},
	}
	want := "A door\n\nIt opens.\n\nSo.\n\nSee also: 25, 465\n\nSources: RFC 821; RFC 790\n"
	if got := l.Text(40); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
