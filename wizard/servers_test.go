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
	if got := back.Step().(wizard.Ask).Default; got != "ada@Example.ORG" { // as it was typed
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

// TestWhatIsNamedWithoutEncryptionIsShown: behind guesses too, which what is known
// makes needless, and said of a door beside others.
func TestWhatIsNamedWithoutEncryptionIsShown(t *testing.T) {
	s := answer(t, wizard.New(world()), wizard.Provider, "ada@example.org")
	guess := discover.Finding{Source: discover.Guesses, Host: "example.org", Guess: true, DNS: probe.DNSOK}
	s = s.WithFound(report(
		file(discover.Autoconfig, server("mail.example.org", 465, probe.ImplicitTLS, ""), server("mail.example.org", 25, discover.Plaintext, ""), server("old.example.org", 25, discover.Plaintext, "")),
		discover.Answer{Source: discover.Guesses, Findings: []discover.Finding{guess}},
	)).Next()
	var got []string
	for _, c := range s.Step().(wizard.Ask).Choices {
		if !c.Pinned {
			got = append(got, c.Label+": "+c.Remark)
		}
	}
	want := []string{"mail.example.org: 465, 25 not encrypted", "old.example.org: named without encryption; 25"}
	if !slices.Equal(got, want) {
		t.Errorf("offered are\n%s\nnot\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestTheDoorThatIsNamedFirst is the one that is recommended, whatever the policy says
// of two that nobody names.
func TestTheDoorThatIsNamedFirst(t *testing.T) {
	s := answer(t, wizard.New(world()), wizard.Provider, "ada@example.org")
	s = s.WithFound(report(file(discover.Autoconfig, server("mail.example.org", 25, discover.Plaintext, ""),
		server("mail.example.org", 465, probe.ImplicitTLS, ""), server("mail.example.org", 587, probe.STARTTLS, "")))).Next()
	c, _ := answer(t, s, wizard.Server, "mail.example.org").Case()
	want := []probe.Door{{Port: 465, Security: probe.ImplicitTLS}, {Port: 587, Security: probe.STARTTLS}}
	if !slices.Equal(c.Named, want) || c.NamedBy != "The settings file at autoconfig.example.org" {
		t.Errorf("named are %v, by %q", c.Named, c.NamedBy)
	}
	own := answer(t, answer(t, s, wizard.Server, wizard.Own), wizard.Host, "smtp.example.org")
	if c, _ := own.Case(); len(c.Named) > 0 {
		t.Errorf("a server that nobody names has the doors %v", c.Named)
	}
}

// TestAForgedMailHost: the file of a domain that DNS alone led to is no default.
func TestAForgedMailHost(t *testing.T) {
	s := answer(t, wizard.New(world()), wizard.Provider, "ada@example.org")
	s = s.WithFound(report(
		discover.Answer{Source: discover.MX, Exchanges: []discover.Exchange{{Host: "mx.example.net", Preference: 1}}},
		file(discover.AutoconfigMX, server("smtp.example.net", 465, probe.ImplicitTLS, "")),
	)).Next()
	ask := s.Step().(wizard.Ask)
	if ask.Default != "" || ask.Choices[0].Value != "smtp.example.net" || !strings.Contains(ask.Choices[0].Remark, "not of your domain") {
		t.Errorf("the default is %q; offered first is %+v", ask.Default, ask.Choices[0])
	}
}

// TestPartialResults: what is known can be chosen while the rest is still asked, and
// then nobody waits for it.
func TestPartialResults(t *testing.T) {
	s := answer(t, wizard.New(world()), wizard.Provider, "ada@example.org")
	r := report(file(discover.Autoconfig, server("mail.example.org", 465, probe.ImplicitTLS, "")))
	r.Answers[0].State = discover.Asking
	s = s.WithFound(r)
	wantAt(t, s.Next(), "ask server")
	if _, ok := s.Found().Best(); !ok {
		t.Fatal("nothing is known yet")
	}
	if more := consents(s); len(more) > 0 {
		t.Errorf("more is asked for before all have answered: %v", more)
	}
	s = answer(t, s, wizard.Server, "mail.example.org")
	wantAt(t, s, "do probe")
	back, _ := s.Back()
	wantAt(t, back, "ask server") // past the work that nobody waits for
}

// consents are what more may be asked.
func consents(s wizard.Session) (out []string) {
	for _, a := range s.Asks(wizard.PageProvider) {
		for _, c := range a.Choices {
			if a.Field == wizard.Server && (c.Value == wizard.AskPlainHTTP || c.Value == wizard.TellAddress) {
				out = append(out, c.Value)
			}
		}
	}
	return out
}

func TestConsent(t *testing.T) {
	failed := func(auto, known discover.Reason) discover.Report {
		return report(
			discover.Answer{Source: discover.Autoconfig, State: discover.Failed, Reason: auto},
			discover.Answer{Source: discover.WellKnown, State: discover.Failed, Reason: known})
	}
	for _, tt := range []struct {
		auto, known discover.Reason
		want        string
	}{
		{discover.NoSuchName, discover.NoSuchName, ""},
		{discover.NoSuchName, discover.NoConnection, "plain-http"},
		{discover.NoSuchName, discover.BadCertificate, "plain-http"},
		{discover.NoSuchPage, discover.NoSuchPage, "plain-http whole-address"},
	} {
		s := answer(t, wizard.New(world()), wizard.Provider, "ada@example.org").WithFound(failed(tt.auto, tt.known))
		if got := strings.Join(consents(s), " "); got != tt.want {
			t.Errorf("after %s and %s may be asked %q, want %q", tt.auto, tt.known, got, tt.want)
		}
	}
	s := answer(t, wizard.New(world()), wizard.Provider, "ada@example.org").WithFound(report(file(discover.WellKnown, server("mail.example.org", 465, probe.ImplicitTLS, ""))))
	if got := consents(s); got != nil {
		t.Errorf("though all is known, %v may be asked", got)
	}

	s = answer(t, wizard.New(world()), wizard.Provider, "ada@example.org").WithFound(failed(discover.NoSuchPage, discover.NoSuchPage)).Next()
	s = answer(t, s, wizard.Server, wizard.AskPlainHTTP)
	wantAt(t, s, "do find")
	if got, want := s.Query(), (discover.Query{Domain: "example.org", PlainHTTP: true}); got != want {
		t.Errorf("asked for is %+v, want %+v", got, want)
	}
	s = s.WithFound(failed(discover.NoSuchPage, discover.NoSuchPage)).Next()
	if got := strings.Join(consents(s), " "); got != wizard.TellAddress {
		t.Errorf("then may be asked %q", got)
	}
	s = answer(t, s, wizard.Server, wizard.TellAddress)
	if got := s.Query().Address; got != "ada@example.org" {
		t.Errorf("told is %q", got)
	}
	// Another person's address is not told because of that, nor is another domain asked.
	other := answer(t, s, wizard.Provider, "bob@example.org")
	if got, want := other.Query(), (discover.Query{Domain: "example.org", PlainHTTP: true}); got != want {
		t.Errorf("for another address, asked for is %+v", got)
	}
	other = answer(t, s, wizard.Provider, "ada@example.net")
	if got, want := other.Query(), (discover.Query{Domain: "example.net"}); got != want {
		t.Errorf("for another domain, asked for is %+v", got)
	}
}

func TestOffline(t *testing.T) {
	w := world()
	w.Offline = true
	s := answer(t, wizard.New(w), wizard.Provider, "ada@alice.it")
	wantAt(t, s, "ask server")
	if got := consents(s); got != nil {
		t.Errorf("offline, %v may be asked", got)
	}
	s = answer(t, s, wizard.Server, "")
	if got := s.Get(wizard.Host); got != "out.alice.it" {
		t.Errorf("the host is %q", got)
	}
	if got := s.Get(wizard.User); got != "ada@alice.it" {
		t.Errorf("the login name is %q", got)
	}
}

// TestAReportThatComesTooLate: of another domain than the one that is looked for.
func TestAReportThatComesTooLate(t *testing.T) {
	s := answer(t, wizard.New(world()), wizard.Provider, "ada@example.net")
	s = s.WithFound(report(file(discover.Autoconfig, server("mail.example.org", 465, probe.ImplicitTLS, ""))))
	if len(s.Found().Candidates) > 0 {
		t.Errorf("taken is %+v", s.Found().Candidates)
	}
	listed := answer(t, wizard.New(world()), wizard.Provider, "ada@gmail.com").WithFound(report())
	if listed.Found().Domain != "" || listed.Searched() != nil || listed.Query() != (discover.Query{}) {
		t.Error("the servers of a listed address are looked for")
	}
}

// TestAnotherServerForgetsTheFirst: what belonged to one server is not another's.
func TestAnotherServerForgetsTheFirst(t *testing.T) {
	s := answer(t, wizard.New(world()), wizard.Provider, "ada@example.org").WithFound(report(
		file(discover.Autoconfig, server("a.example.org", 465, probe.ImplicitTLS, discover.PlaceLocalPart)),
		file(discover.ISPDB, server("b.example.org", 587, probe.STARTTLS, discover.PlaceAddress)))).Next()
	s = answer(t, s, wizard.Server, "a.example.org")
	s = answer(t, s, wizard.User, "somebody")
	s, _ = s.Put(wizard.Port, "2465:tls")
	same := answer(t, s, wizard.Server, "a.example.org")
	if same.Get(wizard.User) != "somebody" || same.Get(wizard.Port) != "2465:tls" {
		t.Error("the same server again, and what was typed for it is lost")
	}
	s = answer(t, s, wizard.Server, "b.example.org")
	if got := s.Get(wizard.User); got != "ada@example.org" {
		t.Errorf("the login name is %q", got)
	}
	if got := s.Get(wizard.Port); got != "" {
		t.Errorf("the door of the other server is kept: %s", got)
	}
	if got := s.Get(wizard.Host); got != "b.example.org" {
		t.Errorf("the host is %q", got)
	}
}

// TestAServerOfOnesOwn: where servers are offered, another may be typed, with a door.
func TestAServerOfOnesOwn(t *testing.T) {
	s := answer(t, wizard.New(world()), wizard.Provider, "ada@example.org").WithFound(report()).Next()
	own := answer(t, s, wizard.Server, "mail.example.net:10587")
	if own.Get(wizard.Host) != "mail.example.net" || !slices.Contains(own.Doors(), probe.Door{Port: 10587, Security: probe.STARTTLS}) {
		t.Errorf("the host is %q, the doors are %v", own.Get(wizard.Host), own.Doors())
	}
	listed := answer(t, s, wizard.Server, "smtp.fastmail.com")
	if p, ok := listed.CatalogEntry(); !ok || p.ID != "fastmail" {
		t.Errorf("the provider is %q", p.ID)
	}
	if got := listed.Get(wizard.Address); got != "ada@example.org" {
		t.Errorf("the address is %q", got)
	}
	for typed, says := range map[string]string{"": "choose one", "tuta": "no SMTP", "mail.example.net:99999": "no port", "ada@@example.net": "did you mean ada@example.net?"} {
		if _, err := s.Answer(wizard.Server, typed); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q is answered with %v", typed, err)
		}
	}
	other := answer(t, s, wizard.Server, "ada@example.net")
	wantAt(t, other, "do find")
	if got := other.Query().Domain; got != "example.net" {
		t.Errorf("looked for is %q", got)
	}
}

// TestWhatSomebodySaysAboutADoor: a port is spoken to as the best source has it, and a
// door without encryption is only ever tried with it.
func TestWhatSomebodySaysAboutADoor(t *testing.T) {
	s := answer(t, wizard.New(world()), wizard.Provider, "ada@example.org").WithFound(report(
		file(discover.Autoconfig, server("mail.example.org", 587, probe.ImplicitTLS, ""), server("mail.example.org", 26, discover.Plaintext, "")),
		file(discover.ISPDB, server("mail.example.org", 587, probe.STARTTLS, "")))).Next()
	s = answer(t, s, wizard.Server, "mail.example.org")
	for _, want := range []probe.Door{{Port: 587, Security: probe.ImplicitTLS}, {Port: 26, Security: probe.STARTTLS}} {
		if !slices.Contains(s.Doors(), want) {
			t.Errorf("the doors are %v, without %v", s.Doors(), want)
		}
	}
	s, err := s.Put(wizard.Port, "587:starttls")
	if err != nil || !slices.Contains(s.Doors(), probe.Door{Port: 587, Security: probe.STARTTLS}) {
		t.Errorf("the person's word does not count: %v (%v)", s.Doors(), err)
	}
	if s, err = s.Put(wizard.Port, ""); err != nil || s.Answered(wizard.Port) {
		t.Errorf("a door cannot be taken back: %v", err)
	}
	for _, bad := range []string{"0", "65536", "x", "465:ssl", "+25"} {
		if _, err := s.Put(wizard.Port, bad); err == nil {
			t.Errorf("%q is taken for a door", bad)
		}
	}
}

func TestSearched(t *testing.T) {
	s := answer(t, wizard.New(world()), wizard.Provider, "ada@example.org")
	var got []string
	for _, l := range s.WithFound(report(
		discover.Answer{Source: discover.MX, Exchanges: []discover.Exchange{{Host: "aspmx.l.google.com"}}},
		file(discover.Autoconfig, server("a.example.org", 465, probe.ImplicitTLS, ""), server("b.example.org", 587, probe.STARTTLS, "")),
		discover.Answer{Source: discover.WellKnown, State: discover.Failed, Reason: discover.BadCertificate},
		discover.Answer{Source: discover.ISPDB, State: discover.Asking},
		discover.Answer{Source: discover.Guesses, Findings: []discover.Finding{{Host: "mail.example.org", Guess: true, DNS: probe.DNSOK}, {Host: "smtp.example.org", Guess: true, DNS: probe.DNSNXDomain}}},
	)).Searched() {
		got = append(got, string(l.ID)+" "+string(l.State)+": "+l.Result)
	}
	want := []string{
		"catalogue none: does not know it", "ispdb-table none: does not know it",
		"srv-submissions none: no such name", "srv-submission none: no such name",
		"mx found: aspmx.l.google.com takes its mail", "catalogue-mx found: Google Workspace",
		"autoconfig found: a.example.org:465, and 1 more",
		"well-known failed: a certificate for another name, or not valid; not read",
		"autoconfig-mx none: no such name", "ispdb asking: asking", "guesses found: mail.example.org exists",
	}
	if !slices.Equal(got, want) {
		t.Errorf("looked for was\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestEveryReasonHasWords: none is told by its name.
func TestEveryReasonHasWords(t *testing.T) {
	for _, r := range []discover.Reason{
		discover.NoSuchName, discover.NoRecord, discover.NotOffered, discover.NullMX, discover.NoSuchPage, discover.WebPage,
		discover.NoServer, discover.SameDomain, discover.NoMX, discover.LocalDomain, discover.BadQuery, discover.NameServer,
		discover.NameTimeout, discover.BadRecords, discover.NoConnection, discover.BadProxy, discover.BadCertificate,
		discover.NoTLS, discover.BadHTTP, discover.BadStatus, discover.BadRedirect, discover.ManyRedirects, discover.TooLong,
		discover.CutOff, discover.BadXML, discover.Timeout, discover.Cancelled,
	} {
		lines := wizard.Searched("ada@example.org", world().Catalog, report(discover.Answer{Source: discover.Autoconfig, State: discover.Failed, Reason: r}), false)
		for _, l := range lines {
			if l.Result == "" || l.Result == string(r) && r != discover.NoConnection {
				t.Errorf("%s is told as %q", r, l.Result)
			}
		}
	}
}

// TestServersInAnotherAlphabetAreReadable: a name stands there in both its forms, and one
// that mixes alphabets is doubted.
func TestServersInAnotherAlphabetAreReadable(t *testing.T) {
	outside := server("xn--gmil-63d.com", 587, probe.STARTTLS, "") // with a Cyrillic a
	outside.Source = discover.SRVSubmission
	s := answer(t, wizard.New(world()), wizard.Provider, "ada@example.org").WithFound(report(
		file(discover.Autoconfig, server("xn--bcher-kva.example.org", 465, probe.ImplicitTLS, "")),
		discover.Answer{Source: discover.SRVSubmission, Findings: []discover.Finding{outside}},
	)).Next()
	var got []string
	for _, c := range s.Step().(wizard.Ask).Choices {
		if !c.Pinned {
			got = append(got, c.Value+" | "+c.Label+" | "+c.Remark)
		}
	}
	want := []string{
		"xn--bcher-kva.example.org | xn--bcher-kva.example.org (bücher.example.org) | 465",
		"xn--gmil-63d.com | xn--gmil-63d.com (gm\u0430il.com) | check it: letters of several alphabets; not of your domain; 587",
	}
	if !slices.Equal(got, want) {
		t.Errorf("offered are\n%s\nnot\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
