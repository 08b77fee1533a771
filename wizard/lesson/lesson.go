// Package lesson holds what Postern teaches: short texts, embedded as files, each
// addressed by an ID. Go code holds no paragraphs.
package lesson

// A Lesson is one text: its first line is the title, the second paragraph the
// answer in a line, then the rest.
type Lesson struct {
	ID      string
	Title   string
	Answer  string   // the lesson in one sentence
	Body    []string // paragraphs; a paragraph whose lines begin with two spaces is kept as it is
	Sources []string // what the statements rest on
}
