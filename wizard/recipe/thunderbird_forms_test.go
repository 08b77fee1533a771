package recipe_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"postern/wizard/recipe"
)

func imap(s *recipe.Settings) {
	s.Incoming = &recipe.Incoming{Host: "imap.example.org", Port: 993, Security: recipe.ImplicitTLS}
}

func TestFormats(t *testing.T) {
	if got := recipe.Formats("thunderbird"); !slices.Equal(got, []string{"user.js", "autoconfig", "policies"}) {
		t.Errorf("got %q", got)
	}
	if got := recipe.Formats("msmtp"); got != nil {
		t.Errorf("got %q, want none", got)
	}
	for _, format := range []string{"", "user.js"} {
		usual, err := recipe.RenderAs("thunderbird", format, ada())
		if want, _ := recipe.Render("thunderbird", ada()); err != nil || !slices.Equal(usual, want) {
			t.Errorf("format %q: got %v %v", format, usual, err)
		}
	}
	for program, want := range map[string]string{"msmtp": "one form only", "thunderbird": "choose user.js, autoconfig, policies"} {
		if _, err := recipe.RenderAs(program, "xml", ada()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", program, err, want)
		}
	}
}

// clientConfig is what Thunderbird takes from an autoconfig file.
type clientConfig struct {
	Domain   string `xml:"emailProvider>domain"`
	Name     string `xml:"emailProvider>displayName"`
	Incoming server `xml:"emailProvider>incomingServer"`
	Outgoing server `xml:"emailProvider>outgoingServer"`
}

type server struct {
	Type           string `xml:"type,attr"`
	Hostname       string `xml:"hostname"`
	Port           int    `xml:"port"`
	SocketType     string `xml:"socketType"`
	Authentication string `xml:"authentication"`
	Username       string `xml:"username"`
}

func TestThunderbirdAutoconfig(t *testing.T) {
	tests := []struct {
		name string
		s    *recipe.Settings
		want server // outgoing
		in   server
	}{
		{
			"address", ada(imap),
			server{"smtp", "mail.example.org", 587, "STARTTLS", "password-cleartext", "%EMAILADDRESS%"},
			server{"imap", "imap.example.org", 993, "SSL", "password-cleartext", "%EMAILADDRESS%"},
		},
		{
			"local part", ada(imap, implicitTLS, user("ada"), func(s *recipe.Settings) { s.Incoming.User = "ada" }),
			server{"smtp", "mail.example.org", 465, "SSL", "password-cleartext", "%EMAILLOCALPART%"},
			server{"imap", "imap.example.org", 993, "SSL", "password-cleartext", "%EMAILLOCALPART%"},
		},
		{
			"hostile", ada(imap, user(`<a&"b'>`), func(s *recipe.Settings) { s.Provider = "A & <B>\n--> C" }),
			server{"smtp", "mail.example.org", 587, "STARTTLS", "password-cleartext", `<a&"b'>`},
			server{"imap", "imap.example.org", 993, "SSL", "password-cleartext", "%EMAILADDRESS%"},
		},
		{
			"relay", ada(imap, relay),
			server{"smtp", "mail.example.org", 25, "plain", "none", ""},
			server{"imap", "imap.example.org", 993, "SSL", "password-cleartext", "%EMAILADDRESS%"},
		},
		{
			"by address", ada(imap, byAddress),
			server{"smtp", "mail.example.org", 25, "STARTTLS", "client-IP-address", ""},
			server{"imap", "imap.example.org", 993, "SSL", "password-cleartext", "%EMAILADDRESS%"},
		},
		{
			"token", ada(imap, signIn),
			server{"smtp", "smtp.office365.com", 587, "STARTTLS", "OAuth2", "%EMAILADDRESS%"},
			server{"imap", "imap.example.org", 993, "SSL", "password-cleartext", "%EMAILADDRESS%"},
		},
		{
			"token twice", ada(imap, signIn, func(s *recipe.Settings) { s.Incoming.Host = "outlook.office365.com" }),
			server{"smtp", "smtp.office365.com", 587, "STARTTLS", "OAuth2", "%EMAILADDRESS%"},
			server{"imap", "outlook.office365.com", 993, "SSL", "OAuth2", "%EMAILADDRESS%"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files, err := recipe.RenderAs("thunderbird", "autoconfig", tt.s)
			if err != nil {
				t.Fatal(err)
			}
			golden.RequireEqual(t, []byte(files[0].Body))
			var got clientConfig
			if err := xml.Unmarshal([]byte(files[0].Body), &got); err != nil {
				t.Fatal(err)
			}
			if got.Outgoing != tt.want || got.Incoming != tt.in || got.Domain != "example.org" || got.Name == "" {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestThunderbirdPolicies(t *testing.T) {
	for name, s := range map[string]*recipe.Settings{
		"starttls": ada(), "tls": ada(implicitTLS), "relay": ada(relay),
		"hostile": ada(user(`a"},"x":{"\`), func(s *recipe.Settings) { s.Provider = "\"Ünïted\"\n\\ <Mail>" }),
	} {
		t.Run(name, func(t *testing.T) {
			files, err := recipe.RenderAs("thunderbird", "policies", s)
			if err != nil {
				t.Fatal(err)
			}
			golden.RequireEqual(t, []byte(files[0].Body))
			var got struct {
				Policies struct {
					Preferences map[string]struct {
						Value  any
						Status string
					} `json:"Preferences"`
				} `json:"policies"`
			}
			if err := json.Unmarshal([]byte(files[0].Body), &got); err != nil {
				t.Fatal(err)
			}
			// The same preferences as user.js has.
			prefs := make(map[string]any)
			for name, p := range got.Policies.Preferences {
				if n, ok := p.Value.(float64); ok {
					p.Value = int(n)
				}
				if prefs[name] = p.Value; p.Status != "default" {
					t.Errorf("%s has status %q", name, p.Status)
				}
			}
			comparePrefs(t, prefs, s)
		})
	}
}

func TestThunderbirdFormsRefuse(t *testing.T) {
	tests := []struct {
		name, format string
		s            *recipe.Settings
		want         string
	}{
		{"no incoming server", "autoconfig", ada(), recipe.ErrNoIncoming.Error()},
		{"no address", "autoconfig", ada(imap, func(s *recipe.Settings) { s.Address = "" }), "the address is missing"},
		{"a variable", "autoconfig", ada(imap, user("%EMAILADDRESS%x")), "something else in place of"},
		{"mojibake", "autoconfig", ada(imap, user("ädä")), "only plain letters"},
		{"no character of XML", "autoconfig", ada(imap, func(s *recipe.Settings) { s.Provider = "a\uffffb" }), "XML cannot hold"},
		{"incoming port", "autoconfig", ada(imap, func(s *recipe.Settings) { s.Incoming.Port = 0 }), "incoming mail: there is no port 0"},
		{"incoming host", "autoconfig", ada(imap, func(s *recipe.Settings) { s.Incoming.Host = "<" }), "incoming mail: the server name"},
		{"incoming line break", "autoconfig", ada(imap, func(s *recipe.Settings) { s.Incoming.User = "a\nb" }), "line break"},
		{"mojibake", "policies", ada(user("ädä")), "only plain letters"},
	}
	for _, tt := range tests {
		t.Run(tt.format+", "+tt.name, func(t *testing.T) {
			_, err := recipe.RenderAs("thunderbird", tt.format, tt.s)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	if _, err := recipe.RenderAs("thunderbird", "autoconfig", ada()); !errors.Is(err, recipe.ErrNoIncoming) {
		t.Errorf("got %v", err)
	}
}
