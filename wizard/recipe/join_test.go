package recipe

import (
	"errors"
	"strings"
	"testing"
)

const joinTitle = "# Postern begin: mail.example.org, port 587 with STARTTLS.\n"

func TestJoins(t *testing.T) {
	s := &Settings{Account: "work", Host: "mail.example.org", Port: 587, Security: STARTTLS}
	own := joinTitle + "a = 1\n# Postern end\n"
	secret := joinTitle + "pass=s3cret\n# Postern end\n"
	tests := []struct {
		name    string
		join    join
		old     string
		text    string
		replace bool
		want    string // "" where there is an error
		exists  bool   // which says what is there
		refused string // or this
	}{
		{name: "block, nothing there", join: block("#"), text: "a = 1\n", want: own},
		{name: "block, no line end", join: block("#"), old: "b = 2", text: "a = 1\n", want: "b = 2\n\n" + own},
		{name: "block, line ends of Windows", join: block("#"), old: "b = 2\r\n", text: "a = 1\n", want: "b = 2\r\n\r\n" + strings.ReplaceAll(own, "\n", "\r\n")},
		{name: "block, the same", join: block("#"), old: "b\n" + own + "c\n", text: "a = 1\n", want: "b\n" + own + "c\n"},
		{name: "block, another", join: block("#"), old: "b\n" + own + "c\n", text: "a = 3\n", exists: true},
		{
			name: "block, another in its place", join: block("#"), old: "b\n" + own + "c\n", text: "a = 3\n", replace: true,
			want: "b\n" + strings.Replace(own, "1", "3", 1) + "c\n",
		},
		{name: "block, a password filled in", join: block("#"), old: secret, text: "pass=" + Placeholder + "\n", replace: true, want: secret},
		{name: "block, no end", join: block("#"), old: joinTitle + "a\n", text: "a\n", refused: "none after it reads"},
		{name: "block, no beginning", join: block("#"), old: "# Postern end\n", text: "a\n", refused: "without one before it"},
		{name: "block, twice", join: block("#"), old: own + own, text: "a\n", refused: "is there twice"},
		{name: "block, no text", join: block("#"), old: "a\x00b", text: "a\n", refused: "NUL byte"},
		{name: "block, UTF-16", join: block("#"), old: "\xff\xfea\x00", text: "a\n", refused: "byte order mark"},
		{
			name: "before a line", join: blockBefore("#", matchesAll), old: "match for local action x\nmatch from local for any action y\n", text: "a = 1\n",
			want: "match for local action x\n\n" + own + "\nmatch from local for any action y\n",
		},
		{name: "line, new", join: keyed(firstField, false), old: "x u:p\n", text: "h u:" + Placeholder + "\n", want: "x u:p\n\nh u:" + Placeholder + "\n"},
		{name: "line, first", join: keyed(firstField, true), old: "# c\nx u:p\n", text: "h u\n", want: "# c\n\nh u\n\nx u:p\n"},
		{name: "line, its password kept", join: keyed(firstField, false), old: "h u:p\nx u:p\n", text: "h u:" + Placeholder + "\n", want: "h u:p\nx u:p\n"},
		{name: "line, another login", join: keyed(firstField, false), old: "h eve:p\n", text: "h u:" + Placeholder + "\n", exists: true},
		{name: "line, in its place", join: keyed(firstField, false), old: "h eve:p\nx y\n", text: "h u:" + Placeholder + "\n", replace: true, want: "h u:" + Placeholder + "\nx y\n"},
		{name: "whole, there", join: whole, old: "a\n", text: "b\n", exists: true},
		{name: "whole, in its place", join: whole, old: "a\n", text: "b\n", replace: true, want: "b\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.join(tt.old, tt.text, s, tt.replace)
			var exists *ExistsError
			switch {
			case tt.refused != "":
				if err == nil || !strings.Contains(err.Error(), tt.refused) {
					t.Errorf("got %v, want %q", err, tt.refused)
				}
			case tt.exists != errors.As(err, &exists):
				t.Errorf("got %v, want to be told what is there: %t", err, tt.exists)
			case got != tt.want:
				t.Errorf("got\n%q, want\n%q", got, tt.want)
			}
		})
	}
}

// TestPasswordsAreConcealed: what a person put in place of the placeholder is on no
// screen, also not in a difference.
func TestPasswordsAreConcealed(t *testing.T) {
	for program, line := range map[string]string{
		"postfix":    "[mail.example.org]:587 ada@example.org:s3cret: x",
		"exim4":      "mail.example.org:ada@example.org:s3cret",
		"opensmtpd":  "postern ada@example.org:s3cret",
		"nullmailer": `mail.example.org smtp --port=587 --starttls "--user=ada" "--pass=s3cret"`,
		"dma":        "ada@example.org|mail.example.org:s3cret",
		"ssmtp":      "AuthPass=s3cret",
		"msmtp":      `password "s3cret"`,
		"neomutt":    `set smtp_pass = "s3cret"`,
	} {
		s := &Settings{User: "ada@example.org"}
		e, _ := find(program)
		last := len(e.partsFor(s)) - 1
		for _, mark := range []string{"", "+", "-", " "} {
			got := Conceal(program, last, s, mark+line+"\n")
			if strings.Contains(got, "s3cret") || !strings.Contains(got, "***") {
				t.Errorf("%s: got %q", program, got)
			}
		}
		if text := strings.ReplaceAll(line, "s3cret", Placeholder) + "\n"; program != "msmtp" && Conceal(program, last, s, text) != text {
			t.Errorf("%s: the placeholder is hidden: %q", program, Conceal(program, last, s, text))
		}
	}
}
