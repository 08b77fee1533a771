package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/wizard"
)

// evidence is a page laid over the servers: what was asked, and what was answered. It
// goes on as long as the asking does.
type evidence struct{ *evidenceState }

// evidenceState is what it holds; see screen.
type evidenceState struct {
	search search
	about  []string // what is known of the highlighted server, and of the domain
	page   textPage
}

func (e evidence) copied() evidence {
	next := *e.evidenceState
	next.page = next.page.copied()
	return evidence{&next}
}

func (v servers) evidence() evidence {
	e := evidence{&evidenceState{search: v.search, page: newTextPage(wizard.Reading{}, v.look)}}
	if all := v.candidates(); len(all) > 0 {
		e.about = append(e.about, strings.TrimSpace(all[0].Host+": "+all[0].Reason+" "+all[0].Disagreement))
	}
	e.about = append(e.about, v.session.Found().Notes...)
	return e.refresh()
}

func (e evidence) refresh() evidence {
	text := wizard.Evidence(e.search.report)
	text.Paragraphs = append(slices.Clone(e.about), text.Paragraphs...)
	e.page = e.page.showing(func(int) wizard.Reading { return text })
	return e
}

func (e evidence) Init() tea.Cmd { return nil }

func (e evidence) Update(msg tea.Msg) (screen, tea.Cmd) {
	e = e.copied()
	switch msg := msg.(type) {
	case searchEventMsg:
		if msg.open && msg.events == e.search.events {
			e.search.report = e.search.report.With(msg.event)
			return e.refresh(), nil
		}
	case tea.KeyPressMsg:
		if msg.String() == "t" {
			return e, send(closeMsg{})
		}
		var cmd tea.Cmd
		e.page, cmd = e.page.press(msg)
		return e, cmd
	}
	return e, nil
}

func (e evidence) busy() bool          { return false }
func (e evidence) View() string        { return e.page.View() }
func (e evidence) Cursor() *tea.Cursor { return nil }

func (e evidence) resize(width, height int) screen {
	e = e.copied()
	e.page = e.page.sized(width, height)
	return e
}

func (e evidence) restyle(l look) screen {
	e = e.copied()
	e.page = e.page.styled(l)
	return e
}

func (e evidence) keys() []*hint { return e.page.keys() }
