package ui

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestPasted(t *testing.T) {
	for name, tt := range map[string]struct{ content, want string }{
		"nothing":           {"", ""},
		"blanks and a line": {"  ada@fastmail.com \n", "ada@fastmail.com"},
		"a line of Windows": {"ada@fastmail.com\r\n", "ada@fastmail.com"},
		"several lines":     {"one \n\n\t two\rthree", "one two three"},
		"blanks within":     {"gpg  -d x", "gpg  -d x"},
		"a colour":          {"\x1b[1;31mada@fastmail.com\x1b[0m", "ada@fastmail.com"},
		"a link":            {"\x1b]8;;http://x.example\x1b\\ada\x1b]8;;\x1b\\", "ada"},
		"control":           {"a\x00d\x07a\x7f\u0085b", "ada b"},
		"not to be seen":    {"\ufeffada\u200b@\u202efast\u00admail.com\u2060", "ada@fastmail.com"},
		"hard blanks":       {"\u00a0Ada\u00a0Lovelace\u3000", "Ada Lovelace"},
		"other alphabets":   {"адрес@例え.jp é", "адрес@例え.jp é"},
		"nothing to see":    {"\x1b[31m\n\u200b\r\n", ""},
	} {
		if got := pasted(tt.content); got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

func TestPastedIsBounded(t *testing.T) {
	got := pasted(strings.Repeat("é", longestPaste))
	if len(got) != longestPaste || !utf8.ValidString(got) {
		t.Errorf("%d bytes were taken, want %d", len(got), longestPaste)
	}
	if got := pasted("x" + strings.Repeat("é", longestPaste)); !utf8.ValidString(got) {
		t.Error("a character was cut in two")
	}
}

func FuzzPasted(f *testing.F) {
	f.Add("  ada@fastmail.com \n")
	f.Add("\x1b[31m\x1b]8;;x")
	f.Fuzz(func(t *testing.T, content string) {
		got := pasted(content)
		if i := strings.IndexFunc(got, func(r rune) bool { return !unicode.IsPrint(r) }); i >= 0 && utf8.ValidString(content) {
			t.Errorf("%q makes %q", content, got)
		}
		if got != strings.TrimSpace(got) {
			t.Errorf("blanks around %q", got)
		}
	})
}
