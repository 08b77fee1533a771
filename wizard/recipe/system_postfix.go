package recipe

import (
	"fmt"
	"strings"
)

func postfix() *entry {
	return &entry{
		Program: Program{
			ID: "postfix", Name: "Postfix", Group: SystemMailer, About: "hands the whole computer's mail to the provider", Command: "postfix",
			Tested: "Postfix 3.7.11", Password: InFile,
		},
		parts: []part{
			{
				Place: systemIn("MAIL_CONFIG", "root", "/etc/postfix/main.cf"), mode: 0o644, template: "postfix", encode: encodePostfix,
				join: block("#"), refuse: refusePostfix,
			},
			{
				Place: systemIn("MAIL_CONFIG", "root", "/etc/postfix/sasl_passwd"), mode: 0o600, template: "postfix-password", encode: encodeLogin,
				join: keyed(firstField, false), carry: carrying(postfixLogin), conceal: concealPassword("", ":"), login: true,
			},
		},
		check: checkSystem, try: trySendmail,
		looks: []string{
			"To see what Postfix makes of them (it warns that master.cf is not there, which does not matter here):",
			"  postconf -n -c {dir}",
		},
		starttls: "smtp_tls_security_level = secure", implicit: "smtp_tls_wrappermode = yes",
		after: []string{
			"{!dir}" + fillIn("/etc/postfix/sasl_passwd"), "{?dir}" + fillIn("{dir}/sasl_passwd"),
			"{!dir}Let Postfix read its settings again: sudo postfix reload",
			"{?dir}Let Postfix read its settings again: sudo postfix -c {dir} reload",
			"If a message does not arrive: mailq shows what waits, and why.",
		},
	}
}

// encodePostfix writes a value for main.cf, where $ calls for another value and a
// blank at either end is lost.
func encodePostfix(name, value string) (string, error) {
	value, err := encodePath(name, value)
	return strings.ReplaceAll(value, "$", "$$"), err
}

// refusePostfix refuses a file in which lines behind Postern's would count more.
func refusePostfix(old []byte, _ *Settings) error {
	f, err := readBlock(string(old), "#")
	if err != nil || f.start == f.end {
		return err
	}
	for _, line := range linesOf(f.text[f.end:]) {
		name, _, ok := strings.Cut(line, "=")
		name = strings.TrimSpace(name)
		if ok && (name == "relayhost" || strings.HasPrefix(name, "smtp_sasl_") || strings.HasPrefix(name, "smtp_tls_")) {
			return fmt.Errorf("the file sets %s again behind Postern's lines, and the later one counts: delete that line, then try again", name)
		}
	}
	return nil
}
