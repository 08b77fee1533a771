package discover

import (
	"maps"
	"net"
	"reflect"
	"slices"
	"strings"
	"testing"

	"postern/probe"
	"postern/probe/smtptest"
)

// TestRecords has every outcome of the two SRV sources.
func TestRecords(t *testing.T) {
	const name = "_submissions._tcp.example.org"
	rec := func(target string, port, priority, weight uint16) *net.SRV {
		return &net.SRV{Target: target, Port: port, Priority: priority, Weight: weight}
	}
	tests := map[string]struct {
		records []*net.SRV
		dns     probe.DNS
		state   State
		reason  Reason
		want    string
		notes   int
	}{
		"one":               {[]*net.SRV{rec("Mail.Example.org.", 465, 0, 1)}, "", Found, "", "mail.example.org:465 tls", 0},
		"by priority":       {[]*net.SRV{rec("b.example.org.", 465, 20, 9), rec("a.example.org.", 4650, 10, 1)}, "", Found, "", "a.example.org:4650 tls, b.example.org:465 tls", 0},
		"then by weight":    {[]*net.SRV{rec("a.example.org.", 465, 1, 0), rec("b.example.org.", 465, 1, 5)}, "", Found, "", "b.example.org:465 tls, a.example.org:465 tls", 0},
		"not offered":       {[]*net.SRV{rec(".", 0, 0, 0)}, "", None, NotOffered, "", 0},
		"a dot among them":  {[]*net.SRV{rec(".", 0, 0, 0), rec("a.example.org.", 465, 1, 0)}, "", Found, "", "a.example.org:465 tls", 1},
		"port 0":            {[]*net.SRV{rec("a.example.org.", 0, 0, 0)}, "", Failed, BadRecords, "", 1},
		"an address":        {[]*net.SRV{rec("192.0.2.1.", 465, 0, 0)}, "", Failed, BadRecords, "", 1},
		"control character": {[]*net.SRV{rec("a\x1b[2J.example.org.", 465, 0, 0)}, "", Failed, BadRecords, "", 1},
		"no such name":      {nil, probe.DNSNXDomain, None, NoSuchName, "", 0},
		"no record":         {nil, probe.DNSNoData, None, NoRecord, "", 0},
		"empty":             {nil, probe.DNSOK, None, NoRecord, "", 0},
		"failure":           {nil, probe.DNSServFail, Failed, NameServer, "", 0},
		"time-out":          {nil, probe.DNSTimeout, Failed, NameTimeout, "", 0},
	}
	for label, test := range tests {
		t.Run(label, func(t *testing.T) {
			w := &world{srv: map[string][]*net.SRV{name: test.records}}
			if test.dns != "" {
				w.dns = map[string]probe.DNS{name: test.dns}
			}
			a := answer(t, w.ask(t, Query{Domain: "example.org"}), SRVSubmissions)
			if a.State != test.state || a.Reason != test.reason || briefs(a) != test.want || len(a.Notes) != test.notes {
				t.Errorf("got %s %s %q %v", a.State, a.Reason, briefs(a), a.Notes)
			}
			if len(a.Asked) != 1 || a.Asked[0].String() != "DNS SRV "+name {
				t.Errorf("asked %v", a.Asked)
			}
		})
	}
}

func TestSubmissionMeansSTARTTLS(t *testing.T) {
	w := &world{srv: map[string][]*net.SRV{"_submission._tcp.example.org": {{Target: "mail.example.org.", Port: 587, Priority: 3, Weight: 4}}}}
	a := answer(t, w.ask(t, Query{Domain: "example.org"}), SRVSubmission)
	want := Finding{
		Source: SRVSubmission, Where: probe.NewText("DNS record _submission._tcp.example.org"),
		Host: "mail.example.org", Port: 587, Security: probe.STARTTLS, Priority: 3, Weight: 4,
	}
	if len(a.Findings) != 1 || !reflect.DeepEqual(a.Findings[0], want) {
		t.Errorf("got %+v", a.Findings)
	}
}

