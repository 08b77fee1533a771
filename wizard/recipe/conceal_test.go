package recipe_test

import (
	"testing"

	"postern/wizard/recipe"
)

func TestConceal(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"password":     {"user ada\npassword secret\n", "user ada\npassword ***\n"},
		"of a diff":    {"-password secret\n+\tpassword \"x y\"\n", "-password ***\n+\tpassword ***\n"},
		"escape":       {"+host\tsmtp\n-\x1b]52;c;x\x07\n last", "+host\tsmtp\n-\\x1B]52;c;x\\x07\n last"},
		"passwordeval": {"passwordeval \"pass show x\"\n", "passwordeval \"pass show x\"\n"},
		"line ends":    {"-password \"a b\"\r\n password x", "-password ***\n password ***"},
		"no password":  {" password\n# password x\nuser password y\n", " password\n# password x\nuser password y\n"},
		"empty":        {"", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := recipe.Conceal("msmtp", 0, new(recipe.Settings), tt.text); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	if got, want := recipe.Conceal("nope", 0, new(recipe.Settings), "password x\x1b"), "password x\\x1B"; got != want {
		t.Errorf("for an unknown program: got %q, want %q", got, want)
	}
}
