package recipe

import (
	"errors"
	"strings"

	"postern/wizard/fill"
)

// encodeMutt writes a value in double quotes for mutt and NeoMutt. Within them the
// backslash, the quote, the dollar sign and the backtick mean something.
func encodeMutt(name, value string) (string, error) {
	if err := checkRunes(name, value); err != nil {
		return "", err
	}
	return backslashed(value, `"`, "\\\"$`"), nil
}

// moreMutt puts in the password command between backticks. What stands there goes
// to the shell as it is, and nothing can stand for a backtick.
func moreMutt(v fill.Values, s *Settings) error {
	cmd := FetchCommand(s)
	if strings.Contains(cmd, "`") || strings.HasSuffix(cmd, `\`) {
		return errors.New("the password command holds a backtick, or ends with a backslash, and mutt cannot hold that: " +
			"write $(…) instead, or put the command into a script")
	}
	v["backticks"] = cmd
	return nil
}

// moreNeoMutt is moreMutt for NeoMutt, which takes backslashes out of the command, and puts
// the values of its own settings, as $from, into it.
func moreNeoMutt(v fill.Values, s *Settings) error {
	if err := moreMutt(v, s); err != nil {
		return err
	}
	var b strings.Builder
	cmd := v["backticks"]
	for i := range len(cmd) {
		if cmd[i] == '\\' || cmd[i] == '$' && i+1 < len(cmd) && only(cmd[i+1:i+2], letters[:26]) {
			b.WriteByte('\\')
		}
		b.WriteByte(cmd[i])
	}
	v["backticks"] = b.String()
	return nil
}

// tryMutt sends a message with mutt, or with one of its kin. It asks for a password only
// where a person sits at its screen.
func tryMutt(command string) func(s *Settings, path string) string {
	return func(s *Settings, path string) string {
		cmd := "echo 'It works.' | " + command
		if s.asked() {
			cmd = command + ` -e 'set edit_headers autoedit editor="echo It works. >>"'`
		}
		if path != "" && !strings.HasPrefix(path, "~/.") && path[0] != '$' {
			cmd += " -F " + quotePath(path)
		}
		cmd += " -s 'A first message' -- " + QuoteShell(s.Address)
		if command == "neomutt" && !s.asked() { // which says nothing of a certificate that it does not trust
			cmd += " || { echo 'Not sent.'; false; }"
		}
		return cmd
	}
}

// notesMutt are what to know about mutt, or one of its kin.
func notesMutt(name string) []string {
	return []string{
		"{?asked}" + name + " asks for the password when you send from its own screen (y), and cannot while it reads the message " +
			"from a pipe: for scripts, keep the password in a store.",
	}
}
