package recipe_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"postern/wizard/recipe"
)

// A reading is where a program's settings hold the login name, and how a reader
// apart from the encoder reads it there.
type reading struct {
	program, before string
	read            func(rest string) (string, error)
}

// readings are one for each format.
func readings() []reading {
	return []reading{
		{"nodemailer", "user: ", readJSON},
		{"smtplib", "server.login(", readJSON},
		{"go", `smtp.PlainAuth("", `, readJSON},
		{"phpmailer", "$mail->Username = ", readSingle},
		{"rails", "user_name: ", readSingle},
		{"laravel", "MAIL_USERNAME=", readEnv},
		{"spring", "spring.mail.username=", readProperties},
		{"wordpress", "'WPMS_SMTP_USER', ", readSingle},
		{"mailkit", "AuthenticateAsync(", readJSON},
		{"env", "SMTP_USER=", readEnv},
		{"grafana", "user = ", readINI},
		{"gitea", "USER = ", readINI},
		{"nextcloud", "'mail_smtpname' => ", readSingle},
		{"alertmanager", "smtp_auth_username: ", readJSON},
		{"gitlab", "['smtp_user_name'] = ", readSingle},
		{"homeassistant", "username: ", readJSON},
		{"ghost", `"user": `, readJSON},
		{"mastodon", "SMTP_LOGIN=", readEnv},
		{"discourse", "DISCOURSE_SMTP_USER_NAME: ", readJSON},
		{"keycloak", "Username: ", readRest},
		{"vaultwarden", "SMTP_USERNAME=", readEnv},
		{"paperless", "PAPERLESS_EMAIL_HOST_USER=", readEnv},
		{"authentik", "AUTHENTIK_EMAIL__USERNAME=", readEnv},
		{"synapse", "smtp_user: ", readJSON},
		{"uptimekuma", "Username: ", readRest},
	}
}

// readJSON reads a string in double quotes, of which JSON knows the escapes.
func readJSON(rest string) (text string, err error) {
	return text, json.NewDecoder(strings.NewReader(rest)).Decode(&text)
}

// readSingle reads a string in single quotes as the manual of PHP describes it.
func readSingle(rest string) (string, error) {
	var b strings.Builder
	for i := 1; i < len(rest); i++ {
		switch c := rest[i]; {
		case c == '\'':
			return b.String(), nil
		case c == '\\' && (rest[i+1] == '\'' || rest[i+1] == '\\'):
			i++
			b.WriteByte(rest[i])
		default:
			b.WriteByte(c)
		}
	}
	return "", fmt.Errorf("no end in %q", rest)
}

// readEnv reads a value as all readers of a .env file do: as it is, or what stands
// between two quotes.
func readEnv(rest string) (string, error) {
	line, _, _ := strings.Cut(rest, "\n")
	for _, quote := range []string{"'", `"`} {
		if inner, ok := strings.CutPrefix(line, quote); ok {
			inner, closed := strings.CutSuffix(inner, quote)
			if !closed || strings.ContainsAny(inner, quote+`\`) || strings.Contains(inner, "${") {
				return "", fmt.Errorf("readers differ on %q", line)
			}
			return inner, nil
		}
	}
	if strings.ContainsAny(line, " #$'\"\\`;&|<>()*") {
		return "", fmt.Errorf("readers differ on %q", line)
	}
	return line, nil
}

// readRest reads what a person is to type.
func readRest(rest string) (string, error) {
	line, _, _ := strings.Cut(rest, "\n")
	return line, nil
}

// readProperties reads a value as java.util.Properties describes it.
func readProperties(rest string) (string, error) {
	line, _, _ := strings.Cut(rest, "\n")
	line = strings.TrimLeft(line, " \t\f")
	var units []uint16
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] >= 0x80:
			return "", fmt.Errorf("a byte that is not ASCII in %q", line)
		case line[i] != '\\':
			units = append(units, uint16(line[i]))
		case line[i+1] == 'u':
			unit, err := strconv.ParseUint(line[i+2:i+6], 16, 16)
			if err != nil {
				return "", err
			}
			units = append(units, uint16(unit))
			i += 5
		default:
			i++
			units = append(units, uint16(line[i]))
		}
	}
	return string(utf16.Decode(units)), nil
}

