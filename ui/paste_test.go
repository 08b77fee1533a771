package ui

import (
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"postern/wizard"
)

func TestPasted(t *testing.T) {
	for name, tt := range map[string]struct{ content, want string }{
		"nothing":           {"", ""},
		"blanks and a line": {"  ada@fastmail.com \n", "ada@fastmail.com"},
		"a line of Windows": {"ada@fastmail.com\r\n", "ada@fastmail.com"},
		"several lines":     {"one \n\n\t two\rthree", "one two three"},
		"blanks within":     {"gpg  -d x", "gpg  -d x"},
		"a colour":          {"\x1b[1;31mada@fastmail.com\x1b[0m", "ada@fastmail.com"},
		"a link":            {"\x1b]8;;http://x.example\x1b\\ada\x1b]8;;\x1b\\", "ada"},
		"control":           {"a\x00d\x07a\x7f\u0085b", "ada b"},
		"not to be seen":    {"\ufeffada\u200b@\u202efast\u00admail.com\u2060", "ada@fastmail.com"},
		"hard blanks":       {"\u00a0Ada\u00a0Lovelace\u3000", "Ada Lovelace"},
		"other alphabets":   {"адрес@例え.jp é", "адрес@例え.jp é"},
		"nothing to see":    {"\x1b[31m\n\u200b\r\n", ""},
	} {
		if got, whole := pasted(tt.content); got != tt.want || !whole {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

func TestPastedIsBounded(t *testing.T) {
	got, whole := pasted(strings.Repeat("é", longestPaste))
	if whole || len(got) != longestPaste || !utf8.ValidString(got) {
		t.Errorf("%d bytes were taken, want %d", len(got), longestPaste)
	}
	if got, _ := pasted("x" + strings.Repeat("é", longestPaste)); !utf8.ValidString(got) {
		t.Error("a character was cut in two")
	}
}

// TestAPasteThatIsTooLongIsSaidToBe in every field, and until another key is pressed.
func TestAPasteThatIsTooLongIsSaidToBe(t *testing.T) {
	long := "x" + strings.Repeat("ab", longestLine/2) + "@fastmail.com"
	searched, _ := lookingFor(t, 80, 24, searched(t, true, agreed), time.Second)
	for name, m := range map[string]model{
		"question": newTest(wizard.New(testWorld()), (&disk{}).engine(), 80, 24),
		"narrow":   newTest(wizard.New(testWorld()), (&disk{}).engine(), 40, 12),
		"form":     press(t, accountOf(t, 40, 15), "tab"),
		"edit":     press(t, searched, "e"),
		"journey":  press(t, learning(learned(t), still, 80, 24), "enter", "enter", "enter", "enter", "m"),
	} {
		for what, paste := range map[string]string{"one": long, "blanks": strings.Repeat(" ", longestPaste+1)} {
			m := update1(m, tea.PasteMsg{Content: paste})
			if !strings.Contains(unwrapped(m), "The end of what was pasted is missing") {
				t.Errorf("%s, %s: it does not say so:\n%s", name, what, frame(m))
			}
			fits(t, m)
			if m = update1(m, keyPress("backspace")); strings.Contains(unwrapped(m), "is missing") && what == "one" {
				t.Errorf("%s, %s: it goes on saying so:\n%s", name, what, frame(m))
			}
		}
		if m = update1(m, tea.PasteMsg{Content: "ada@fastmail.com\n"}); strings.Contains(unwrapped(m), "is missing") {
			t.Errorf("%s: a short one is said to be too long:\n%s", name, frame(m))
		}
	}
}

func FuzzPasted(f *testing.F) {
	f.Add("  ada@fastmail.com \n")
	f.Add("\x1b[31m\x1b]8;;x")
	f.Fuzz(func(t *testing.T, content string) {
		got, _ := pasted(content)
		if i := strings.IndexFunc(got, func(r rune) bool { return !unicode.IsPrint(r) }); i >= 0 && utf8.ValidString(content) {
			t.Errorf("%q makes %q", content, got)
		}
		if got != strings.TrimSpace(got) {
			t.Errorf("blanks around %q", got)
		}
	})
}
