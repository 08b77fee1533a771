package advice

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"postern/probe"
	"postern/wizard/catalog"
	"postern/wizard/packed"
)

func TestReadWords(t *testing.T) {
	w, err := readWords("# a remark\n[a]\none: first\n  and more\n\ntwo:\n[a.b]\ntwo: other: thing\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ section, field, want string }{
		{"a", "one", "first and more"},
		{"a", "two", ""},
		{"a.b", "two", "other: thing"},
		{"a.b", "one", "first and more"},
		{"a.x.y", "one", "first and more"},
	} {
		if got := w.get(tt.section, tt.field); got != tt.want {
			t.Errorf("get(%q, %q) = %q, want %q", tt.section, tt.field, got, tt.want)
		}
	}
	for name, text := range map[string]string{
		"field without a section": "one: x\n", "no colon": "[a]\nword\n",
		"field twice": "[a]\none: x\none: y\n", "section twice": "[a]\nx: y\n[a]\n",
		"more of nothing": "[a]\n\n  more\n",
	} {
		if _, err := readWords(text); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestFillIsOnce(t *testing.T) {
	f := facts{"a": "{b}", "b": "x"}
	for text, want := range map[string]string{
		"{a} {b} {c}": "{b} x {c}", "": "", "no place": "no place", "{b}": "x", "{b}{b}.": "xx.",
		"{": "{", "{b": "{b", "}{": "}{", "{{b}}": "{x}", "{c{b}": "{cx", "a{}b": "a{}b",
	} {
		if got := f.Line(text); got != want {
			t.Errorf("fill(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestList(t *testing.T) {
	for want, ports := range map[string][]int{"": nil, "25": {25}, "25 and 465": {25, 465}, "25, 465 and 587": {25, 465, 587}} {
		if got := list(ports, "and"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestPacked holds what the program carries to the files that people edit.
func TestPacked(t *testing.T) {
	if err := packed.Same(pack, os.DirFS("."), "text"); err != nil {
		t.Error(err)
	}
}

// TestNoWordsAreIdle: each section of the texts can be reached. Those named
// after a value must be named after one that exists, the others by the code.
func TestNoWordsAreIdle(t *testing.T) {
	var names []string
	for _, v := range Verdicts() {
		names = append(names, string(v))
	}
	for _, p := range append(problems, probe.CertWeakKey) {
		names = append(names, string(p))
	}
	for _, w := range []probe.Warning{
		probe.WarnLoginInClear, probe.WarnWeakKey, probe.WarnExpiresSoon, probe.WarnIPv6Broken,
		probe.WarnSlowGreeting, probe.WarnBareLF, probe.WarnMaskedGreeting, probe.WarnUnaskedReply,
	} {
		names = append(names, string(w))
	}
	for _, k := range []catalog.PasswordKind{
		catalog.AccountPassword, catalog.AppPassword, catalog.OAuthOnly, catalog.APIKey,
		catalog.SMTPCredentials, catalog.BridgePassword,
	} {
		names = append(names, string(k))
	}
	names = append(names, string(Prefer587), string(Prefer465), "25", "2525")
	code := source(t)
	for file, w := range map[string]sectionMap{"verdicts": verdictWords(), "reasons": reasonWords()} {
		for section := range w {
			if strings.Contains(code, `"`+section+`"`) {
				continue
			}
			for part := range strings.SplitSeq(section, ".") {
				if !slices.Contains(names, part) && !mentions(code, part) {
					t.Errorf("%s.txt: nothing leads to [%s]: %q", file, section, part)
				}
			}
		}
	}
}

// mentions reports whether the code names a part of a section, alone, as a
// beginning or as a variant.
func mentions(code, part string) bool {
	for _, quoted := range []string{`"` + part + `"`, `"` + part + `."`, `".` + part + `"`} {
		if strings.Contains(code, quoted) {
			return true
		}
	}
	return false
}

// source returns the package's code, tests left out.
func source(t *testing.T) string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(text)
	}
	return b.String()
}
