package recipe

import (
	"errors"
	"slices"
	"strings"
)

// terminalMail are mail programs for the terminal, and Emacs.
func terminalMail() []*entry {
	return []*entry{
		{
			Program: Program{
				ID: "mutt", Name: "Mutt", Group: MailPrograms, About: "reads and sends mail in the terminal", Command: "mutt",
				Tested: "Mutt 2.2.12", OAuth: true,
			},
			parts: []part{{
				Place: own("~/.muttrc", "~/.mutt/muttrc", "$XDG_CONFIG_HOME/mutt/muttrc"),
				mode:  0o600, template: "mutt", encode: encodeMutt, more: moreMutt, join: block("#"), conceal: concealMutt,
				rivals: around("#", watchMutt),
			}},
			check: needsAddress, try: tryMutt("mutt"), notes: notesMutt("mutt"),
			starttls: "ssl_starttls = yes", implicit: "smtps:// in smtp_url",
		},
		{
			Program: Program{
				ID: "aerc", Name: "aerc", Group: MailPrograms, About: "reads and sends mail in the terminal", Command: "aerc",
				Tested: "aerc 0.14.0", OAuth: true,
			},
			parts: []part{{
				Place: own("$XDG_CONFIG_HOME/aerc/accounts.conf"), mode: 0o600, template: "aerc", encode: encodeAerc,
				join: sectionJoin{
					same: sameText, mine: []string{"outgoing", "smtp-starttls", "from"}, spare: "source",
				}.join,
				conceal: concealURLs, refuse: refuseAerc,
			}},
			check:    checkAerc,
			starttls: "smtp:// and smtp-starttls = yes", implicit: "smtps://",
			notes: []string{
				"{!tls}From aerc 0.15 on, write smtp+insecure+none:// in place of smtp+none://.",
				"{?ca}aerc trusts the authorities of the system alone: add yours to them, or start it with SSL_CERT_FILE set to that file.",
			},
			after: []string{
				"aerc wants to know where mail is read from too: if the line “source” of the file is not right for you, change it.",
				"For a first message start aerc, and type :compose",
			},
		},
		{
			Program: Program{
				ID: "emacs", Name: "Emacs", Group: MailPrograms, About: "the editor, which sends mail with smtpmail", Command: "emacs",
				Tested: "Emacs 28.2", OAuth: true,
			},
			parts: []part{{
				Place: Place{
					Paths:  []string{"~/.emacs", "~/.emacs.el", "~/.emacs.d/init.el", "$XDG_CONFIG_HOME/emacs/init.el"},
					Hidden: map[string]string{"~/.emacs": "~/.emacs.el", "$XDG_CONFIG_HOME/emacs/init.el": "~/.emacs.d"},
				},
				mode: 0o600, template: "emacs", encode: encodeQuoted, join: block(";;"), rivals: around(";;", watchEmacs),
				refuse: refuseEmacs,
			}},
			check: checkEmacs, try: tryEmacs,
			starttls: "smtpmail-stream-type 'starttls", implicit: "smtpmail-stream-type 'ssl",
		},
		{
			Program: Program{
				ID: "himalaya", Name: "Himalaya", Group: MailPrograms, About: "reads and sends mail by command", Command: "himalaya",
				Source: "github.com/pimalaya/himalaya, config.sample.toml", AsOf: "2026-11-27", OAuth: true,
			},
			parts: []part{{
				Place: ownOr("HIMALAYA_CONFIG", "$XDG_CONFIG_HOME/himalaya/config.toml", "~/.himalayarc"), mode: 0o600, template: "himalaya", encode: encodeTOML,
				join: sectionJoin{same: sameText, mine: []string{"smtp.", "email", "display-name"}}.join, conceal: concealAfter(".raw"),
				refuse: refuseTables,
			}},
			forms: []form{{
				part:    part{mode: 0o600, template: "himalaya1", encode: encodeTOML, more: moreHimalaya1, Place: own("$XDG_CONFIG_HOME/himalaya/config.toml")},
				id:      "1.x",
				belongs: "It belongs in the settings of Himalaya 1, which has other names for them: himalaya --version says which you have.",
			}},
			check:    checkHimalaya,
			starttls: "smtp.starttls = true", implicit: "smtps:// in smtp.server",
			notes: []string{
				"These are the names of Himalaya 2. Version 1 has others: postern config himalaya --format 1.x",
			},
		},
	}
}

