package recipe_test

import (
	"testing"

	"postern/wizard/recipe"
)

func TestAccountName(t *testing.T) {
	tests := []struct{ provider, address, want string }{
		{"Fastmail", "", "fastmail"},
		{"Outlook.com (Hotmail, Live, MSN)", "", "outlook-com"},
		{"AT&T (currently.com, sbcglobal.net, ...)", "", "at-t"},
		{"IONOS / 1&1 (Germany)", "", "ionos-1-1"},
		{"mailbox-org", "", "mailbox-org"},
		{"Azure Communication Services Email", "", "azure-communication"},
		{"Donaudampfschifffahrtsgesellschaft", "", "donaudampfschifffahrtsge"},
		{"", "ada@example.org", "example"},
		{"", "ada@Mein-Büro.example", "mein-b-ro"},
		{"", "ada@default.org", "mail"},
		{"(Default)", "", "mail"},
		{"Почта", "ada@example.org", "example"},
		{"", "", "mail"},
	}
	for _, tt := range tests {
		got := recipe.AccountName(tt.provider, tt.address)
		if got != tt.want {
			t.Errorf("AccountName(%q, %q): got %q, want %q", tt.provider, tt.address, got, tt.want)
		}
		if err := ada(account(got)).Check(); err != nil {
			t.Errorf("AccountName(%q, %q) = %q cannot be used: %v", tt.provider, tt.address, got, err)
		}
	}
}

func TestSuggest(t *testing.T) {
	tests := []struct{ id, want string }{
		{"msmtp", "msmtp"},
		{"mstmp", "msmtp"},
		{"smtp", "msmtp"},
		{"msmtpp", "msmtp"},
		{"mmstp", "msmtp"},
		{"", ""},
		{"mailx", "s-nail"},
		{"Exim", "exim4"},
		{"kmail", ""},
		{"m", ""},
	}
	for _, tt := range tests {
		if got := recipe.Suggest(tt.id); got != tt.want {
			t.Errorf("Suggest(%q): got %q, want %q", tt.id, got, tt.want)
		}
	}
}

func TestEveryProgramIsFound(t *testing.T) {
	for _, p := range recipe.Programs() {
		got, ok := recipe.Find(p.ID)
		if !ok || got.ID != p.ID {
			t.Errorf("Find(%q): got %q, %v", p.ID, got.ID, ok)
		}
		if p.Name == "" || p.Group == "" || p.Tier() == "" {
			t.Errorf("the entry %+v is not whole", p)
		}
	}
	if _, ok := recipe.Find("nope"); ok {
		t.Error("Find finds a program nobody wrote")
	}
}
