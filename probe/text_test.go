package probe

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestNewText(t *testing.T) {
	tests := map[string]struct{ in, want string }{
		"plain":                 {"mail.example.org ESMTP", "mail.example.org ESMTP"},
		"empty":                 {"", ""},
		"other alphabets":       {"Grüße, Ελλάδα, 日本語, עברית", "Grüße, Ελλάδα, 日本語, עברית"},
		"an emoji":              {"ok 👍", "ok 👍"},
		"NUL, BEL, BS":          {"a\x00\a\b", `a\x00\x07\x08`},
		"tab, CR, LF":           {"a\tb\rc\nd", `a\x09b\x0Dc\x0Ad`},
		"colour":                {"\x1b[31mred\x1b[0m", `\x1B[31mred\x1B[0m`},
		"title":                 {"\x1b]0;owned\a", `\x1B]0;owned\x07`},
		"clipboard":             {"\x1b]52;c;aGk=\x1b\\", `\x1B]52;c;aGk=\x1B\`},
		"DEL":                   {"a\x7f", `a\x7F`},
		"C1, one byte":          {"a\x9b31m", `a\x9B31m`},
		"C1, in UTF-8":          {"a\u009b31m", `a<U+009B>31m`},
		"NEL":                   {"a\u0085b", `a<U+0085>b`},
		"right to left":         {"a\u202egpj.exe", "a<U+202E>gpj.exe"},
		"isolates":              {"\u2066a\u2069", "<U+2066>a<U+2069>"},
		"zero width":            {"a\u200bb\u200d\ufeff", "a<U+200B>b<U+200D><U+FEFF>"},
		"soft hyphen":           {"a\u00adb", "a<U+00AD>b"},
		"line separators":       {"a\u2028b\u2029", "a<U+2028>b<U+2029>"},
		"odd spaces":            {"a\u00a0b\u3000c", "a<U+00A0>b<U+3000>c"},
		"private use":           {"\ue000\U000f0000", "<U+E000><U+F0000>"},
		"tags":                  {"\U000e0041", "<U+E0041>"},
		"variation selector":    {"a\ufe0f", "a<U+FE0F>"},
		"fillers":               {"\u3164\u115f\u2800", "<U+3164><U+115F><U+2800>"},
		"grapheme joiner":       {"a\u034f", "a<U+034F>"},
		"unassigned":            {"\U0003fffd", "<U+3FFFD>"},
		"Latin-1":               {"caf\xe9", `caf\xE9`},
		"cut short":             {"\xe2\x82", `\xE2\x82`},
		"overlong":              {"\xc0\xaf", `\xC0\xAF`},
		"surrogate":             {"\xed\xa0\x80", `\xED\xA0\x80`},
		"replacement sent":      {"\ufffd", "<U+FFFD>"},
		"three marks":           {"a\u0301\u0302\u0303", "a\u0301\u0302\u0303"},
		"a flood of marks":      {"a\u0301\u0302\u0303\u0304\u0305b\u0301", "a\u0301\u0302\u0303<U+0304><U+0305>b\u0301"},
		"a mark on nothing":     {"\u0301a", "<U+0301>a"},
		"marks after an escape": {"\x1b\u0301\u0302\u0303\u0304", `\x1B` + "<U+0301><U+0302><U+0303><U+0304>"},
		"backslash":             {`C:\x1B`, `C:\x1B`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := NewText(test.in).String(); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestExcerpt(t *testing.T) {
	tests := map[string]struct {
		in    string
		limit int
		want  string
	}{
		"fits":             {"hello", 5, "hello"},
		"too long":         {"hello", 4, "hell…"},
		"never mid escape": {"ab\x1bcd", 5, "ab…"},
		"never mid rune":   {"日本", 4, "日…"},
		"nothing fits":     {"日本", 1, "…"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := excerpt(test.in, test.limit).String(); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestTextJSON(t *testing.T) {
	got, err := json.Marshal(map[string]Text{"x": NewText("\x1b\u2028\xff")})
	if want := `{"x":"\\x1B\u003cU+2028\u003e\\xFF"}`; err != nil || string(got) != want {
		t.Errorf("got %s (%v), want %s", got, err, want)
	}
}

// checkClean fails if a text could do anything to a terminal but print.
func checkClean(t *testing.T, s string) {
	t.Helper()
	marks := maxMarks
	for _, r := range s {
		switch {
		case unicode.Is(unicode.M, r):
			marks++
		default:
			marks = 0
		}
		if r != ' ' && !unicode.IsPrint(r) || r == utf8.RuneError || marks > maxMarks {
			t.Fatalf("%U is left in %q", r, s)
		}
	}
}

func FuzzNewText(f *testing.F) {
	for _, s := range []string{"", "a", "\x1b[0m", "\u202e", "\xff\xfe", "a\u0301\u0302\u0303\u0304", "\U000e0001"} {
		f.Add(s, 10)
	}
	f.Fuzz(func(t *testing.T, s string, limit int) {
		all := NewText(s).String()
		checkClean(t, all)
		if again := NewText(all).String(); again != all {
			t.Fatalf("escaped twice it is %q, once %q", again, all)
		}
		limit &= 1<<10 - 1
		part := excerpt(s, limit).String()
		checkClean(t, part)
		if cut, was := strings.CutSuffix(part, ellipsis); was && len(cut) > limit || !was && part != all {
			t.Fatalf("%q is no excerpt of %d bytes of %q", part, limit, all)
		}
	})
}
