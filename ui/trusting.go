package ui

import (
	tea "charm.land/bubbletea/v2"

	"postern/wizard"
)

// trusting is shown while a certificate is read from its file: a blink of an eye.
type trusting struct {
	session wizard.Session
	engine  Engine
}

// trustedMsg says what became of the file.
type trustedMsg struct{ authority wizard.Authority }

func newTrusting(s wizard.Session, e Engine, _ look) trusting { return trusting{session: s, engine: e} }

// Trusting carries out the work TrustFile of a session.
func Trusting(e Engine, s wizard.Session) wizard.Authority {
	a := wizard.Authority{Asked: s.Said(wizard.Certificate)}
	file, err := e.Trust(a.Asked)
	if err != nil {
		a.Problem = err.Error()
		return a
	}
	a.File = file
	return a
}

func (t trusting) Init() tea.Cmd {
	return func() tea.Msg { return trustedMsg{Trusting(t.engine, t.session)} }
}

func (t trusting) Update(msg tea.Msg) (screen, tea.Cmd) {
	if trusted, ok := msg.(trustedMsg); ok {
		return t, goTo(t.session.WithAuthority(trusted.authority))
	}
	return t, nil
}

func (t trusting) View() string { return "Reading the certificate." }

func (t trusting) busy() bool { return true }

func (t trusting) Cursor() *tea.Cursor { return nil }

func (t trusting) resize(int, int) screen { return t }

func (t trusting) restyle(look) screen { return t }

func (t trusting) keys() []*hint { return nil }
