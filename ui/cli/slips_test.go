package cli

import (
	"strings"
	"testing"
)

// TestHintSlip: what works is used as it stands, and what is to be known of it is said.
func TestHintSlip(t *testing.T) {
	for arg, want := range map[string]string{
		"ada@gmial.com":      "Did you mean ada@gmail.com?",
		"smpt.gmail.com":     "Did you mean smtp.gmail.com?",
		"192.0.2.1":          "A certificate is made for a name",
		"ada@gm\u0430il.com": "Did you mean ada@gmail.com?",
		"127.0.0.1":          "",
		"smtp.gmail.com":     "",
		"ada@example.org":    "",
	} {
		var said strings.Builder
		(&app{errOut: &said, getenv: func(string) string { return "" }}).hintSlip(arg)
		if got := strings.Join(strings.Fields(said.String()), " "); !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("%s: it says %q, want %q", arg, got, want)
		}
	}
}

func TestANumberIsNoServer(t *testing.T) {
	code, out, errOut := run(t, "", "456")
	if code != 2 || out != "" || !strings.Contains(strings.Join(strings.Fields(errOut), " "), "A port is a door of a server") {
		t.Errorf("code %d, %q, %q", code, out, errOut)
	}
}
