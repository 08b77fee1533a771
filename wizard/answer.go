package wizard

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"postern/probe"
	"postern/wizard/advice"
	"postern/wizard/catalog"
	"postern/wizard/profile"
	"postern/wizard/recipe"
	"postern/wizard/typed"
)

// Answer returns the session with the answer kept and the cursor one step
// further. The error is one sentence for the person: what is wrong and how to
// mend it; the session is then unchanged.
func (s Session) Answer(f Field, value string) (Session, error) {
	next, err := s.Put(f, value)
	if err != nil {
		return s, err
	}
	next = next.goneTo(Ask{Field: f}.key())
	if f == Server && next.searching() && !next.Answered(Server) { // look once more, or for another address
		next = next.goneTo(Ask{Field: Provider}.key())
	}
	return next.Next(), nil
}

// Put is Answer without moving on: for a form of several questions.
func (s Session) Put(f Field, value string) (Session, error) {
	value = strings.TrimSpace(value)
	if t, again := s.spelling(f); again && value == t {
		return s, nil // also what followed from it, such as a port, is as it was
	}
	next, err := s.put(f, value)
	if err != nil {
		return s, err
	}
	return next.spelled(f, value).WithDraft(f, ""), nil
}

func (s Session) put(f Field, value string) (Session, error) {
	switch f {
	case Provider:
		return s.putProvider(value)
	case Server:
		return s.putServer(value)
	case Host:
		return s.putHost(value)
	case Port:
		return s.putPort(value)
	case Region:
		return s.putRegion(value)
	case LocalPort:
		return s.putLocalPort(value)
	case Certificate:
		return s.putCertificate(value)
	case Door:
		return s.putDoor(value)
	case Program:
		return s.putProgram(value)
	case Profile:
		return s.putProfile(value)
	case Address:
		return s.putAddress(value)
	case User, Name:
		return s.putText(f, value)
	case Secret:
		return s.putSecret(value)
	case Command:
		if value == "" {
			return s, errors.New("please name the command that prints the password")
		}
		return s.putText(f, value)
	case Write:
		return s.putWrite(value)
	}
	return s, fmt.Errorf("there is no question %q", f)
}

// putProvider understands an id, a name, an address or a host.
func (s Session) putProvider(v string) (Session, error) {
	switch {
	case v == "":
		return s, errors.New("type your address, a provider, or a server name")
	case v == Own || v == Practise:
		return s.become(v), nil
	case strings.Contains(v, "@"):
		return s.putProviderByAddress(v)
	}
	if p, ok := s.world.Catalog.Find(v); ok {
		return s.becomeProvider(p)
	}
	if r := s.read(v); r.Kind == typed.Number {
		return s, noServer(r)
	}
	if !strings.ContainsAny(v, ".:") && v != "localhost" {
		return s, fmt.Errorf("nothing is known as %s; type an address, a server name such as smtp.example.org, or choose from the list", quote(v))
	}
	return s.putProviderByHost(v)
}

func (s Session) putProviderByAddress(v string) (Session, error) {
	addr, err := typed.CheckAddress(v)
	if err != nil {
		return s, meant(s.read(v), err)
	}
	if p, ok := s.world.Catalog.ByDomain(domainOf(addr)); ok {
		next, err := s.becomeProvider(p)
		if err != nil {
			return s, err
		}
		return next.said(Address, addr), nil
	}
	return s.search(addr).said(Address, addr), nil
}

func (s Session) putProviderByHost(v string) (Session, error) {
	host, door, err := readServer(v)
	if err != nil {
		return s, meant(s.read(v), err)
	}
	if p, ok := s.world.Catalog.ByHost(host); ok {
		next, err := s.becomeProvider(p)
		if err != nil {
			return s, err
		}
		return next.said(Host, host).withDoor(door), nil
	}
	if p, ok := s.world.Catalog.ByDomain(host); ok { // a mail domain, such as gmail.com
		return s.becomeProvider(p)
	}
	return s.become(host).withDoor(door), nil
}

func (s Session) becomeProvider(p *catalog.Provider) (Session, error) {
	if !p.SMTPAvailable {
		return s, withoutSMTP(p)
	}
	return s.become(p.ID), nil
}

func withoutSMTP(p *catalog.Provider) error {
	return fmt.Errorf("%s has no SMTP, so no other program can send through it. %s", p.Name, p.SetupNote)
}

