package fill_test

import (
	"fmt"
	"strings"
	"testing"

	"postern/wizard/fill"
)

func TestText(t *testing.T) {
	v := fill.Values{"host": "mail.example.org", "tls": "yes", "login": "", "odd": "{host}"}
	tests := map[string]struct{ text, want string }{
		"place":                {"host {host}\n", "host mail.example.org\n"},
		"twice":                {"{host} {host}", "mail.example.org mail.example.org"},
		"kept":                 {"{?tls}tls on\n", "tls on\n"},
		"left out":             {"a\n{?login}auth on\nb\n", "a\nb\n"},
		"kept if empty":        {"{!login}auth off\n", "auth off\n"},
		"left out if not":      {"{!tls}tls off\n", ""},
		"both conditions":      {"{?tls}{!login}x\n", "x\n"},
		"one of them":          {"{?tls}{?login}x\n", ""},
		"unknown place":        {"{nobody}", "{nobody}"},
		"unknown condition":    {"{?nobody}x\n", ""},
		"open brace":           {"a { b {host", "a { b {host"},
		"open condition":       {"{?tls x", "{?tls x"},
		"braces of the format": {"{\n \"a\": {\"b\": {}}\n}\n", "{\n \"a\": {\"b\": {}}\n}\n"},
		"value is not filled":  {"{odd}", "{host}"},
		"empty":                {"", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := v.Text(tt.text); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func FuzzValuesAreNeverFilledAgain(f *testing.F) {
	f.Add("{secret}")
	f.Add("{?secret}{")
	f.Fuzz(func(t *testing.T, value string) {
		v := fill.Values{"value": value, "secret": "hidden"}
		if got, want := v.Text("<{value}>"), "<"+value+">"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func ExampleValues_Text() {
	v := fill.Values{"host": "smtp.example.org", "tls": fill.Flag(true)}
	text := strings.Join([]string{"host {host}", "{?tls}tls on", "{!tls}tls off"}, "\n")
	fmt.Println(v.Text(text))
	// Output:
	// host smtp.example.org
	// tls on
}
