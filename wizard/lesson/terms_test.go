package lesson

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// field are the terms of mail that a newcomer may not know. Any of them that stands
// on a screen must be in the glossary.
var field = []string{
	"alias", "app password", "AUTH", "authority", "base64", "blocklist", "bounce", "CA", "capability",
	"captive portal", "certificate", "cipher", "client", "container", "DANE", "DKIM", "DMARC", "DNS", "domain", "EHLO",
	"encryption", "envelope", "extension", "filter", "fingerprint", "firewall", "greeting", "greylisting", "handshake",
	"header", "HELO", "host", "IANA", "IMAP", "implicit TLS", "IP address", "IPv4", "IPv6", "keyring", "localhost", "loopback",
	"mechanism", "MTA-STS", "MX", "NAT", "newsletter", "null MX", "OAuth", "open relay", "pattern", "POP3", "port", "preference",
	"protocol", "provider", "proxy", "queue", "recipient", "relay", "reply code", "reputation", "router", "SASL", "self-signed",
	"sending service", "server", "smarthost", "SMTP", "spam", "SPF", "SRV", "SSL", "standard output", "STARTTLS", "submission", "TCP", "terminal",
	"timeout", "TLS", "token", "transactional", "two-step login", "VPN", "wizard", "XOAUTH2",
}

// plainWords are written in capitals and are no terms: words of a session or a file
// that are explained where they stand, names, and units.
var plainWords = []string{
	// what a person puts in, and names of settings
	"ADDRESS", "DIR", "FILE", "HOST", "LABEL", "NAME", "PASS", "PASSWORD", "PROGRAM", "PROVIDER", "REGION", "SCENE", "TOPIC", "USER", "WORDS", "WORD", "SHELL", "ID", "YES", "COMMAND", "SMARTHOST",
	// names of companies, programs, services and documents
	"AOL", "AVG", "BCP", "BEGIN", "EC2", "ESET", "ESR", "EU", "GMX", "ISPDB", "NO", "OK", "PHP", "SES", "TMPDIR", "TSS04", "TYPE", "USENIX",
}

// screens returns every text that a person may meet, by where it stands.
func screens(t *testing.T) map[string]string {
	t.Helper()
	out := make(map[string]string)
	comments := regexp.MustCompile(`(?m)^(#|claims:).*$`)
	for _, pattern := range []string{"text/*.md", "../*/text/*.txt", "../text/*.txt", "../../ui/cli/text/*.txt"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			text := comments.ReplaceAllString(string(b), "")
			if i := strings.Index(text, "\n\n"); strings.HasSuffix(name, ".md") {
				text = text[i:]
			}
			out[name] = text
		}
	}
	for _, pattern := range []string{"../*.go", "../advice/*.go", "../../ui/*.go", "../../ui/cli/*.go"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if !strings.HasSuffix(name, "_test.go") {
				out[name] = literals(t, name)
			}
		}
	}
	if len(out) < 100 {
		t.Fatalf("only %d texts were found", len(out))
	}
	return out
}

// literals returns the strings of a Go file that are words for people.
func literals(t *testing.T, name string) string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	words := regexp.MustCompile(`[a-z]+ [a-z]+`)
	var b strings.Builder
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if s, err := strconv.Unquote(lit.Value); err == nil && words.MatchString(s) {
				b.WriteString(s + "\n")
			}
		}
		return true
	})
	return b.String()
}

// TestEveryTermOnAScreenIsInTheGlossary: none of the field's terms stands in a lesson,
// a verdict, a question or elsewhere without an entry.
func TestEveryTermOnAScreenIsInTheGlossary(t *testing.T) {
	all := screens(t)
	for _, term := range field {
		pattern := `\b` + strings.ReplaceAll(regexp.QuoteMeta(term), " ", `\s+`) + `(s|es)?\b`
		if strings.ToUpper(term) != term {
			pattern = `(?i)` + pattern
		}
		used := regexp.MustCompile(pattern)
		if _, ok := Term(term); ok {
			continue
		}
		for where, text := range all {
			if used.MatchString(text) {
				t.Errorf("%s uses %q, which the glossary does not explain", where, term)
			}
		}
	}
}

// TestEveryAbbreviationIsExplained: a word in capitals is in the glossary, is a reply
// that stands in quotation, or is one of the few that explain themselves.
func TestEveryAbbreviationIsExplained(t *testing.T) {
	capitals := regexp.MustCompile(`\b[A-Z][A-Z0-9]+(-[A-Z0-9]+)*\b`)
	for where, text := range screens(t) {
		if strings.HasPrefix(filepath.Base(where), "port-") || filepath.Base(where) == "libraries.txt" || filepath.Base(where) == "licence.txt" {
			continue // names of settings, each shown where it stands
		}
		text = strings.NewReplacer("MAIL FROM", "", "RCPT TO", "").Replace(text)
		for _, word := range capitals.FindAllString(text, -1) {
			if _, ok := Term(word); !ok && !slices.Contains(plainWords, word) {
				t.Errorf("%s: %q is not in the glossary", where, word)
			}
		}
	}
}
