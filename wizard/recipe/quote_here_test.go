package recipe

import (
	"regexp"
	"strings"
	"testing"
)

func TestQuoteOn(t *testing.T) {
	tests := []struct{ goos, word, want string }{
		{"linux", "Ada Lovelace", `'Ada Lovelace'`},
		{"darwin", "it's", `'it'\''s'`},
		{"windows", "ada@example.org", "ada@example.org"},
		{"windows", "--write", "--write"},
		{"windows", "465,587", `"465,587"`},
		{"windows", "@file", `"@file"`},
		{"windows", "", `""`},
		{"windows", "Ada Lovelace", `"Ada Lovelace"`},
		{"windows", "it's", `"it's"`},
		{"windows", `C:\a b\ca.pem`, `"C:\a b\ca.pem"`},
		{"windows", `C:\a b\`, `"C:\a b\\"`},
		{"windows", "cash $ and 5$", `"cash $ and 5$"`},
		{"windows", "$env:X a$b ${c} $(d) `e", "\"`$env:X a`$b `${c} `$(d) ``e\""},
		{"windows", "100%", `"100%"`},
		{"windows", "%PATH%", `"%PATH%"`}, // PowerShell leaves it
		{"linux", "$x %y% `z`", "'$x %y% `z`'"},
		{"windows", `say "hi"`, `"say \"hi\""`},
		{"windows", `say \"hi\\"`, `"say \\\"hi\\\\\""`},
	}
	for _, test := range tests {
		if got := QuoteOn(test.goos, test.word); got != test.want {
			t.Errorf("%q on %s: got %s, want %s", test.word, test.goos, got, test.want)
		}
	}
}

func TestQuoteCmd(t *testing.T) {
	for _, tt := range []struct{ word, want string }{
		{"ada@example.org", "ada@example.org"},
		{"Ada Lovelace", `"Ada Lovelace"`},
		{"", `""`},
		{"$x `y`", "\"$x `y`\""},
		{"100%", `"100%"`},
		{"%PATH%", `^%"PATH"^%`},
		{`C:\a b\%X%\c`, `"C:\a b\\"^%"X"^%"\c"`},
		{"a%%b", `"a"^%^%"b"`},
	} {
		got := QuoteCmd(tt.word)
		if got != tt.want {
			t.Errorf("%q: got %s, want %s", tt.word, got, tt.want)
		}
		if back := readCmd(got); back != tt.word {
			t.Errorf("%q: cmd and a program read %s as %q", tt.word, got, back)
		}
	}
}

// readCmd reads one word as cmd does where every variable is set, and then a program: no
// backslash but one that stands before a quote has a meaning.
func readCmd(line string) string {
	inner := regexp.MustCompile(`%[^%^"]+%`).ReplaceAllString(line, "EXPANDED")
	var out strings.Builder
	quoted, slashes := false, 0
	for i := 0; i < len(inner); i++ {
		switch c := inner[i]; {
		case c == '\\':
			slashes++
		case c == '"':
			out.WriteString(strings.Repeat(`\`, slashes/2))
			quoted, slashes = !quoted, 0
		case c == '^' && !quoted:
		default:
			out.WriteString(strings.Repeat(`\`, slashes))
			out.WriteByte(c)
			slashes = 0
		}
	}
	return out.String()
}
