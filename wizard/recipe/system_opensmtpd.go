package recipe

import (
	"strings"

	"postern/wizard/fill"
)

func openSMTPD() *entry {
	return &entry{
		Program: Program{
			ID: "opensmtpd", Name: "OpenSMTPD", Group: SystemMailer, About: "hands the whole computer's mail to the provider", Command: "smtpctl",
			Tested: "OpenSMTPD 6.8 and 7.6", Password: InFile,
		},
		parts: []part{
			{
				Place: system("root", "/etc/smtpd.conf", "/etc/mail/smtpd.conf"), mode: 0o644, template: "opensmtpd", encode: encodePath, more: nameServer,
				join: blockBefore("#", matchesAll),
			},
			{
				Place: system("root:opensmtpd", "/etc/mail/secrets"), mode: 0o640, template: "opensmtpd-password", encode: encodeLogin, more: nameServer,
				join: keyed(firstField, false), conceal: concealPassword("", ":"), login: true,
			},
		},
		check: checkSystem, try: trySendmail,
		starttls: "smtp+tls://", implicit: "smtps://",
		notes: []string{"{?ca}OpenSMTPD trusts the authorities of the system alone: add yours to them."},
		after: []string{
			fillIn("/etc/mail/secrets"),
			"{?login}OpenSMTPD must be able to read that file: " +
				"its group is opensmtpd on Debian, _smtpd on OpenBSD.",
			"Let OpenSMTPD check its settings and read them again: sudo smtpd -n && sudo systemctl restart opensmtpd",
			"If a message does not arrive: sudo mailq shows what waits, and why.",
		},
	}
}

// nameServer gives the login the server's name as its label, so that the password of one
// server never goes to another. A colon would end it.
func nameServer(v fill.Values, s *Settings) error {
	v["server"] = strings.ReplaceAll(s.Host, ":", "-")
	return nil
}

// matchesAll finds OpenSMTPD's rule for all mail that leaves. The first rule that
// fits counts, so that Postern's must come before.
func matchesAll(line string) bool {
	words := strings.Fields(line)
	return len(words) > 0 && words[0] == "match" && strings.Contains(strings.Join(words, " "), "for any")
}
