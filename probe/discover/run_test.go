package discover

import (
	"context"
	"net"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"postern/probe"
)

// lively is a world in which every source has something.
func lively() *world {
	return &world{
		srv: map[string][]*net.SRV{
			"_submissions._tcp.example.org": {{Target: "smtp.example.org.", Port: 465}},
			"_submission._tcp.example.org":  {{Target: "smtp.example.org.", Port: 587}},
		},
		mx: map[string][]*net.MX{"example.org": {{Host: "mx.big.example.net.", Pref: 10}}},
		hosts: map[string]string{
			"autoconfig.example.org": "192.0.2.1", "example.org": "192.0.2.2", "smtp.example.org": "192.0.2.3",
			"autoconfig.big.example.net": "192.0.2.4", "autoconfig.thunderbird.net": "192.0.2.5", "mx.big.example.net": "192.0.2.6",
			"example.net": "192.0.2.7",
		},
		sites: map[string]string{
			own: ok(good), wellKnown: ok(good),
			"https://autoconfig.big.example.net/mail/config-v1.1.xml": ok(settings(outgoing("smtp.big.example.net", "587", "STARTTLS"))),
			"https://autoconfig.thunderbird.net/v1.1/example.org":     ok(good),
			"http://autoconfig.example.org/mail/config-v1.1.xml":      moved(own),
			"http://example.org" + wellKnownPath:                      ok(settings(outgoing("smtp.example.org", "25", "plain"))),
		},
	}
}

func TestEverySource(t *testing.T) {
	w := lively()
	r := w.ask(t, Query{Domain: "example.org", PlainHTTP: true})
	for s, want := range map[SourceID]string{
		SRVSubmissions: "smtp.example.org:465 tls",
		SRVSubmission:  "smtp.example.org:587 starttls",
		MX:             "",
		Autoconfig:     "smtp.example.org:465 tls",
		WellKnown:      "smtp.example.org:465 tls",
		AutoconfigMX:   "smtp.big.example.net:587 starttls",
		ISPDB:          "smtp.example.org:465 tls",
		Guesses:        "smtp.example.org ok, mail.example.org nxdomain, mx.big.example.net ok, example.org ok",
		AutoconfigHTTP: "smtp.example.org:465 tls",
		WellKnownHTTP:  "smtp.example.org:25 none",
	} {
		a := answer(t, r, s)
		if a.State != Found || briefs(a) != want {
			t.Errorf("%s: %s %s %s, %q", s, a.State, a.Reason, a.Why, briefs(a))
		}
		for _, f := range a.Findings {
			if f.Source != s || f.Where.Empty() || f.Unprotected != strings.HasSuffix(string(s), "-http") || f.Guess != (s == Guesses) {
				t.Errorf("%s: %+v", s, f)
			}
		}
	}
	if !r.Settled() || len(r.Findings()) != 12 || r.Elapsed > time.Second {
		t.Errorf("settled %v, %d findings, after %v", r.Settled(), len(r.Findings()), r.Elapsed)
	}
	if a := answer(t, r, Autoconfig); a.Provider.String() != "Example Mail" || a.Findings[0].Where.String() != own ||
		a.Findings[0].User.String() != PlaceAddress || a.Findings[0].Logins[0] != LoginPassword {
		t.Errorf("%+v", a)
	}
}

// TestOneSilent: whatever one thing keeps silent, nothing that does not need it is
// late, and at the limit it is over.
func TestOneSilent(t *testing.T) {
	for silent, waiting := range map[string][]SourceID{
		"_submissions._tcp.example.org": {SRVSubmissions},
		"_submission._tcp.example.org":  {SRVSubmission},
		"MX example.org":                {MX, AutoconfigMX, Guesses},
		"autoconfig.example.org":        {Autoconfig},
		"example.org":                   {WellKnown, Guesses},
		"autoconfig.thunderbird.net":    {ISPDB},
		"mail.example.org":              {Guesses},
		"autoconfig.big.example.net":    {AutoconfigMX},
	} {
		t.Run(silent, func(t *testing.T) {
			w := lively()
			w.silent = silent
			checkLate(t, w, waiting)
		})
	}
	for _, how := range []string{never, drip + "HTTP/1.1 200 OK\r\n", drip + ok(good), drip + "HTTP/1.1 200 OK\r\n\r\n<clientConfig>" + strings.Repeat(" ", 99)} {
		t.Run(how[:5], func(t *testing.T) {
			w := lively()
			w.sites[own] = how
			checkLate(t, w, []SourceID{Autoconfig})
		})
	}
}

