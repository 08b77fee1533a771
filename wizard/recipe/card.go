package recipe

import "strconv"

// A CardLine is one thing to type or choose in a program's settings.
type CardLine struct {
	Label, Value string
}

// Card returns the settings in plain words, to type into any program.
func Card(s *Settings) []CardLine {
	security := map[Security]string{
		STARTTLS:    "STARTTLS (some programs say TLS)",
		ImplicitTLS: "SSL/TLS (some programs say SSL)",
		Plain:       "none",
	}[s.Security]
	lines := []CardLine{
		{"Outgoing server (SMTP)", s.Host},
		{"Port", strconv.Itoa(s.Port)},
		{"Encryption", security},
	}
	switch {
	case s.User == "":
		lines = append(lines, CardLine{"Login", "none (known by address)"})
	case s.OAuth:
		lines = append(lines, CardLine{"Login", "OAuth2, sign in with the browser"}, CardLine{"User name", s.User})
	default:
		lines = append(lines, CardLine{"Login", "password"}, CardLine{"User name", s.User})
	}
	if s.Address != "" {
		lines = append(lines, CardLine{"Your address", s.Address})
	}
	if s.Name != "" {
		lines = append(lines, CardLine{"Your name", s.Name})
	}
	return lines
}

// Dialog returns how to get to the program's own dialog for the settings that
// [CardFor] words, "" for a program without one.
func Dialog(program string) string {
	e, _ := find(program)
	return e.dialog
}

// Instead returns what the program's lines are called that say the same as its dialog:
// "preferences"; "" for a program without a dialog.
func Instead(program string) string {
	e, _ := find(program)
	return e.instead
}

// CardFor returns the settings worded as the program's own dialog words them, in
// its order; for a program without one it is [Card].
func CardFor(program string, s *Settings) []CardLine {
	if e, ok := find(program); ok && e.card != nil {
		return e.card(s)
	}
	return Card(s)
}
