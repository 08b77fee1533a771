package recipe_test

import (
	"slices"
	"strings"
	"testing"

	"postern/wizard/recipe"
)

func TestCard(t *testing.T) {
	oauth := func(s *recipe.Settings) { ask(s); s.OAuth = true }
	tests := []struct {
		name, program string
		s             *recipe.Settings
		want          []recipe.CardLine
	}{
		{"any program, STARTTLS", "msmtp", ada(), []recipe.CardLine{
			{"Outgoing server (SMTP)", "mail.example.org"},
			{"Port", "587"},
			{"Encryption", "STARTTLS (some programs say TLS)"},
			{"Login", "password"},
			{"User name", "ada@example.org"},
			{"Your address", "ada@example.org"},
			{"Your name", "Ada Lovelace"},
		}},
		{"any program, relay", "", ada(relay), []recipe.CardLine{
			{"Outgoing server (SMTP)", "mail.example.org"},
			{"Port", "25"},
			{"Encryption", "none"},
			{"Login", "none (known by address)"},
			{"Your address", "ada@example.org"},
			{"Your name", "Ada Lovelace"},
		}},
		{"Thunderbird, TLS", "thunderbird", ada(implicitTLS), []recipe.CardLine{
			{"Description", "Example Mail"},
			{"Server Name", "mail.example.org"},
			{"Port", "465"},
			{"Connection security", "SSL/TLS"},
			{"Authentication method", "Normal password"},
			{"User Name", "ada@example.org"},
		}},
		{"Thunderbird, token", "thunderbird", ada(oauth), []recipe.CardLine{
			{"Description", "Example Mail"},
			{"Server Name", "mail.example.org"},
			{"Port", "587"},
			{"Connection security", "STARTTLS"},
			{"Authentication method", "OAuth2"},
			{"User Name", "ada@example.org"},
		}},
		{"Thunderbird, relay", "thunderbird", ada(relay), []recipe.CardLine{
			{"Description", "Example Mail"},
			{"Server Name", "mail.example.org"},
			{"Port", "25"},
			{"Connection security", "None"},
			{"Authentication method", "No authentication"},
		}},
		{"Home Assistant's screens", "homeassistant", ada(implicitTLS, ask), []recipe.CardLine{
			{"Sender email", "ada@example.org"},
			{"Sender name", "Ada Lovelace"},
			{"Host", "mail.example.org"},
			{"Port", "465"},
			{"Connection security", "SSL/TLS"},
			{"Username", "ada@example.org"},
			{"Password", "yours"},
			{"Verify SSL certificate", "on"},
			{"Recipient, Email", "ada@example.org"},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := recipe.CardFor(tt.program, tt.s); !slices.Equal(got, tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
	token := recipe.Card(ada(implicitTLS, oauth))
	if want := (recipe.CardLine{Label: "Encryption", Value: "SSL/TLS (some programs say SSL)"}); token[2] != want {
		t.Errorf("got %q, want %q", token[2], want)
	}
	if want := (recipe.CardLine{Label: "Login", Value: "OAuth2, sign in with the browser"}); token[3] != want {
		t.Errorf("got %q, want %q", token[3], want)
	}
}

// TestInstead: beside a dialog there are lines that say the same, under their own name.
func TestInstead(t *testing.T) {
	for _, p := range recipe.Programs() {
		if has := recipe.Dialog(p.ID) != ""; has != (recipe.Instead(p.ID) != "") {
			t.Errorf("%s: a dialog %v, and %q", p.ID, has, recipe.Instead(p.ID))
		}
	}
	if got := recipe.Instead("homeassistant"); strings.Contains(got, "preferences") || !strings.Contains(got, "configuration.yaml") {
		t.Errorf("Home Assistant: got %q", got)
	}
}