// terminalCommands are commands that send what they are given.
func terminalCommands() []*entry {
	return []*entry{
		{
			Program: Program{
				ID: "git", Name: "git send-email", Group: CommandLine, About: "sends patches to a project", Command: "git",
				Tested: "git 2.39.5", OAuth: true,
			},
			parts: []part{{
				Place: ownOr("GIT_CONFIG_GLOBAL", "~/.gitconfig", "$XDG_CONFIG_HOME/git/config"), mode: 0o600, template: "git", encode: encodeGit, more: moreGit,
				join: sectionJoin{
					same: strings.EqualFold, mine: []string{"smtpserver", "smtpencryption", "smtpssl", "smtpuser", "smtppass", "smtpauth", "from", "envelopesender", "sendmailcmd", "helper"},
				}.join,
				conceal: concealAfter("smtpPass"), rivals: gitRivals, refuse: refuseGit,
			}},
			check: checkGit, try: tryGit,
			starttls: "smtpEncryption = tls", implicit: "smtpEncryption = ssl",
			notes: []string{
				"{?oauth}! To sign in with a token it takes Perl's Authen::SASL 2.18 or later, which Debian 13 and Ubuntu 24.04 do not have. Yours is: " +
					"perl -MAuthen::SASL -e 'print Authen::SASL->VERSION'. With an older one, set up msmtp, which can, and let git use it: " +
					"git config --global sendemail.sendmailCmd msmtp",
				"On Debian and its kin the command is a package of its own: sudo apt install git-email libmailtools-perl",
			},
			after: []string{
				"Settings in a repository's own .git/config count more than these. To see what counts there, and from which file: " +
					"git config --show-origin --get-regexp '^sendemail'",
			},
		},
		{
			Program: Program{
				ID: "s-nail", Name: "S-nail (mailx)", Group: CommandLine, About: "the classic mail command", Command: "s-nail",
				Tested: "S-nail 14.9.24", OAuth: true,
			},
			parts: []part{{
				Place: ownOr("MAILRC", "~/.mailrc"), mode: 0o600, template: "s-nail", encode: encodeSNail, more: moreSNail,
				join: block("#"), conceal: concealURLs, rivals: around("#", watchSNail),
			}},
			check: checkSNail, try: trySNail,
			starttls: "smtp:// and smtp-use-starttls", implicit: "smtps://",
			notes: []string{
				"{?asked}s-nail asks for the password only on a terminal, and not while it reads the message from a pipe: for scripts, keep the password in a store.",
				"{?roothome}! Where root runs it, s-nail looks for .mailrc in {roothome}, whatever HOME says: run Postern and s-nail as the " +
					"person whose mail it is, or name the file, as in MAILRC=~/.mailrc s-nail",
				"The mail commands of bsd-mailx and GNU mailutils cannot do this: they hand over to sendmail, for which msmtp can stand in.",
			},
		},
		{
			Program: Program{
				ID: "swaks", Name: "swaks", Group: CommandLine, About: "one command that sends a test message", Command: "swaks",
				Tested: "swaks 20201014.0",
			},
			parts: []part{{mode: 0o600, template: "swaks", encode: encodeShell, more: moreShell}},
			check: checkSwaks, starttls: "--tls", implicit: "--tls-on-connect",
			notes: []string{
				"{?tls}! Before version 20240103 swaks checks who signed the server's certificate, but not the name in it: " +
					"give {sent} only where nobody else is on the way.",
			},
		},
	}
}

// errNoToken is for programs that sign in with a password alone.
func errNoToken(instead string) error {
	return errors.New("this program cannot sign in with a token, which is all this provider takes: " + instead)
}

// ErrCannotAsk is for settings that leave the password to a program that cannot ask for it.
var ErrCannotAsk = errors.New("this program cannot ask for a password: name a place where it is kept, or a command that prints it")

