package wizard

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"postern/wizard/catalog"
)

// An Authority is what became of the file that was named for Certificate.
type Authority struct {
	Asked string // the answer, as it was typed
	File  string // the whole path of the file that is trusted now; "" if none is
	// Problem says why the file is of no use, as a sentence for the person.
	Problem string
}

// local are the questions about a server that a provider's own program opens on this
// computer: that program chose its port, and made its certificate itself.
func (s Session) local() []stop {
	if p, ok := s.provider(); !ok || p.SMTPLocal == nil {
		return nil
	}
	return []stop{
		ask(LocalPort, PageProvider, Session.askLocalPort),
		ask(Certificate, PageProvider, Session.askCertificate),
		do(TrustFile, PageProvider),
	}
}

func (s Session) askLocalPort() Ask {
	a := Ask{
		Field: LocalPort, Prompt: "Which SMTP port does Bridge show?", Hint: "a number, such as 1025", Free: true,
		Default: s.Get(LocalPort), Lesson: "ports", page: PageProvider,
	}
	if p, ok := s.provider(); ok {
		a.Note = "Bridge listens on this computer, 127.0.0.1. " + p.SMTPLocal.Note + "."
	}
	return a
}

func (s Session) askCertificate() Ask {
	a := Ask{
		Field: Certificate, Prompt: "Which file holds Bridge's certificate?", Hint: "the path of cert.pem; may stay empty",
		Note: certificateNote + " Without it the certificate cannot be checked, and no door is ready.",
		Free: true, Optional: true, Default: s.Get(Certificate), Lesson: "certificate", page: PageProvider,
	}
	if s.authority.Asked == a.Default {
		a.Problem = s.authority.Problem
	}
	return a
}

// certificateNote says where the certificate of a server on this computer comes from.
const certificateNote = "Bridge made its certificate itself. To export it: Settings > Advanced settings > " +
	"Export TLS certificates. Then name cert.pem, not key.pem."

func (s Session) putLocalPort(v string) (Session, error) {
	if v == "" {
		v = s.Get(LocalPort)
	}
	number := v[strings.LastIndexByte(v, ':')+1:] // as it is often copied, with the address before it
	port, err := strconv.Atoi(number)
	if err != nil || port < 1 || port > 65535 {
		return s, fmt.Errorf("%s is no port; it is a number from 1 to 65535, such as 1025", quote(v))
	}
	if number = strconv.Itoa(port); number != s.Get(LocalPort) {
		s = s.withoutAnswers(Door, Write)
	}
	return s.withAnswer(LocalPort, number), nil
}

func (s Session) putCertificate(v string) (Session, error) {
	if strings.IndexFunc(v, isControl) >= 0 {
		return s, errors.New("that holds a line break or another control character; type one path")
	}
	if v != s.Get(Certificate) {
		s = s.withoutAnswers(Door, Write)
	}
	return s.withAnswer(Certificate, v), nil
}

// WithAuthority returns a session that goes on, if the file can be trusted; else one
// that is at its question again, which says why.
func (s Session) WithAuthority(a Authority) Session {
	s = s.with(func(n *state) { n.authority = a })
	if a.Problem != "" {
		return s.movedTo(Ask{Field: Certificate}.key())
	}
	return s.Next()
}

// trusts reports whether what was named for Certificate is what is trusted now.
func (s Session) trusts() bool {
	return s.authority.Asked == s.answers[Certificate] && s.authority.Problem == ""
}

// caFile is the authority that the settings name; "" means the system's.
func (s Session) caFile() string {
	p, ok := s.provider()
	switch {
	case s.Practising():
		return s.practice.CAFile
	case ok && p.SMTPLocal != nil && s.trusts() && s.authority.File != "":
		return s.authority.File
	}
	return s.world.CAFile
}

// localised is the provider with the port that its program shows.
func (s Session) localised(p *catalog.Provider) *catalog.Provider {
	port, err := strconv.Atoi(s.answers[LocalPort])
	if p.SMTPLocal == nil || err != nil {
		return p
	}
	here, l := *p, *p.SMTPLocal
	l.Port, here.SMTPLocal = port, &l
	return &here
}
