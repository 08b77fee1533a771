package advice

import (
	"strings"
	"testing"

	"postern/probe"
	"postern/wizard/catalog"
)

func TestOtherUser(t *testing.T) {
	for _, tt := range []struct {
		id, address, tried string
		want               string // "" for no proposal
	}{
		// The full address is the rule.
		{"gmail", "ada@gmail.com", "ada", "ada@gmail.com"},
		{"gmail", "ada@gmail.com", "ada@gmail.com", ""},
		{"gmail", "ada@gmail.com", " Ada@Gmail.com ", ""},
		{"gmail", "ada@gmail.com", "ada@example.org", "ada@gmail.com"},
		{"gmail", "", "ada", ""},
		{"gmail", "ada", "ada", ""},
		{"gmail", "@gmail.com", "ada", ""},
		{"proton-smtp-token", "ada@example.org", "ada", "ada@example.org"},

		// The part before the @ is the rule.
		{"web-de", "ada@web.de", "ada@web.de", "ada"},
		{"web-de", "ada@web.de", "ada", ""},
		{"web-de", "ada@example.org", "ada", "ada@example.org"},
		{"web-de", "ada@WEB.de", "ada", ""},
		{"runbox", "ada@runbox.com", "ada@runbox.com", "ada"},
		{"runbox", "ada@example.org", "ada", ""}, // it has a form of its own for that
		{"laposte", "ada@laposte.net", "ada@laposte.net", "ada"},
		{"disroot", "a@b@disroot.org", "a@b@disroot.org", "a@b"},

		// A word for everyone.
		{"sendgrid", "ada@example.org", "ada@example.org", "apikey"},
		{"sendgrid", "", "", "apikey"},
		{"sendgrid", "ada@example.org", "apikey", ""},
		{"resend", "ada@example.org", "ada", "resend"},
		{"sparkpost", "ada@example.org", "smtp_injection", "SMTP_Injection"},
		{"zeptomail", "ada@example.org", "ada@example.org", "emailapikey"},

		// Issued by the provider, or without meaning: nobody can guess it.
		{"amazon-ses", "ada@example.org", "ada@example.org", ""},
		{"postmark", "ada@example.org", "ada@example.org", ""},
		{"mandrill", "ada@example.org", "ada@example.org", ""},

		// Nobody's rule.
		{"", "ada@example.org", "ada@example.org", "ada"},
		{"", "ada@example.org", "ada", "ada@example.org"},
		{"", "ada@example.org", "lovelace", "ada@example.org"},
		{"", "", "ada", ""},
	} {
		user, why, ok := OtherUser(provider(t, tt.id), tt.address, tt.tried)
		if user != tt.want || ok != (tt.want != "") || ok != (why != "") {
			t.Errorf("%s, %q, tried %q: %q, %q, %v; want %q", tt.id, tt.address, tt.tried, user, why, ok, tt.want)
		}
		if strings.ContainsAny(why, "{}") || ok && !strings.HasSuffix(why, ".") {
			t.Errorf("%s: %q", tt.id, why)
		}
	}
}

// TestOtherUserEnds: the name that is proposed leads to no third one, with any
// provider of the catalogue; with one that is not known, back to the first.
func TestOtherUserEnds(t *testing.T) {
	for _, p := range catalog.Default().Providers {
		for _, tried := range []string{"ada@example.org", "ada", "ADA", "x", ""} {
			user, _, ok := OtherUser(&p, "ada@example.org", tried)
			if !ok {
				continue
			}
			again, _, more := OtherUser(&p, "ada@example.org", user)
			if more && !strings.EqualFold(again, tried) && tried != "x" && tried != "" {
				t.Errorf("%s: %q leads to %q, and that to %q", p.Name, tried, user, again)
			}
		}
	}
}

func TestOtherUserIsNotProposedInVain(t *testing.T) {
	for _, tt := range []struct {
		s    *probe.SignIn
		want bool
	}{
		{refused(535, "5.7.8", ""), true},
		{refused(535, "", ""), true},
		{byToken(refused(535, "5.7.8", "")), true},
		{refused(535, "5.7.0", "Account is locked"), false},
		{refused(535, "5.7.0", "Too many bad auth attempts"), false},
		{refused(525, "5.7.13", ""), false},
		{refused(534, "5.7.9", "Application-specific password required"), false},
		{refused(535, "5.7.139", ""), false},
		{refused(454, "4.7.0", ""), false},
		{ended(probe.LoginOK), false},
		{ended(probe.LoginSilent), false},
		{ended(probe.LoginNotAttempted), false},
	} {
		if got := UserDoubtful(tt.s, nil); got != tt.want {
			t.Errorf("%+v: %v, want %v", tt.s.LoginReply, got, tt.want)
		}
	}
}
