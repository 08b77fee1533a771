package wizard

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"postern/probe"
	"postern/wizard/advice"
	"postern/wizard/catalog"
	"postern/wizard/recipe"
)

// A target is what a probe is about: a host and its doors.
type target struct {
	host  string
	doors []probe.Door
	ca    string // trusted too
}

func (t target) equal(o target) bool {
	return t.host == o.host && t.ca == o.ca && slices.Equal(t.doors, o.doors)
}

func (s Session) target() target { return target{s.Get(Host), s.Doors(), s.caFile()} }

// provider returns the catalogue entry the person chose, if it is one.
func (s Session) provider() (*catalog.Provider, bool) {
	id := s.answers[Provider]
	if s.searching() {
		id = s.answers[Server]
	}
	if id == "" || id == Own || id == Practise {
		return &catalog.Provider{}, false
	}
	p, ok := s.world.Catalog.Find(id)
	return s.localised(p), ok
}

// ProviderName is what to call the server's owner: the provider's name, or the host.
func (s Session) ProviderName() string {
	if p, ok := s.provider(); ok {
		return p.Name
	}
	if s.practice != nil && s.Said(Provider) == Practise {
		return "Practice"
	}
	return s.Get(Host)
}

// CatalogEntry returns what the catalogue says of the chosen provider.
func (s Session) CatalogEntry() (*catalog.Provider, bool) { return s.provider() }

// FirstSteps is what the provider wants done before a program can send, and the
// page about it; both may be empty.
func (s Session) FirstSteps() (note, link string) {
	p, _ := s.provider()
	return p.SetupNote, p.SetupURL
}

// TriedFrom says where the doors are tried from.
func (s Session) TriedFrom() string {
	switch {
	case s.Practising():
		return "practice servers here, in your provider's place"
	case s.world.Computer != "":
		return "its ports tried from this computer, named " + s.world.Computer
	}
	return "its ports tried from this computer"
}

// needsHost reports whether only the person can name the server.
func (s Session) needsHost() bool {
	if s.searching() {
		return s.Said(Server) == Own
	}
	return s.Said(Provider) == Own
}

// regions are the names to choose from, where the provider has several.
func (s Session) regions() []string {
	if p, ok := s.provider(); ok && !s.Answered(Host) {
		return p.RegionNames()
	}
	return nil
}

// Doors are the doors to try: the four, spoken to as the provider documents.
func (s Session) Doors() []probe.Door {
	if s.Practising() {
		return s.practice.Doors
	}
	doors := probe.StandardDoors()
	p, ok := s.provider()
	if !ok {
		return s.withNamed(doors)
	}
	if p.SMTPLocal != nil {
		return []probe.Door{{Port: p.SMTPLocal.Port, Security: probe.Security(p.SMTPLocal.Security)}}
	}
	for i, d := range doors {
		for _, e := range p.Endpoints(s.Get(Host)) {
			if e.Port == d.Port {
				doors[i] = documented(e)
			}
		}
	}
	return s.withNamed(doors)
}

func documented(e catalog.Endpoint) probe.Door {
	if e.Security == string(probe.ImplicitTLS) {
		return probe.Door{Port: e.Port, Security: probe.ImplicitTLS}
	}
	return probe.Door{Port: e.Port, Security: probe.STARTTLS}
}

// Practising reports whether the servers are the local ones.
//
//go:noinline
func (s Session) Practising() bool {
	return s.practice != nil && s.Said(Provider) == Practise
}

// Advice says which door to use by what is known so far.
func (s Session) Advice() advice.Advice { return advice.Advise(s.situation()) }

// Control returns the control question, which tells a fault of this network from one
// of the server; false where there is none, and Conclude then says why.
func (s Session) Control() (advice.Control, bool) {
	return advice.ControlFor(s.situation(), s.world.Catalog)
}

// ControlWords says what the control question sends, and to whom.
func (s Session) ControlWords() string {
	q, _ := s.Control()
	ports := make([]string, 0, len(q.Doors))
	for _, d := range q.Doors {
		ports = append(ports, strconv.Itoa(d.Port))
	}
	return fmt.Sprintf("Postern tries %s at %s (%s) too, as it did at %s: a hello and a goodbye, no address and no login.",
		strings.Join(ports, " and "), q.Host, q.Name, s.report.Host)
}

// Conclude says whose side the trouble is on, by what the host of the control
// question answered.
func (s Session) Conclude(control probe.Report) advice.Conclusion {
	return advice.Conclude(s.situation(), control)
}

// Case returns what Advice rests on; false while no door's answer is known.
func (s Session) Case() (advice.Case, bool) {
	return s.situation(), slices.ContainsFunc(s.report.Doors, probe.Result.Settled)
}

func (s Session) situation() advice.Case {
	c := advice.Case{Report: s.report, Policy: s.world.Policy, Elapsed: s.elapsed}
	if p, ok := s.provider(); ok {
		c.Provider = p
	} else {
		c.Named, c.NamedBy = s.namedDoors()
		c.Meant = s.likelyHost()
	}
	c.ByAddress = s.ByAddress()
	c.LocalRelay = !c.ByAddress && c.Provider == nil && !s.Practising() && isLoopback(s.report)
	return c
}

// isLoopback reports whether the host is this computer itself, where a relay
// without a login is the person's own.
func isLoopback(r probe.Report) bool {
	if len(r.Addresses) == 0 {
		return false
	}
	for _, a := range r.Addresses {
		if !a.IsLoopback() {
			return false
		}
	}
	return true
}

// Chosen returns the result of the door the person chose, or of the recommended
// one while they have not.
func (s Session) Chosen() (probe.Result, bool) {
	port, err := strconv.Atoi(s.Get(Door))
	if err != nil {
		return probe.Result{}, false
	}
	return s.report.Door(port)
}

// used returns the result of the door that the program's settings name. It is the chosen
// one; but for a program that would go on without encryption where STARTTLS is not
// offered, the recommended door gives way to 465, if that is ready too.
func (s Session) used() (probe.Result, bool) {
	r, ok := s.Chosen()
	p, _ := recipe.Find(s.Get(Program))
	if !ok || !p.Lenient || recipe.Security(advice.SecurityOf(r)) != recipe.STARTTLS || s.Advice().Port != r.Door.Port {
		return r, ok
	}
	if safer, found := s.report.Door(465); found && safer.Door.Implicit() && advice.Usable(advice.Judge(safer)) {
		return safer, true
	}
	return r, ok
}

// movedWords says why the settings name another door than the chosen one, "" where they
// do not.
func (s Session) movedWords() string {
	r, ok := s.Chosen()
	used, _ := s.used()
	if !ok || used.Door.Port == r.Door.Port {
		return ""
	}
	return fmt.Sprintf("! %s would go on without encryption where a server stops offering STARTTLS, so these settings use %d, "+
		"which is ready too: TLS is there from the start.", s.programName(), used.Door.Port)
}
