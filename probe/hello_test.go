package probe

import (
	"slices"
	"strings"
	"testing"
)

// FuzzOffers reads capabilities from any lines at all. What counts is only what a
// plain reading by the grammar finds there too.
func FuzzOffers(f *testing.F) {
	for _, s := range []string{
		"", "mail\nSTARTTLS", "mail\nstarttls \nAUTH PLAIN LOGIN\nAUTH=LOGIN", "mail\nAUTH=", "STARTTLS",
		"mail\n\x1b[2J \x00\nXXXXXXXA", "mail\nſTARTTLS\nAUTH PLAıN\u00a0LOGIN\xff", "mail\n\t STARTTLS\t\r",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, said string) {
		texts := strings.Split(said, "\n")
		r := reply{code: 250}
		for i, text := range texts {
			sep := "-"
			if i == len(texts)-1 {
				sep = " "
			}
			r.lines = append(r.lines, "250"+sep+text)
		}
		o := readOffers(r)
		_, got := o.extensions["STARTTLS"]
		want := slices.ContainsFunc(texts[1:], func(l string) bool {
			word, _, _ := strings.Cut(strings.ReplaceAll(strings.Trim(l, " \t\r"), "\t", " "), " ")
			return len(word) == len("STARTTLS") && strings.EqualFold(word, "STARTTLS")
		})
		if got != want {
			t.Fatalf("STARTTLS is offered: %v, want %v", got, want)
		}
		if len(o.extensions) >= len(texts) && len(o.extensions) > 0 {
			t.Fatalf("%d extensions of %d lines", len(o.extensions), len(texts))
		}
		for keyword, args := range o.extensions {
			checkClean(t, keyword)
			checkClean(t, args.String())
			if keyword == "" || strings.ContainsFunc(keyword, func(r rune) bool { return 'a' <= r && r <= 'z' }) && !strings.Contains(keyword, `\x`) {
				t.Fatalf("keyword %q", keyword)
			}
		}
		for i, m := range o.mechanisms {
			checkClean(t, m)
			if m == "" || slices.Index(o.mechanisms, m) != i || !strings.Contains(strings.ToUpper(said), "AUTH") {
				t.Fatalf("mechanisms %q", o.mechanisms)
			}
		}
	})
}
