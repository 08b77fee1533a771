package ui

import (
	tea "charm.land/bubbletea/v2"

	"postern/wizard"
)

// newProviderPage returns what the catalogue says of a provider, laid over a screen.
// Its help key leads on to a lesson.
func newProviderPage(s wizard.Session, page wizard.Reading, lesson string, l look) textPage {
	r := newTextPage(page, l)
	r.more, r.session = lesson, s
	return r
}

// openProviderPage opens the page of the provider that was chosen; nil if the
// server is nobody's in the catalogue.
func openProviderPage(s wizard.Session, l look) tea.Cmd {
	page, lesson, ok := s.ChosenPage()
	if !ok {
		return nil
	}
	return open(newProviderPage(s, page, lesson, l))
}

// keyProvider opens the provider's page from any screen after the first.
func keyProvider(s wizard.Session) *hint {
	_, ok := s.CatalogEntry()
	return keyLetter("f3", "provider").when(ok)
}
