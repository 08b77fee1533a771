package typed

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"postern/probe"

	"golang.org/x/net/idna"
)

// alphabets says how a name in another alphabet is looked up, and doubts one that mixes
// several.
func (out *Reading) alphabets(name string) {
	ascii, err := probe.CheckHost(strings.TrimSuffix(name, "."))
	if err != nil {
		return
	}
	mixes := false
	if out.Unicode, mixes = readable(ascii); out.Unicode == "" {
		return
	}
	out.doubt("unicode", name, ascii)
	if mixes {
		out.doubt("mixed", "", "")
	}
}

// Unicode returns how a host that has an xn-- form is written in its own alphabet, escaped,
// and as Brief what is to be known of that: both are "" where there is nothing to say.
func Unicode(host string) (name, brief string) {
	name, mixes := readable(host)
	if mixes {
		brief = words()["brief.mixed"]
	}
	return name, brief
}

// readable returns a host as Unicode does, and whether a word of it mixes alphabets.
func readable(ascii string) (name string, mixes bool) {
	if !strings.Contains(ascii, "xn--") {
		return "", false
	}
	name, err := idna.Display.ToUnicode(ascii)
	if err != nil {
		return "", false
	}
	name = probe.NewText(name).String()
	return name, slices.ContainsFunc(strings.Split(name, "."), mixed)
}

// mixed reports whether a word has letters of several alphabets. Japanese is written
// with three at once, and Latin letters.
func mixed(word string) bool {
	latin, others := false, make(map[string]bool)
	for _, r := range word {
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo):
			others["east"] = true
		case unicode.Is(unicode.Latin, r):
			latin = true
		case unicode.Is(unicode.Cyrillic, r):
			others["cyrillic"] = true
		case unicode.Is(unicode.Greek, r):
			others["greek"] = true
		case unicode.IsLetter(r):
			others["other"] = true
		}
	}
	return len(others) > 1 || latin && len(others) == 1 && !others["east"]
}

// alike are letters that look like Latin ones, each before the one it looks like.
const alike = "аaсcԁdеeһhіiјjкkӏlмmоoрpԛqѕsтtԝwхxуyοoαaνvρp"

// inLatin returns a name with Latin letters in place of those that look like them: where
// it mixed them, or where the result is the domain of somebody known, and it is one that
// needs no others.
func (r Reader) inLatin(name string) (string, bool) {
	plain := strings.Map(latin, strings.ToLower(name))
	if plain == strings.ToLower(name) || strings.ContainsFunc(plain, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return "", false
	}
	for _, label := range strings.Split(name, ".") {
		if mixed(label) {
			return plain, true
		}
	}
	return plain, r.Catalog != nil && r.knowsHost(plain)
}

// latin is the Latin letter that a letter looks like.
func latin(r rune) rune {
	for i, a := range alike {
		if a == r && a >= utf8.RuneSelf {
			return rune(alike[i+utf8.RuneLen(a)])
		}
	}
	return r
}