func TestExchanges(t *testing.T) {
	tests := map[string]struct {
		records []*net.MX
		dns     probe.DNS
		state   State
		reason  Reason
		want    []Exchange
	}{
		"by preference": {[]*net.MX{{Host: "b.example.org.", Pref: 20}, {Host: "a.example.org.", Pref: 10}}, "", Found, "", []Exchange{{"a.example.org", 10}, {"b.example.org", 20}}},
		"null MX":       {[]*net.MX{{Host: "."}}, "", None, NullMX, nil},
		"an address":    {[]*net.MX{{Host: "192.0.2.1."}}, "", Failed, BadRecords, nil},
		"none":          {nil, probe.DNSNoData, None, NoRecord, nil},
		"no such name":  {nil, probe.DNSNXDomain, None, NoSuchName, nil},
		"failure":       {nil, probe.DNSServFail, Failed, NameServer, nil},
		"time-out":      {nil, probe.DNSTimeout, Failed, NameTimeout, nil},
	}
	for label, test := range tests {
		t.Run(label, func(t *testing.T) {
			w := &world{mx: map[string][]*net.MX{"example.org": test.records}}
			if test.dns != "" {
				w.dns = map[string]probe.DNS{"MX example.org": test.dns}
			}
			r := w.ask(t, Query{Domain: "example.org"})
			a := answer(t, r, MX)
			if a.State != test.state || a.Reason != test.reason || !slices.Equal(a.Exchanges, test.want) {
				t.Errorf("got %s %s %v", a.State, a.Reason, a.Exchanges)
			}
			if test.want == nil {
				if got := answer(t, r, AutoconfigMX); got.State != Skipped || got.Reason != NoMX {
					t.Errorf("its domain: %s %s", got.State, got.Reason)
				}
			}
		})
	}
}

