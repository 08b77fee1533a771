package candidate

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"postern/probe"
	"postern/probe/discover"
	"postern/wizard/advice"
	"postern/wizard/catalog"
)

// said is a settled report about example.org with these answers.
func said(answers ...discover.Answer) discover.Report {
	for i := range answers {
		if answers[i].State == "" {
			answers[i].State = discover.Found
		}
	}
	return discover.Report{Domain: "example.org", Answers: answers}
}

func srv(id discover.SourceID, records ...discover.Finding) discover.Answer {
	name, security := "_submission._tcp.example.org", probe.STARTTLS
	if id == discover.SRVSubmissions {
		name, security = "_submissions._tcp.example.org", probe.ImplicitTLS
	}
	for i := range records {
		records[i].Source, records[i].Where, records[i].Security = id, probe.NewText("DNS record "+name), security
	}
	return discover.Answer{Source: id, Findings: records}
}

func record(host string, port int, priority, weight uint16) discover.Finding {
	return discover.Finding{Host: host, Port: port, Priority: priority, Weight: weight}
}

func settings(id discover.SourceID, servers ...discover.Finding) discover.Answer {
	where := map[discover.SourceID]string{
		discover.Autoconfig:     "https://autoconfig.example.org/mail/config-v1.1.xml",
		discover.WellKnown:      "https://example.org/.well-known/autoconfig/mail/config-v1.1.xml",
		discover.AutoconfigMX:   "https://autoconfig.example.net/mail/config-v1.1.xml",
		discover.ISPDB:          "https://autoconfig.thunderbird.net/v1.1/example.org",
		discover.AutoconfigHTTP: "http://autoconfig.example.org/mail/config-v1.1.xml",
	}[id]
	for i := range servers {
		servers[i].Source, servers[i].Where = id, probe.NewText(where)
		servers[i].Unprotected = id == discover.AutoconfigHTTP
	}
	return discover.Answer{Source: id, Findings: servers}
}

// byExchange says that an answer's settings are those of the mail host's domain.
func byExchange(a discover.Answer) discover.Answer {
	for i := range a.Findings {
		a.Findings[i].Exchange = true
	}
	return a
}

func tls(host string, port int) discover.Finding {
	return discover.Finding{Host: host, Port: port, Security: probe.ImplicitTLS}
}

func starttls(host string, port int) discover.Finding {
	return discover.Finding{Host: host, Port: port, Security: probe.STARTTLS}
}

func plain(host string, port int) discover.Finding {
	return discover.Finding{Host: host, Port: port, Security: discover.Plaintext}
}

func guessed(host string, end probe.DNS, wildcard bool) discover.Finding {
	return discover.Finding{Source: discover.Guesses, Where: probe.NewText("a guess"), Host: host, Guess: true, DNS: end, Wildcard: wildcard}
}

func guesses(all ...discover.Finding) discover.Answer {
	return discover.Answer{Source: discover.Guesses, Findings: all}
}

func mx(hosts ...string) discover.Answer {
	a := discover.Answer{Source: discover.MX}
	for i, h := range hosts {
		a.Exchanges = append(a.Exchanges, discover.Exchange{Host: h, Preference: uint16(i)})
	}
	return a
}

func rankOf(address string, r discover.Report, p advice.Policy) Ranking {
	return Rank(Input{Address: address, Catalog: catalog.Default(), ISPs: catalog.ISPs(), Report: r, Policy: p})
}

// line is a candidate in short.
func line(c Candidate) string {
	s := c.Host
	if c.Port != 0 {
		s += fmt.Sprintf(":%d:%s", c.Port, c.Security)
	}
	if c.Provider != "" {
		s += " " + c.Provider
	}
	return s
}

func lines(r Ranking) string {
	var all []string
	for _, c := range r.Candidates {
		all = append(all, line(c))
	}
	return strings.Join(all, ", ")
}

