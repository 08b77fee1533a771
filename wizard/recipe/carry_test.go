package recipe_test

import (
	"strings"
	"testing"

	"postern/wizard/recipe"
)

// TestReplacingKeepsThePassword: where the account is the same, what a person put in
// place of the placeholder stays, also with its odd characters; another account's does
// not take its place, and no screen shows it.
func TestReplacingKeepsThePassword(t *testing.T) {
	const old = `s3cret\"$#:x`
	for program, n := range map[string]int{"postfix": 1, "nullmailer": 0, "ssmtp": 0, "exim4": 2, "dma": 1, "opensmtpd": 1} {
		secret := old
		if program == "ssmtp" {
			secret = `s3cret\"$:x`
		}
		first := merged(t, program, n, "# mine\n", ada(ask))
		filled := strings.ReplaceAll(first, recipe.Placeholder, secret)
		for name, tt := range map[string]struct {
			with  func(*recipe.Settings)
			keeps bool
		}{
			"another door":    {implicitTLS, true},
			"another account": {func(s *recipe.Settings) { s.User = "eve@example.org" }, false},
			"another server":  {func(s *recipe.Settings) { s.Host = "smtp.example.net" }, false},
		} {
			t.Run(program+"/"+name, func(t *testing.T) {
				set := ada(ask)
				tt.with(set)
				got := merged(t, program, n, filled, set)
				lines := strings.Split(got, "\n")
				own := lines[len(lines)-2]
				if program == "ssmtp" {
					own = got[strings.Index(got, "AuthPass="):]
				}
				if program == "nullmailer" {
					own, _, _ = strings.Cut(got[strings.Index(got, set.Host+" smtp"):], "\n")
				}
				if kept := strings.Contains(own, secret); kept != tt.keeps || kept == strings.Contains(own, recipe.Placeholder) {
					t.Errorf("got\n%s\nkept %v, want %v", got, kept, tt.keeps)
				}
				if shown := recipe.Conceal(program, n, set, got); strings.Contains(shown, "s3cret") {
					t.Errorf("shown is\n%s", shown)
				}
				if again := merged(t, program, n, got, set); again != got {
					t.Errorf("a second time it is\n%s", again)
				}
			})
		}
	}
}

func merged(t *testing.T, program string, n int, old string, set *recipe.Settings) string {
	t.Helper()
	body, err := recipe.MergeFile(program, n, []byte(old), nil, set, true)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestLosesPassword(t *testing.T) {
	for diff, want := range map[string]bool{
		"-AuthPass=***\n+AuthPass=YOUR-SMTP-PASSWORD\n": true,
		"-AuthPass=***\n+AuthPass=***\n":                false,
		" AuthPass=***\n+x\n":                           false,
		"-x\n+y\n":                                      false,
		"+AuthPass=***\n":                               false,
		"":                                              false,
		"\n":                                            false,
	} {
		if got := recipe.LosesPassword(diff); got != want {
			t.Errorf("%q: got %v", diff, got)
		}
	}
}

func TestWithoutPlaceholder(t *testing.T) {
	texts := []string{"Put it in place of " + recipe.Placeholder, "Then reload."}
	if got := recipe.WithoutPlaceholder(texts, []byte("x"), []byte(recipe.Placeholder)); len(got) != 2 {
		t.Errorf("with it: got %q", got)
	}
	if got := recipe.WithoutPlaceholder(texts, []byte("x")); len(got) != 1 || got[0] != texts[1] {
		t.Errorf("without it: got %q", got)
	}
}
