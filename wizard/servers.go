package wizard

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"postern/probe"
	"postern/probe/discover"
	"postern/wizard/candidate"
	"postern/wizard/catalog"
	"postern/wizard/typed"
)

// Answers to Server that are no server: besides them, Own and Practise.
const (
	// AskPlainHTTP agrees that the domain's own settings are also fetched without
	// encryption, and TellAddress that its settings servers are told the whole
	// address. Servers are then looked for once more.
	AskPlainHTTP = "plain-http"
	TellAddress  = "whole-address"
)

// found is what was found for the address that was typed.
type found struct {
	query   discover.Query // what was asked
	report  discover.Report
	ranking candidate.Ranking
}

// searching reports whether the person typed an address whose provider is not in the
// catalogue, so that its servers are looked for.
func (s Session) searching() bool { return strings.Contains(s.answers[Provider], "@") }

// Query is what FindServers asks for: the domain of the address, and what the person
// agreed to. It is the zero value where nothing has to be looked for.
func (s Session) Query() discover.Query {
	if !s.searching() {
		return discover.Query{}
	}
	q := discover.Query{
		Domain:    domainOf(s.answers[Provider]),
		PlainHTTP: s.Answered(plainHTTP),
	}
	if s.Answered(wholeAddress) {
		q.Address = s.answers[Provider]
	}
	return q
}

// WithFound returns a session that knows what was found so far. A report of another
// domain than the one that is looked for comes too late, and is not taken.
func (s Session) WithFound(r discover.Report) Session {
	q := s.Query()
	if q.Domain == "" || r.Domain != q.Domain {
		return s
	}
	return s.withRanking(q, r)
}

// withRanking returns a session with a report and the ranking that follows from it.
func (s Session) withRanking(q discover.Query, r discover.Report) Session {
	f := &found{q, r, candidate.Rank(candidate.Input{
		Address: s.answers[Provider], Catalog: s.world.Catalog, ISPs: catalog.ISPs(),
		Report: r, Policy: s.world.Policy,
	})}
	return s.with(func(n *state) { n.found = f })
}

// Found returns the servers that may take the mail of the address that was typed, by
// what is known so far: the built-in tables from the first moment on. It is the zero
// value where nothing is looked for.
func (s Session) Found() candidate.Ranking {
	if !s.searching() {
		return candidate.Ranking{}
	}
	return s.found.ranking
}

// FoundReport returns what was found outside so far, source by source.
func (s Session) FoundReport() discover.Report {
	if !s.searching() {
		return discover.Report{}
	}
	return s.found.report
}

// searchOver reports whether there is nothing more to wait for: all was asked that may
// be, or the person has chosen.
func (s Session) searchOver() bool {
	return s.world.Offline || s.Answered(Server) ||
		s.found.query == s.Query() && s.found.report.Domain != "" && s.found.report.Settled()
}

// search begins to look for the servers of an address. What was found for its domain
// before is kept, and so are the answers that follow from the domain alone.
func (s Session) search(address string) Session {
	if s.searching() && domainOf(s.answers[Provider]) == domainOf(address) {
		if s.answers[Provider] != address {
			s = s.withoutAnswers(User, Write, wholeAddress)
		}
		s = s.withAnswer(Provider, address)
		return s.withRanking(s.found.query, s.found.report)
	}
	s = s.withProvider(address)
	return s.withRanking(discover.Query{}, discover.Report{})
}

// servers are the candidates to choose from, those of one provider or one host as one.
func (s Session) servers() [][]candidate.Candidate {
	var groups [][]candidate.Candidate
	for _, c := range s.Found().Candidates {
		if c.Guess && len(groups) > 0 && sure(groups[0][0]) {
			continue // what is known needs no guesses beside it
		}
		i := slices.IndexFunc(groups, func(g []candidate.Candidate) bool { return serverOf(g[0]) == serverOf(c) })
		if i < 0 {
			groups = append(groups, nil)
			i = len(groups) - 1
		}
		groups[i] = append(groups[i], c)
	}
	return groups
}

// serverOf is the answer to Server that means a candidate.
func serverOf(c candidate.Candidate) string {
	if c.Provider != "" {
		return c.Provider
	}
	return c.Host
}

// CandidatesFor are the candidates that an answer to Server means, the best first; none
// for an answer that is no server that was found.
func (s Session) CandidatesFor(value string) []candidate.Candidate {
	var out []candidate.Candidate
	for _, c := range s.Found().Candidates {
		if serverOf(c) == value {
			out = append(out, c)
		}
	}
	return out
}

func (s Session) askServer() Ask {
	domain := domainOf(s.answers[Provider])
	a := Ask{
		Field: Server, Prompt: fmt.Sprintf("Which server takes the outgoing mail of %s?", domain),
		Label: "Server", Hint: "or type a server's name", Free: true,
		Lesson: "server-name", page: PageProvider, Default: s.asTyped(Server),
	}
	groups := s.servers()
	if len(groups) == 0 {
		a.Prompt = fmt.Sprintf("Nothing names a server for %s. Which server takes its outgoing mail?", domain)
	}
	for _, g := range groups {
		a.Choices = append(a.Choices, serverChoice(g))
	}
	// A mistyped domain may be somebody's: what was found stands first.
	a.Choices = append(a.Choices, corrections(s.read(s.answers[Provider]))...)
	if a.Default == "" && len(groups) > 0 && sure(groups[0][0]) {
		a.Default = a.Choices[0].Value
	}
	a.Choices = append(a.Choices, Choice{
		Value: Own, Label: "Another server", Remark: "I know its name", Pinned: true,
	})
	a.Choices = append(a.Choices, s.consents()...)
	a.Choices = append(a.Choices, practiseFirst())
	return a
}