// become changes the provider. What belonged to another one is forgotten; the
// same choice again forgets nothing.
func (s Session) become(id string) Session {
	if s.Said(Provider) == id {
		return s
	}
	s = s.forget(Server, Host, Port, Region, LocalPort, Certificate, Door, User, Write, plainHTTP, wholeAddress)
	if id == Practise || s.Said(Provider) == Practise {
		s = s.forget(Address, Name, Secret, Command)
	}
	return s.said(Provider, id)
}

func (s Session) putHost(v string) (Session, error) {
	if v == "" {
		v = s.suggest(Host)
	}
	if v == Practise {
		return s.become(Practise), nil
	}
	if r := s.read(v); r.Kind == typed.Number {
		return s, noServer(r)
	}
	host, door, err := readServer(v)
	if err != nil {
		return s, meant(s.read(v), err)
	}
	if host != s.Get(Host) || door != s.answers[Port] {
		s = s.forget(Door, Write)
	}
	return s.said(Host, host).withDoor(door), nil
}

func (s Session) putDoor(v string) (Session, error) {
	if v == "" {
		v = s.Get(Door)
	}
	if !s.choosableWord(v, s.Advice()) {
		return s, errors.New("no mail of yours can leave through that door; choose one that is ready")
	}
	return s.said(Door, v), nil
}

// choosable reports whether the door may be used: it passed every check and is
// not the servers' own door, or it is the person's own relay.
func (s Session) choosable(port int, adv advice.Advice) bool {
	if port == adv.Port && port != 0 {
		return true
	}
	r, ok := s.report.Door(port)
	return ok && port != 25 && advice.Judge(r) == advice.Ready
}

func (s Session) choosableWord(word string, adv advice.Advice) bool {
	port, err := strconv.Atoi(word)
	return err == nil && s.choosable(port, adv)
}

// putProgram changes the program, and forgets what was about another one's file.
func (s Session) putProgram(v string) (Session, error) {
	if _, ok := recipe.Find(v); !ok {
		return s, fmt.Errorf("no settings can be written for %s; choose one of the list", quote(v))
	}
	if v != s.Get(Program) {
		s = s.forget(Write, Profile)
		s = s.WithProfiles(nil)
	}
	return s.said(Program, v), nil
}

func (s Session) putProfile(v string) (Session, error) {
	if !slices.ContainsFunc(s.profiles, func(p profile.Profile) bool { return p.Dir == v }) {
		return s, fmt.Errorf("there is no profile in %s; choose one of the list", quote(v))
	}
	if v != s.Get(Profile) {
		s = s.forget(Write)
		s = s.WithFiles()
	}
	return s.said(Profile, v), nil
}

func (s Session) putAddress(v string) (Session, error) {
	if v == "" {
		return s, errors.New("type your mail address; it looks like ada@example.org")
	}
	addr, err := typed.CheckAddress(v)
	if err != nil {
		return s, meant(s.read(v), err)
	}
	return s.said(Address, addr), nil
}

func (s Session) putText(f Field, v string) (Session, error) {
	if v == "" && f == User {
		return s, errors.New("the server asks who you are: type the login name, often your whole address")
	}
	if i := strings.IndexFunc(v, isControl); i >= 0 {
		return s, errors.New("that holds a line break or another control character; type it on one line")
	}
	return s.said(f, v), nil
}

func (s Session) putSecret(v string) (Session, error) {
	for _, k := range s.stores() {
		if string(k) == v {
			return s.said(Secret, v), nil
		}
	}
	return s, fmt.Errorf("a password cannot come from %s on this computer", quote(v))
}

func (s Session) putWrite(v string) (Session, error) {
	switch v {
	case WriteFile, WriteLeave:
	case WriteReplace:
		if s.Clash() == nil {
			v = WriteFile
		}
	default:
		return s, fmt.Errorf("answer %s or %s", WriteFile, WriteLeave)
	}
	if clash := s.Clash(); v == WriteFile && clash != nil {
		return s, fmt.Errorf("there is %s already; replace it, or leave the file", clash.What)
	}
	if v != WriteLeave && s.Path() == "" {
		return s, errors.New(s.NoProfile())
	}
	return s.said(Write, v), nil
}

// CheckAddress returns a mail address in the form Postern keeps: as typed, but for
// the domain, which is in lower-case ASCII. The error says what is wrong and how to
// mend it.
func CheckAddress(v string) (string, error) { return typed.CheckAddress(v) }

func domainOf(address string) string {
	_, domain, _ := strings.Cut(address, "@")
	return domain
}

func isControl(r rune) bool { return r < 0x20 || r == 0x7f || r >= 0x80 && r < 0xa0 }

// quote shows a typed word, escaped.
//
//go:noinline
func quote(s string) string { return "“" + probe.NewText(s).String() + "”" }
