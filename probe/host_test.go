package probe

import (
	"net/netip"
	"strings"
	"testing"
)

func TestCheckHost(t *testing.T) {
	tests := map[string]string{
		"smtp.example.org":              "smtp.example.org",
		"SMTP.Example.ORG":              "smtp.example.org",
		"smtp.example.org.":             "smtp.example.org",
		"localhost":                     "localhost",
		"nas_1.local":                   "nas_1.local",
		"3com.example":                  "3com.example",
		"bücher.example":                "xn--bcher-kva.example",
		"BÜCHER.example":                "xn--bcher-kva.example",
		"xn--bcher-kva.example":         "xn--bcher-kva.example",
		"192.0.2.1":                     "192.0.2.1",
		"2001:DB8::1":                   "2001:db8::1",
		"[2001:db8::1]":                 "2001:db8::1",
		"::ffff:192.0.2.1":              "192.0.2.1",
		"fe80::1%eth0":                  "fe80::1%eth0",
		"127.0.0.1":                     "127.0.0.1",
		"127.3.2.1":                     "127.3.2.1",
		"::1":                           "::1",
		strings.Repeat("a", 63):         strings.Repeat("a", 63),
		strings.Repeat("a.", 126) + "b": strings.Repeat("a.", 126) + "b",
	}
	for in, want := range tests {
		t.Run(in, func(t *testing.T) {
			if got, err := CheckHost(in); got != want || err != nil {
				t.Errorf("got %q, %v, want %q", got, err, want)
			}
		})
	}
}

func TestCheckHostRefuses(t *testing.T) {
	tests := map[string]string{ // to words of the message
		"":                                "empty",
		" smtp.example.org":               "space",
		"smtp.example.org\n":              "line break",
		"smtp.example.org\r\nQUIT":        "line break",
		"smtp.\x00example.org":            "invisible",
		"smtp.\x1b[31m.org":               "invisible",
		"smtp.\u200bexample.org":          "invisible",
		"smtp.\u202eexample.org":          "invisible",
		"https://smtp.example.org/x":      `"smtp.example.org" remains`,
		"smtps://smtp.example.org":        "web address",
		"ada@example.org":                 "smtp.example.org",
		"smtp.example.org:587":            "port",
		"::1::2":                          "colon",
		"fe80::1%\"x":                     "colon",
		"[smtp.example.org]":              `"["`,
		"smtp..example.org":               "dot",
		".example.org":                    "dot",
		"smtp.example.org..":              "dot",
		"xn--.test":                       "xn-- alone",
		"mail.XN--":                       "xn-- alone",
		"xn--\u3002test":                  "xn-- alone",
		"xn--..test":                      "xn-- alone",
		"-smtp.example.org":               "hyphen",
		"smtp-.example.org":               "hyphen",
		"smtp,example.org":                `","`,
		"smtp/example.org":                `"/"`,
		"192.0.2":                         "IP address",
		"192.0.2.256":                     "IP address",
		"127.1":                           "IP address",
		"2130706433":                      "IP address",
		strings.Repeat("a", 64):           "63",
		strings.Repeat("a.", 127) + "b":   "253",
		"xn--\u00fc.example":              "looked up",
		"caf\xe9.example":                 "invisible",
		"a\u0301\u0301\u0301\u0301%.test": "looked up",
		"0.0.0.0":                         "127.0.0.1",
		"::":                              "::1",
		"[::]":                            "::1",
		"::ffff:0.0.0.0":                  "127.0.0.1",
		"::%eth0":                         "::1",
		"224.0.0.1":                       "group",
		"239.255.255.250":                 "group",
		"ff02::1":                         "group",
		"[ff02::1%eth0]":                  "group",
	}
	for in, want := range tests {
		t.Run(in, func(t *testing.T) {
			got, err := CheckHost(in)
			if err == nil {
				t.Fatalf("got %q and no error", got)
			}
			if !strings.Contains(err.Error(), want) {
				t.Errorf("got %q, want %q in it", err, want)
			}
			checkClean(t, err.Error())
		})
	}
}

func FuzzCheckHost(f *testing.F) {
	for _, s := range []string{"a.b", "::1", "[::1]", "a@b", "a:1", "http://a/", "\x1b", "ü.de", "1.2", "xn--a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		host, err := CheckHost(s)
		if err != nil {
			checkClean(t, err.Error())
			return
		}
		if again, err := CheckHost(host); again != host || err != nil {
			t.Fatalf("%q becomes %q, and that %q (%v)", s, host, again, err)
		}
		if _, err := netip.ParseAddr(host); err == nil {
			return
		}
		if host == "" || len(host) > 253 || host != strings.ToLower(host) || strings.ContainsFunc(host, func(r rune) bool {
			return !nameRune(r) && r != '.'
		}) {
			t.Fatalf("%q becomes %q", s, host)
		}
	})
}
