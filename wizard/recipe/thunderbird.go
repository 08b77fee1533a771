package recipe

import (
	"fmt"
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
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`, nil
}

// cardThunderbird is Thunderbird's dialog: Account Settings, Outgoing Server
// (SMTP), Add.
func cardThunderbird(s Settings) []CardLine {
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
