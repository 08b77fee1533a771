package cli

import (
	"fmt"
	"strconv"

	"postern/wizard"
)

// about prints the page of a provider: of the one that is numbered or named so, or
// else of the one that was chosen.
func (f *front) about(s wizard.Session, which string) {
	page, _, ok := s.ChosenPage()
	if which != "" {
		page, _, ok = s.PageOf(f.meant(which))
	}
	if !ok {
		f.say("Type i and the number or the name of a provider, as in: i fastmail")
		return
	}
	fmt.Fprintln(f.out)
	writePage(f.out, page, f.width)
}

// hasPage reports whether there is a page of the provider that is numbered or named so.
func (f *front) hasPage(s wizard.Session, which string) bool {
	_, _, ok := s.PageOf(f.meant(which))
	return ok
}

// meant is the choice that a number stands for, or the word itself.
func (f *front) meant(word string) string {
	if n, err := strconv.Atoi(word); err == nil && n >= 1 && n <= len(f.numbered.choices) {
		return f.numbered.choices[n-1].Value
	}
	return word
}

// pageWords says what i shows, "" where no provider was chosen that has a page.
func pageWords(s wizard.Session) string {
	if _, _, ok := s.ChosenPage(); ok {
		return "shows all that is known of " + s.ProviderName()
	}
	return ""
}
