package recipe

import (
	"errors"
	"fmt"
	"strings"
)

func exim() *entry {
	return &entry{
		Program: Program{
			ID: "exim4", Name: "Exim", Group: SystemMailer, About: "hands all mail to the provider, on Debian and its kin", Command: "exim4",
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
		check: checkColons, try: trySendmail,
		starttls: "host::port in dc_smarthost", implicit: "REMOTE_SMTP_SMARTHOST_PROTOCOL = smtps",
		after: []string{
			fillIn("/etc/exim4/passwd.client"),
			"{?login}If {host} is an alias of another name, Exim looks for that one in passwd.client. If the server then asks for a login " +
				"that Exim does not give, write * in place of {host} there.",
			"{!login}If passwd.client has a line for {host} from an earlier login, delete it: Exim would sign in with it wherever the server " +
				"offers a login.",
			"Let Exim read its settings again: sudo update-exim4.conf && sudo systemctl restart exim4",
			"If a message does not arrive, the end of /var/log/exim4/mainlog says why.",
		},
	}
}

// refuseExim refuses Exim's configuration in many files: it does not read the one
// for macros.
func refuseExim(old []byte, _ *Settings) error {
	split := false
	for _, line := range linesOf(string(old)) {
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
func refuseEximMacros(old []byte, _ *Settings) error {
	f, err := readBlock(string(old), "#")
	if err != nil {
		return err
	}
	for _, line := range linesOf(f.text[:f.start] + f.text[f.end:]) {
		if name, _, ok := strings.Cut(line, "="); ok && strings.HasPrefix(name, "REMOTE_SMTP_SMARTHOST_") {
			return fmt.Errorf("the file sets %s already, and Exim takes no macro twice: delete that line, then try again", strings.TrimSpace(name))
		}
	}
	return nil
}
