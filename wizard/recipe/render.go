package recipe

import (
	"embed"
	"fmt"
	"strings"
	"sync"
	"text/template"
	"unicode"
)

//go:embed templates/*.tmpl
var templateFiles embed.FS

// templates parses them when first needed; a broken one fails every test.
var templates = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").Option("missingkey=error").ParseFS(templateFiles, "templates/*.tmpl"))
})

// Render returns the program's settings as new files. The settings must be whole;
// otherwise the error says what to mend.
func Render(program string, s Settings) ([]File, error) {
	e, err := ready(program, s)
	if err != nil {
		return nil, err
	}
	body, err := e.render(s)
	if err != nil {
		return nil, err
	}
	return []File{{Path: e.file, Mode: e.mode, Body: body}}, nil
}

// ready finds the program and checks the settings, in general and for it.
func ready(program string, s Settings) (entry, error) {
	e, ok := find(program)
	if !ok {
		return entry{}, fmt.Errorf("there is no recipe for %q", program)
	}
	if err := s.Check(); err != nil {
		return entry{}, err
	}
	if e.check != nil {
		if err := e.check(s); err != nil {
			return entry{}, err
		}
	}
	return e, nil
}

// render fills the template for a file that does not exist yet. Where there is a
// merge, the new file is what merging into an empty one gives.
func (e entry) render(s Settings) (string, error) {
	if e.merge != nil {
		body, err := e.merge(nil, s, false)
		return string(body), err
	}
	return e.fill(s, nil)
}

// values is what a template may use: every text is encoded for the format already.
type values struct {
	Account, Host, Address, User, Name, Fetch, CAFile string
	// Label is what a list of servers shows: the provider's name.
	Label string

	Port     int
	STARTTLS bool
	Implicit bool // TLS from the start
	TLS      bool // either of them
	Login    bool
	OAuth    bool
	Secret   SecretKind

	// Title says in a comment what the settings are for.
	Title string
	// Undo are lines that take back what the account would inherit from its file.
	Undo []string
}

// fill encodes the settings and executes the entry's template.
func (e entry) fill(s Settings, undo []string) (string, error) {
	v, err := e.values(s)
	if err != nil {
		return "", err
	}
	v.Undo = undo
	var b strings.Builder
	if err := templates().ExecuteTemplate(&b, e.template+".tmpl", v); err != nil {
		return "", fmt.Errorf("write the settings for %s: %w", e.Name, err)
	}
	return b.String(), nil
}

func (e entry) values(s Settings) (values, error) {
	v := values{
		Port: s.Port, STARTTLS: s.Security == STARTTLS, Implicit: s.Security == ImplicitTLS,
		TLS: s.Security != Plain, Login: s.User != "", OAuth: s.OAuth, Secret: s.Secret.Kind,
		Title: title(s),
	}
	texts := []struct {
		to          *string
		name, value string
	}{
		{&v.Account, "the account name", s.Account},
		{&v.Host, "the server name", s.Host},
		{&v.Address, "the address", s.Address},
		{&v.User, loginName, s.User},
		{&v.Name, fullName, s.Name},
		{&v.Fetch, "the password command", FetchCommand(s)},
		{&v.CAFile, certificateFile, s.CAFile},
		{&v.Label, "the provider", label(s)},
	}
	for _, t := range texts {
		if t.value == "" {
			continue
		}
		enc, err := e.encode(t.name, t.value)
		if err != nil {
			return values{}, err
		}
		*t.to = enc
	}
	return v, nil
}

// title is one line for a comment: what the settings are for.
func title(s Settings) string {
	how := map[Security]string{
		STARTTLS:    "with STARTTLS",
		ImplicitTLS: "with TLS from the start",
		Plain:       "without encryption",
	}[s.Security]
	return fmt.Sprintf("%s, port %d %s.", label(s), s.Port, how)
}

// label is the provider's name, or the server's.
func label(s Settings) string {
	if name := comment(s.Provider); name != "" {
		return name
	}
	return comment(s.Host)
}

// comment makes outside text fit for a comment: one short line, nothing hidden.
func comment(text string) string {
	clean := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case hidden(r) || r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, text)
	clean = strings.Join(strings.Fields(clean), " ")
	if r := []rune(clean); len(r) > 40 {
		clean = string(r[:40])
	}
	return clean
}
