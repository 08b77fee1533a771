package cli

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"postern/probe"
)

func TestNearest(t *testing.T) {
	known := []string{"probe", "config", "providers", "programs", "explain", "practice", "licences", "help", "25"}
	for _, tt := range []struct{ typed, want string }{
		{"prob", "probe"},
		{"porbe", "probe"},
		{"probes", "probe"},
		{"PROBE", "probe"},
		{"conifg", "config"},
		{"practise", "practice"},
		{"licenses", "licences"},
		{"prov", "providers"},
		{"hlep", "help"},
		{"2", "25"},
		{"xyzzy", ""},
		{"", ""},
		{"p", ""},
	} {
		if got := nearest(tt.typed, known); got != tt.want {
			t.Errorf("nearest(%q): got %q, want %q", tt.typed, got, tt.want)
		}
	}
}

func TestParsePorts(t *testing.T) {
	got, err := parsePorts(nil, "587, 465,2525:starttls,443:tls")
	want := []probe.Door{
		{Port: 587},
		{Port: 465},
		{Port: 2525, Security: probe.STARTTLS},
		{Port: 443, Security: probe.ImplicitTLS},
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v and %v, want %v", got, err, want)
	}
	if got, err = parsePorts(got, "25"); err != nil || len(got) != 5 {
		t.Errorf("a second flag: got %v and %v, want one more", got, err)
	}
}

func FuzzParsePorts(f *testing.F) {
	for _, s := range []string{"587", "587,465", "2525:starttls,443:tls", "", ",", "587:", "99999999999999999999", "٥"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		doors, err := parsePorts(nil, s)
		if err != nil {
			return
		}
		if len(doors) != strings.Count(s, ",")+1 {
			t.Fatalf("%q: %d doors", s, len(doors))
		}
		seen := make(map[int]bool)
		for _, d := range doors {
			if d.Port < 1 || d.Port > 65535 || seen[d.Port] {
				t.Fatalf("%q: port %d", s, d.Port)
			}
			seen[d.Port] = true
		}
	})
}

func TestHang(t *testing.T) {
	for _, tt := range []struct {
		name, label, text string
		width             int
		want              string
	}{
		{"short", "", "a door", 20, "a door"},
		{"wrapped", "", "one two three", 8, "one two\nthree"},
		{"hanging", "- ", "one two three", 9, "- one two\n  three"},
		{"a word too long", "", "a https://example.org/very/long b", 10, "a\nhttps://example.org/very/long\nb"},
		{"wide letters", "", "郵便 郵便 郵便", 9, "郵便 郵便\n郵便"},
		{"nothing", "- ", "", 10, "- "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := hang(tt.label, tt.text, tt.width); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func FuzzHang(f *testing.F) {
	f.Add("one two three four", 10)
	f.Add("郵便 a b", 3)
	f.Fuzz(func(t *testing.T, text string, width int) {
		if !utf8.ValidString(text) {
			return // text from outside was made valid where it came in
		}
		width = max(1, width%100)
		words := strings.Fields(text)
		out := hang("", text, width)
		if !slices.Equal(strings.Fields(out), words) {
			t.Fatalf("the words changed: %q", out)
		}
		for line := range strings.SplitSeq(out, "\n") {
			if ansi.StringWidth(line) > width && len(strings.Fields(line)) > 1 {
				t.Fatalf("%q is wider than %d", line, width)
			}
		}
	})
}
