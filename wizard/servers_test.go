package wizard_test

import (
	"slices"
	"strings"
	"testing"

	"postern/probe"
	"postern/probe/discover"
	"postern/wizard"
)

// report is a settled one of example.org, with what the sources say.
func report(said ...discover.Answer) discover.Report {
	r := discover.Report{Domain: "example.org"}
	for _, id := range []discover.SourceID{
		discover.SRVSubmissions, discover.SRVSubmission, discover.MX, discover.Autoconfig,
		discover.WellKnown, discover.AutoconfigMX, discover.ISPDB, discover.Guesses,
	} {
		a := discover.Answer{Source: id, State: discover.None, Reason: discover.NoSuchName}
		if i := slices.IndexFunc(said, func(a discover.Answer) bool { return a.Source == id }); i >= 0 {
			a = said[i]
			if a.State == "" {
				a.State = discover.Found
			}
		}
		a.Words = string(id)
		r.Answers = append(r.Answers, a)
	}
	return r
}

func file(id discover.SourceID, servers ...discover.Finding) discover.Answer {
	for i := range servers {
		servers[i].Source, servers[i].Where = id, probe.NewText("https://autoconfig.example.org/mail/config-v1.1.xml")
	}
	return discover.Answer{Source: id, Findings: servers}
}

func server(host string, port int, security probe.Security, user string) discover.Finding {
	return discover.Finding{Host: host, Port: port, Security: security, User: probe.NewText(user)}
}

// TestFromAnAddressToTheDoors walks the way of an address that is in no catalogue.
func TestFromAnAddressToTheDoors(t *testing.T) {
	s := answer(t, wizard.New(world()), wizard.Provider, "ada@Example.ORG")
	wantAt(t, s, "do find")
	if got := s.Query(); got != (discover.Query{Domain: "example.org"}) {
		t.Errorf("asked for is %+v", got)
	}
	s = s.WithFound(report(file(discover.Autoconfig, server("mail.example.org", 465, probe.ImplicitTLS, discover.PlaceLocalPart),
		server("mail.example.org", 4587, probe.STARTTLS, discover.PlaceLocalPart)))).Next()
	wantAt(t, s, "ask server")
	ask := s.Step().(wizard.Ask)
	if len(ask.Choices) == 0 || ask.Choices[0].Value != "mail.example.org" || ask.Default != "mail.example.org" {
		t.Fatalf("offered are %+v, by default %q", ask.Choices, ask.Default)
	}
	s = answer(t, s, wizard.Server, "")
	wantAt(t, s, "do probe")
	if got := s.Get(wizard.Host); got != "mail.example.org" {
		t.Errorf("the host is %q", got)
	}
	if got := s.Get(wizard.User); got != "ada" {
		t.Errorf("the login name is %q", got)
	}
	if !slices.Contains(s.Doors(), probe.Door{Port: 4587, Security: probe.STARTTLS}) {
		t.Errorf("the doors are %v", s.Doors())
	}
	back, _ := s.BackOne()
	wantAt(t, back, "ask server")
	back, _ = back.BackOne()
	wantAt(t, back, "ask provider")
	if got := back.Step().(wizard.Ask).Default; got != "ada@example.org" {
		t.Errorf("back at the first question, %q stands there", got)
	}
	again := answer(t, back, wizard.Provider, "ada@example.org")
	wantAt(t, again, "ask server") // nothing is looked for twice
	if got := again.Step().(wizard.Ask).Default; got != "mail.example.org" {
		t.Errorf("the choice is forgotten: %q", got)
	}
}

// TestAProviderBehindADomain: the mail host shows whose customers they are.
func TestAProviderBehindADomain(t *testing.T) {
	s := answer(t, wizard.New(world()), wizard.Provider, "ada@example.org")
	s = s.WithFound(report(discover.Answer{
		Source: discover.MX, Exchanges: []discover.Exchange{{Host: "aspmx.l.google.com", Preference: 1}},
	})).Next()
	s = answer(t, s, wizard.Server, "google-workspace")
	p, ok := s.CatalogEntry()
	if !ok || p.ID != "google-workspace" || s.Get(wizard.Host) != "smtp.gmail.com" || s.Get(wizard.Address) != "ada@example.org" {
		t.Errorf("the session has provider %q, host %q, address %q", p.ID, s.Get(wizard.Host), s.Get(wizard.Address))
	}
	if got := s.ProviderName(); got != p.Name {
		t.Errorf("the provider is called %q", got)
	}
}

func TestNothingFound(t *testing.T) {
	s := answer(t, wizard.New(world()), wizard.Provider, "ada@example.org").WithFound(report()).Next()
	wantAt(t, s, "ask server")
	if _, err := s.Answer(wizard.Server, ""); err == nil {
		t.Error("nothing was chosen, and nothing was found")
	}
	own := answer(t, s, wizard.Server, wizard.Own)
	wantAt(t, own, "ask host")
	own = answer(t, own, wizard.Host, "[2001:db8::1]:587")
	wantAt(t, own, "do probe")
	if got := own.Get(wizard.Host); got != "2001:db8::1" {
		t.Errorf("the host is %q", got)
	}
	practice := answer(t, s, wizard.Server, wizard.Practise)
	wantAt(t, practice, "do practice")
	words := strings.Join(s.AskProvider().Paragraphs, "\n")
	for _, want := range []string{"ada@example.org", "465", "587", "STARTTLS", "app password"} {
		if !strings.Contains(words, want) {
			t.Errorf("what to ask the provider lacks %q:\n%s", want, words)
		}
	}
}
