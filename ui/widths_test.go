package ui

import (
	"testing"

	"github.com/mattn/go-runewidth"
)

// TestWidthsAreThoseOfTheWholeTable holds what is filled against what go-runewidth works
// out without a table.
func TestWidthsAreThoseOfTheWholeTable(t *testing.T) {
	measureWide()
	table := runewidth.Condition{StrictEmojiNeutral: true}
	searched := runewidth.Condition{}
	for r := range rune(lastAssigned + 1) {
		if got, want := table.RuneWidth(r), searched.RuneWidth(r); got != want {
			t.Errorf("%U is %d wide, want %d", r, got, want)
		}
	}
	if widths[1]['中'] != 0 {
		t.Error("go-runewidth makes its table in another way, and larger")
	}
	if widths[0]['A'] != 1 || widths[0]['中'] != 2 { // the first it fills itself
		t.Error("go-runewidth has its table under another name, and makes it itself")
	}
}