func TestOrder(t *testing.T) {
	everybody := said(
		srv(discover.SRVSubmissions, record("srv.example.org", 465, 0, 0)),
		mx("mx1.example.net"),
		settings(discover.Autoconfig, tls("own.example.org", 465)),
		settings(discover.AutoconfigMX, tls("smtp.example.net", 465)),
		settings(discover.ISPDB, tls("public.example.org", 465)),
		guesses(guessed("smtp.example.org", probe.DNSOK, false), guessed("mail.example.org", probe.DNSNXDomain, false), guessed("example.org", probe.DNSOK, false)),
		settings(discover.AutoconfigHTTP, tls("http.example.org", 465)),
	)
	tests := []struct {
		name    string
		report  discover.Report
		want    string
		want465 string // with the other policy; "" for the same
	}{
		{"nothing", said(), "", ""},
		{
			"everybody", everybody,
			"own.example.org:465:tls, srv.example.org:465:tls, smtp.example.net:465:tls, public.example.org:465:tls, http.example.org:465:tls, smtp.example.org, example.org", "",
		},
		{
			"a file's own order", said(settings(discover.Autoconfig, starttls("b.example.org", 587), tls("a.example.org", 465), starttls("b.example.org", 2525))),
			"b.example.org:587:starttls, a.example.org:465:tls, b.example.org:2525:starttls", "",
		},
		{
			"who agrees with a better source stands where that puts it", said(srv(discover.SRVSubmission, record("mail.example.org", 587, 0, 0)), settings(discover.Autoconfig, tls("mail.example.org", 465), starttls("mail.example.org", 587))),
			"mail.example.org:465:tls, mail.example.org:587:starttls", "",
		},
		{
			"the lower priority", said(srv(discover.SRVSubmissions, record("a.example.org", 465, 10, 0)), srv(discover.SRVSubmission, record("b.example.org", 587, 5, 0))),
			"b.example.org:587:starttls, a.example.org:465:tls", "",
		},
		{
			"equal priority, by the policy", said(srv(discover.SRVSubmissions, record("a.example.org", 465, 5, 9)), srv(discover.SRVSubmission, record("b.example.org", 587, 5, 0))),
			"b.example.org:587:starttls, a.example.org:465:tls", "a.example.org:465:tls, b.example.org:587:starttls",
		},
		{
			"the heavier", said(srv(discover.SRVSubmissions, record("light.example.org", 465, 5, 1), record("heavy.example.org", 465, 5, 60), record("last.example.org", 465, 9, 99))),
			"heavy.example.org:465:tls, light.example.org:465:tls, last.example.org:465:tls", "",
		},
		{
			"no encryption is last", said(settings(discover.Autoconfig, plain("mail.example.org", 25), plain("smtp.example.org", 587), starttls("mail.example.org", 587)), guesses(guessed("example.org", probe.DNSOK, false))),
			"mail.example.org:587:starttls, example.org, mail.example.org:25:none, smtp.example.org:587:none", "",
		},
		{
			"the mail host tells the provider", said(mx("aspmx.l.google.com"), guesses(guessed("aspmx.l.google.com", probe.DNSOK, false), guessed("mail.example.org", probe.DNSOK, false))),
			"smtp.gmail.com:465:tls google-workspace, smtp.gmail.com:587:starttls google-workspace, mail.example.org", "",
		},
		{
			"the second mail host tells it", said(mx("filter.example.net", "in1-smtp.messagingengine.com")),
			"smtp.fastmail.com:465:tls fastmail, smtp.fastmail.com:587:starttls fastmail", "",
		},
		{
			"a record that leads to a provider", said(srv(discover.SRVSubmissions, record("smtp.fastmail.com", 465, 0, 1))),
			"smtp.fastmail.com:465:tls fastmail", "",
		},
		{
			"whose server it is, the mail host tells", said(srv(discover.SRVSubmission, record("smtp.gmail.com", 587, 0, 1)), mx("smtp.google.com")),
			"smtp.gmail.com:587:starttls google-workspace, smtp.gmail.com:465:tls google-workspace", "",
		},
		{
			"the table by the mail host", said(mx("mx1.oxcloud.cloudeu.xion.oxcs.net")),
			"smtp.mailbox.example:1:tls", "",
		},
		{
			"wildcard", said(guesses(guessed("smtp.example.org", probe.DNSOK, true), guessed("mail.example.org", probe.DNSOK, true), guessed("example.org", probe.DNSOK, false))),
			"example.org, smtp.example.org, mail.example.org", "",
		},
		{
			"guesses that lead nowhere", said(guesses(guessed("smtp.example.org", probe.DNSNXDomain, false), guessed("mail.example.org", probe.DNSTimeout, false))),
			"", "",
		},
		{
			"a guess that is named too", said(srv(discover.SRVSubmission, record("smtp.example.org", 587, 0, 0)), guesses(guessed("smtp.example.org", probe.DNSOK, false))),
			"smtp.example.org:587:starttls", "",
		},
		{
			"places are filled", said(settings(discover.Autoconfig, tls("mail."+discover.PlaceDomain, 465))),
			"mail.example.org:465:tls", "",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want465 := tt.want465
			if want465 == "" {
				want465 = tt.want
			}
			if strings.Contains(tt.name, "table by") {
				isp, _ := catalog.ISPs().ByDomain("cloudeu.xion.oxcs.net")
				o := isp.Servers[0]
				tt.want, want465 = fmt.Sprintf("%s:%d:%s", o.Host, o.Port, o.Security), ""
				want465 = tt.want
			}
			for policy, want := range map[advice.Policy]string{"": tt.want, advice.Prefer587: tt.want, advice.Prefer465: want465} {
				if got := lines(rankOf("ada@example.org", tt.report, policy)); got != want {
					t.Errorf("with %q:\n%s\nwant\n%s", policy, got, want)
				}
			}
		})
	}
}

