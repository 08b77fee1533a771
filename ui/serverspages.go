package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/wizard"
)

// askProvider is the page of what to ask the provider, with words to copy.
func (v servers) askProvider() textPage {
	text := v.session.AskProvider()
	r := newTextPage(text, v.look)
	r.copy, r.copies = wordsOf(text), "copy the words"
	return r
}

// wordsOf are the words of a text that are there to be copied.
func wordsOf(text wizard.Reading) string {
	for _, p := range text.Paragraphs {
		if strings.HasPrefix(p, "  ") {
			rows := strings.Split(p, "\n")
			for i, row := range rows {
				rows[i] = strings.TrimPrefix(row, "  ")
			}
			return strings.Join(rows, "\n") + "\n"
		}
	}
	return ""
}

// agreement asks, laid over the servers, whether something more may be asked, and says
// what that means. Nothing of it is done before enter.
func (v servers) agreement(value string) textPage {
	r := newTextPage(v.session.Agreement(value), v.look)
	r.goOn = "agree, and ask"
	s, search := v.session, v.search
	r.enter = func() tea.Cmd {
		next, err := s.Answer(wizard.Server, value)
		if err != nil {
			return send(closeMsg{})
		}
		return search.stop(goMsg{next})
	}
	return r
}
