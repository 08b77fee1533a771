package install_test

import (
	"fmt"
	"strings"
	"testing"

	"postern/wizard/install"
)

// FuzzMake: the difference that is shown is the change that is made.
func FuzzMake(f *testing.F) {
	f.Add([]byte("a\nb\n"), []byte("a\nc"))
	f.Add([]byte("a\r\nb"), []byte(""))
	f.Add([]byte(""), []byte("x"))
	f.Add([]byte("\xff\x00\n"), []byte("\xfe\n"))
	f.Add([]byte("1\n2\n3\n4\n5\n6\n7\n8\n9\n"), []byte("0\n1\n2\n3\n4\n5\n6\n7\n8\n"))
	f.Fuzz(func(t *testing.T, old, body []byte) {
		p := install.Make(install.Current{Path: "rc", Real: "rc", Exists: true, Body: old, Mode: 0o600}, body, 0o600)
		if got := patch(t, string(old), p.Diff); got != string(body) {
			t.Errorf("the difference leads from %q to %q, want %q:\n%s", old, got, body, p.Diff)
		}
	})
}

// patch applies a unified difference.
func patch(t *testing.T, old, diff string) string {
	t.Helper()
	_, diff, _ = strings.Cut(diff, "\n") // --- rc
	_, diff, _ = strings.Cut(diff, "\n") // +++ rc
	rest := strings.SplitAfter(old, "\n")
	at := 1 // the number of the first line in rest
	var b strings.Builder
	var last byte
	for line := range strings.Lines(diff) {
		mark, text := line[0], line[1:]
		switch mark {
		case '@':
			var start int
			if _, err := fmt.Sscanf(line, "@@ -%d", &start); err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			for ; at < start; at++ {
				b.WriteString(rest[0])
				rest = rest[1:]
			}
		case '\\':
			if last != '-' {
				end := strings.TrimSuffix(b.String(), "\n")
				b.Reset()
				b.WriteString(end)
			}
		case '+':
			b.WriteString(text)
		default:
			if strings.TrimSuffix(rest[0], "\n") != strings.TrimSuffix(text, "\n") {
				t.Fatalf("the difference takes %q for %q", text, rest[0])
			}
			if mark == ' ' {
				b.WriteString(text)
			}
			rest = rest[1:]
			at++
		}
		last = mark
	}
	return b.String() + strings.Join(rest, "")
}
