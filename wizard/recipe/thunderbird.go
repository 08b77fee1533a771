package recipe

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// encodePref writes a string for Thunderbird's user.js. Of its escapes two are
// needed; line breaks and other control characters are refused before. Numbers
// never come here: in quotes they would be ignored, and with them the encryption.
func encodePref(name, value string) (string, error) {
	if err := checkRunes(name, value); err != nil {
		return "", err
	}
	if name == loginName && strings.ContainsFunc(value, func(r rune) bool { return r > '~' }) {
		return "", fmt.Errorf("%s %q cannot be put into Thunderbird's files, which take only plain letters there: "+
			"type it into its dialog", name, value)
	}
	if name == certificateFile {
		return quotePath(value), nil // it stands in a command, in a comment
	}
	return quotePref(value), nil
}

// quotePref writes a text as a preference's value.
func quotePref(value string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
}

// checkThunderbird refuses what Thunderbird cannot do: it signs in with the browser
// only where its makers have registered it.
func checkThunderbird(s *Settings) error {
	if s.OAuth && !signsInAt(s.Host) {
		return fmt.Errorf("the sign-in page of %s is none that Thunderbird knows: it has those of some large providers only", s.Host)
	}
	return nil
}

// signsInAt reports whether Thunderbird 153 knows the sign-in page for a server, by
// its name or by the domain it is in.
func signsInAt(host string) bool {
	known := []string{
		"gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "office365.com", "yahoo.com", "att.net", "aol.com",
		"smtp.fastmail.com", "smtp.comcast.net", "smtp.mail.ru", "smtp.yandex.com", "thundermail.com",
		"imap.fastmail.com", "imap.comcast.net", "imap.mail.ru", "imap.yandex.com",
	}
	return slices.ContainsFunc(known, func(name string) bool {
		return host == name || strings.HasSuffix(host, "."+name)
	})
}

// thunderbirdAfter says how the server comes into use, and how Postern's lines go.
func thunderbirdAfter() []string {
	return []string{
		"Start Thunderbird: it takes the server over. To send through it, choose it under Account Settings, your account, " +
			"Outgoing Server (SMTP).",
		"Then delete the lines from “Postern begin” to “Postern end” in user.js again. Thunderbird keeps what it has " +
			"read; but it reads them at every start, so that a server you add later would be gone after the next one.",
	}
}

// cardThunderbird is Thunderbird's dialog: Account Settings, Outgoing Server
// (SMTP), Add.
func cardThunderbird(s *Settings) []CardLine {
	security := map[Security]string{STARTTLS: "STARTTLS", ImplicitTLS: "SSL/TLS", Plain: "None"}[s.Security]
	method := "Normal password"
	switch {
	case s.User == "":
		method = "No authentication"
	case s.OAuth:
		method = "OAuth2"
	}
	lines := []CardLine{
		{"Description", label(s)},
		{"Server Name", s.Host},
		{"Port", strconv.Itoa(s.Port)},
		{"Connection security", security},
		{"Authentication method", method},
	}
	if s.User != "" {
		lines = append(lines, CardLine{"User Name", s.User})
	}
	return lines
}
