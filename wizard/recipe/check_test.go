package recipe_test

import (
	"strings"
	"testing"

	"postern/wizard/recipe"
)

func TestCheck(t *testing.T) {
	type change = func(*recipe.Settings)
	tests := []struct {
		name   string
		change change
		want   string // a part of the error; "" for none
	}{
		{"whole", func(*recipe.Settings) {}, ""},
		{"implicit TLS", implicitTLS, ""},
		{"relay", relay, ""},
		{"IPv4", func(s *recipe.Settings) { s.Host = "192.0.2.1" }, ""},
		{"IPv6", func(s *recipe.Settings) { s.Host = "2001:db8::1" }, ""},
		{"no address", func(s *recipe.Settings) { s.Address = "" }, ""},
		{"address beyond ASCII", func(s *recipe.Settings) { s.Address = "ü@exämple.org" }, ""},
		{"name with a joiner", func(s *recipe.Settings) { s.Name = "ශ්\u200dරී" }, ""},
		{"secret without login", func(s *recipe.Settings) { s.User = ""; s.Secret.Kind = recipe.Command }, ""},
		{"Windows certificate", func(s *recipe.Settings) { s.CAFile = `C:\ca.pem` }, ""},
		{"secret not chosen means ask", func(s *recipe.Settings) { s.Secret.Kind = "" }, ""},

		{"no account", account(""), "the account has no name"},
		{"account with a space", account("my work"), `"my work" cannot be used`},
		{"account with a colon", account("a:b"), "cannot be used"},
		{"account like an option", account("-a"), "cannot be used"},
		{"long account", account(strings.Repeat("a", 65)), "cannot be used"},
		{"no host", func(s *recipe.Settings) { s.Host = "" }, "the server name is missing"},
		{"host with a space", func(s *recipe.Settings) { s.Host = "mail example" }, "cannot be used"},
		{"host is a URL", func(s *recipe.Settings) { s.Host = "smtp://mail" }, "cannot be used"},
		{"host with a zone", func(s *recipe.Settings) { s.Host = "fe80::1%$(id)" }, "cannot be used"},
		{"host with a line break", func(s *recipe.Settings) { s.Host = "a\nport 1" }, "the server name holds a line break"},
		{"port 0", func(s *recipe.Settings) { s.Port = 0 }, "no port 0"},
		{"port too high", func(s *recipe.Settings) { s.Port = 65536 }, "no port 65536"},
		{"no security", func(s *recipe.Settings) { s.Security = "" }, `"" is unknown`},
		{"opportunistic", func(s *recipe.Settings) { s.Security = "maybe" }, `"maybe" is unknown`},
		{"password in the clear", func(s *recipe.Settings) { s.Security = recipe.Plain }, "without encryption"},
		{"address without @", func(s *recipe.Settings) { s.Address = "ada" }, "not a mail address"},
		{"address without domain", func(s *recipe.Settings) { s.Address = "ada@" }, "not a mail address"},
		{"address without name", func(s *recipe.Settings) { s.Address = "@b" }, "not a mail address"},
		{"address with a name", func(s *recipe.Settings) { s.Address = "Ada <ada@b.c>" }, "not a mail address"},
		{"two addresses", func(s *recipe.Settings) { s.Address = "a@b,c@d" }, "not a mail address"},
		{"long address", func(s *recipe.Settings) { s.Address = strings.Repeat("a", 250) + "@b.org" }, "too long"},
		{"user with CR", user("ada\rx"), "the login name holds a line break"},
		{"user with ESC", user("ada\x1b[2J"), "invisible character U+001B"},
		{"user with C1", user("ada\u009b"), "invisible character U+009B"},
		{"user with a zero-width space", user("ada\u200b"), "invisible character U+200B"},
		{"user with a joiner", user("ada\u200d"), "invisible character U+200D"},
		{"user turned round", user("ada\u202e"), "invisible character U+202E"},
		{"user in Latin-1", user("ad\xe4"), "not valid UTF-8"},
		{"user like an option", user("-x"), "begins with -"},
		{"no command", command("  "), "the password command is missing"},
		{"command with NUL", command("echo\x00"), "the password command holds the invisible"},
		{"unknown store", func(s *recipe.Settings) { s.Secret.Kind = "vault" }, `"vault" is unknown`},
		{"token from a store", func(s *recipe.Settings) { s.OAuth = true }, "fresh one each time"},
		{"token when asked", func(s *recipe.Settings) { ask(s); s.OAuth = true }, ""},
		{"relative certificate", func(s *recipe.Settings) { s.CAFile = "ca.pem" }, "not a whole path"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := ada(tt.change).Check()
			switch {
			case tt.want == "" && err != nil:
				t.Fatalf("got %v, want no error", err)
			case tt.want != "" && err == nil:
				t.Fatalf("got no error, want %q", tt.want)
			case tt.want == "":
				return
			}
			got := err.Error()
			if !strings.Contains(got, tt.want) {
				t.Errorf("got %q, want it to hold %q", got, tt.want)
			}
			if strings.ContainsAny(got, "\n\r\x1b\x00\u009b\u202e") {
				t.Errorf("the sentence %q passes the character on", got)
			}
		})
	}
}

func TestSettingsNobodyCanUseAreRefusedEverywhere(t *testing.T) {
	bad := ada(func(s *recipe.Settings) { s.Port = 0 })
	for _, p := range recipe.Programs() {
		if _, err := recipe.Render(p.ID, bad); err == nil {
			t.Errorf("Render(%q) takes port 0", p.ID)
		}
		if _, err := recipe.Merge(p.ID, nil, bad, true); err == nil {
			t.Errorf("Merge(%q) takes port 0", p.ID)
		}
	}
}