// checkLate asks, and checks that these sources alone end at the limit.
func checkLate(t *testing.T, w *world, waiting []SourceID) {
	t.Helper()
	late := map[SourceID]bool{}
	for _, s := range waiting {
		late[s] = true
	}
	r := w.ask(t, Query{Domain: "example.org"})
	if r.Elapsed != Limit || !r.Settled() {
		t.Errorf("settled %v after %v", r.Settled(), r.Elapsed)
	}
	for _, a := range r.Answers {
		switch {
		case !late[a.Source] && (a.Elapsed > time.Second || a.State != Found):
			t.Errorf("%s: %s after %v", a.Source, a.State, a.Elapsed)
		case late[a.Source] && (a.Elapsed != Limit || a.Reason != Timeout):
			t.Errorf("%s: %s %s after %v", a.Source, a.State, a.Reason, a.Elapsed)
		case late[a.Source] && (a.State == Found) != a.useful():
			t.Errorf("%s: %s, %s", a.Source, a.State, briefs(a))
		}
	}
}

// TestDeaf: seams that do not watch their context hold nobody up.
func TestDeaf(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		forever := make(chan struct{})
		defer close(forever)
		f := &Finder{
			Lookup: func(context.Context, string) ([]netip.Addr, probe.DNS) { <-forever; return nil, probe.DNSOK },
			SRV:    func(context.Context, string) ([]*net.SRV, probe.DNS) { <-forever; return nil, probe.DNSOK },
			MX:     func(context.Context, string) ([]*net.MX, probe.DNS) { <-forever; return nil, probe.DNSOK },
		}
		f.Timeout = 3 * time.Second
		if r := f.Find(t.Context(), Query{Domain: "example.org"}); r.Elapsed != f.Timeout || !r.Settled() {
			t.Errorf("settled %v after %v", r.Settled(), r.Elapsed)
		}
	})
}

// TestCancel: when the context ends all is over at once, and what was found stays.
func TestCancel(t *testing.T) {
	w := lively()
	w.sites[own], w.silent = never, "mail.example.org"
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		report, events := w.finder().Start(ctx, Query{Domain: "example.org"})
		time.Sleep(2 * time.Second) // nobody reads meanwhile
		cancel()
		synctest.Wait()
		for e := range events {
			report = report.With(e)
		}
		own, guesses := answer(t, report, Autoconfig), answer(t, report, Guesses)
		if report.Elapsed != 2*time.Second || own.State != Failed || own.Reason != Cancelled {
			t.Errorf("after %v: %s %s", report.Elapsed, own.State, own.Reason)
		}
		if guesses.State != Found || guesses.Reason != Cancelled || len(guesses.Findings) != 3 {
			t.Errorf("guesses: %s %s %s", guesses.State, guesses.Reason, briefs(guesses))
		}
		time.Sleep(time.Minute)
	})
}

// TestPartial: what is known can be used before all is.
func TestPartial(t *testing.T) {
	w := lively()
	w.sites[own] = never
	synctest.Test(t, func(t *testing.T) {
		report, events := w.finder().Start(t.Context(), Query{Domain: "example.org"})
		for e := range events {
			before := report
			report = report.With(e)
			if a := before.Answers[e.Source]; a.Settled() {
				t.Errorf("%s goes on after its end", a.Source)
			}
			if e.At > 7*time.Second {
				break
			}
			if report.Elapsed > time.Second {
				t.Errorf("an event at %v", e.At)
			}
		}
		stopped := report.Stopped()
		if !stopped.Settled() || len(stopped.Findings()) != 9 {
			t.Errorf("%d findings", len(stopped.Findings()))
		}
		time.Sleep(time.Minute)
	})
}

// TestWith: a report is a value, and knows only its own sources.
func TestWith(t *testing.T) {
	r := Report{Answers: sources(Query{Domain: "example.org"})}
	more := r.With(Event{Source: 1, At: time.Second, Answer: Answer{Source: SRVSubmission, State: None}})
	if r.Answers[1].State != Waiting || more.Answers[1].State != None || more.Elapsed != time.Second {
		t.Errorf("%+v\n%+v", r, more)
	}
	for _, i := range []int{-1, len(r.Answers)} {
		if got := r.With(Event{Source: i}); !reflect.DeepEqual(got, r) {
			t.Errorf("event of source %d changed it", i)
		}
	}
	if _, ok := r.Answer(AutoconfigHTTP); ok {
		t.Error("a source that nobody asked for")
	}
}

