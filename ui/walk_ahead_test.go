//go:build unix

package ui_test

import (
	"testing"

	"postern/ui/termtest"
)

// TestTypedAheadChoosesTheRightRow types words and enter in one write, before there is
// anything to see: the row that was meant is chosen all the same. The providers are
// those that ask something more, or cannot be chosen, so that no server is tried.
func TestTypedAheadChoosesTheRightRow(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		keys  string
		shows []string
	}{
		{"amazon\r", []string{"Which region is your login for?", "email-smtp.us-east-1.amazonaws.com"}},
		{"mailgun\r", []string{"Which region is your account in?", "smtp.eu.mailgun.org"}},
		{"malgun\r", []string{"Which region is your account in?", "smtp.eu.mailgun.org"}},
		{"SPARKP\r", []string{"Which region is your account in?", "smtp.eu.sparkpostmail.com"}},
		{"postmarkapp\r", []string{"Which stream do you send with?", "smtp-broadcasts.postmarkapp.com"}},
		{"ada@proton.me\r", []string{"Which SMTP port does Bridge show?", "› 1025"}},
		{"proton mail\r\r", []string{"Which file holds Bridge's certificate?"}},
		{"tuta\r", []string{"Tuta (Tutanota) has no SMTP"}},
	} {
		t.Run(tt.keys, func(t *testing.T) {
			term := newPerson(t).open(80, 24)
			term.types(tt.keys, tt.shows...)
			term.types(termtest.CtrlC)
			term.ends(130)
		})
	}
}
