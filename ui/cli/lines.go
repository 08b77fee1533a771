package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"postern/probe"
)

// errLeft ends the questions when the person left, or there is no more input.
var errLeft = errors.New("left before the end")

// longest is how many bytes an answer may have: more than any has, and less than a
// terminal keeps of a line.
const longest = 2000

// A typedLine is kept whole, or nothing of it if it has more than longest bytes.
type typedLine struct {
	line string
	long bool
}

// lines reads a person's answers. A read cannot be interrupted, so it happens in
// a goroutine of its own, one line at a time and only when one is wanted: it ends
// with the input, or stays behind when the program ends.
type lines struct {
	wanted chan struct{}
	read   chan typedLine // closed when there is no more
	asked  bool           // a line is being read
	ahead  []typedLine    // what was typed while nothing was asked
}

func newLines(in io.Reader) *lines {
	l := &lines{wanted: make(chan struct{}, 1), read: make(chan typedLine)}
	go l.serve(in)
	return l
}

// serve reads as long as lines are wanted.
func (l *lines) serve(in io.Reader) {
	defer close(l.read)
	r := bufio.NewReader(in)
	for range l.wanted {
		t, ok := readLine(r)
		if !ok {
			return
		}
		l.read <- t
	}
}

// readLine reads a line to its end, however long it is; false at the end of the input.
func readLine(r *bufio.Reader) (t typedLine, ok bool) {
	var line []byte
	for {
		part, more, err := r.ReadLine()
		if err != nil {
			return t, false
		}
		if t.long = t.long || len(line)+len(part) > longest; !t.long {
			line = append(line, part...)
		}
		if !more {
			break
		}
	}
	if !t.long {
		t.line = strings.TrimSpace(string(line))
	}
	return t, true
}

// next returns the next line without the spaces around it, unless it is too long. The
// error is errInterrupted when ctx ended, errLeft at the end of the input.
func (l *lines) next(ctx context.Context) (typedLine, error) {
	if len(l.ahead) > 0 {
		line := l.ahead[0]
		l.ahead = l.ahead[1:]
		return line, nil
	}
	select {
	case line, more := <-l.ask():
		return l.arrived(line, more)
	case <-ctx.Done():
		return typedLine{}, errInterrupted
	}
}

// meanwhile returns a line that was typed while nothing was asked, if there is one. A line
// that was wanted by it and has not come yet is the next answer.
func (l *lines) meanwhile() (t typedLine, there bool, err error) {
	if len(l.ahead) > 0 {
		return t, false, nil // in the order in which they were typed
	}
	select {
	case line, more := <-l.ask():
		t, err = l.arrived(line, more)
		return t, err == nil, err
	default:
		return t, false, nil
	}
}

// keep keeps a line for the next question.
func (l *lines) keep(t typedLine) { l.ahead = append(l.ahead, t) }

// arrived takes in what came of a question. At the end of the input it stays open: nobody
// is left who would take another.
func (l *lines) arrived(t typedLine, more bool) (typedLine, error) {
	if !more {
		return t, errLeft
	}
	l.asked = false
	return t, nil
}

// ask has a line read, if none is being read yet, and returns where it arrives.
func (l *lines) ask() <-chan typedLine {
	if !l.asked {
		l.asked = true
		l.wanted <- struct{}{}
	}
	return l.read
}

// close lets the goroutine end, once the read it may be in does.
func (l *lines) close() { close(l.wanted) }

// quoted is what a person typed, as it is said back to them: the beginning of it, if it is
// long to listen to.
func quoted(line string) string {
	const enough = 40
	words := probe.NewText(line).String()
	if n := utf8.RuneCountInString(words); n > enough+20 {
		return fmt.Sprintf("“%s…” (%d characters)", string([]rune(words)[:enough]), n)
	}
	return "“" + words + "”"
}
