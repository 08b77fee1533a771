package cli

import (
	"context"
	"errors"
	"strings"
	"testing"

	"postern/wizard"
)

// TestLinesTooLong: of a paste nothing is taken, and the line after it is one again.
func TestLinesTooLong(t *testing.T) {
	l := newLines(strings.NewReader(strings.Repeat("x", 200_000) + "\n  next \n" + strings.Repeat("y", longest) + "\nlast"))
	defer l.close()
	for _, want := range []typedLine{{long: true}, {line: "next"}, {line: strings.Repeat("y", longest)}, {line: "last"}} {
		if got, err := l.next(t.Context()); got != want || err != nil {
			t.Errorf("got %.20q, %t and %v, want %.20q, %t", got.line, got.long, err, want.line, want.long)
		}
	}
	for range 3 { // whoever asks on does not wait for ever
		if _, err := l.next(t.Context()); !errors.Is(err, errLeft) {
			t.Errorf("at the end: %v", err)
		}
	}
}

// TestLinesMeanwhile: what is typed while nothing is asked is the next answer, and no line
// is read that was not wanted: a password comes past them.
func TestLinesMeanwhile(t *testing.T) {
	in := make(typist)
	l := newLines(in)
	defer l.close()
	if _, there, err := l.meanwhile(); there || err != nil {
		t.Fatalf("got a line, %v", err)
	}
	in <- "one\n"
	var got typedLine
	for there := false; !there; {
		got, there, _ = l.meanwhile()
	}
	l.keep(got)
	if _, there, _ := l.meanwhile(); there {
		t.Error("a line was taken before the one that is kept")
	}
	if got, err := l.next(t.Context()); got.line != "one" || err != nil {
		t.Errorf("got %q and %v", got.line, err)
	}
	select {
	case in <- "secret\n":
		t.Error("a line was read that nobody wanted")
	default:
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := l.next(ctx); !errors.Is(err, errInterrupted) {
		t.Errorf("got %v", err)
	}
	in <- "two\n"
	if got, err := l.next(t.Context()); got.line != "two" || err != nil {
		t.Errorf("got %q and %v", got.line, err)
	}
	close(in)
}

// A typist is an input that gives what it is sent.
type typist chan string

func (t typist) Read(b []byte) (int, error) { return copy(b, <-t), nil }

// TestPlainAfterAPaste: a paste ends nothing, and neither it nor a long answer is said back.
func TestPlainAfterAPaste(t *testing.T) {
	alone(t)
	_, out, errOut := run(t, strings.Repeat("x", 70_000)+"\n"+strings.Repeat("z", 300)+"\n"+strings.Repeat("a", 300)+"@\nq\n", "--plain")
	said := strings.Join(strings.Fields(out), " ")
	for _, want := range []string{"That was longer than any answer", "nothing of it was taken", "Nothing is known as “" + strings.Repeat("z", 40) + "…” (300 characters)."} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	for line := range strings.Lines(out) {
		if !strings.HasPrefix(line, "> ") && len(line) > 120 { // where it is echoed
			t.Errorf("%d bytes in a line: %q", len(line), line)
		}
	}
	if !strings.Contains(errOut, "Left before the end.") {
		t.Errorf("got %q", errOut)
	}
}

// TestInShort: what people type who were read a choice, or ask in words.
func TestInShort(t *testing.T) {
	door, address := wizard.Ask{Field: wizard.Door}, wizard.Ask{Field: wizard.Address, Free: true}
	for line, want := range map[string]string{
		"back": "b", "Help?": "?", "exit": "q", "why": "?", "why this port?": "?", "what is a port?": "? port", "explain 587": "? 587",
		"?465": "? 465", "? relay": "? relay", "??": "??", "1)": "1", "port 587": "587", "Door 465": "465", "587": "587", "t 587": "t 587", "": "",
		"smtp.example.org": "smtp.example.org", "x)": "x)",
	} {
		if got := inShort(&door, line); got != want {
			t.Errorf("%q: got %q, want %q", line, got, want)
		}
		if got := inShort(&address, line); got != line {
			t.Errorf("as a text, %q: got %q", line, got)
		}
	}
}
