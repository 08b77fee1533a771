package ui_test

import (
	"os"
	"strings"
	"testing"

	"postern/wizard/recipe"
)

// TestREADMEShowsARealConfig holds the sample in the README to what is written.
func TestREADMEShowsARealConfig(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	files, err := recipe.Render("msmtp", &recipe.Settings{
		Account: "fastmail", Provider: "Fastmail", Host: "smtp.fastmail.com", Port: 465,
		Security: recipe.ImplicitTLS, Address: "ada@fastmail.com", User: "ada@fastmail.com",
		Secret: recipe.Secret{Kind: recipe.Keyring},
	})
	if err != nil {
		t.Fatal(err)
	}
	var want strings.Builder
	for line := range strings.Lines(files[0].Body) {
		if strings.TrimSpace(line) != "" {
			line = "    " + line
		}
		want.WriteString(line)
	}
	if !strings.Contains(string(readme), want.String()) {
		t.Errorf("the README shows another config than Postern writes:\n%s", want.String())
	}
}
