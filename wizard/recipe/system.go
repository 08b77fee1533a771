package recipe

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
)

// systemMailers send for the whole computer. Their files lie in /etc and belong to
// the system.
func systemMailers() []entry {
	return []entry{
		{
			Program: Program{
				ID: "postfix", Name: "Postfix", Group: SystemMailer, About: "hands the whole computer's mail to the provider", Command: "postfix",
				Tested: "Postfix 3.7.11", Password: InFile,
			},
			parts: []part{
				{
					Place: system("root", "/etc/postfix/main.cf"), mode: 0o644, template: "postfix", encode: encodePostfix,
					join: block("#"), refuse: refusePostfix,
				},
				{
					Place: system("root", "/etc/postfix/sasl_passwd"), mode: 0o600, template: "postfix-password", encode: encodeLogin,
					join: keyed(firstField, sameLogin, false), conceal: concealLogins, login: true,
				},
			},
			check: checkSystem, try: trySendmail,
			starttls: "smtp_tls_security_level = secure", implicit: "smtp_tls_wrappermode = yes",
			after: []string{
				"{?login}Put the password in place of YOUR-SMTP-PASSWORD in /etc/postfix/sasl_passwd.",
				"Let Postfix read its settings again: sudo postfix reload",
			},
		},
	}
}

// system is the place of a file of the system.
func system(owner, path string) Place { return Place{Paths: []string{path}, Owner: owner} }

// checkSystem refuses what the system mailers cannot do: none signs in with a token
// here, and none was tried with an address in place of the server's name.
func checkSystem(s Settings) error {
	if s.OAuth {
		return errors.New("this program cannot sign in with a token, which is all this provider takes: " +
			"let msmtp send for the computer instead, with a command that prints one")
	}
	if _, err := netip.ParseAddr(s.Host); err == nil && s.Security != Plain {
		return fmt.Errorf("the server %s is an address: a certificate is for a name, so give the server's name", s.Host)
	}
	return nil
}

// encodePostfix writes a value for main.cf, where $ calls for another value and a
// blank at either end is lost.
func encodePostfix(name, value string) (string, error) {
	value, err := encodeRest(name, value)
	return strings.ReplaceAll(value, "$", "$$"), err
}

// encodeLogin writes a login name in front of a colon and the password.
func encodeLogin(name, value string) (string, error) {
	if name == loginName && strings.ContainsRune(value, ':') {
		return "", fmt.Errorf("%s %q holds a colon, and this program would take what follows it for the password", name, value)
	}
	return encodeRest(name, value)
}

// refusePostfix refuses a file in which lines behind Postern's would count more.
func refusePostfix(old []byte, _ Settings) error {
	f, err := readBlock(string(old), "#")
	if err != nil || f.start == f.end {
		return err
	}
	for line := range strings.Lines(f.text[f.end:]) {
		name, _, ok := strings.Cut(line, "=")
		name = strings.TrimSpace(name)
		if ok && (name == "relayhost" || strings.HasPrefix(name, "smtp_sasl_") || strings.HasPrefix(name, "smtp_tls_")) {
			return fmt.Errorf("the file sets %s again behind Postern's lines, and the later one counts: delete that line, then try again", name)
		}
	}
	return nil
}

// firstField is the key of a table in which a blank ends it.
func firstField(line string) string {
	line = strings.TrimRight(line, "\r\n")
	if line == "" || strings.ContainsRune("# \t", rune(line[0])) {
		return ""
	}
	return strings.Fields(line)[0]
}

// sameLogin compares lines that end in a colon and a password.
func sameLogin(a, b string) bool {
	before, password, _ := strings.Cut(a, " ")
	user, _, _ := strings.Cut(strings.TrimSpace(password), ":")
	key, rest, _ := strings.Cut(b, " ")
	own, _, _ := strings.Cut(strings.TrimSpace(rest), ":")
	return before == key && user == own
}

// concealLogins hides what follows a login name and a colon.
func concealLogins(text string) string {
	return concealLines(text, func(line string) int {
		key := firstField(line)
		if key == "" {
			return -1
		}
		at := strings.IndexByte(line[len(key):], ':')
		if at < 0 {
			return -1
		}
		return len(key) + at + 1
	})
}

// trySendmail sends a message the way all programs of the computer do.
func trySendmail(s Settings, _ string) string {
	address := QuoteShell(s.Address)
	return "printf 'Subject: A first message\\nTo: %s\\n\\nIt works.\\n' " + address + " | /usr/sbin/sendmail -f " + address + " -- " + address
}
