package ui

import (
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	_ "unsafe" // for go:linkname

	"github.com/mattn/go-runewidth"
)

// Bubble Tea's renderer asks go-runewidth how wide a character is. That makes a table
// of two megabytes when it is first asked for one that is not Latin: a byte for each
// number that Unicode has room for, twice. It is a tenth of all the memory that Postern
// takes, and a millisecond before the first frame.
//
// There is no option for less, so the table is looked up by name and filled as far as
// there are characters, for the terminals on which those of East Asia are not all wide.
// Where a later version has none of these names, it makes its own table, and what is
// filled here is read by nobody; a test tells.

//go:linkname widths github.com/mattn/go-runewidth.strictWidthLUT
var widths [2][0x110000]byte

//go:linkname widthsMade github.com/mattn/go-runewidth.strictWidthLUTOnce
var widthsMade sync.Once

// widthsEnd is where the part of the table ends that is filled.
//
//go:linkname widthsEnd github.com/mattn/go-runewidth.strictWidthLUTLimit
var widthsEnd atomic.Int32

// What is not one cell wide, in the order of precedence.
var (
	//go:linkname wideRunes github.com/mattn/go-runewidth.doublewidth
	wideRunes []runes
	//go:linkname combiningRunes github.com/mattn/go-runewidth.combining
	combiningRunes []runes
	//go:linkname controlRunes github.com/mattn/go-runewidth.nonprint
	controlRunes []runes
)

// runes are characters in a row.
type runes struct{ first, last rune }

const (
	widthsBegin  = 0x300   // where the part ends that is there from the start
	lastAssigned = 0x3ffff // beyond it there are only marks without a width, and private ones
)

// measureWide makes the table of widths, if nobody has made it.
func measureWide() {
	if wide, _ := strconv.ParseBool(os.Getenv("RUNEWIDTH_EASTASIAN")); wide || runewidth.EastAsianWidth {
		return
	}
	widthsMade.Do(func() {
		paint([]runes{{widthsBegin, lastAssigned}}, 1)
		paint(wideRunes, 2)
		paint(combiningRunes, 0)
		paint(controlRunes, 0)
		widthsEnd.Store(int32(len(widths[0])))
	})
}

// paint says how wide characters are.
func paint(all []runes, width byte) {
	for _, r := range all {
		first, last := max(r.first, widthsBegin), min(r.last, lastAssigned)
		if first > last {
			continue
		}
		row := widths[0][first : last+1]
		row[0] = width
		for i := 1; i < len(row); i *= 2 { // quicker than one after the other
			copy(row[i:], row[:i])
		}
	}
}