// sure reports whether a candidate may be taken without a second look.
func sure(c candidate.Candidate) bool {
	return !c.Guess && !c.Unprotected && !c.Outside && !c.Plaintext
}

// serverChoice offers the candidates of one provider or host, a name in another alphabet
// in both its forms.
func serverChoice(g []candidate.Candidate) Choice {
	c := g[0]
	choice := Choice{Value: serverOf(c), Label: c.Host, Remark: serverRemark(g)}
	if c.Provider != "" {
		choice.Label = c.Name
	} else if name, brief := typed.Unicode(c.Host); name != "" {
		choice.Label += " (" + name + ")"
		if brief != "" {
			choice.Remark = brief + "; " + strings.TrimPrefix(choice.Remark, "check it: ")
		}
	}
	if c.OAuthOnly() {
		choice.Lesson = "oauth"
	}
	return choice
}

// serverRemark says in a few words which doors are named, by how many, and what to
// beware of.
func serverRemark(g []candidate.Candidate) string {
	c := g[0]
	if c.Guess {
		return "a guess: nobody names it"
	}
	var words []string
	switch {
	case c.Plaintext:
		words = append(words, "named without encryption")
	case c.Unprotected:
		words = append(words, "check it: read without encryption")
	case c.Outside:
		words = append(words, "check it: not of your domain")
	}
	if c.OAuthOnly() {
		words = append(words, "browser sign-in only")
	}
	var ports []string
	for _, d := range g {
		p := strconv.Itoa(d.Port)
		if d.Host != c.Host || slices.ContainsFunc(ports, func(o string) bool { return strings.HasPrefix(o+" ", p+" ") }) {
			continue
		}
		if d.Plaintext && !c.Plaintext {
			p += " not encrypted"
		}
		ports = append(ports, p)
	}
	words = append(words, strings.Join(ports, ", "))
	if n := len(c.Sources); n > 1 {
		words = append(words, fmt.Sprintf("%d sources agree", n))
	}
	return strings.Join(words, "; ")
}

// putServer understands a candidate, a host, host:port, another address, and the words
// that are no server.
func (s Session) putServer(v string) (Session, error) {
	if !s.searching() {
		return s, errors.New("servers are chosen once an address was typed")
	}
	if v == "" {
		if v = s.askServer().Default; v == "" {
			return s, errors.New("choose one of the list, or type a server's name")
		}
	}
	switch {
	case v == Practise:
		return s.withProvider(Practise), nil
	case v == AskPlainHTTP:
		return s.withoutAnswers(Server).withAnswer(plainHTTP, "yes"), nil
	case v == TellAddress:
		return s.withoutAnswers(Server).withAnswer(wholeAddress, "yes"), nil
	case v == Own:
		return s.withServer(Own), nil
	case strings.Contains(v, "@"):
		return s.Put(Provider, v)
	}
	if slices.ContainsFunc(s.Found().Candidates, func(c candidate.Candidate) bool { return serverOf(c) == v }) {
		return s.withServer(v), nil
	}
	if p, ok := s.world.Catalog.Find(v); ok {
		if !p.SMTPAvailable {
			return s, withoutSMTP(p)
		}
		return s.withServer(p.ID), nil
	}
	host, door, err := readServer(v)
	if err != nil {
		return s, withCorrection(s.read(v), err)
	}
	value := host
	if p, ok := s.world.Catalog.ByHost(host); ok {
		value = p.ID
	}
	return s.withServer(value).withAnswer(Host, host).withDoor(door), nil
}

// Present is what is to be used of a server that was found: as the person changed it, or
// else as it was found. The door may be "".
func (s Session) Present(c candidate.Candidate) (host, door, user string) {
	host, user = c.Host, c.User
	if d, ok := c.Door(); ok {
		door = writeDoor(d)
	}
	if s.Said(Server) != serverOf(c) || !s.Answered(Host) {
		return host, door, user
	}
	if v := s.Said(User); v != "" {
		user = v
	}
	return s.Said(Host), s.Said(Port), user
}

// withServer returns a session with this answer to Server. The answers that depend on
// the server are forgotten, unless it is the same one again.
func (s Session) withServer(v string) Session {
	if s.Said(Server) == v {
		return s
	}
	return s.withoutAnswers(Host, Port, Region, Door, User, Write).withAnswer(Server, v)
}

// withDoor returns a session with the door that was typed with a server's name, "" if
// none was.
func (s Session) withDoor(door string) Session {
	if door == "" {
		return s.withoutAnswers(Port)
	}
	return s.withAnswer(Port, door)
}

// readServer reads a server's name, and the door behind it as it is kept: "" where none
// was typed.
func readServer(v string) (host, door string, err error) {
	host, d, err := typed.Server(v)
	if err != nil || d.Port == 0 {
		return host, "", err
	}
	return host, writeDoor(d), nil
}

func writeDoor(d probe.Door) string { return fmt.Sprintf("%d:%s", d.Port, d.Security) }

// putPort keeps a door to be tried besides; empty means none.
func (s Session) putPort(v string) (Session, error) {
	if v == "" {
		return s.withoutAnswers(Port, Door, Write), nil
	}
	d, err := typed.Door(v)
	if err != nil {
		return s, err
	}
	if writeDoor(d) != s.answers[Port] {
		s = s.withoutAnswers(Door, Write)
	}
	return s.withAnswer(Port, writeDoor(d)), nil
}
