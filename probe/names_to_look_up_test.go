package probe

import (
	"slices"
	"strings"
	"testing"
)

// TestCandidates: what is no plain host name is not looked up, and not more than
// three that are.
func TestCandidates(t *testing.T) {
	for name, test := range map[string]struct{ names, want []string }{
		"none":      {nil, nil},
		"one":       {[]string{"mail.example"}, []string{"mail.example"}},
		"four":      {[]string{"a.example", "b.example", "c.example", "d.example"}, []string{"a.example", "b.example", "c.example"}},
		"twice":     {[]string{"a.example", "A.Example.", "b.example"}, []string{"a.example", "b.example"}},
		"wildcards": {[]string{"*.example", "*", "a.*.example", "a.example"}, []string{"a.example"}},
		"addresses": {[]string{"192.0.2.1", "2001:db8::1", "[2001:db8::1]", "0.0.0.0", "a.example"}, []string{"a.example"}},
		"one label": {[]string{"localhost", "mail", "a.example"}, []string{"a.example"}},
		"nonsense": {
			[]string{"", " ", "a b", "a.example\r\nQUIT", "\x1b[2J", "a.example:25", "user@a.example", "a..example", strings.Repeat("a", 300), "https://a.example"},
			nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			var c Certificate
			for _, n := range test.names {
				c.Names = append(c.Names, excerpt(n, maxExcerpt))
			}
			if got := namesToLookUp(&c); !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