// TestOrderDoesNotDependOnWhoAnswersFirst: the answers' order in the report is not
// the ranking's.
func TestOrderDoesNotDependOnWhoAnswersFirst(t *testing.T) {
	answers := []discover.Answer{
		srv(discover.SRVSubmissions, record("mail.example.org", 465, 0, 0), record("b.example.org", 465, 0, 7)),
		settings(discover.Autoconfig, starttls("mail.example.org", 587), tls("mail.example.org", 465)),
		settings(discover.ISPDB, tls("mail.example.org", 465)),
		guesses(guessed("example.org", probe.DNSOK, false)),
	}
	want := lines(rankOf("ada@example.org", said(answers...), ""))
	for range answers {
		answers = append(answers[1:], answers[0])
		if got := lines(rankOf("ada@example.org", said(answers...), "")); got != want {
			t.Errorf("in another order it is\n%s\nnot\n%s", got, want)
		}
	}
}

func TestReasons(t *testing.T) {
	tests := []struct {
		name   string
		report discover.Report
		at     int // which candidate
		want   []string
		not    []string
	}{
		{
			"two agree", said(srv(discover.SRVSubmissions, record("mail.example.org", 465, 0, 0)), settings(discover.Autoconfig, tls("mail.example.org", 465))), 0,
			[]string{"Named by the settings file at autoconfig.example.org and by the DNS record _submissions._tcp.example.org, which agree.", "over a protected connection"},
			[]string{"check that this is"},
		},
		{
			"three agree", said(srv(discover.SRVSubmissions, record("mail.example.org", 465, 0, 0)), settings(discover.Autoconfig, tls("mail.example.org", 465)), settings(discover.ISPDB, tls("mail.example.org", 465))), 0,
			[]string{"autoconfig.example.org, by the DNS record _submissions._tcp.example.org and by Thunderbird's collection, which agree"},
			nil,
		},
		{
			"outside", said(srv(discover.SRVSubmissions, record("mail.example.net", 465, 0, 0))), 0,
			[]string{"outside example.org: check that this is your provider"},
			nil,
		},
		{
			"outside, and the mail host's too", said(srv(discover.SRVSubmissions, record("smtp.fastmail.com", 465, 0, 0)), mx("in1-smtp.messagingengine.com")), 0,
			[]string{"the mail host in1-smtp.messagingengine.com, which agree"},
			[]string{"outside"},
		},
		{
			"not example.org's", said(srv(discover.SRVSubmissions, record("mail.notexample.org", 465, 0, 0))), 0,
			[]string{"outside example.org"},
			nil,
		},
		{"behind a domain", said(mx("aspmx.l.google.com")), 0, []string{"Google Workspace", "likely handed in there too"}, nil},
		{"plain http", said(settings(discover.AutoconfigHTTP, tls("mail.example.org", 465))), 0, []string{"without encryption", "check that this is"}, nil},
		{"no encryption", said(settings(discover.Autoconfig, plain("mail.example.org", 25))), 0, []string{"named without encryption", "tries it with encryption"}, nil},
		{"a guess", said(guesses(guessed("mail.example.org", probe.DNSOK, false))), 0, []string{"Nobody names it"}, []string{"Named by"}},
		{"a guessed mail host", said(mx("mx.example.net"), guesses(guessed("mx.example.net", probe.DNSOK, false))), 0, []string{"takes in the mail of example.org"}, nil},
		{"the domain itself", said(guesses(guessed("example.org", probe.DNSOK, false))), 0, []string{"the domain's own computer"}, nil},
		{"wildcard", said(guesses(guessed("mail.example.org", probe.DNSOK, true))), 0, []string{"any name under example.org leads"}, []string{"There is such a host"}},
		{
			"browser sign-in", said(settings(discover.Autoconfig, discover.Finding{Host: "mail.example.org", Port: 465, Security: probe.ImplicitTLS, Logins: []discover.Login{discover.LoginOAuth2}})), 0,
			[]string{"with a browser"},
			nil,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := rankOf("ada@example.org", tt.report, "").Candidates[tt.at]
			for _, w := range tt.want {
				if !strings.Contains(c.Reason, w) {
					t.Errorf("the reason lacks %q: %s", w, c.Reason)
				}
			}
			for _, w := range tt.not {
				if strings.Contains(c.Reason, w) {
					t.Errorf("the reason holds %q: %s", w, c.Reason)
				}
			}
			if strings.ContainsAny(c.Reason, "{}") || strings.Contains(c.Reason, "  ") {
				t.Errorf("a place is left in %q", c.Reason)
			}
		})
	}
}

