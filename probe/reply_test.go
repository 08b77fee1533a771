package probe

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestParseLine(t *testing.T) {
	tests := map[string]struct {
		code     int
		more, ok bool
	}{
		"220":        {220, false, true},
		"220 hi":     {220, false, true},
		"220-hi":     {220, true, true},
		"220-":       {220, true, true},
		"220 ":       {220, false, true},
		"559 x":      {559, false, true},
		"200 x":      {200, false, true},
		"":           {},
		"22":         {},
		"99 x":       {},
		"2500 x":     {},
		"+22 x":      {},
		"-20 x":      {},
		"999 x":      {},
		"199 x":      {},
		"600 x":      {},
		"260 x":      {},
		"22a x":      {},
		"220x":       {},
		"220\tx":     {},
		" 220 x":     {},
		"２２０ x":      {},
		"220\x00":    {},
		"22\xb2 x":   {},
		"HTTP/1.1 x": {},
	}
	for line, want := range tests {
		t.Run(line, func(t *testing.T) {
			code, more, ok := parseLine(line)
			if ok != want.ok || ok && (code != want.code || more != want.more) {
				t.Errorf("got %d, %v, %v, want %+v", code, more, ok, want)
			}
		})
	}
}

func TestReadReply(t *testing.T) {
	line := func(n int) string { return "250-" + strings.Repeat("x", n-6) + "\r\n" }
	tests := map[string]struct {
		in    string
		err   error
		code  int
		lines int
		lf    bool
	}{
		"one line":           {"220 hi\r\n", nil, 220, 1, false},
		"several":            {"250-a\r\n250-b\r\n250 c\r\n", nil, 250, 3, false},
		"bare line feed":     {"220 hi\n", nil, 220, 1, true},
		"one of them bare":   {"250-a\r\n250-b\n250 c\r\n", nil, 250, 3, true},
		"no text":            {"220\r\n", nil, 220, 1, false},
		"a CR in the text":   {"220 a\rb\r\n", nil, 220, 1, false},
		"codes differ":       {"250-a\r\n251 b\r\n", errMalformed, 250, 2, false},
		"no code":            {"hello\r\n", errMalformed, 0, 1, false},
		"binary":             {"\x00\x01\x02", errMalformed, 0, 1, false},
		"empty":              {"", io.EOF, 0, 0, false},
		"cut in mid line":    {"220 hi", io.EOF, 0, 1, false},
		"cut between lines":  {"250-a\r\n", io.EOF, 250, 1, false},
		"256 lines":          {strings.Repeat("250-a\r\n", 255) + "250 a\r\n", nil, 250, 256, false},
		"257 lines":          {strings.Repeat("250-a\r\n", 256) + "250 a\r\n", errOversized, 250, 256, false},
		"a line of 4 KiB":    {line(maxLine) + "250 a\r\n", nil, 250, 2, false},
		"a longer line":      {line(maxLine+1) + "250 a\r\n", errOversized, 0, 1, false},
		"64 KiB":             {strings.Repeat(line(4096), 15) + line(4096-7) + "250 a\r\n", nil, 250, 17, false},
		"more":               {strings.Repeat(line(4096), 15) + line(4096-6) + "250 a\r\n", errOversized, 250, 17, false},
		"a line without end": {"250 " + strings.Repeat("x", 1<<20), errOversized, 0, 1, false},
	}
	for name, test := range tests {
		for reading, wrap := range map[string]func(io.Reader) io.Reader{
			"at once": func(r io.Reader) io.Reader { return r }, "by bytes": iotest.OneByteReader,
			"by halves": iotest.HalfReader, "with the error": iotest.DataErrReader,
		} {
			t.Run(name+", "+reading, func(t *testing.T) {
				r := &replyReader{r: wrap(strings.NewReader(test.in))}
				got, err := r.read()
				if !errors.Is(err, test.err) || len(got.lines) != test.lines || got.bareLF != test.lf {
					t.Errorf("got %d lines, bare %v, error %v, want %+v", len(got.lines), got.bareLF, err, test)
				}
				if err == nil && got.code != test.code {
					t.Errorf("got code %d, want %d", got.code, test.code)
				}
			})
		}
	}
}

func TestRepliesInTurn(t *testing.T) {
	r := &replyReader{r: strings.NewReader("220 a\r\n250-b\r\n250 c\r\nrest")}
	for _, want := range []string{"a", "b\nc"} {
		got, err := r.read()
		if text := got.published().Text.String(); err != nil || text != want {
			t.Errorf("got %q (%v), want %q", text, err, want)
		}
	}
	if got := string(r.takeUnread()); got != "rest" {
		t.Errorf("%q is left", got)
	}
}

// endless never stops saying the same; it counts what was read.
type endless struct {
	say  string
	read int
}

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, strings.Repeat(e.say, len(p)/len(e.say)+1)[e.read%len(e.say):])
	e.read += n
	return n, nil
}

// TestEndlessReply: what is read, and so what is kept, has an end.
func TestEndlessReply(t *testing.T) {
	for _, say := range []string{"250-x\r\n", "x", "250-\n", "250-" + strings.Repeat("x", 1000) + "\r\n", "\n"} {
		e := &endless{say: say}
		got, err := (&replyReader{r: e}).read()
		if err == nil || e.read > maxReply+2*maxLine {
			t.Errorf("%.10q…: %d bytes were read, error %v", say, e.read, err)
		}
		if kept := len(got.published().Text.String()); kept > maxReplyText+len(ellipsis) {
			t.Errorf("%.10q…: %d bytes of text are kept", say, kept)
		}
	}
}

func FuzzReply(f *testing.F) {
	for _, s := range []string{"220 hi\r\n", "250-a\r\n250 b\n", "\x00", "220", "250-a\r\n251 b\r\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		whole, err := (&replyReader{r: bytes.NewReader(in)}).read()
		checkClean(t, strings.ReplaceAll(whole.published().Text.String(), "\n", " "))
		if len(whole.lines) > maxLines {
			t.Fatalf("%d lines", len(whole.lines))
		}
		if err != nil {
			return
		}
		// However the network cuts it up, a reply reads the same.
		bits, err := (&replyReader{r: iotest.OneByteReader(bytes.NewReader(in))}).read()
		if err != nil || bits.code != whole.code || strings.Join(bits.lines, "\n") != strings.Join(whole.lines, "\n") {
			t.Fatalf("by bytes %+v (%v), at once %+v", bits, err, whole)
		}
		for i, l := range whole.lines {
			if code, more, ok := parseLine(l); !ok || code != whole.code || more != (i < len(whole.lines)-1) {
				t.Fatalf("line %q is in a reply %d", l, whole.code)
			}
		}
		o := readOffers(whole)
		for keyword, args := range o.extensions {
			checkClean(t, keyword+args.String())
		}
		checkClean(t, strings.Join(o.mechanisms, " "))
	})
}