// TestFile has every outcome of fetching a file.
func TestFile(t *testing.T) {
	big := strings.Repeat(" ", maxBody)
	const https = "https://autoconfig.example.org"
	tests := map[string]struct {
		answer string
		state  State
		reason Reason
	}{
		"good":               {ok(good), Found, ""},
		"to the end":         {"HTTP/1.0 200 OK\n\n" + good, Found, ""},
		"in chunks":          {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks(good, 50), Found, ""},
		"after a hint":       {"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + ok(good), Found, ""},
		"no such page":       {"HTTP/1.1 404 Not Found\r\n\r\n", None, NoSuchPage},
		"forbidden":          {"HTTP/1.1 403 Forbidden\r\n\r\n", None, NoSuchPage},
		"gone":               {"HTTP/1.1 410 Gone\r\n\r\n", None, NoSuchPage},
		"too many requests":  {"HTTP/1.1 429 Slow down\r\n\r\n", Failed, BadStatus},
		"server trouble":     {"HTTP/1.1 503 Service Unavailable\r\n\r\n", Failed, BadStatus},
		"no content":         {"HTTP/1.1 204 No Content\r\n\r\n", Failed, BadStatus},
		"a web page":         {"HTTP/1.1 200 OK\r\n\r\n<!DOCTYPE html><p>Welcome", None, WebPage},
		"odd web page":       {"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nWelcome", None, WebPage},
		"empty":              {ok(""), Failed, BadXML},
		"other XML":          {ok("<rss/>"), Failed, BadXML},
		"broken XML":         {ok(good[:len(good)-9]), Failed, BadXML},
		"no server":          {ok(settings()), None, NoServer},
		"no usable server":   {ok(settings(outgoing("smtp.example.org", "70000", "SSL"))), None, NoServer},
		"other protocol":     {"* OK IMAP4rev1 ready\r\n", Failed, BadHTTP},
		"HTTP/2":             {"HTTP/2 200\r\n\r\n", Failed, BadHTTP},
		"nothing":            {"", Failed, NoConnection},
		"half a head":        {"HTTP/1.1 200 OK\r\nContent-Le", Failed, BadHTTP},
		"endless head":       {"HTTP/1.1 200 OK\r\n" + strings.Repeat("X: y\r\n", 10000), Failed, BadHTTP},
		"endless line":       {"HTTP/1.1 200 OK\r\nX: " + big, Failed, BadHTTP},
		"folded head":        {"HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n", Failed, BadHTTP},
		"compressed":         {"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nx", Failed, BadHTTP},
		"other transfer":     {"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\nx", Failed, BadHTTP},
		"two lengths":        {"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx", Failed, BadHTTP},
		"length and chunks":  {"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", Failed, BadHTTP},
		"negative length":    {"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", Failed, BadHTTP},
		"other protocol 101": {"HTTP/1.1 101 Switching\r\n\r\n", Failed, BadHTTP},
		"too long, said":     {"HTTP/1.1 200 OK\r\nContent-Length: 262145\r\n\r\n", Failed, TooLong},
		"too long, unsaid":   {"HTTP/1.1 200 OK\r\n\r\n" + good + big, Failed, TooLong},
		"too long in chunks": {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks(good+big, 65536), Failed, TooLong},
		"cut off":            {"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + good, Failed, CutOff},
		"a chunk cut off":    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nx", Failed, CutOff},
		"no last chunk":      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n", Failed, CutOff},
		"chunk of bad size":  {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nx\r\n", Failed, BadHTTP},
		"chunk of huge size": {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx\r\n", Failed, BadHTTP},
		"chunk too long":     {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxyz\r\n", Failed, BadHTTP},
		"redirect":           {moved(wellKnown), Found, ""},
		"relative redirect":  {moved("/other"), Found, ""},
		"to HTTP":            {moved("http://example.org/x"), Failed, BadRedirect},
		"to a file":          {moved("file:///etc/passwd"), Failed, BadRedirect},
		"to an address":      {moved("https://192.0.2.1/"), Failed, BadRedirect},
		"to another port":    {moved("https://example.org:8443/"), Failed, BadRedirect},
		"with a password":    {moved("https://a:b@example.org/"), Failed, BadRedirect},
		"to bad words":       {moved("https://example.org/?a b"), Failed, BadRedirect},
		"to a huge address":  {moved("https://example.org/" + big[:9000] + "x"), Failed, BadRedirect},
		"to nowhere":         {"HTTP/1.1 301 Moved\r\n\r\n", Failed, BadRedirect},
		"in circles":         {moved(own), Failed, ManyRedirects},
	}
	for label, test := range tests {
		t.Run(label, func(t *testing.T) {
			w := &world{
				hosts: map[string]string{"autoconfig.example.org": "192.0.2.1", "example.org": "192.0.2.2"},
				sites: map[string]string{own: test.answer, wellKnown: ok(good), https + "/other": ok(good)},
			}
			a := answer(t, w.ask(t, Query{Domain: "example.org"}), Autoconfig)
			if a.State != test.state || a.Reason != test.reason {
				t.Errorf("got %s %s, %s", a.State, a.Reason, a.Why)
			}
			if found := briefs(a) == "smtp.example.org:465 tls"; found != (test.state == Found) {
				t.Errorf("found %s", briefs(a))
			}
			if len(a.Asked) > 1+maxRedirects {
				t.Errorf("asked %v", a.Asked)
			}
			checkPrintable(t, "Answer", reflect.ValueOf(a))
		})
	}
}

// TestWayToFile has the outcomes of what comes before a request.
func TestWayToFile(t *testing.T) {
	kind := func(k smtptest.Kind) func(*world) {
		return func(w *world) { w.certs = map[string]smtptest.Kind{"autoconfig.example.org": k} }
	}
	ends := func(end probe.DNS) func(*world) {
		return func(w *world) { w.dns = map[string]probe.DNS{"autoconfig.example.org": end} }
	}
	tests := map[string]struct {
		change func(*world)
		state  State
		reason Reason
	}{
		"no such name":    {ends(probe.DNSNXDomain), None, NoSuchName},
		"no address":      {ends(probe.DNSNoData), None, NoRecord},
		"name server":     {ends(probe.DNSServFail), Failed, NameServer},
		"no name server":  {ends(probe.DNSTimeout), Failed, NameTimeout},
		"for nobody":      {func(w *world) { w.hosts["autoconfig.example.org"] = "0.0.0.0" }, None, NoRecord},
		"wrong host":      {kind(smtptest.WrongHost), Failed, BadCertificate},
		"self-signed":     {kind(smtptest.SelfSigned), Failed, BadCertificate},
		"expired":         {kind(smtptest.Expired), Failed, BadCertificate},
		"hostile names":   {kind(smtptest.HostileNames), Found, ""},
		"unknown issuer":  {kind(smtptest.UnknownCA), Failed, BadCertificate},
		"an intermediate": {kind(smtptest.WithIntermediate), Found, ""},
	}
	for label, test := range tests {
		t.Run(label, func(t *testing.T) {
			w := &world{hosts: map[string]string{"autoconfig.example.org": "192.0.2.1"}, sites: map[string]string{own: ok(good)}}
			test.change(w)
			a := answer(t, w.ask(t, Query{Domain: "example.org"}), Autoconfig)
			if a.State != test.state || a.Reason != test.reason {
				t.Errorf("got %s %s, %s", a.State, a.Reason, a.Why)
			}
			if test.reason == BadCertificate && len(w.requests) > 0 {
				t.Errorf("a request was sent: %q", w.requests)
			}
		})
	}
}

// chunks is a body in chunks of n bytes.
func chunks(body string, n int) string {
	var b strings.Builder
	for part := range slices.Chunk([]byte(body), n) {
		b.WriteString(hex(len(part)) + ";x=y\r\n" + string(part) + "\r\n")
	}
	return b.String() + "0\r\n\r\n"
}

// TestWildcard: where a name that nobody has leads somewhere, a guess that leads to
// the same place is marked. One with an address of its own is not, nor is a host
// that somebody has named: the domain, and its MX host.
func TestWildcard(t *testing.T) {
	const nobodys = wildcardLabel + ".example.org"
	hosts := map[string]string{"smtp.example.org": "192.0.2.9", "mail.example.org": "192.0.2.3", "example.org": "192.0.2.9"}
	for label, test := range map[string]struct {
		nobodys string
		mx      string
		want    string
		notes   int
	}{
		"no wildcard":       {"", "", "", 0},
		"wildcard":          {"192.0.2.9", "", "smtp.example.org", 1},
		"another wildcard":  {"192.0.2.10", "", "", 1},
		"MX host, too":      {"192.0.2.9", "smtp.example.org.", "", 1},
		"MX host elsewhere": {"192.0.2.9", "mx.example.net.", "smtp.example.org", 1},
	} {
		t.Run(label, func(t *testing.T) {
			w := &world{hosts: maps.Clone(hosts)}
			w.hosts["mx.example.net"] = "192.0.2.9"
			if test.nobodys != "" {
				w.hosts[nobodys] = test.nobodys
			}
			if test.mx != "" {
				w.mx = map[string][]*net.MX{"example.org": {{Host: test.mx}}}
			}
			a := answer(t, w.ask(t, Query{Domain: "example.org"}), Guesses)
			var marked []string
			for _, f := range a.Findings {
				if f.Wildcard {
					marked = append(marked, f.Host)
				}
			}
			if got := strings.Join(marked, " "); got != test.want || len(a.Notes) != test.notes || a.State != Found {
				t.Errorf("%s: %q marked, notes %v", a.State, got, a.Notes)
			}
			if !slices.Contains(a.Asked, probe.NewText("DNS A and AAAA "+nobodys)) {
				t.Errorf("asked %v", a.Asked)
			}
		})
	}
}