// TestOutside: whoever can forge DNS can also forge whatever it alone leads to, and a
// second word that can be forged does not make up for the first.
func TestOutside(t *testing.T) {
	record465 := srv(discover.SRVSubmissions, record("mail.example.net", 465, 0, 0))
	for _, tt := range []struct {
		name   string
		report discover.Report
		want   bool
	}{
		{"a record", said(record465), true},
		{"a record of the domain's own", said(srv(discover.SRVSubmissions, record("mail.example.org", 465, 0, 0))), false},
		{"the mail host's file", said(mx("mx.example.net"), settings(discover.AutoconfigMX, tls("mail.example.net", 465))), true},
		{"the mail host's file, for the domain's own server", said(settings(discover.AutoconfigMX, tls("mail.example.org", 465))), false},
		{"a file read without encryption", said(settings(discover.AutoconfigHTTP, tls("mail.example.net", 465))), true},
		{"a record, and a file read without encryption", said(record465, settings(discover.AutoconfigHTTP, tls("mail.example.net", 465))), true},
		{"a record, and the mail host's file", said(record465, settings(discover.AutoconfigMX, tls("mail.example.net", 465))), true},
		{"the domain's own file", said(record465, settings(discover.Autoconfig, tls("mail.example.net", 465))), false},
		{"the collection, for the mail host's domain", said(byExchange(settings(discover.ISPDB, tls("mail.example.net", 465)))), true},
		{"the collection", said(record465, settings(discover.ISPDB, tls("mail.example.net", 465))), false},
	} {
		if got := rankOf("ada@example.org", tt.report, "").Candidates[0].Outside; got != tt.want {
			t.Errorf("%s: outside is %t", tt.name, got)
		}
	}
}

