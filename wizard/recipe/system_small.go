package recipe

import (
	"fmt"
	"strings"
)

func nullmailer() *entry {
	return &entry{
		Program: Program{
			ID: "nullmailer", Name: "nullmailer", Group: SystemMailer, About: "a small one that only passes mail on", Command: "nullmailer-inject",
			Tested: "nullmailer 2.2", Password: InFile,
		},
		parts: []part{{
			Place: system("mail", "/etc/nullmailer/remotes"), mode: 0o600, template: "nullmailer", encode: encodeNullmailer,
			join: keyed(firstField, true), carry: carrying(nullmailerLogin), conceal: concealPassword("", "--pass="),
		}},
		check: checkSystem, try: trySendmail,
		starttls: "--starttls", implicit: "--ssl",
		after: []string{
			fillIn("/etc/nullmailer/remotes"),
			"{?login}There write \\\" for a quote in the password, and \\\\ for a backslash.",
			"Servers on other lines of that file are tried when this one cannot be reached: delete those you do not want.",
			"Let nullmailer read its settings again: sudo systemctl restart nullmailer",
			"If a message does not arrive: mailq shows what waits, and sudo journalctl -u nullmailer why.",
		},
	}
}

// encodeNullmailer writes a value within double quotes.
func encodeNullmailer(name, value string) (string, error) {
	if err := checkRunes(name, value); err != nil {
		return "", err
	}
	return backslashed(value, "", `\"`), nil
}

func dma() *entry {
	return &entry{
		Program: Program{
			ID: "dma", Name: "DragonFly Mail Agent", Group: SystemMailer, About: "a small one that only passes mail on", Command: "dma",
			Tested: "dma 0.13", Password: InFile,
		},
		parts: []part{
			{
				Place: system("root:mail", "/etc/dma/dma.conf"), mode: 0o640, template: "dma", encode: encodePath,
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
		after: []string{fillIn("/etc/dma/auth.conf")},
	}
}

// encodeDMA writes a login name, which a bar ends.
func encodeDMA(name, value string) (string, error) {
	if name == loginName && (strings.Contains(value, "|") || value[0] == '#') {
		return "", fmt.Errorf("%s %q cannot be written for dma: it must hold no |, and not begin with #", name, value)
	}
	return encodeRest(name, value)
}

// refuseDMA refuses switches that cannot be taken back by later lines.
func refuseDMA(old []byte, s *Settings) error {
	f, err := readBlock(string(old), "#")
	if err != nil {
		return err
	}
	for _, line := range linesOf(f.text[:f.start] + f.text[f.end:]) {
		word := strings.TrimSpace(line)
		if word == "OPPORTUNISTIC_TLS" || word == "INSECURE" || word == "STARTTLS" && s.Security != STARTTLS ||
			word == "SECURETRANSFER" && s.Security == Plain {
			return fmt.Errorf("the file switches on %s, which these settings must not have: put a # before that line, then try again", word)
		}
	}
	return nil
}

// betweenBarAndColon is the key of dma's logins: user|server:password.
func betweenBarAndColon(line string) string {
	_, rest, ok := strings.Cut(line, "|")
	if !ok || strings.HasPrefix(line, "#") {
		return ""
	}
	return beforeColon(rest)
}

func ssmtp() *entry {
	return &entry{
		Program: Program{
			ID: "ssmtp", Name: "sSMTP", Group: SystemMailer, About: "a small one that only passes mail on; no longer kept up", Command: "ssmtp",
			Tested: "sSMTP 2.64", Password: InFile,
		},
		parts: []part{{
			Place: system("root:mail", "/etc/ssmtp/ssmtp.conf"), mode: 0o640, template: "ssmtp", encode: encodeSSMTP,
			join: block("#"), carry: carrySSMTP, conceal: concealPassword("", "AuthPass="),
		}},
		check: checkColons, try: trySendmail,
		starttls: "UseTLS=YES and UseSTARTTLS=YES", implicit: "UseTLS=YES alone",
		notes: []string{unchecked("sSMTP"), "{?login}sSMTP cannot take a password that holds #, = or a blank."},
		after: []string{
			fillIn("/etc/ssmtp/ssmtp.conf"),
		},
	}
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
