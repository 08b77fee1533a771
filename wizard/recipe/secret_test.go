package recipe_test

import (
	"os/exec"
	"strings"
	"testing"

	"postern/wizard/recipe"
)

func TestSecretCommands(t *testing.T) {
	tests := []struct {
		name         string
		s            *recipe.Settings
		fetch, store string
	}{
		{
			"keyring", ada(),
			"secret-tool lookup service smtp host mail.example.org user ada@example.org",
			"secret-tool store --label='SMTP mail.example.org' service smtp host mail.example.org user ada@example.org",
		},
		{
			"keychain", ada(keychain),
			"security find-generic-password -s smtp/mail.example.org -a ada@example.org -w",
			"security add-generic-password -U -s smtp/mail.example.org -a ada@example.org -w",
		},
		{
			"pass", ada(pass),
			"pass show smtp/mail.example.org/ada@example.org",
			"pass insert smtp/mail.example.org/ada@example.org",
		},
		{
			"pass climbs nowhere", ada(pass, user("..")),
			"pass show smtp/mail.example.org/__", "pass insert smtp/mail.example.org/__",
		},
		{
			"pass name kept safe", ada(pass, user("a/b $(id) 'ü'")),
			"pass show smtp/mail.example.org/a_b___id_____", "pass insert smtp/mail.example.org/a_b___id_____",
		},
		{"command", ada(command(" cat ~/'my pw' ")), " cat ~/'my pw' ", ""},
		{"ask", ada(ask), "", ""},
		{"no login", ada(relay), "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := recipe.FetchCommand(tt.s); got != tt.fetch {
				t.Errorf("FetchCommand: got %q, want %q", got, tt.fetch)
			}
			if got := recipe.StoreCommand(tt.s); got != tt.store {
				t.Errorf("StoreCommand: got %q, want %q", got, tt.store)
			}
		})
	}
}

// hostileUsers are login names that mean something to a shell, to msmtp or to both.
var hostileUsers = []string{
	`ada`, `ada smith`, ` ada `, `"`, `"ada"`, `ada"`, `"ada`, `""`, `#ada`, `ada # x`, `a\b`, `a\`, `\"`,
	`$HOME`, `$(touch /tmp/x)`, "`id`", `100%`, `a'b`, `'`, `''`, `a;b`, `a|b&c`, `~ada`, `*`, `ädä€`, `a=b`,
	`{a,b}`, `!x`, `<x>`, `on`, `off`, `%H`,
}

func TestShellReadsTheLoginNameBack(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no POSIX shell on this computer")
	}
	for _, name := range hostileUsers {
		for _, s := range []*recipe.Settings{ada(user(name)), ada(user(name), keychain)} {
			cmd := recipe.FetchCommand(s)
			_, args, _ := strings.Cut(cmd, " ")
			out, err := exec.CommandContext(t.Context(), sh, "-c", `show() { for a; do printf '[%s]' "$a"; done; }; show `+args).Output()
			if err != nil {
				t.Errorf("sh refuses %q: %v", cmd, err)
			}
			if want := "[" + name + "]"; !strings.Contains(string(out), want) {
				t.Errorf("sh reads %q as %s, want %s in it", cmd, out, want)
			}
		}
	}
}
