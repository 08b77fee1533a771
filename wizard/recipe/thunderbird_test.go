package recipe_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"postern/wizard/recipe"
)

func TestRenderThunderbird(t *testing.T) {
	tests := []struct {
		name string
		s    *recipe.Settings
	}{
		{"starttls", ada()},
		{"tls", ada(implicitTLS)},
		{"relay", ada(relay)},
		{"oauth", ada(signIn)},
		{"own-authority", ada(func(s *recipe.Settings) { s.CAFile = "/tmp/my ca.pem" })},
		{"hostile", ada(user(`a"); user_pref("x", "\n`), func(s *recipe.Settings) { s.Provider = "\"Ünïted\"\n\\ Mail" })},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files, err := recipe.Render("thunderbird", tt.s)
			if err != nil {
				t.Fatal(err)
			}
			golden.RequireEqual(t, []byte(files[0].Body))
			checkPrefs(t, files[0].Body, tt.s)
		})
	}
}

// signIn is at a server whose sign-in page Thunderbird knows.
func signIn(s *recipe.Settings) { s.Host, s.OAuth = "smtp.office365.com", true }

func TestThunderbirdRefuses(t *testing.T) {
	for _, name := range []string{"ädä", "ada\n", "ada\r", "ada\x00", "a\u202eda", "\xff"} {
		if files, err := recipe.Render("thunderbird", ada(user(name))); err == nil {
			t.Errorf("login name %q is taken:\n%s", name, files[0].Body)
		}
	}
	stranger := func(s *recipe.Settings) { s.Host, s.OAuth = "xoutlook.com", true }
	if _, err := recipe.Render("thunderbird", ada(stranger)); err == nil || !strings.Contains(err.Error(), "none that Thunderbird knows") {
		t.Errorf("got %v for a sign-in page it does not know", err)
	}
}

// checkPrefs compares what Thunderbird would read with the settings.
func checkPrefs(t *testing.T, body string, s *recipe.Settings) {
	t.Helper()
	got, err := parsePrefs(body)
	if err != nil {
		t.Fatalf("%v\n%s", err, body)
	}
	comparePrefs(t, got, s)
}

// comparePrefs compares preferences for a fresh profile with the settings.
func comparePrefs(t *testing.T, got map[string]any, s *recipe.Settings) {
	t.Helper()
	const server = "mail.smtpserver.postern1."
	want := map[string]any{
		"mail.smtpservers": "postern1", "mail.smtp.defaultserver": "postern1", server + "type": "smtp",
		server + "hostname": s.Host, server + "port": s.Port,
		server + "try_ssl":    map[recipe.Security]int{recipe.STARTTLS: 2, recipe.ImplicitTLS: 3, recipe.Plain: 0}[s.Security],
		server + "authMethod": 3, server + "username": s.User,
	}
	if s.User == "" {
		want[server+"authMethod"] = 1
		delete(want, server+"username")
	} else if s.OAuth {
		want[server+"authMethod"] = 10
	}
	if got[server+"description"] == "" {
		t.Error("the server has no description")
	}
	delete(got, server+"description")
	if !maps.Equal(got, want) {
		t.Errorf("got\n%v\nwant\n%v", got, want)
	}
}

// parsePrefs reads lines of user.js: comments, and user_pref with a number or a
// string in double quotes, whose escapes are those Thunderbird knows.
func parsePrefs(body string) (map[string]any, error) {
	prefs := make(map[string]any)
	for line := range strings.SplitSeq(strings.TrimSuffix(body, "\n"), "\n") {
		if strings.HasPrefix(line, "//") {
			continue
		}
		inner, ok := strings.CutPrefix(line, `user_pref("`)
		name, value, ok2 := strings.Cut(inner, `", `)
		value, ok3 := strings.CutSuffix(value, ");")
		if !ok || !ok2 || !ok3 {
			return nil, fmt.Errorf("%q is no preference", line)
		}
		if n, err := strconv.Atoi(value); err == nil {
			prefs[name] = n
			continue
		}
		text, err := parsePrefString(value)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		prefs[name] = text
	}
	return prefs, nil
}

func parsePrefString(value string) (string, error) {
	runes := []rune(value)
	if len(runes) < 2 || runes[0] != '"' || runes[len(runes)-1] != '"' {
		return "", errors.New("no quotes")
	}
	var out []rune
	for i := 1; i < len(runes)-1; i++ {
		r := runes[i]
		if r == '"' {
			return "", errors.New("a quote within")
		}
		if r == '\\' {
			i++
			if r = runes[i]; i == len(runes)-1 || !slices.Contains([]rune{'"', '\\'}, r) {
				return "", errors.New("a bad escape")
			}
		}
		out = append(out, r)
	}
	return string(out), nil
}

func FuzzRenderThunderbird(f *testing.F) {
	for _, u := range hostileUsers {
		f.Add(u, u)
	}
	f.Fuzz(func(t *testing.T, name, provider string) {
		s := ada(user(name), ask, func(s *recipe.Settings) { s.Provider = provider })
		files, err := recipe.Render("thunderbird", s)
		if err != nil {
			return
		}
		checkPrefs(t, files[0].Body, s)
	})
}