// readINI reads a value as it is, or what stands between two backquotes.
func readINI(rest string) (string, error) {
	line, _, _ := strings.Cut(rest, "\n")
	if inner, ok := strings.CutPrefix(line, "`"); ok {
		if at := strings.IndexByte(inner, '`'); at != len(inner)-1 {
			return "", fmt.Errorf("it ends too early in %q", line)
		}
		line = inner[:len(inner)-1]
	} else if strings.ContainsAny(line, " #;\"'=:\\") {
		return "", fmt.Errorf("%q wants quotes", line)
	}
	for _, call := range []string{"%(", "${", "$__"} {
		if strings.Contains(line, call) {
			return "", fmt.Errorf("%q calls for another value", line)
		}
	}
	return line, nil
}

// back returns the login name that stands in the settings.
func (r reading) back(t *testing.T, s *recipe.Settings) string {
	t.Helper()
	files, err := recipe.Render(r.program, s)
	if err != nil {
		return s.User // refused, which is as good
	}
	_, rest, ok := strings.Cut(files[0].Body, r.before)
	if !ok {
		t.Fatalf("%s holds no %q:\n%s", r.program, r.before, files[0].Body)
	}
	got, err := r.read(rest)
	if err != nil {
		t.Fatalf("%s: %v\n%s", r.program, err, files[0].Body)
	}
	return got
}

// TestSitesHoldTheLoginName: an odd one is read back, or refused by a format that
// cannot hold it.
func TestSitesHoldTheLoginName(t *testing.T) {
	for _, r := range readings() {
		for _, s := range hostileSettings(r.program) {
			if got := r.back(t, s); got != s.User {
				t.Errorf("%s: got %q, want %q", r.program, got, s.User)
			}
		}
	}
}

func FuzzSites(f *testing.F) {
	for _, name := range hostileUsers {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		s := ada(ask, user(name))
		if name == "" || s.Check() != nil {
			return
		}
		for _, r := range readings() {
			if got := r.back(t, s); got != name {
				t.Errorf("%s: got %q, want %q", r.program, got, name)
			}
		}
	})
}

// TestSitesRefuse: what a site cannot do is said, and never written some other way.
func TestSitesRefuse(t *testing.T) {
	tests := []struct {
		name string
		s    *recipe.Settings
		want string
	}{
		{"a token", ada(command("x"), func(s *recipe.Settings) { s.OAuth = true }), "sign-in token only"},
		{"no address", ada(ask, func(s *recipe.Settings) { s.Address = "" }), "the address is missing"},
		{"a path for a shell", ada(ask, func(s *recipe.Settings) { s.CAFile = "~/ca.pem" }), "write its whole path"},
		{"a line break", ada(ask, user("a\nb")), "line break"},
		{"a login in the clear", ada(ask, func(s *recipe.Settings) { s.Security = recipe.Plain }), "without encryption"},
	}
	for _, p := range recipe.Programs() {
		if p.Group != recipe.SitesAndApps {
			continue
		}
		for _, tt := range tests {
			if _, err := recipe.Render(p.ID, tt.s); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%s, %s: got %v, want an error with %q", p.ID, tt.name, err, tt.want)
			}
		}
	}
}

// TestSitesSayWhereToTest: each says the one command to run where the site runs, and
// warns of the door between servers, with the doors to use. Where there is a login,
// whoever knows the provider warns.
func TestSitesSayWhereToTest(t *testing.T) {
	for _, p := range recipe.Programs() {
		if p.Group != recipe.SitesAndApps {
			continue
		}
		says := func(s *recipe.Settings, words string) bool {
			return slices.ContainsFunc(recipe.Notes(p.ID, s), func(note string) bool { return strings.Contains(note, words) })
		}
		if !says(ada(ask), "postern probe mail.example.org") {
			t.Errorf("%s does not say what to run where it will run", p.ID)
		}
		if !says(ada(relay), "587 and 465") {
			t.Errorf("%s does not warn of port 25: %q", p.ID, recipe.Notes(p.ID, ada(relay)))
		}
		if says(ada(ask), "between servers") {
			t.Errorf("%s warns of port 25 at 587", p.ID)
		}
	}
}

// TestSynapseLooksForNoNames: a sender in which Synapse would fill in something is refused.
func TestSynapseLooksForNoNames(t *testing.T) {
	_, err := recipe.Render("synapse", ada(ask, func(s *recipe.Settings) { s.Name = "100% Ada" }))
	if err == nil || !strings.Contains(err.Error(), "%(app)s") {
		t.Errorf("got %v", err)
	}
}
