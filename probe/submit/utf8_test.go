package submit_test

import (
	"slices"
	"strings"
	"testing"

	"postern/probe"
	"postern/probe/smtptest"
	"postern/probe/submit"
)

// TestAddresses: what stands in MAIL and RCPT, and with what.
func TestAddresses(t *testing.T) {
	tests := map[string]struct {
		from   string
		offers []string
		want   string // what MAIL says, the size left out; empty: nothing is sent
	}{
		"ASCII":                  {"ada@example.org", nil, "MAIL FROM:<ada@example.org>"},
		"8BITMIME":               {"ada@example.org", []string{"8BITMIME"}, "MAIL FROM:<ada@example.org> BODY=8BITMIME"},
		"lower case":             {"ada@example.org", []string{"8bitmime", "size 1000"}, "MAIL FROM:<ada@example.org> BODY=8BITMIME SIZE="},
		"SMTPUTF8, not needed":   {"ada@example.org", []string{"8BITMIME", "SMTPUTF8"}, "MAIL FROM:<ada@example.org> BODY=8BITMIME"},
		"SMTPUTF8":               {"gräfin@example.org", []string{"8BITMIME", "SMTPUTF8"}, "MAIL FROM:<gräfin@example.org> BODY=8BITMIME SMTPUTF8"},
		"SMTPUTF8, not offered":  {"gräfin@example.org", []string{"8BITMIME"}, ""},
		"an international host":  {"ada@bücher.example", nil, "MAIL FROM:<ada@xn--bcher-kva.example>"},
		"quoted":                 {`"ada> x"@example.org`, nil, `MAIL FROM:<"ada> x"@example.org>`},
		"more than it must know": {"ada@example.org", []string{"DSN", "REQUIRETLS", "MT-PRIORITY", "LIMITS RCPTMAX=1"}, "MAIL FROM:<ada@example.org>"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := &smtptest.Server{OffersTLS: append([]string{"AUTH PLAIN"}, test.offers...)}
			o := tries(t, s, func(a *submit.Attempt) { a.Message = &submit.Message{From: test.from, To: user} })
			o.check(t, true)
			at := slices.IndexFunc(o.commands, func(c string) bool { return strings.HasPrefix(c, "MAIL") })
			if test.want == "" {
				if at >= 0 || o.Send != probe.SendNotAttempted || !strings.Contains(o.Why.String(), "SMTPUTF8") {
					t.Errorf("got %s, %q, after %q", o.Send, o.Why, o.commands)
				}
				return
			}
			said, _, _ := strings.Cut(o.commands[at], "SIZE=")
			if want, _, _ := strings.Cut(test.want, "SIZE="); said != want || o.Send != probe.SendOK {
				t.Errorf("got %s, after %q, want %q", o.Send, said, test.want)
			}
			if strings.Contains(test.want, "SIZE=") != strings.Contains(o.commands[at], "SIZE=") {
				t.Errorf("the size: it said %q", o.commands[at])
			}
		})
	}
}
