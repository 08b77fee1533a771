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
	return []*entry{postfix(), exim(), openSMTPD(), nullmailer(), dma(), ssmtp()}
}

// unchecked is the warning about a program that any server can deceive.
func unchecked(program string) string {
	return "{?tls}! " + program + " does not check the server's certificate: whoever sits on the way can pose as {host} and read {sent}. " +
		"msmtp checks it, and can send for the whole computer too: postern config msmtp."
}

// system is the place of a file of the system.
func system(owner string, paths ...string) Place { return Place{Paths: paths, Owner: owner} }

// systemIn is [system] where a variable of the environment may name another folder.
func systemIn(variable, owner, path string) Place {
	return Place{Paths: []string{path}, Owner: owner, Variable: variable, Folder: true}
}

// checkSystem refuses what the system mailers cannot do: none signs in with a token
// here, and none was tried with an address in place of the server's name.
func checkSystem(s *Settings) error {
	if s.OAuth {
		return errors.New("this program cannot sign in with a token, which is all this provider takes: " +
			"let msmtp send for the computer instead, with a command that prints one")
	}
	if _, err := netip.ParseAddr(s.Host); err == nil && s.Security != Plain {
		return fmt.Errorf("the server %s is an address: a certificate is for a name, so give the server's name", s.Host)
	}
	return nil
}

// fillIn says how the password gets into a file of the system. A command with the
// password in it would stay in the shell's history.
func fillIn(path string) string {
	return "{?login}Put the password in place of " + Placeholder + " with an editor: sudoedit " + path
}

// checkColons is [checkSystem] for programs that put a colon between server and port.
func checkColons(s *Settings) error {
	if strings.Contains(s.Host, ":") {
		return fmt.Errorf("this program takes the colons of %s for the one in front of a port: give the server's name", s.Host)
	}
	return checkSystem(s)
}

// encodePath writes a value of a line; a folder that it names must be one word.
func encodePath(name, value string) (string, error) {
	if name == folderName && strings.ContainsAny(value, " \t,;{}\"'#") {
		return "", fmt.Errorf("%s %q holds a blank or another mark that this program's settings cannot hold: take another", name, value)
	}
	return encodeRest(name, value)
}

// encodeLogin writes a login name in front of a colon and the password.
func encodeLogin(name, value string) (string, error) {
	if name == loginName && strings.ContainsRune(value, ':') {
		return "", fmt.Errorf("%s %q holds a colon, and this program would take what follows it for the password", name, value)
	}
	return encodeRest(name, value)
}

// firstField is the key of a table in which a blank ends it.
func firstField(line string) string {
	line = strings.TrimRight(line, "\r\n")
	if line == "" || strings.ContainsRune("# \t", rune(line[0])) {
		return ""
	}
	if end := strings.IndexAny(line, " \t"); end >= 0 {
		line = line[:end]
	}
	return line
}

// beforeColon is the key of a table in which a colon ends it.
func beforeColon(line string) string {
	key, _, ok := strings.Cut(line, ":")
	if !ok || strings.HasPrefix(key, "#") {
		return ""
	}
	return strings.TrimSpace(key)
}

// concealPassword hides what follows a mark, which itself follows another one: ":"
// in "server user:password" comes behind the blank of its key.
func concealPassword(first, mark string) func(string) string {
	return func(text string) string {
		return concealLines(text, func(line string) int { return passwordIn(line, first, mark) })
	}
}

func passwordIn(line, first, mark string) int {
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
}

// trySendmail sends a message the way all programs of the computer do.
func trySendmail(s *Settings, _ string) string {
	address := QuoteShell(s.Address)
	return "printf 'Subject: A first message\\nTo: %s\\n\\nIt works.\\n' " + address + " | /usr/sbin/sendmail -f " + address + " -- " + address
}
