// Package lesson holds what Postern teaches: short texts, embedded as files, each
// addressed by an ID. Go code holds no paragraphs.
//
// # The files
//
// A lesson is text/ID.md, in plain ASCII, no line longer than 76 columns, its
// paragraphs parted by empty lines:
//
//	the title, at most 50 columns
//
//	the answer in one sentence, which may take several lines
//
//	a paragraph, which is wrapped anew on screen
//
//	- an item of a list; its further lines
//	  are indented
//	- the next item ("1. " and so on number the items)
//
//	  a block whose lines all begin with two spaces,
//	  kept as it is; at most 40 columns
//
//	See also: other, ids
//	Sources: RFC 8314 section 3.3; another source
//
// A new file also needs its place in the teaching order, in library.go.
// text/glossary.md is a lesson too; each of its items is "- word, other name: meaning".
package lesson

// A Lesson is one text: its first line is the title, the second paragraph the
// answer in a line, then the rest. Its slices are shared by all who ask for the
// lesson, and must not be written to.
type Lesson struct {
	ID     string
	Title  string
	Answer string // the lesson in one sentence
	// Body holds the paragraphs. One whose lines begin with two spaces is kept
	// as it is, line feeds included; one that begins with "- " or a number and
	// ". " is an item of a list; any other is to be wrapped. [Layout] does all that.
	Body    []string
	See     []string // IDs of lessons to read next
	Sources []string // what the statements rest on
}
