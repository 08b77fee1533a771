package recipe

import (
	"strings"
)

// FetchCommand returns the shell command that prints the password: for a password
// store one made from a fixed pattern, else the person's own. It is "" when there
// is no login, and when the program asks each time. The settings must have passed
// [Settings.Check].
//
// What pass prints may go on after the first line: the password is the first.
func FetchCommand(s *Settings) string {
	if s.User == "" {
		return ""
	}
	switch s.Secret.Kind {
	case Keyring:
		if s.Secret.Keychain {
			return "security find-generic-password " + keychainItem(s) + " -w"
		}
		return "secret-tool lookup " + keyringItem(s)
	case Pass:
		return "pass show " + passName(s)
	case Command:
		return s.Secret.Command
	case AskMe:
	}
	return ""
}

// asked reports whether the program asks a person for the password each time.
func (s *Settings) asked() bool { return s.User != "" && FetchCommand(s) == "" }

// fetchLine is FetchCommand made to print one line, the password alone, for a program
// that takes all that a command prints, and for the inside of a longer command: a
// person's own becomes one word, so that nothing in it touches what stands around. A
// keyring prints nothing but the password.
func fetchLine(s *Settings) string {
	cmd := FetchCommand(s)
	if cmd == "" || s.Secret.Kind == Keyring {
		return cmd
	}
	if s.Secret.Kind == Command && !only(cmd, plainShell+" ") {
		cmd = "sh -c " + QuoteShell(cmd)
	}
	return cmd + " | head -n1"
}

// StoreCommand returns the shell command a person runs once to put the password
// where [FetchCommand] finds it; it asks for the password itself. It is "" where
// there is nothing to store.
func StoreCommand(s *Settings) string {
	if !s.stored() {
		return ""
	}
	switch {
	case s.Secret.Kind == Pass:
		return "pass insert " + passName(s)
	case s.Secret.Keychain:
		// -U replaces an older password; a -w at the very end asks for it.
		return "security add-generic-password -U " + keychainItem(s) + " -w"
	default:
		return "secret-tool store --label=" + QuoteShell("SMTP "+s.Host) + " " + keyringItem(s)
	}
}

// keyringItem names the password in pairs of attribute and value. msmtp's manual
// uses the same attributes.
func keyringItem(s *Settings) string {
	return "service smtp host " + QuoteShell(s.Host) + " user " + QuoteShell(s.User)
}

func keychainItem(s *Settings) string {
	return "-s " + QuoteShell("smtp/"+s.Host) + " -a " + QuoteShell(s.User)
}

// passName is the entry's name in pass. It is a path there, so the login name's
// unusual characters, and dots that would climb out of the folder, become _.
func passName(s *Settings) string {
	clean := func(r rune) rune {
		if strings.ContainsRune(letters+digits+"._-@+", r) {
			return r
		}
		return '_'
	}
	user := strings.Map(clean, s.User)
	if only(user, ".") {
		user = strings.Repeat("_", len(user))
	}
	return "smtp/" + strings.Map(clean, s.Host) + "/" + user
}

// plainShell are the characters that mean themselves to a POSIX shell, anywhere in
// a word but in front.
const plainShell = letters + digits + "._-@/+:,"

// QuoteOn writes one word of a command for the system of that name: as [QuoteShell], or on
// Windows so that both of its shells read it. Where one form cannot serve both, it is for
// PowerShell, which puts something else in the place of $NAME; see [QuoteCmd].
func QuoteOn(goos, word string) string {
	if goos != "windows" || plainOnWindows(word) {
		return QuoteShell(word)
	}
	var b strings.Builder
	quoted := quoteWindows(word)
	for i, r := range quoted {
		if r == '`' || r == '$' && expands(quoted[i+1:]) {
			b.WriteByte('`')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// QuoteCmd is QuoteOn for the older shell of Windows, cmd. That puts something else in the
// place of %NAME% between quotes too, and minds no caret there: so each % stands outside.
func QuoteCmd(word string) string {
	switch {
	case plainOnWindows(word):
		return word
	case strings.Count(word, "%") < 2:
		return quoteWindows(word)
	}
	parts := strings.Split(word, "%")
	for i, p := range parts {
		if p != "" {
			parts[i] = quoteWindows(p)
		}
	}
	return strings.Join(parts, "^%")
}

// plainOnWindows reports whether a word means itself to both shells of Windows.
func plainOnWindows(word string) bool {
	return word != "" && only(word, plainShell) && word[0] != '@' && !strings.Contains(word, ",")
}

// expands reports whether what follows a $ makes it a name for PowerShell.
func expands(rest string) bool {
	return rest != "" && strings.ContainsRune(letters+digits+"_{(:$?^", rune(rest[0]))
}

// quoteWindows puts a word between quotes, as programs on Windows read their command line.
func quoteWindows(word string) string {
	var b strings.Builder
	slashes := 0 // in a row: before a quote they count by twos there
	for _, r := range word + `"` {
		if r == '"' {
			b.WriteString(strings.Repeat(`\`, slashes+1))
		}
		if slashes++; r != '\\' {
			slashes = 0
		}
		b.WriteRune(r)
	}
	return `"` + strings.TrimSuffix(b.String(), `\"`) + `"`
}

// QuoteShell writes one word for a POSIX shell (section 2.2.2, single quotes).
func QuoteShell(word string) string {
	if word != "" && only(word, plainShell) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
