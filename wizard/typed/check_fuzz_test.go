package typed

import (
	"strings"
	"testing"

	"postern/probe"
)

// FuzzCheckAddress: an address that is taken is one line that can be printed, has a
// host behind its only @, and stays as it is when it is checked again.
func FuzzCheckAddress(f *testing.F) {
	for _, s := range []string{
		"ada@example.org", "ada@b\u00fccher.example", "user@@host", "ada@", "@example.org", "a b@example.org", "ada@example.org ",
		"ada@192.0.2.1", "ada@[::1]", "ada@localhost", "ada@corp", "\x1b[2J@example.org", "a..b@example.org", "\u202eada@example.org",
		"ada@example.org\n", "a\xff@example.org", "a\u00a0b@example.org", "a\u2028b@example.org", "j\u00f6rg@example.org",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		address, err := CheckAddress(s)
		if err != nil {
			if text := err.Error(); probe.NewText(text).String() != text {
				t.Errorf("%q: %q cannot be printed", s, text)
			}
			return
		}
		if again, err := CheckAddress(address); err != nil || again != address {
			t.Errorf("%q becomes %q, and that %q (%v)", s, address, again, err)
		}
		if probe.NewText(address).String() != address {
			t.Errorf("%q becomes %q, which cannot be printed", s, address)
		}
		_, host, _ := strings.Cut(address, "@")
		if checked, err := probe.CheckHost(host); err != nil || checked != host || strings.ContainsAny(address, " \t\r\n") {
			t.Errorf("%q becomes %q, whose host is %q (%v)", s, address, checked, err)
		}
	})
}
