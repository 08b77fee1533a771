package recipe

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
)

// systemMailers send for the whole computer. Their files lie in /etc and belong to
// the system.
func systemMailers() []*entry {
	return []*entry{
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
					join: keyed(firstField, false), conceal: concealPassword("", ":"), login: true,
				},
			},
			check: checkSystem, try: trySendmail,
			starttls: "smtp_tls_security_level = secure", implicit: "smtp_tls_wrappermode = yes",
			after: []string{
				"{?login}Put the password in place of YOUR-SMTP-PASSWORD in /etc/postfix/sasl_passwd.",
				"Let Postfix read its settings again: sudo postfix reload",
			},
		},
		{
			Program: Program{
				ID: "exim4", Name: "Exim", Group: SystemMailer, About: "hands the whole computer's mail to the provider, on Debian and its kin", Command: "exim4",
				Tested: "Exim 4.96 and 4.98, as Debian configures it", Password: InFile,
			},
			parts: []part{
				{
					Place: system("root", "/etc/exim4/update-exim4.conf.conf"), mode: 0o644, template: "exim", encode: encodeRest,
					join: block("#"), refuse: refuseExim,
				},
				{
					Place: system("root", "/etc/exim4/exim4.conf.localmacros"), mode: 0o644, template: "exim-macros", encode: encodeRest,
					join: block("#"), refuse: refuseEximMacros,
				},
				{
					Place: system("root:Debian-exim", "/etc/exim4/passwd.client"), mode: 0o640, template: "exim-password", encode: encodeLogin,
					join: keyed(beforeColon, false), conceal: concealPassword(":", ":"), login: true,
				},
			},
			check: checkSystem, try: trySendmail,
			starttls: "host::port in dc_smarthost", implicit: "REMOTE_SMTP_SMARTHOST_PROTOCOL = smtps",
			after: []string{
				"{?login}Put the password in place of YOUR-SMTP-PASSWORD in /etc/exim4/passwd.client.",
				"{?login}If {host} is an alias of another name, Exim looks for that one in passwd.client. If the server then asks for a login " +
					"that Exim does not give, write * in place of {host} there.",
				"Let Exim read its settings again: sudo update-exim4.conf && sudo systemctl restart exim4",
			},
		},
		{
			Program: Program{
				ID: "opensmtpd", Name: "OpenSMTPD", Group: SystemMailer, About: "hands the whole computer's mail to the provider", Command: "smtpctl",
				Tested: "OpenSMTPD 6.8 and 7.6", Password: InFile,
			},
			parts: []part{
				{
					Place: system("root", "/etc/smtpd.conf", "/etc/mail/smtpd.conf"), mode: 0o644, template: "opensmtpd", encode: encodeRest,
					join: blockBefore("#", matchesAll),
				},
				{
					Place: system("root:opensmtpd", "/etc/mail/secrets"), mode: 0o640, template: "opensmtpd-password", encode: encodeLogin,
					join: keyed(firstField, false), conceal: concealPassword("", ":"), login: true,
				},
			},
			check: checkSystem, try: trySendmail,
			starttls: "smtp+tls://", implicit: "smtps://",
			notes: []string{"{?ca}OpenSMTPD trusts the authorities of the system alone: add yours to them."},
			after: []string{
				"{?login}Put the password in place of YOUR-SMTP-PASSWORD in /etc/mail/secrets. OpenSMTPD must be able to read that file: " +
					"its group is opensmtpd on Debian, _smtpd on OpenBSD.",
				"Let OpenSMTPD check its settings and read them again: sudo smtpd -n && sudo systemctl restart opensmtpd",
			},
		},
		{
			Program: Program{
				ID: "nullmailer", Name: "nullmailer", Group: SystemMailer, About: "a small one that only passes mail on", Command: "nullmailer-inject",
				Tested: "nullmailer 2.2", Password: InFile,
			},
			parts: []part{{
				Place: system("mail", "/etc/nullmailer/remotes"), mode: 0o600, template: "nullmailer", encode: encodeNullmailer,
				join: keyed(firstField, true), conceal: concealPassword("", "--pass="),
			}},
			check: checkSystem, try: trySendmail,
			starttls: "--starttls", implicit: "--ssl",
			after: []string{
				"{?login}Put the password in place of YOUR-SMTP-PASSWORD in /etc/nullmailer/remotes. Write \\\" for a quote in it, and \\\\ for a backslash.",
				"Servers on other lines of that file are tried when this one cannot be reached: delete those you do not want.",
				"Let nullmailer read its settings again: sudo systemctl restart nullmailer",
			},
		},
		{
			Program: Program{
				ID: "dma", Name: "DragonFly Mail Agent", Group: SystemMailer, About: "a small one that only passes mail on", Command: "dma",
				Tested: "dma 0.13", Password: InFile,
			},
			parts: []part{
				{
					Place: system("root:mail", "/etc/dma/dma.conf"), mode: 0o640, template: "dma", encode: encodeRest,
					join: block("#"), refuse: refuseDMA,
				},
				{
					Place: system("root:mail", "/etc/dma/auth.conf"), mode: 0o640, template: "dma-password", encode: encodeDMA,
					join: keyed(betweenBarAndColon, false), conceal: concealPassword("|", ":"), login: true,
				},
			},
			check: checkSystem, try: trySendmail,
			starttls: "STARTTLS beside SECURETRANSFER", implicit: "SECURETRANSFER alone",
			notes: []string{unchecked("dma 0.13")},
			after: []string{"{?login}Put the password in place of YOUR-SMTP-PASSWORD in /etc/dma/auth.conf."},
		},
		{
			Program: Program{
				ID: "ssmtp", Name: "sSMTP", Group: SystemMailer, About: "a small one that only passes mail on; no longer cared for", Command: "ssmtp",
				Tested: "sSMTP 2.64", Password: InFile,
			},
			parts: []part{{
				Place: system("root:mail", "/etc/ssmtp/ssmtp.conf"), mode: 0o640, template: "ssmtp", encode: encodeSSMTP,
				join: block("#"), conceal: concealPassword("", "AuthPass="),
			}},
			check: checkSystem, try: trySendmail,
			starttls: "UseTLS=YES and UseSTARTTLS=YES", implicit: "UseTLS=YES alone",
			notes: []string{unchecked("sSMTP")},
			after: []string{
				"{?login}Put the password in place of YOUR-SMTP-PASSWORD in /etc/ssmtp/ssmtp.conf. sSMTP cannot take one that holds #, = or a blank.",
			},
		},
	}
}

