package recipe

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"postern/wizard/fill"
	"postern/wizard/packed"
)

//go:generate go run postern/wizard/packed/pack templates.pack templates

// pack is the folder templates.
//
//go:embed templates.pack
var pack string

var templates = packed.Later(pack)

// template returns a text to fill in; a test reads them all.
func template(name string) string {
	text, ok := templates()[name+".tmpl"]
	if !ok {
		panic("recipe: no template " + name)
	}
	return text
}

// Render returns the program's settings as new files. The settings must be whole;
// otherwise the error says what to mend.
func Render(program string, s *Settings) ([]File, error) {
	e, err := ready(program, s)
	if err != nil {
		return nil, err
	}
	var files []File
	for _, p := range e.partsFor(s) {
		body, err := p.merged(nil, nil, s, false)
		if err != nil {
			return nil, err
		}
		files = append(files, File{Path: p.path(), Mode: p.mode, Body: string(body)})
	}
	return files, nil
}

// path is where a new file goes, "" for one that belongs wherever a person wants it.
func (p part) path() string {
	if len(p.Paths) == 0 {
		return ""
	}
	return p.Paths[0]
}

// ready finds the program and checks the settings, in general and for it.
func ready(program string, s *Settings) (*entry, error) {
	e, ok := find(program)
	if !ok {
		return nil, fmt.Errorf("there is no recipe for %q", program)
	}
	checked := *s
	if !e.Fetches() {
		checked.Secret = Secret{Kind: AskMe}
	}
	if err := checked.Check(); err != nil {
		return nil, err
	}
	if e.check != nil {
		if err := e.check(&checked); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// fill encodes the settings and puts them into the template; undo are lines that
// take back what the account would inherit from its file.
func (p part) fill(s *Settings, undo ...string) (string, error) {
	v, err := p.values(s)
	if err != nil {
		return "", err
	}
	v["undo"] = strings.Join(undo, "\n")
	return v.Text(template(p.template)), nil
}

// values is what the template may use: every text is encoded for the format already.
// Those that end in _url are percent-encoded for a URL, with nothing left that any
// format would read otherwise.
func (p part) values(s *Settings) (fill.Values, error) {
	v := flags(s)
	v["port"], v["title"] = strconv.Itoa(s.Port), title(s) // a title is for a comment
	v["documented"] = p.documented
	v["user_url"], v["host_url"] = escapeURL(s.User), hostURL(s.Host)
	_, domain, _ := strings.Cut(s.Address, "@")
	texts := []struct{ place, name, value string }{
		{"account", accountName, s.Account},
		{"host", "the server name", s.Host},
		{"address", "the address", s.Address},
		{"domain", "the address", domain},
		{"from", fullName, mailbox(s)},
		{"user", loginName, s.User},
		{"name", fullName, s.Name},
		{"fetch", passwordCommand, FetchCommand(s)},
		{"fetch_line", passwordCommand, fetchLine(s)},
		{"ca", certificateFile, s.CAFile},
		{"label", "the provider", label(s)},
		{"dir", folderName, s.Dir},
	}
	body := template(p.template)
	for _, t := range texts {
		v[t.place] = fill.Flag(t.value != "")
		if t.value == "" || !strings.Contains(body, "{"+t.place+"}") {
			continue // what the file does not hold need not fit into it
		}
		enc, err := p.encode(t.name, t.value)
		if err != nil {
			return nil, err
		}
		v[t.place] = enc
	}
	v["password"] = Placeholder
	if p.more != nil {
		return v, p.more(v, s)
	}
	return v, nil
}

// flags are the conditions that a template may ask.
func flags(s *Settings) fill.Values {
	return fill.Values{
		"starttls": fill.Flag(s.Security == STARTTLS), "implicit": fill.Flag(s.Security == ImplicitTLS),
		"tls": fill.Flag(s.Security != Plain), "login": fill.Flag(s.User != ""), "oauth": fill.Flag(s.OAuth),
		"asked":     fill.Flag(s.asked()),
		"relay":     fill.Flag(s.Port == 25),
		"here":      fill.Flag(s.onThisComputer()),
		"ca":        fill.Flag(s.CAFile != ""),
		"elsewhere": fill.Flag(s.Security == ImplicitTLS && s.Port != 465),
	}
}

// mailbox is the sender as in a From line (RFC 5322, section 3.4), "" without an
// address.
func mailbox(s *Settings) string {
	if s.Name == "" || s.Address == "" {
		return s.Address
	}
	name := s.Name
	if strings.ContainsAny(name, `()<>[]:;@\,."`) {
		name = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name) + `"`
	}
	return name + " <" + s.Address + ">"
}

// title is one line for a comment: what the settings are for.
func title(s *Settings) string {
	how := map[Security]string{
		STARTTLS:    "with STARTTLS",
		ImplicitTLS: "with TLS from the start",
		Plain:       "without encryption",
	}[s.Security]
	return fmt.Sprintf("%s, port %d %s.", label(s), s.Port, how)
}

// label is the provider's name, or the server's.
func label(s *Settings) string {
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
