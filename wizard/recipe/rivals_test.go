package recipe_test

import (
	"errors"
	"strings"
	"testing"

	"postern/wizard/recipe"
)

// TestLinesThatCountMore: a line of the person's own that would make the settings useless
// is named, and nothing is written; one that only has to do with them is told.
func TestLinesThatCountMore(t *testing.T) {
	tests := []struct {
		program       string
		before, after string // what stands around Postern's lines
		refused       string
		remark        string
	}{
		{"mutt", "set smtp_url = smtp://x\n", "", "", "smtp_url (line 1)"},
		{"mutt", "", "\nset index_format = \"from\" sort = from\n# set smtp_url=x\nset smtp_url_x=1\n", "", ""},
		{"mutt", "", "\nset smtp_url=x\n", "sets smtp_url again", ""},
		{"mutt", "", "\nset sort=from; set nossl_force_tls\n", "sets ssl_force_tls again", ""},
		{"mutt", "", "\ntoggle ssl_starttls\n", "sets ssl_starttls again", ""},
		{"neomutt", "", "\nset realname = 'x' \\\n  from = \"a b\"\n", "sets realname again", ""},
		{"mutt", "set tunnel = 'ssh x'\n", "", "line 1 sets tunnel", ""},
		{"mutt", "unset tunnel\n", "", "", ""},
		{"mutt", "send-hook . 'set sort=date; set smtp_url=x'\n", "", "", "Line 1 sets smtp_url too"},
		{"mutt", "account-hook . \"set tunnel='x'\"\n", "", "", "Line 1 sets tunnel too"},
		{"mutt", "my_hdr From: eve@example.net\n", "", "", "Line 1 sets From too"},
		{"mutt", "source ~/x\n", "", "", ""},
		{"mutt", "", "\nsource ~/x\n", "", "reads another file"},
		{"s-nail", "set from=x\n", "", "", "from (line 1)"},
		{"s-nail", "", "\nset ask from=x\n", "sets from again", ""},
		{"s-nail", "", "\nset nosmtp-use-starttls\n", "sets smtp-use-starttls again", ""},
		{"s-nail", "set tls-verify-mail.example.org:587=ignore\n", "", "line 1 sets tls-verify-mail.example.org:587", ""},
		{"s-nail", "set smtp-auth-ada@example.org@mail.example.org:587=login\n", "", "line 1 sets smtp-auth-ada@example.org@mail.example.org:587", ""},
		{"s-nail", "set tls-verify-mail.example.org=ignore\n", "", "", ""},
		{"s-nail", "set password=x\n", "", "line 1 sets password", ""},
		{"s-nail", "", "\naccount work {\n  set mta=smtp://x\n}\n", "", "sets mta too"},
		{"s-nail", "", "\nsource ~/x\n", "", "reads another file"},
		{"emacs", "(setq smtpmail-smtp-server \"x\")\n", "", "", "smtpmail-smtp-server (line 1)"},
		{"emacs", "", "\n(setq a 1\n      smtpmail-smtp-server \"x\")\n", "sets smtpmail-smtp-server again", ""},
		{"emacs", "", "\n(custom-set-variables\n '(smtpmail-stream-type 'plain))\n", "sets smtpmail-stream-type again", ""},
		{"emacs", "", "\n;; (setq smtpmail-smtp-server \"x\")\n(setq sig user-mail-address)\n", "", ""},
		{"emacs", "(with-eval-after-load 'smtpmail\n  (setq smtpmail-smtp-service 25))\n", "", "", "Line 2 sets smtpmail-smtp-service too"},
		{"emacs", "(setq smtpmail-queue-mail t)\n", "", "", "Line 1 sets smtpmail-queue-mail too"},
		{"emacs", "", "\n(load custom-file)\n", "", "reads another file"},
		{"git", "[sendemail] smtpServer = x\n", "", "", "[sendemail] (line 1)"},
		{"git", "", "[sendemail] smtpServer = x\n", "sets [sendemail] again", ""},
		{"git", "", "[include]\n\tpath = x\n", "", "reads another file"},
		{"git", "[include]\n\tpath = x\n", "", "", ""},
		{"git", "[sendemail]\n\tidentity = work\n", "", "", "Line 2 sets an identity too"},
		{"himalaya", "[accounts.example.smtp]\nserver = 'x'\n", "", "line 1 begins a table", ""},
		{"himalaya", "[accounts.example.smtp.sasl.plain]\n", "", "line 1 begins a table", ""},
	}
	for _, tt := range tests {
		t.Run(tt.program, func(t *testing.T) {
			s := ada(ask)
			if tt.program == "himalaya" {
				s.Secret.Kind = recipe.Pass
			}
			first, err := recipe.Merge(tt.program, []byte(tt.before), s, false)
			file := string(first) + tt.after
			if err == nil {
				_, err = recipe.Merge(tt.program, []byte(file), s, true)
			} else {
				file = tt.before
			}
			said := strings.Join(recipe.Remarks(tt.program, 0, []byte(file), s), "\n")
			switch {
			case tt.refused == "" && err != nil, tt.refused != "" && (err == nil || !strings.Contains(err.Error(), tt.refused)):
				t.Errorf("got %v, want %q, of\n%s", err, tt.refused, file)
			case tt.refused == "" && (said != "" && tt.remark == "" || !strings.Contains(said, tt.remark)):
				t.Errorf("it says %q, want %q, of\n%s", said, tt.remark, file)
			case errors.As(err, new(*recipe.ExistsError)):
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestProgramsWarnOfTheDoorBetweenServers: where there is no login; where there is one,
// whoever knows the provider warns.
func TestProgramsWarnOfTheDoorBetweenServers(t *testing.T) {
	for _, p := range recipe.Programs() {
		if p.Group != recipe.MailPrograms && p.Group != recipe.CommandLine {
			continue
		}
		for want, s := range map[bool]*recipe.Settings{true: ada(relay), false: ada(ask)} {
			if said := strings.Join(recipe.Notes(p.ID, s), "\n"); strings.Contains("\n"+said, "\n! 25 is the door") != want {
				t.Errorf("%s, port %d: %q", p.ID, s.Port, said)
			}
		}
	}
}