// unchecked is the warning about a program that any server can deceive.
func unchecked(program string) string {
	return "{?tls}" + program + " does not check the server's certificate: whoever sits on the way can pose as {host} and read the " +
		"password. msmtp checks it, and can send for the whole computer too: postern config msmtp."
}

// system is the place of a file of the system.
func system(owner string, paths ...string) Place { return Place{Paths: paths, Owner: owner} }

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

// beforeColon is the key of a table in which a colon ends it.
func beforeColon(line string) string {
	key, _, ok := strings.Cut(line, ":")
	if !ok || strings.HasPrefix(key, "#") {
		return ""
	}
	return strings.TrimSpace(key)
}

// betweenBarAndColon is the key of dma's logins: user|server:password.
func betweenBarAndColon(line string) string {
	_, rest, ok := strings.Cut(line, "|")
	if !ok || strings.HasPrefix(line, "#") {
		return ""
	}
	return beforeColon(rest)
}

// concealPassword hides what follows a mark, which itself follows another one: ":"
// in "server user:password" comes behind the blank of its key.
func concealPassword(first, mark string) func(string) string {
	return func(text string) string {
		return concealLines(text, func(line string) int {
			if line == "" || line[0] == '#' {
				return -1
			}
			from := strings.Index(line, first) + len(first)
			if first == "" && mark == ":" {
				from = len(firstField(line))
			}
			at := strings.Index(line[from:], mark)
			if from < len(first) || at < 0 {
				return -1
			}
			return from + at + len(mark)
		})
	}
}

// refuseExim refuses Exim's configuration in many files: it does not read the one
// for macros.
func refuseExim(old []byte, _ Settings) error {
	split := false
	for line := range strings.Lines(string(old)) {
		if value, ok := strings.CutPrefix(strings.TrimSpace(line), "dc_use_split_config="); ok {
			split = strings.Trim(value, `'"`) == "true"
		}
	}
	if split {
		return errors.New("here the settings of Exim are many small files (dc_use_split_config='true'), and it would not read " +
			"exim4.conf.localmacros: set that to 'false', or put these settings in by hand")
	}
	return nil
}

// refuseEximMacros refuses macros that are set already: Exim would not start.
func refuseEximMacros(old []byte, _ Settings) error {
	f, err := readBlock(string(old), "#")
	if err != nil {
		return err
	}
	for line := range strings.Lines(f.text[:f.start] + f.text[f.end:]) {
		if name, _, ok := strings.Cut(line, "="); ok && strings.HasPrefix(name, "REMOTE_SMTP_SMARTHOST_") {
			return fmt.Errorf("the file sets %s already, and Exim takes no macro twice: delete that line, then try again", strings.TrimSpace(name))
		}
	}
	return nil
}

// refuseDMA refuses switches that cannot be taken back by later lines.
func refuseDMA(old []byte, s Settings) error {
	f, err := readBlock(string(old), "#")
	if err != nil {
		return err
	}
	for line := range strings.Lines(f.text[:f.start] + f.text[f.end:]) {
		word := strings.TrimSpace(line)
		if word == "OPPORTUNISTIC_TLS" || word == "INSECURE" || word == "STARTTLS" && s.Security != STARTTLS ||
			word == "SECURETRANSFER" && s.Security == Plain {
			return fmt.Errorf("the file switches on %s, which these settings must not have: put a # before that line, then try again", word)
		}
	}
	return nil
}

// matchesAll finds OpenSMTPD's rule for all mail that leaves. The first rule that
// fits counts, so that Postern's must come before.
func matchesAll(line string) bool {
	words := strings.Fields(line)
	return len(words) > 0 && words[0] == "match" && strings.Contains(strings.Join(words, " "), "for any")
}

// encodeNullmailer writes a value within double quotes.
func encodeNullmailer(name, value string) (string, error) {
	if err := checkRunes(name, value); err != nil {
		return "", err
	}
	return backslashed(value, "", `\"`), nil
}

// encodeDMA writes a login name, which a bar ends.
func encodeDMA(name, value string) (string, error) {
	if name == loginName && (strings.Contains(value, "|") || value[0] == '#') {
		return "", fmt.Errorf("%s %q cannot be written for dma: it must hold no |, and not begin with #", name, value)
	}
	return encodeRest(name, value)
}

// encodeSSMTP writes a value for a format that has no quotes.
func encodeSSMTP(name, value string) (string, error) {
	if err := checkRunes(name, value); err != nil {
		return "", err
	}
	if strings.ContainsAny(value, "#= \t") {
		return "", fmt.Errorf("%s %q cannot be written for sSMTP, which ends a value at #, = and a blank: msmtp can hold it", name, value)
	}
	return value, nil
}

// trySendmail sends a message the way all programs of the computer do.
func trySendmail(s Settings, _ string) string {
	address := QuoteShell(s.Address)
	return "printf 'Subject: A first message\\nTo: %s\\n\\nIt works.\\n' " + address + " | /usr/sbin/sendmail -f " + address + " -- " + address
}
