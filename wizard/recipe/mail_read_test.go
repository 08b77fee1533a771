package recipe_test

import (
	"strings"
	"testing"

	"postern/wizard/recipe"
)

// The readers below follow each format's own rules, written from its documentation
// and not from the encoders.

// lastSetting returns the last value of a setting, with its quoting.
func lastSetting(text, name string) string {
	value := ""
	for line := range strings.Lines(text) {
		if key, rest, ok := strings.Cut(strings.TrimSpace(line), "="); ok && strings.TrimSpace(key) == name {
			value = strings.TrimSpace(rest)
		}
	}
	return value
}

// readGit reads a value as git-config(1) says: quotes may open anywhere, and a # or ;
// outside of them begins a comment.
func readGit(value string) string {
	var b strings.Builder
	quoted := false
	for i := 0; i < len(value); i++ {
		switch c := value[i]; {
		case c == '\\' && i+1 < len(value):
			i++
			b.WriteString(map[byte]string{'n': "\n", 't': "\t", 'b': "\b"}[value[i]])
			if value[i] == '"' || value[i] == '\\' {
				b.WriteByte(value[i])
			}
		case c == '"':
			quoted = !quoted
		case !quoted && (c == '#' || c == ';'):
			return strings.TrimRight(b.String(), " ")
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// readAerc reads a value as aerc's library does: all between backticks is literal.
// A bare one ends at a comment.
func readAerc(value string) string {
	if rest, ok := strings.CutPrefix(value, "`"); ok {
		inner, _, _ := strings.Cut(rest, "`")
		return inner
	}
	if i := strings.IndexAny(value, "#;\"'"); i >= 0 {
		return "cut at " + value[i:]
	}
	return value
}

// readShell reads words of single quotes, and backslashes outside of them.
func readShell(value string) string {
	var b strings.Builder
	for value != "" {
		switch rest := value[1:]; value[0] {
		case '\'':
			inner, after, _ := strings.Cut(rest, "'")
			b.WriteString(inner)
			value = after
		case '\\':
			b.WriteByte(rest[0])
			value = rest[1:]
		case ' ', '\t', ';', '&', '|', '<', '>', '$', '`', '"', '(', ')', '#':
			return b.String() + " cut at " + value
		default:
			b.WriteByte(value[0])
			value = rest
		}
	}
	return b.String()
}

// readString reads the first string in double quotes, in which a backslash stands
// before what is meant literally.
func readString(value string) string {
	var b strings.Builder
	_, value, _ = strings.Cut(value, `"`)
	for i := 0; i < len(value) && value[i] != '"'; i++ {
		if value[i] == '\\' {
			i++
		}
		b.WriteByte(value[i])
	}
	return b.String()
}

// mailValues are where a program's file holds the login name and the sender.
func mailValues(program, text string) (user, name string) {
	after := func(mark string) string {
		_, rest, _ := strings.Cut(text, mark)
		line, _, _ := strings.Cut(rest, "\n")
		return line
	}
	switch program {
	case "git":
		return readGit(lastSetting(text, "smtpUser")), readGit(lastSetting(text, "from"))
	case "aerc":
		return "", readAerc(lastSetting(text, "from"))
	case "s-nail":
		return "", readShell(after("set from="))
	case "emacs":
		return readString(after("smtpmail-smtp-user ")), readString(after("user-full-name "))
	case "himalaya":
		return readString(lastSetting(text, "smtp.sasl.plain.username")), ""
	case "swaks":
		user, _, _ := strings.Cut(after("--auth-user "), " --auth-hide-password")
		return readShell(user), ""
	}
	return "", ""
}

// FuzzMailPrograms: what is in the settings is what a reader of the format finds
// there, or the settings are refused.
func FuzzMailPrograms(f *testing.F) {
	for _, u := range hostileUsers {
		f.Add(u, u, u)
	}
	f.Add("&", `"&"`, `it's # \`)
	programs := []string{"git", "aerc", "s-nail", "emacs", "himalaya", "swaks", "mutt"}
	f.Fuzz(func(t *testing.T, login, name, cmd string) {
		for _, p := range programs {
			s := ada(user(login), command(cmd), func(s *recipe.Settings) { s.Name = name })
			files, err := recipe.Render(p, s)
			if err != nil {
				continue
			}
			body := files[0].Body
			gotUser, gotName := mailValues(p, body)
			if gotUser != "" && gotUser != login {
				t.Errorf("%s: the login name %q is read as %q in\n%s", p, login, gotUser, body)
			}
			if p == "git" || p == "aerc" || p == "s-nail" {
				if name != "" && !strings.Contains(gotName, " <ada@example.org>") {
					t.Errorf("%s: the sender %q is read as %q in\n%s", p, name, gotName, body)
				}
			} else if gotName != "" && gotName != name {
				t.Errorf("%s: the name %q is read as %q in\n%s", p, name, gotName, body)
			}
			again, err := recipe.Merge(p, []byte(body), s, true)
			if err == nil && p != "swaks" && string(again) != body {
				t.Errorf("%s: merging again changes the file:\n%s\nto\n%s", p, body, again)
			}
		}
	})
}