// TestMXFiles: the nearest domain counts, and a farther one stands for it meanwhile.
func TestMXFiles(t *testing.T) {
	far := ok(settings(outgoing("far.example.net", "465", "SSL")))
	near := ok(settings(outgoing("near.example.net", "465", "SSL")))
	const farURL, nearURL = "https://example.net" + wellKnownPath, "https://autoconfig.big.example.net" + autoconfigPath
	for label, test := range map[string]struct {
		near, far string
		want      string
		state     State
		reason    Reason
	}{
		"both":         {near, far, "near.example.net:465 tls", Found, ""},
		"far":          {"HTTP/1.1 404 No\r\n\r\n", far, "far.example.net:465 tls", Found, ""},
		"near silent":  {never, far, "far.example.net:465 tls", Found, Timeout},
		"far silent":   {near, never, "near.example.net:465 tls", Found, ""},
		"neither":      {"HTTP/1.1 404 No\r\n\r\n", "HTTP/1.1 404 No\r\n\r\n", "", None, NoSuchPage},
		"near in need": {"HTTP/1.1 500 No\r\n\r\n", "HTTP/1.1 404 No\r\n\r\n", "", Failed, BadStatus},
	} {
		t.Run(label, func(t *testing.T) {
			w := lively()
			w.sites[nearURL], w.sites[farURL] = test.near, test.far
			a := answer(t, w.ask(t, Query{Domain: "example.org"}), AutoconfigMX)
			if briefs(a) != test.want || a.State != test.state || a.Reason != test.reason {
				t.Errorf("got %s %s %q", a.State, a.Reason, briefs(a))
			}
		})
	}
}

func TestMXDomains(t *testing.T) {
	for _, test := range []struct{ domain, host, want string }{
		{"example.org", "aspmx.l.google.com", "l.google.com google.com"},
		{"example.org", "mx1.example.net", "example.net"},
		{"example.org", "example.net", "example.net"},
		{"example.org", "mx.a.b.example.net", "a.b.example.net b.example.net"},
		{"example.org", "mx01.posteo.de", "posteo.de"},
		{"example.org", "mx.example.co.uk", "example.co.uk"},
		{"example.org", "mx1.mail.example.co.uk", "mail.example.co.uk example.co.uk"},
		{"example.org", "mx1.mail.example.de", "mail.example.de"},
		{"example.org", "mx.example.info.pl", "example.info.pl"},
		{"example.org", "example.co.uk", ""},
		{"example.org", "mx.web.de", ""},
		{"example.org", "mx", ""},
		{"example.org", "mail.example.org", ""},
		{"example.org", "example.org", ""},
		{"example.org", "mx1.mail.example.org", "mail.example.org"},
		{"example.uk.com", "mail.example.uk.com", ""},
		{"example.uk.com", "example.uk.com", ""},
		{"maths.example.edu", "mx.example.edu", "example.edu"},
	} {
		if got := strings.Join(mxDomains(test.host, test.domain), " "); got != test.want {
			t.Errorf("%s at %s: got %q, want %q", test.domain, test.host, got, test.want)
		}
	}
}

// TestCollectionByMX: the public collection is asked for the mail host's domain where it
// does not know the mail domain.
func TestCollectionByMX(t *testing.T) {
	const asked = "https://autoconfig.thunderbird.net/v1.1/example.org"
	w := lively()
	delete(w.sites, asked)
	w.sites["https://autoconfig.thunderbird.net/v1.1/big.example.net"] = ok(good)
	a := answer(t, w.ask(t, Query{Domain: "example.org"}), ISPDB)
	if briefs(a) != "smtp.example.org:465 tls" || len(a.Asked) != 3 || !a.Findings[0].Exchange || a.Reason != "" {
		t.Errorf("%s, asked %v, %+v", briefs(a), a.Asked, a)
	}
	if a := answer(t, lively().ask(t, Query{Domain: "example.org"}), ISPDB); len(a.Asked) != 1 || a.Findings[0].Exchange {
		t.Errorf("known by the domain: asked %v, %+v", a.Asked, a.Findings)
	}
	w.silent = "MX example.org"
	if a := answer(t, w.ask(t, Query{Domain: "example.org"}), ISPDB); a.State != None || a.Reason != NoSuchPage || len(a.Asked) != 1 {
		t.Errorf("without an MX: %s %s, asked %v", a.State, a.Reason, a.Asked)
	}
}

func TestOwnMX(t *testing.T) {
	w := lively()
	w.mx["example.org"] = []*net.MX{{Host: "mail.example.org.", Pref: 10}}
	r := w.ask(t, Query{Domain: "example.org"})
	if a := answer(t, r, AutoconfigMX); a.State != Skipped || a.Reason != SameDomain || len(a.Asked) != 0 {
		t.Errorf("%+v", a)
	}
	if a := answer(t, r, Guesses); briefs(a) != "smtp.example.org ok, mail.example.org nxdomain, example.org ok" {
		t.Errorf("guesses %s", briefs(a))
	}
}

func TestGuessesThatLeadNowhere(t *testing.T) {
	for end, want := range map[probe.DNS]Reason{
		probe.DNSNXDomain: NoSuchName, probe.DNSNoData: NoRecord, probe.DNSServFail: NameServer, probe.DNSTimeout: NameTimeout,
	} {
		w := &world{dns: map[string]probe.DNS{"mail.example.org": end}}
		a := answer(t, w.ask(t, Query{Domain: "example.org"}), Guesses)
		if a.State != want.state() || a.Reason != want || len(a.Findings) != 3 {
			t.Errorf("%s: %s %s %s", end, a.State, a.Reason, briefs(a))
		}
	}
}
