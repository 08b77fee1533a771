package lesson

import (
	"slices"
	"strings"
	"testing"
)

func TestTerm(t *testing.T) {
	for _, tt := range []struct{ word, want string }{
		{"STARTTLS", "switch to encryption"},
		{"starttls", "switch to encryption"},
		{"mx", "lowest number"},
		{"MX records", "lowest number"},
		{"mta-sts", "demand TLS"},
		{"two step login", "second proof"},
		{"plain", "base64"},
		{"submissions", "465"},
	} {
		if got, ok := Term(tt.word); !ok || !strings.Contains(got, tt.want) {
			t.Errorf("Term(%q) = %q, %v; want a meaning with %q", tt.word, got, ok, tt.want)
		}
	}
	if got, ok := Term("wireguard"); ok {
		t.Errorf("Term of a word that is not there = %q", got)
	}
	if _, ok := Term(""); ok {
		t.Error("Term of no word found one")
	}
}

func TestGlossaryEntries(t *testing.T) {
	l, _ := Get("glossary")
	seen := make(map[string]bool)
	for _, p := range l.Body {
		e, ok := parseEntry(p)
		if !ok {
			t.Errorf("not of the form \"- word: meaning\": %q", p)
			continue
		}
		if n := sentences(e.meaning); n < 1 || n > 2 {
			t.Errorf("%s: %d sentences, want one or two: %q", e.names[0], n, e.meaning)
		}
		for _, n := range e.names {
			if seen[normal(n)] {
				t.Errorf("%q is explained twice", n)
			}
			seen[normal(n)] = true
		}
	}
}

func TestTermsAreAlphabetical(t *testing.T) {
	terms := Terms()
	if len(terms) < 40 {
		t.Errorf("only %d terms", len(terms))
	}
	byLetter := func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }
	for i := 1; i < len(terms); i++ {
		if byLetter(terms[i-1], terms[i]) >= 0 {
			t.Errorf("%q stands before %q", terms[i-1], terms[i])
		}
	}
	for _, term := range terms {
		if _, ok := Term(term); !ok {
			t.Errorf("Term does not know %q, which Terms lists", term)
		}
	}
}

// jargon are words of the lessons that a newcomer may not know.
var jargon = []string{
	"AUTH", "base64", "blocklist", "certificate", "DANE", "DKIM", "DMARC", "DNS", "EHLO", "firewall",
	"greylisting", "handshake", "HELO", "IANA", "IMAP", "MTA-STS", "MX", "null MX", "OAuth", "open relay",
	"POP3", "port", "provider", "queue", "relay", "RFC", "smarthost", "SMTP", "SPF", "SSL", "STARTTLS",
	"submission", "TLS", "token", "XOAUTH2",
}

func TestJargonIsInTheGlossary(t *testing.T) {
	for _, word := range jargon {
		if _, ok := Term(word); !ok {
			t.Errorf("%q is not in the glossary", word)
		}
	}
	for id, text := range texts(t) {
		for _, word := range []string{"MDA", "MSA", "MUA", "MTA"} {
			if id != "glossary" && slices.Contains(strings.FieldsFunc(text, notLetter), word) {
				t.Errorf("%s uses %q; there is a plain word for it", id, word)
			}
		}
	}
}

func notLetter(r rune) bool { return (r < 'A' || r > 'Z') && r != '-' }

func TestGloss(t *testing.T) {
	for _, tt := range []struct{ word, page, begins string }{
		{"greeting", "silent", ""}, // whose answer says it
		{"handshake", "tls-failed", "handshake: The start of TLS"},
		{"banner", "silent", "banner: The first line"},
		{"DNS", "no-such-name", "DNS: The internet's directory"},
		{"smtp", "what-is-smtp", ""},
		{"certificates", "certificate", ""},
		{"nonsense", "certificate", ""},
	} {
		l, _ := Get(tt.page)
		if got := l.Gloss(tt.word); !strings.HasPrefix(got, tt.begins) || (got == "") != (tt.begins == "") {
			t.Errorf("%s before %s: %q, want %q", tt.word, tt.page, got, tt.begins)
		}
	}
}
