package mailbox

import (
	"mime"
	"net/mail"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	tests := map[string]struct {
		given        string
		want         Address
		path, header string
	}{
		"alone":            {"ada@example.org", Address{"", "ada", "example.org"}, "<ada@example.org>", "<ada@example.org>"},
		"in brackets":      {" <ada@example.org> ", Address{"", "ada", "example.org"}, "<ada@example.org>", "<ada@example.org>"},
		"a name":           {"Ada  King <ada@example.org>", Address{"Ada King", "ada", "example.org"}, "<ada@example.org>", `"Ada King" <ada@example.org>`},
		"a quoted name":    {`"King, \"A\"" <ada@example.org>`, Address{`King, "A"`, "ada", "example.org"}, "<ada@example.org>", `"King, \"A\"" <ada@example.org>`},
		"both":             {`Ada "B. <C>" King <ada@example.org>`, Address{"Ada B. <C> King", "ada", "example.org"}, "<ada@example.org>", `"Ada B. <C> King" <ada@example.org>`},
		"an initial":       {"Ada K. <ada@example.org>", Address{"Ada K.", "ada", "example.org"}, "<ada@example.org>", `"Ada K." <ada@example.org>`},
		"beyond ASCII":     {"Gräfin <gräfin@bücher.example>", Address{"Gräfin", "gräfin", "bücher.example"}, "<gräfin@bücher.example>", "=?utf-8?q?Gr=C3=A4fin?= <gräfin@bücher.example>"},
		"a quoted local":   {`"a >@\" b"@example.org`, Address{"", `a >@" b`, "example.org"}, `<"a >@\" b"@example.org>`, `<"a >@\" b"@example.org>`},
		"quotes in vain":   {`"ada"@example.org`, Address{"", "ada", "example.org"}, "<ada@example.org>", "<ada@example.org>"},
		"a literal":        {"ada@[IPv6:::1]", Address{"", "ada", "[IPv6:::1]"}, "<ada@[IPv6:::1]>", "<ada@[IPv6:::1]>"},
		"all that may be":  {"a!#$%&'*+-/=?^_`{|}~.b@example.org", Address{"", "a!#$%&'*+-/=?^_`{|}~.b", "example.org"}, "<a!#$%&'*+-/=?^_`{|}~.b@example.org>", "<a!#$%&'*+-/=?^_`{|}~.b@example.org>"},
		"an encoded word":  {"=?utf-8?q?x?= <a@b.example>", Address{"=?utf-8?q?x?=", "a", "b.example"}, "<a@b.example>", `"=?utf-8?q?x?=" <a@b.example>`},
		"nothing":          {},
		"no @":             {given: "ada"},
		"no local part":    {given: "@example.org"},
		"an empty one":     {given: `""@example.org`},
		"no domain":        {given: "ada@"},
		"two":              {given: "ada@example.org, eve@example.org"},
		"two @":            {given: "ada@b@example.org"},
		"a blank":          {given: "a da@example.org"},
		"a blank after":    {given: "ada @example.org"},
		"dots":             {given: "a..da@example.org"},
		"not closed":       {given: "Ada <ada@example.org"},
		"more behind":      {given: "Ada <ada@example.org> x"},
		"a quote open":     {given: `"Ada <ada@example.org>`},
		"a backslash last": {given: `"Ada\`},
		"a comma":          {given: "King, Ada <ada@example.org>"},
		"a line break":     {given: "ada@example.org\r\nDATA"},
		"half a letter":    {given: "a\xc3@example.org"},
		"a literal open":   {given: "ada@[127.0.0.1"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := Parse(test.given)
			if bad := test.want == (Address{}); got != test.want || (err != nil) != bad {
				t.Fatalf("got %+v, %v", got, err)
			}
			if err == nil && (got.Path() != test.path || got.Header() != test.header) {
				t.Errorf("got %s, %s", got.Path(), got.Header())
			}
		})
	}
}

func TestSplit(t *testing.T) {
	for given, want := range map[string]string{
		"ada@example.org":   "<ada@example.org>",
		"a da@x@example.or": `<"a da@x"@example.or>`,
		"postmaster":        "<postmaster>",
	} {
		if got := Split(given).Path(); got != want {
			t.Errorf("%s: got %s, want %s", given, got, want)
		}
	}
}

// FuzzParse: what is read here is read by the standard library too, and as the same; and
// what is written is read back.
func FuzzParse(f *testing.F) {
	f.Add("ada@example.org")
	f.Add(`"King, A" <"a \" b"@example.org>`)
	f.Add("Gräfin 字 <字@[127.0.0.1]>")
	f.Fuzz(func(t *testing.T, s string) {
		a, err := Parse(s)
		if err != nil {
			return
		}
		back, err := mail.ParseAddress(a.Header())
		if err != nil {
			if strings.HasPrefix(a.Domain, "[") {
				return // the library knows fewer literals
			}
			t.Fatalf("%q is %q: %v", s, a.Header(), err)
		}
		if back.Address != a.String() || back.Name != a.Name && !strings.Contains(a.Name, "=?") {
			t.Errorf("%q is %+v, and %+v", s, a, back)
		}
		if again, err := Parse(a.Path()); err != nil || again.String() != a.String() {
			t.Errorf("%q is %q, and then %q: %v", s, a.Path(), again, err)
		}
	})
}

// FuzzWords: a text for a header is decoded to what it was, and no line is too long.
func FuzzWords(f *testing.F) {
	f.Add("Postern: a test message ✓")
	f.Add("=?utf-8?q?x?=")
	f.Add(strings.Repeat("字 ", 40))
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "")
		words := Words(s)
		if got, err := new(mime.WordDecoder).DecodeHeader(words); err != nil || got != s {
			t.Errorf("%q is %q, and then %q: %v", s, words, got, err)
		}
		for line := range strings.SplitSeq(words, "\r\n") {
			if words != s && len(line) > maxWord+1 || strings.ContainsAny(line, "\r\n") {
				t.Errorf("a line of %q: %q", s, line)
			}
		}
	})
}