// TestTied: which of two records stands first is the domain's word only where their
// priorities differ.
func TestTied(t *testing.T) {
	equals := said(srv(discover.SRVSubmissions, record("mail.example.org", 465, 5, 0)), srv(discover.SRVSubmission, record("mail.example.org", 587, 5, 0)))
	ordered := said(srv(discover.SRVSubmissions, record("mail.example.org", 465, 0, 0)), srv(discover.SRVSubmission, record("mail.example.org", 587, 5, 0)))
	apart := said(srv(discover.SRVSubmissions, record("a.example.org", 465, 5, 0)), srv(discover.SRVSubmission, record("b.example.org", 587, 5, 0)))
	inFile := said(settings(discover.Autoconfig, tls("mail.example.org", 465), starttls("mail.example.org", 587)))
	for name, tt := range map[string]struct {
		report discover.Report
		want   bool
	}{"equals": {equals, true}, "ordered": {ordered, false}, "at two hosts": {apart, false}, "a file": {inFile, false}} {
		for _, c := range rankOf("ada@example.org", tt.report, "").Candidates {
			if c.Tied != tt.want {
				t.Errorf("%s: %s is tied: %t", name, line(c), c.Tied)
			}
		}
	}
}

// TestBest: what is named without encryption stands last, and is still no guess.
func TestBest(t *testing.T) {
	guess := guesses(guessed("example.org", probe.DNSOK, false))
	if c, ok := rankOf("ada@example.org", said(guess, settings(discover.Autoconfig, plain("mail.example.org", 25))), "").Best(); !ok || c.Host != "mail.example.org" {
		t.Errorf("the best is %q, %t", c.Host, ok)
	}
	if c, ok := rankOf("ada@example.org", said(guess), "").Best(); ok {
		t.Errorf("a guess is the best: %q", c.Host)
	}
}

// TestNoNetwork: a name server that is silent about one domain may answer for others.
func TestNoNetwork(t *testing.T) {
	silent := func(id discover.SourceID) discover.Answer {
		return discover.Answer{Source: id, State: discover.Failed, Reason: discover.NameTimeout}
	}
	all := []discover.Answer{
		silent(discover.SRVSubmissions), silent(discover.SRVSubmission), silent(discover.MX), silent(discover.Autoconfig),
		{Source: discover.AutoconfigMX, State: discover.Skipped, Reason: discover.NoMX},
	}
	heard := []discover.Answer{
		{Source: discover.ISPDB, State: discover.None, Reason: discover.NoSuchPage},
		{Source: discover.Guesses, State: discover.Failed, Reason: discover.NameTimeout, Findings: []discover.Finding{guessed("mail.example.org", probe.DNSNXDomain, false)}},
		{Source: discover.Guesses, State: discover.Asking},
	}
	says := func(answers ...discover.Answer) bool {
		return strings.Contains(strings.Join(rankOf("ada@example.org", said(answers...), "").Notes, " "), "no way out")
	}
	if !says(all...) {
		t.Error("with every name server silent nothing is said of the network")
	}
	for _, a := range heard {
		if says(append(slices.Clone(all), a)...) {
			t.Errorf("%s got through, and there is no way out", a.Source)
		}
	}
}

