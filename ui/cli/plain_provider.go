package cli

import (
	"fmt"
	"strconv"
	"strings"

	"postern/wizard"
)

// about prints the page of a provider, if the line asks for that: "i 2" is the one
// numbered so, "i gmail" that of an exact name, "i" the one that was chosen.
func (f *front) about(s wizard.Session, line string) bool {
	word, which, named := strings.Cut(line, " ")
	if word != "i" {
		return false
	}
	page, _, ok := s.ChosenPage()
	if named {
		page, _, ok = s.PageOf(f.meant(strings.TrimSpace(which)))
	}
	if ok {
		fmt.Fprintln(f.out)
		writePage(f.out, page, textWidth)
	}
	return ok
}

// meant is the choice that a number stands for, or the word itself.
func (f *front) meant(word string) string {
	if n, err := strconv.Atoi(word); err == nil && n >= 1 && n <= len(f.numbered) {
		return f.numbered[n-1].Value
	}
	return word
}

// aboutWords says how to read the provider's page, "" if it has none.
func aboutWords(s wizard.Session) string {
	if _, _, ok := s.ChosenPage(); ok {
		return "i shows all that is known of " + s.ProviderName()
	}
	return ""
}
