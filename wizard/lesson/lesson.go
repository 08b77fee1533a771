// Package lesson holds what Postern teaches: short texts, kept as files that can be
// edited without Go, each addressed by an ID. Go code holds no paragraphs.
//
// # The files
//
// A lesson is text/ID.md, in plain ASCII, no line longer than 76 columns, its
// paragraphs parted by empty lines. The first paragraph is about the page and not
// shown as it stands; its lines begin with a word and a colon, and go on in lines
// that begin with two spaces:
//
//	Also: other names, under which the page is found
//	Claims: C57, C58
//	Next: the ID of the page to read next
//	See also: other, ids
//	Sources: RFC 8314 section 3.3; another
//	  source
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
//	{seen}
//
// Also and Claims may be missing, and Also does not repeat the ID. Claims are the numbers that the fact
// base gives to what guides say; a page that names one teaches or corrects it. A
// paragraph {seen} is the place for what was found at the person's own server, see
// [Lesson.Paragraphs].
//
// text/contents.txt lists the pages in teaching order, indented beneath the names of
// their groups. text/glossary.md is a page too; each of its items is
// "- word, other name: meaning".
//
// The program carries the files packed into one, text.pack, which is unpacked when the
// first lesson is asked for. After a change, run: go generate ./wizard/lesson
package lesson

import (
	"slices"
	"strings"
)

// A Lesson is one page. Its slices are shared by all who ask for the page, and must
// not be written to.
type Lesson struct {
	ID     string
	Group  string // what the page belongs to, such as "The doors"
	Title  string
	Answer string // the lesson in one sentence
	// Body holds the paragraphs. One whose lines begin with two spaces is kept
	// as it is, line feeds included; one that begins with "- " or a number and
	// ". " is an item of a list; any other is to be wrapped. [Layout] does all that.
	Body    []string
	Next    string   // ID of the page to read next
	See     []string // IDs of further pages
	Claims  []string // what guides say and this page teaches or corrects: C01 to C93
	Sources []string // what the statements rest on

	also []string // other names, as normal spells them
	seen int      // where in Body the person's own result belongs; 0 if the page does not say
}

// Paragraphs returns the answer and the body, with the paragraphs of what was seen
// at the person's own server at the place the page keeps for them, else right after the answer.
func (l Lesson) Paragraphs(seen ...string) []string {
	return slices.Concat([]string{l.Answer}, l.Body[:l.seen], seen, l.Body[l.seen:])
}

// Closing returns the last paragraphs: what to read next, and what the statements rest on.
func (l Lesson) Closing() []string {
	var out []string
	if next, ok := Get(l.Next); ok {
		out = append(out, "Read next: "+next.Title+".")
	}
	return append(out, "Sources: "+strings.Join(l.Sources, "; "))
}
