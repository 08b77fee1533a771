package cli

import (
	"strings"
	"testing"
)

// TestRegionsAreAskedForWhereTheDataNeedsThem: in the plain questions, and by a flag.
func TestRegionsAreAskedForWhereTheDataNeedsThem(t *testing.T) {
	for _, tt := range []struct{ provider, asks, answer, host string }{
		{"amazon-ses", "Which region is your login for?", "eu-west-1", "email-smtp.eu-west-1.amazonaws.com"},
		{"amazon-ses", "Which region is your login for?", "2", "email-smtp.us-east-2.amazonaws.com"},
		{"amazon-ses", "Which region is your login for?", "AP-Southeast-7", "email-smtp.ap-southeast-7.amazonaws.com"},
		{"amazon-ses", "Which region is your login for?", "email-smtp.me-south-1.amazonaws.com", "email-smtp.me-south-1.amazonaws.com"},
		{"mailgun", "Which region is your account in?", "eu", "smtp.eu.mailgun.org"},
		{"mailgun", "Which region is your account in?", "1", "smtp.mailgun.org"},
		{"sparkpost", "Which region is your account in?", "eu", "smtp.eu.sparkpostmail.com"},
		{"postmark", "Which stream do you send with?", "broadcast", "smtp-broadcasts.postmarkapp.com"},
	} {
		t.Run(tt.provider+" "+tt.answer, func(t *testing.T) {
			st := newStage(t, "")
			s, _ := st.walk(t, tt.provider, tt.answer, "q")
			if out := st.out.String(); !strings.Contains(out, tt.asks) || !strings.Contains(out, "Trying "+tt.host) {
				t.Errorf("%s is not tried:\n%s", tt.host, out)
			}
			if got := s.Get("host"); got != tt.host {
				t.Errorf("host %s, want %s", got, tt.host)
			}
			if tt.answer == "1" || tt.answer == "2" {
				return
			}
			region := strings.TrimSpace(tt.answer)
			_, out, errOut := run(t, "", "config", "msmtp", "--provider", tt.provider, "--region", region, "--address", "ada@example.org", "--user", "x")
			if setting(out, "host") != tt.host {
				t.Errorf("--region %s: got\n%s%s", region, out, errOut)
			}
		})
	}
}

func TestPlainRegionThatNobodyHas(t *testing.T) {
	st := newStage(t, "")
	_, _ = st.walk(t, "amazon-ses", "mars", "eu-wets-1", "q")
	if out := st.out.String(); !strings.Contains(out, "“mars”") || strings.Contains(out, "Trying email-smtp.mars") {
		t.Errorf("got\n%s", out)
	}
}