func TestDisagreement(t *testing.T) {
	for _, tt := range []struct {
		name   string
		report discover.Report
		want   string
	}{
		{
			"ports", said(srv(discover.SRVSubmission, record("mail.example.org", 587, 0, 0)), settings(discover.Autoconfig, tls("mail.example.org", 465))),
			"The domain's own settings file says 465, DNS says 587.",
		},
		{
			"encryption", said(srv(discover.SRVSubmission, record("mail.example.org", 465, 0, 0)), settings(discover.Autoconfig, tls("mail.example.org", 465))),
			"The domain's own settings file says 465 with TLS at once, DNS says 465 with STARTTLS.",
		},
		{
			"hosts", said(settings(discover.ISPDB, tls("old.example.org", 465)), settings(discover.WellKnown, tls("mail.example.org", 465))),
			"The domain's own settings file says mail.example.org, port 465, Thunderbird's collection says old.example.org, port 465.",
		},
		{"one voice with two records", said(srv(discover.SRVSubmission, record("mail.example.org", 587, 0, 0)), srv(discover.SRVSubmissions, record("mail.example.org", 465, 0, 0))), ""},
		{
			"a door in common", said(settings(discover.ISPDB, tls("mail.example.org", 465)), settings(discover.WellKnown, starttls("mail.example.org", 587), tls("mail.example.org", 465))),
			"",
		},
		{"guesses say nothing", said(guesses(guessed("smtp.example.org", probe.DNSOK, false)), settings(discover.WellKnown, tls("mail.example.org", 465))), ""},
	} {
		if got := rankOf("ada@example.org", tt.report, "").Candidates[0].Disagreement; got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestNotes(t *testing.T) {
	for name, tt := range map[string]struct {
		report discover.Report
		want   string
	}{
		"null MX":     {said(discover.Answer{Source: discover.MX, State: discover.None, Reason: discover.NullMX}), "takes no mail"},
		"no name":     {said(discover.Answer{Source: discover.MX, State: discover.None, Reason: discover.NoSuchName}, guesses(guessed("example.org", probe.DNSNXDomain, false))), "There is no domain example.org"},
		"named":       {said(discover.Answer{Source: discover.MX, State: discover.None, Reason: discover.NoSuchName}, guesses(guessed("example.org", probe.DNSNXDomain, false)), settings(discover.Autoconfig, tls("mail.example.org", 465))), "though servers are named for it"},
		"no MX":       {said(discover.Answer{Source: discover.MX, State: discover.None, Reason: discover.NoSuchName}, guesses(guessed("mail.example.org", probe.DNSOK, false))), ""},
		"no network":  {said(discover.Answer{Source: discover.MX, State: discover.Failed, Reason: discover.NameServer}), "No name server answered"},
		"wildcard":    {said(guesses(guessed("mail.example.org", probe.DNSOK, true))), "a wildcard in its DNS"},
		"certificate": {said(discover.Answer{Source: discover.Autoconfig, State: discover.Failed, Reason: discover.BadCertificate}), "not read"},
		"no SMTP":     {said(mx("mail.tutanota.de")), "Tuta"},
		"none":        {said(), ""},
	} {
		got := strings.Join(rankOf("ada@example.org", tt.report, "").Notes, " ")
		if (tt.want == "") != (got == "") || !strings.Contains(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

func TestUsers(t *testing.T) {
	form := func(user string) discover.Report {
		f := tls("mail.example.org", 465)
		f.User = probe.NewText(user)
		return said(settings(discover.Autoconfig, f))
	}
	for user, want := range map[string]string{
		discover.PlaceAddress:   "ada@example.org",
		discover.PlaceLocalPart: "ada",
		"EX\\" + discover.PlaceLocalPart + "." + discover.PlaceDomain: "EX\\ada.example.org",
		"fixed": "fixed",
		"":      "",
	} {
		if got := rankOf("ada@example.org", form(user), "").Candidates[0].User; got != want {
			t.Errorf("%q became %q, want %q", user, got, want)
		}
	}
}

// TestReportOfAnotherDomain: what was found elsewhere is nobody's business here.
func TestReportOfAnotherDomain(t *testing.T) {
	r := rankOf("ada@example.com.invalid", said(settings(discover.Autoconfig, tls("mail.example.org", 465))), "")
	if len(r.Candidates) > 0 || len(r.Asked) > 0 {
		t.Errorf("the ranking is %+v", r)
	}
}

// TestBuiltIn: an address at each domain that is built in leads to its provider, with
// nothing asked.
func TestBuiltIn(t *testing.T) {
	for _, p := range catalog.Default().Providers {
		for _, d := range p.Domains {
			r := rankOf("ada@"+d, discover.Report{}, "")
			if !p.SMTPAvailable {
				if len(r.Notes) == 0 || !strings.Contains(r.Notes[0], p.Name) {
					t.Errorf("%s: it is not said that %s sends nothing", d, p.Name)
				}
				continue
			}
			if best, ok := r.Best(); !ok || best.Provider != p.ID {
				t.Errorf("%s leads to %q, want %q", d, best.Provider, p.ID)
			}
		}
	}
	for _, isp := range catalog.ISPs().ISPs {
		for _, d := range isp.Domains {
			r := rankOf("ada@"+d, discover.Report{}, "")
			named := slices.ContainsFunc(r.Candidates, func(c Candidate) bool {
				return slices.ContainsFunc(c.Sources, func(s Source) bool { return s.ID == Table }) && c.Host == isp.Servers[0].HostFor(d)
			})
			if !named {
				t.Errorf("%s does not lead to %s: %s", d, isp.ID, lines(r))
			}
			if len(r.Candidates) > 1 && r.Candidates[0].Plaintext && !r.Candidates[1].Plaintext {
				t.Errorf("%s: a server without encryption is first: %s", d, lines(r))
			}
		}
	}
}

// TestEveryDoorCanBeTried: what is tried is encrypted.
func TestEveryDoorCanBeTried(t *testing.T) {
	for _, c := range rankOf("ada@example.org", said(settings(discover.Autoconfig, plain("a.example.org", 25), tls("b.example.org", 465))), "").Candidates {
		if d, ok := c.Door(); !ok || d.Security != probe.ImplicitTLS && d.Security != probe.STARTTLS {
			t.Errorf("%s is tried as %v", line(c), d)
		}
	}
}

// TestSentences: every sentence of the file is used, and no other is asked for.
func TestSentences(t *testing.T) {
	for name, s := range words() {
		if s == "" || !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "}") {
			t.Errorf("%s: %q is no sentence", name, s)
		}
	}
	for _, name := range []string{"named.one", "named.more", "own", "catalogue", "table", "srv", "exchange", "neighbour", "public", "unprotected", "guess", "guess.exchange", "guess.domain", "guess.wildcard", "outside", "plain", "oauth", "differ.host", "note.null-mx", "note.no-name", "note.named-no-name", "note.wildcard", "note.no-smtp", "note.no-network", "note.bad-certificate"} {
		if words()[name] == "" {
			t.Errorf("there is no sentence %s", name)
		}
	}
	if got, want := len(words()), 25; got != want {
		t.Errorf("%d sentences, of which %d are used", got, want)
	}
}

// Postern carries a copy of Thunderbird's collection: that both name a door is one word,
// said twice.
func TestACopyDoesNotAgreeWithItsOriginal(t *testing.T) {
	for _, isp := range catalog.ISPs().ISPs {
		d, s := isp.Domains[0], isp.Servers[0]
		live := settings(discover.ISPDB, discover.Finding{Host: s.HostFor(d), Port: s.Port, Security: probe.Security(s.Security)})
		report := said(live)
		report.Domain = d
		for _, c := range rankOf("ada@"+d, report, "").Candidates {
			if len(c.Sources) == 2 && c.Sources[0].ID == Table && c.Sources[1].ID == SourceID(discover.ISPDB) {
				if strings.Contains(c.Reason, "agree") || !strings.Contains(c.Reason, " and by ") {
					t.Errorf("the reason is %s", c.Reason)
				}
				return
			}
		}
	}
	t.Fatal("no provider is named by both alone")
}
