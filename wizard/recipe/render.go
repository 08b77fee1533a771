package recipe

import (
	"embed"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"postern/wizard/fill"
)

//go:embed templates/*.tmpl
var templates embed.FS

// template returns a text to fill in; a test reads them all.
func template(name string) string {
	text, err := templates.ReadFile("templates/" + name + ".tmpl")
	if err != nil {
		panic(err)
	}
	return string(text)
}

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
	if e.KeepsPassword {
		s.Secret = Secret{Kind: AskMe}
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
		body, err := e.merge(nil, nil, s, false)
		return string(body), err
	}
	return e.fill(s, nil)
}

// fill encodes the settings and puts them into the entry's template; undo are
// lines that take back what the account would inherit from its file.
func (e entry) fill(s Settings, undo []string) (string, error) {
	v, err := e.values(s)
	if err != nil {
		return "", err
	}
	v["undo"] = strings.Join(undo, "\n")
	return v.Text(template(e.template)), nil
}

// values is what a template may use: every text is encoded for the format already.
func (e entry) values(s Settings) (fill.Values, error) {
	v := fill.Values{
		"port":     strconv.Itoa(s.Port),
		"starttls": fill.Flag(s.Security == STARTTLS), "implicit": fill.Flag(s.Security == ImplicitTLS),
		"tls": fill.Flag(s.Security != Plain), "login": fill.Flag(s.User != ""), "oauth": fill.Flag(s.OAuth),
		"title": title(s), // what the settings are for, in a comment
	}
	texts := []struct{ place, name, value string }{
		{"account", "the account name", s.Account},
		{"host", "the server name", s.Host},
		{"address", "the address", s.Address},
		{"user", loginName, s.User},
		{"name", fullName, s.Name},
		{"fetch", "the password command", FetchCommand(s)},
		{"ca", certificateFile, s.CAFile},
		{"label", "the provider", label(s)},
	}
	for _, t := range texts {
		v[t.place] = ""
		if t.value == "" {
			continue
		}
		enc, err := e.encode(t.name, t.value)
		if err != nil {
			return nil, err
		}
		v[t.place] = enc
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