func checkAerc(s *Settings) error {
	switch {
	case s.Address == "":
		return needsAddress(s)
	case s.User != "" && FetchCommand(s) == "":
		return ErrCannotAsk
	}
	return nil
}

func checkHimalaya(s *Settings) error {
	if s.User != "" && FetchCommand(s) == "" {
		return ErrCannotAsk
	}
	return nil
}

// checkGit and checkSNail refuse what a person would have to type.
func checkGit(s *Settings) error { return checkSNail(s) }

func checkSNail(s *Settings) error {
	if s.OAuth && s.asked() {
		return errors.New("a sign-in token is too long to type: name a command that prints one")
	}
	return needsAddress(s)
}

func checkSwaks(s *Settings) error {
	if s.OAuth {
		return errNoToken("msmtp can")
	}
	return needsAddress(s)
}

// checkEmacs refuses what Emacs cannot ask for.
func checkEmacs(s *Settings) error {
	if s.OAuth && FetchCommand(s) == "" {
		return errors.New("this program cannot ask for a token: name a command that prints one")
	}
	return needsAddress(s)
}

// tryGit sends a file that looks like a patch: git does not send from a pipe. It wants
// to know who the person is even where the settings say who sends.
func tryGit(s *Settings, path string) string {
	address := QuoteShell(s.Address)
	cmd := "git -c user.name=me -c user.email=" + address + " send-email --quiet --confirm=never --to=" + address + ` "$m"`
	if !slices.Contains([]string{"", "~/.gitconfig", "~/.config/git/config"}, path) {
		cmd = "GIT_CONFIG_GLOBAL=" + quotePath(path) + " " + cmd
	}
	return `m=$(mktemp) && printf 'Subject: A first message\n\nIt works.\n' >"$m" && ` + cmd
}

// trySNail names the file only where s-nail would not find it by itself.
func trySNail(s *Settings, path string) string {
	cmd := "s-nail -s 'A first message' "
	if path != "" && path != "~/.mailrc" {
		cmd = "MAILRC=" + quotePath(path) + " " + cmd
	}
	to := "-. " + QuoteShell(s.Address)
	if s.asked() { // which it does only where its input is the terminal
		return `m=$(mktemp).txt && echo 'It works.' >"$m" && ` + cmd + `-m "$m" ` + to
	}
	return "echo 'It works.' | " + cmd + to
}

// tryEmacs sends a message without a window. Emacs keeps notes on certificates in its
// folder, and makes that only where it has a window. Where the settings lie elsewhere, as
// in practice, the notes lie beside them: a new folder could hide a person's own file.
func tryEmacs(s *Settings, path string) string {
	message, _ := encodeQuoted("", "To: "+s.Address) // every address can be written
	message = strings.TrimSuffix(message, `"`) + `\nSubject: A first message\n"`
	notes := ""
	if strings.HasPrefix(path, "/") {
		beside, _ := encodeQuoted("", path+".network")
		notes = "(setq nsm-settings-file " + beside + ") "
	}
	cmd := "emacs --batch -l " + quotePath(path) + " --eval " +
		QuoteShell(`(with-temp-buffer `+notes+`(insert `+message+` mail-header-separator "\nIt works.\n") (smtpmail-send-it))`)
	if strings.HasPrefix(path, "~/.emacs") {
		return "mkdir -p ~/.emacs.d && " + cmd
	}
	return cmd
}

// concealURLs hides the password in a URL.
func concealURLs(text string) string {
	return concealLines(text, func(line string) int {
		at := strings.Index(line, "://")
		if at < 0 {
			return -1
		}
		login, _, ok := strings.Cut(line[at+3:], "@")
		user, password, both := strings.Cut(login, ":")
		if !ok || !both || password == "" {
			return -1
		}
		return at + 3 + len(user) + 1
	})
}

// concealMutt hides passwords wherever mutt may have one.
func concealMutt(text string) string {
	for _, name := range []string{"smtp_pass", "imap_pass", "pop_pass"} {
		text = concealAfter(name)(text)
	}
	return concealURLs(text)
}
