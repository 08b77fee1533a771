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
	next = next.movedTo(Ask{Field: f}.key())
	if f == Server && next.searching() && !next.Answered(Server) { // look once more, or for another address
		next = next.movedTo(Ask{Field: Provider}.key())
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
		return s.withProvider(v), nil
	case strings.Contains(v, "@"):
		return s.putProviderByAddress(v)
	}
	if p, ok := s.world.Catalog.Find(v); ok {
		return s.withCatalogProvider(p)
	}
	if r := s.read(v); r.Kind == typed.Number {
		return s, numberIsNoServer(r)
	}
	if !strings.ContainsAny(v, ".:") && v != "localhost" {
		return s, fmt.Errorf("nothing is known as %s; type an address, a server name such as smtp.example.org, or choose from the list", quote(v))
	}
	return s.putProviderByHost(v)
}

func (s Session) putProviderByAddress(v string) (Session, error) {
	addr, err := typed.CheckAddress(v)
	if err != nil {
		return s, withCorrection(s.read(v), err)
	}
	if p, ok := s.world.Catalog.ByDomain(domainOf(addr)); ok {
		next, err := s.withCatalogProvider(p)
		if err != nil {
			return s, err
		}
		return next.withAnswer(Address, addr), nil
	}
	return s.search(addr).withAnswer(Address, addr), nil
}

func (s Session) putProviderByHost(v string) (Session, error) {
	host, door, err := readServer(v)
	if err != nil {
		return s, withCorrection(s.read(v), err)
	}
	if p, ok := s.world.Catalog.ByHost(host); ok {
		next, err := s.withCatalogProvider(p)
		if err != nil {
			return s, err
		}
		return next.withAnswer(Host, host).withDoor(door), nil
	}
	if p, ok := s.world.Catalog.ByDomain(host); ok { // a mail domain, such as gmail.com
		return s.withCatalogProvider(p)
	}
	return s.withProvider(host).withDoor(door), nil
}

func (s Session) withCatalogProvider(p *catalog.Provider) (Session, error) {
	if !p.SMTPAvailable {
		return s, withoutSMTP(p)
	}
	return s.withProvider(p.ID), nil
}

func withoutSMTP(p *catalog.Provider) error {
	return fmt.Errorf("%s has no SMTP, so no other program can send through it. %s", p.Name, p.SetupNote)
}

// withProvider returns a session with this answer to Provider. The answers that depend
// on the provider are forgotten, unless it is the same one again.
func (s Session) withProvider(id string) Session {
	if s.Said(Provider) == id {
		return s
	}
	s = s.withoutAnswers(Server, Host, Port, Region, LocalPort, Certificate, Door, User, Write, plainHTTP, wholeAddress, byAddress)
	if id == Practise || s.Said(Provider) == Practise {
		s = s.withoutAnswers(Address, Name, Secret, Command)
	}
	return s.withAnswer(Provider, id)
}

func (s Session) putHost(v string) (Session, error) {
	if v == "" {
		v = s.suggest(Host)
	}
	if v == Practise {
		return s.withProvider(Practise), nil
	}
	if r := s.read(v); r.Kind == typed.Number {
		return s, numberIsNoServer(r)
	}
	host, door, err := readServer(v)
	if err != nil {
		return s, withCorrection(s.read(v), err)
	}
	if host != s.Get(Host) {
		s = s.withoutAnswers(byAddress)
	}
	if host != s.Get(Host) || door != s.answers[Port] {
		s = s.withoutAnswers(Door, Write)
	}
	return s.withAnswer(Host, host).withDoor(door), nil
}

func (s Session) putDoor(v string) (Session, error) {
	if v == "" {
		v = s.Get(Door)
	}
	if !s.choosableWord(v, s.Advice()) {
		return s, errors.New("no mail of yours can leave through that door; choose one that is ready")
	}
	return s.withAnswer(Door, v), nil
}

// choosable reports whether the door may be used: it passed every check and is
// not the servers' own door, or it is the person's own relay.
func (s Session) choosable(port int, adv advice.Advice) bool {
	switch {
	case port == adv.Port && port != 0:
		return true
	case s.ByAddress():
		return slices.Contains(adv.Also, port)
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
		s = s.withoutAnswers(Write, Profile)
		s = s.WithProfiles(nil)
	}
	return s.withAnswer(Program, v), nil
}

func (s Session) putProfile(v string) (Session, error) {
	if !slices.ContainsFunc(s.profiles, func(p profile.Profile) bool { return p.Dir == v }) {
		return s, fmt.Errorf("there is no profile in %s; choose one of the list", quote(v))
	}
	if v != s.Get(Profile) {
		s = s.withoutAnswers(Write)
		s = s.WithFiles()
	}
	return s.withAnswer(Profile, v), nil
}

func (s Session) putAddress(v string) (Session, error) {
	if v == "" {
		return s, errors.New("type your mail address; it looks like ada@example.org")
	}
	addr, err := typed.CheckAddress(v)
	if err != nil {
		return s, withCorrection(s.read(v), err)
	}
	return s.withAnswer(Address, addr), nil
}

func (s Session) putText(f Field, v string) (Session, error) {
	if v == "" && f == User {
		return s, errors.New("the server asks who you are: type the login name, often your whole address")
	}
	if i := strings.IndexFunc(v, isControl); i >= 0 {
		return s, errors.New("that holds a line break or another control character; type it on one line")
	}
	return s.withAnswer(f, v), nil
}

func (s Session) putSecret(v string) (Session, error) {
	for _, k := range s.stores() {
		if string(k) == v {
			return s.withAnswer(Secret, v), nil
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
	return s.withAnswer(Write, v), nil
}

func domainOf(address string) string {
	_, domain, _ := strings.Cut(address, "@")
	return domain
}

func isControl(r rune) bool { return r < 0x20 || r == 0x7f || r >= 0x80 && r < 0xa0 }

// quote shows a typed word, escaped.
func quote(s string) string { return "“" + probe.NewText(s).String() + "”" }
