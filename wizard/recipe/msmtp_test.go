package recipe_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"postern/wizard/recipe"
)

func TestRenderMSMTP(t *testing.T) {
	tests := []struct {
		name string
		s    *recipe.Settings
	}{
		{"starttls-keyring", ada()},
		{"tls-keyring", ada(implicitTLS)},
		{"tls-keychain", ada(implicitTLS, keychain)},
		{"starttls-pass", ada(pass)},
		{"tls-command", ada(implicitTLS, command(`gpg -q --no-tty -d "$HOME/my mail.gpg"`))},
		{"starttls-ask", ada(ask)},
		{"relay", ada(relay)},
		{"starttls-no-login", ada(user(""))},
		{"oauth", ada(command("oauth-token ada@example.org"), func(s *recipe.Settings) { s.OAuth = true })},
		{"own-authority", ada(func(s *recipe.Settings) { s.CAFile = "~/my ca.pem" })},
		{"hostile", ada(user(` "a' #\b$(id)" `), func(s *recipe.Settings) {
			s.Provider = "Evil\nhost evil.example\x1b[2J \u202eMail"
		})},
		{"host-only", ada(account("default"), func(s *recipe.Settings) { s.Provider = "" })},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files, err := recipe.Render("msmtp", tt.s)
			if err != nil {
				t.Fatal(err)
			}
			if len(files) != 1 || files[0].Path != "~/.msmtprc" || files[0].Mode != 0o600 {
				t.Errorf("got %+v, want one file ~/.msmtprc, mode 600", files)
			}
			golden.RequireEqual(t, []byte(files[0].Body))
			checkAccount(t, parseMSMTP(t, files[0].Body), tt.s)
		})
	}
}

func TestMSMTPRefuses(t *testing.T) {
	address := func(a string) func(*recipe.Settings) {
		return func(s *recipe.Settings) { s.Address = a }
	}
	tests := []struct {
		name   string
		change func(*recipe.Settings)
		want   string
	}{
		{"no address", address(""), "the address is missing"},
		{"address as a pattern", address("a*@example.org"), "pattern"},
		{"address with a placeholder", address("%Ux@example.org"), `"%U"`},
		{"address with a later placeholder", address("a%b%Ux@example.org"), `"%U"`},
		{"long command", command(strings.Repeat("x", 485)), "too long for msmtp"},
		{"long user", user(strings.Repeat("ä", 300)), "the login name is too long"},
		{"line break", user("a\nb"), "line break"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := recipe.Render("msmtp", ada(tt.change))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
		})
	}
	for _, a := range []string{"50%off@example.org", "a%@example.org"} {
		if _, err := recipe.Render("msmtp", ada(address(a))); err != nil {
			t.Errorf("address %q: %v", a, err)
		}
	}
}

// checkAccount compares what a reader of msmtp's format finds with the settings.
func checkAccount(t *testing.T, accounts map[string]map[string]string, s *recipe.Settings) {
	t.Helper()
	got := accounts[s.Account]
	want := map[string]string{
		"host": s.Host, "port": fmt.Sprint(s.Port), "from": s.Address, "timeout": "30",
		"tls": "on", "tls_starttls": "on", "tls_trust_file": "system", "auth": "on",
	}
	switch s.Security {
	case recipe.ImplicitTLS:
		want["tls_starttls"] = "off"
	case recipe.Plain:
		want["tls"] = "off"
		delete(want, "tls_starttls")
		delete(want, "tls_trust_file")
	case recipe.STARTTLS:
	}
	if s.CAFile != "" {
		want["tls_trust_file"] = s.CAFile
	}
	if s.OAuth {
		want["auth"] = "xoauth2"
	}
	if s.User == "" {
		want["auth"] = "off"
	} else {
		want["user"] = s.User
		if fetch := recipe.FetchCommand(s); fetch != "" {
			want["passwordeval"] = fetch
		}
	}
	for key, value := range want {
		if got[key] != value {
			t.Errorf("account %s, %s: msmtp reads %q, want %q", s.Account, key, got[key], value)
		}
	}
	for key := range got {
		if _, ok := want[key]; !ok {
			t.Errorf("account %s: unexpected setting %s", s.Account, key)
		}
	}
	if accounts["default"] == nil {
		t.Error("there is no account default")
	}
}

// parseMSMTP reads the format as the manual page describes it, for new files. It
// shares nothing with the package's own reader.
func parseMSMTP(t *testing.T, text string) map[string]map[string]string {
	t.Helper()
	accounts := make(map[string]map[string]string)
	var now map[string]string
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		if len(line)+1 > 500 {
			t.Fatalf("line %d is too long", i+1)
		}
		fields := strings.Fields(line)
		if len(fields) == 0 || strings.HasPrefix(fields[0], "#") {
			continue
		}
		arg := strings.Trim(strings.TrimPrefix(strings.TrimLeft(line, " \t"), fields[0]), " \t")
		if len(arg) > 1 && strings.HasPrefix(arg, `"`) && strings.HasSuffix(arg, `"`) {
			arg = arg[1 : len(arg)-1]
		}
		if fields[0] != "account" {
			now[fields[0]] = arg
			continue
		}
		name := fields[1]
		if accounts[name] != nil {
			t.Fatalf("line %d: account %s was already defined", i+1, name)
		}
		now = make(map[string]string)
		accounts[name] = now
		if len(fields) == 4 {
			for key, value := range accounts[fields[3]] {
				now[key] = value
			}
		}
	}
	return accounts
}

func FuzzRenderMSMTP(f *testing.F) {
	for _, u := range hostileUsers {
		f.Add(u, "cat "+u, "/tmp/"+u, "Provider "+u)
	}
	f.Fuzz(func(t *testing.T, name, cmd, ca, provider string) {
		s := ada(user(name), command(cmd), func(s *recipe.Settings) { s.CAFile, s.Provider = ca, provider })
		files, err := recipe.Render("msmtp", s)
		if err != nil {
			return
		}
		checkAccount(t, parseMSMTP(t, files[0].Body), s)
	})
}

func FuzzRenderMSMTPStore(f *testing.F) {
	for _, u := range hostileUsers {
		f.Add(u, "ada@example.org")
		f.Add("ada", u+"@example.org")
	}
	f.Fuzz(func(t *testing.T, name, address string) {
		s := ada(user(name), func(s *recipe.Settings) { s.Address = address })
		files, err := recipe.Render("msmtp", s)
		if err != nil {
			return
		}
		checkAccount(t, parseMSMTP(t, files[0].Body), s)
	})
}
