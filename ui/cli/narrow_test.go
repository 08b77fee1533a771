package cli

import (
	"strings"
	"testing"
)

func TestNarrow(t *testing.T) {
	for _, tt := range []struct{ line, want string }{
		{"", ""},
		{"\n", "\n"},
		{"one two\n", "one two\n"},
		{"> ", "> "},
		{"one two three four\n", "one two\nthree four\n"},
		{"  one two three\n", "  one two\n  three\n"},
		{"- one two three\n", "- one two\n  three\n"},
		{"12) one two three\n", "12) one\n    two\n    three\n"},
		{"see https://example.org/long here\n", "see\nhttps://example.org/long\nhere\n"},
		{"日本語 日本語\n", "日本語\n日本語\n"},
	} {
		if got := narrow(tt.line, 10); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.line, got, tt.want)
		}
	}
	var b strings.Builder
	n, err := (&narrowWriter{w: &b, width: 10}).Write([]byte("one two three\nfour\n\n  one two three\n> "))
	if n != 38 || err != nil || b.String() != "one two\nthree\nfour\n\n  one two three\n> " {
		t.Errorf("got %d, %v and %q", n, err, b.String())
	}

	b.Reset()
	long := wrap("A text that a layout broke for a wide terminal is broken once for a narrow one, and no line of it is left that has a word or two.", textWidth)
	if _, err := (&narrowWriter{w: &b, width: 40}).Write([]byte(long + "\n- " + long + "\n")); err != nil {
		t.Fatal(err)
	}
	if want := wrap(long, 40) + "\n" + hang("- ", long, 40) + "\n"; b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}
