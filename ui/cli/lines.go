package cli

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"
)

// errLeft ends the questions when the person left, or there is no more input.
var errLeft = errors.New("left before the end")

// lines reads a person's answers. A read cannot be interrupted, so it happens in
// a goroutine of its own, one line at a time and only when one is wanted: it ends
// with the input, or stays behind when the program ends.
type lines struct {
	wanted chan struct{}
	read   chan string // closed when there is no more
}

func newLines(in io.Reader) *lines {
	l := &lines{wanted: make(chan struct{}, 1), read: make(chan string)}
	go l.serve(in)
	return l
}

// serve reads as long as lines are wanted.
func (l *lines) serve(in io.Reader) {
	defer close(l.read)
	s := bufio.NewScanner(in)
	for range l.wanted {
		if !s.Scan() {
			return
		}
		l.read <- s.Text()
	}
}

// next returns the next line without the spaces around it. The error is
// errInterrupted when ctx ended, errLeft at the end of the input.
func (l *lines) next(ctx context.Context) (string, error) {
	select {
	case l.wanted <- struct{}{}:
	default: // still wanted from a call that was interrupted
	}
	select {
	case <-ctx.Done():
		return "", errInterrupted
	case line, more := <-l.read:
		if !more {
			return "", errLeft
		}
		return strings.TrimSpace(line), nil
	}
}

// close lets the goroutine end, once the read it may be in does.
func (l *lines) close() { close(l.wanted) }
