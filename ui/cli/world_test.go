package cli

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"postern/wizard/recipe"
)

// touch makes an empty file, and the folders it is in.
func touch(t *testing.T, file string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestStoresAreSetUp: a password can come from a store that was set up, not from
// a program that happens to be installed.
func TestStoresAreSetUp(t *testing.T) {
	for _, tt := range []struct {
		name      string
		installed []string
		files     []string // in the home
		env       map[string]string
		want      []recipe.SecretKind
	}{
		{"nothing", nil, nil, nil, nil},
		{"pass, never set up", []string{"pass"}, nil, nil, nil},
		{"pass, set up", []string{"pass"}, []string{".password-store/.gpg-id"}, nil, []recipe.SecretKind{recipe.Pass}},
		{"a store without pass", nil, []string{".password-store/.gpg-id"}, nil, nil},
		{"pass, elsewhere", []string{"pass"}, []string{"vault/.gpg-id"}, map[string]string{"PASSWORD_STORE_DIR": "vault"}, []recipe.SecretKind{recipe.Pass}},
		{"pass, elsewhere and not there", []string{"pass"}, []string{".password-store/.gpg-id"}, map[string]string{"PASSWORD_STORE_DIR": "vault"}, nil},
		{"secret-tool without a bus", []string{"secret-tool"}, nil, nil, nil},
		{"secret-tool with a bus", []string{"secret-tool"}, []string{"run/bus"}, map[string]string{"XDG_RUNTIME_DIR": "run"}, []recipe.SecretKind{recipe.Keyring}},
		{"a bus without secret-tool", nil, []string{"run/bus"}, map[string]string{"XDG_RUNTIME_DIR": "run"}, nil},
		{"both", []string{"secret-tool", "pass"}, []string{"run/bus", ".password-store/.gpg-id"}, map[string]string{"XDG_RUNTIME_DIR": "run"}, []recipe.SecretKind{recipe.Keyring, recipe.Pass}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			home := alone(t, tt.installed...)
			for _, f := range tt.files {
				touch(t, filepath.Join(home, f))
			}
			for name, dir := range tt.env {
				t.Setenv(name, filepath.Join(home, dir))
			}
			want := append(tt.want, recipe.Command, recipe.AskMe)
			if got := (&app{getenv: os.Getenv}).stores(); !slices.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}
