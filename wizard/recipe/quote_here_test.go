package recipe

import "testing"

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
		{"windows", `say "hi"`, `"say \"hi\""`},
		{"windows", `say \"hi\\"`, `"say \\\"hi\\\\\""`},
	}
	for _, test := range tests {
		if got := QuoteOn(test.goos, test.word); got != test.want {
			t.Errorf("%q on %s: got %s, want %s", test.word, test.goos, got, test.want)
		}
	}
}
