package main

import (
	"slices"
	"testing"
)

func TestRawIn(t *testing.T) {
	for text, want := range map[string][]string{
		"plain\ttext\r\nand more\n":  nil,
		"über, 你好":                   nil,
		"two ends\r\r\n":             nil,
		"\x1b[31m\x1b[m":             {"U+001B"},
		"a\rb":                       {"U+000D"},
		"nul\x00del\x7f":             {"U+0000", "U+007F"},
		"\x9b and \u009b and \u202e": {"byte 9B", "U+009B", "U+202E"},
		"Latin-1 \xe9":               nil,
		"escaped \\x1b[31m":          nil,
	} {
		if got := rawIn(text); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
