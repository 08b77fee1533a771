package discover

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"postern/probe"
	"postern/probe/nettest"
	"postern/probe/smtptest"
	"postern/wizard/advice"
)

// A proof is an Internet and what the sources say there. Name servers, web sites
// and sockets are real ones, on loopback.
type proof struct {
	zone  string
	sites map[string]string
	certs map[string]smtptest.Kind
	limit time.Duration // for a case that something keeps silent in
	query Query         // commonly only the domain, which is example.org by default
	want  map[SourceID]string
}

// The hosts that most cases have.
const (
	ownHost = "autoconfig.example.org A\nexample.org A\n"
	mozilla = "https://autoconfig.thunderbird.net/v1.1/example.org"
)

// many is several servers in one file, the first of which is plaintext only.
var many = settings(outgoing("c.example.org", "25", "plain"), outgoing("b.example.org", "587", "STARTTLS"), outgoing("a.example.org", "465", "SSL"))

var proofs = map[string]proof{
	"several servers in one file": {
		zone: ownHost, sites: map[string]string{own: nettest.File(many)},
		want: map[SourceID]string{Autoconfig: "found: c.example.org:25 none, b.example.org:587 starttls, a.example.org:465 tls"},
	},
	"only http, nobody agreed": {
		zone: ownHost, sites: map[string]string{"http://autoconfig.example.org" + autoconfigPath: nettest.File(good)},
		want: map[SourceID]string{Autoconfig: "failed no-connection", AutoconfigHTTP: "", WellKnownHTTP: ""},
	},
	"only http, agreed": {
		zone: ownHost, sites: map[string]string{"http://autoconfig.example.org" + autoconfigPath: nettest.File(good)},
		query: Query{PlainHTTP: true},
		want:  map[SourceID]string{Autoconfig: "failed no-connection", AutoconfigHTTP: "found: smtp.example.org:465 tls", WellKnownHTTP: "failed no-connection"},
	},
	"redirects": {
		zone: ownHost + "www.example.org A",
		sites: map[string]string{
			wellKnown:                       nettest.Moved("https://www.example.org/1"),
			"https://www.example.org/1":     nettest.Moved("/2"),
			"https://www.example.org/2":     nettest.Moved("3.xml"),
			"https://www.example.org/3.xml": nettest.File(good),
			own:                             nettest.Moved(own),
		},
		want: map[SourceID]string{WellKnown: "found: smtp.example.org:465 tls", Autoconfig: "failed many-redirects"},
	},
	"redirects to where nobody follows": {
		zone:  ownHost,
		sites: map[string]string{own: nettest.Moved("http://autoconfig.example.org/x"), wellKnown: nettest.Moved("https://127.0.0.1/admin")},
		want:  map[SourceID]string{Autoconfig: "failed bad-redirect", WellKnown: "failed bad-redirect"},
	},
	"wrong certificate": {
		zone: ownHost, sites: map[string]string{own: nettest.File(good), wellKnown: nettest.File(good)},
		certs: map[string]smtptest.Kind{"autoconfig.example.org": smtptest.WrongHost, "example.org": smtptest.Expired},
		want:  map[SourceID]string{Autoconfig: "failed bad-certificate", WellKnown: "failed bad-certificate"},
	},
	"wildcard DNS": {
		zone:  "*.example.org A 198.51.100.200\nexample.org A 198.51.100.200",
		certs: map[string]smtptest.Kind{"*.example.org": smtptest.WrongHost},
		want: map[SourceID]string{
			SRVSubmissions: "none no-record", SRVSubmission: "none no-record", Autoconfig: "failed bad-certificate",
			Guesses: "found: smtp.example.org ok wildcard, mail.example.org ok wildcard, example.org ok",
		},
	},
	"silent site": {
		zone: ownHost, sites: map[string]string{own: nettest.Silent, wellKnown: nettest.File(good)}, limit: 2 * time.Second,
		want: map[SourceID]string{Autoconfig: "failed timeout", WellKnown: "found: smtp.example.org:465 tls"},
	},
	"endless body": {
		zone: ownHost,
		sites: map[string]string{
			own:       nettest.Endless("HTTP/1.1 200 OK\r\n\r\n<clientConfig>", strings.Repeat(" ", 4096)),
			wellKnown: nettest.Endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "400\r\n"+strings.Repeat("<", 1024)+"\r\n"),
		},
		want: map[SourceID]string{Autoconfig: "failed too-long", WellKnown: "failed too-long"},
	},
	"endless head": {
		zone: ownHost,
		sites: map[string]string{
			own:       nettest.Endless("HTTP/1.1 200 OK\r\n", "X: y\r\n"),
			wellKnown: nettest.Endless("HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n"),
		},
		want: map[SourceID]string{Autoconfig: "failed bad-http", WellKnown: "failed bad-http"},
	},
	"broken XML": {
		zone: ownHost, sites: map[string]string{own: nettest.File(good[:len(good)/2]), wellKnown: nettest.File("<html><p>Welcome")},
		want: map[SourceID]string{Autoconfig: "failed bad-xml", WellKnown: "none web-page"},
	},
	"entity bombs": {
		zone: ownHost, sites: map[string]string{own: nettest.File(laughs), wellKnown: nettest.File(quadratic)},
		want: map[SourceID]string{Autoconfig: "failed bad-xml", WellKnown: "failed bad-xml"},
	},
	"not offered": {
		zone: "_submissions._tcp.example.org SRV 0 0 0 .\n_submission._tcp.example.org SRV 0 0 0 .",
		want: map[SourceID]string{SRVSubmissions: "none not-offered", SRVSubmission: "none not-offered"},
	},
	"SRV by priority and weight": {
		zone: "_submissions._tcp.example.org SRV 20 0 465 c.example.org\n_submissions._tcp.example.org SRV 10 1 465 b.example.org\n_submissions._tcp.example.org SRV 10 9 4650 a.example.org",
		want: map[SourceID]string{SRVSubmissions: "found: a.example.org:4650 tls, b.example.org:465 tls, c.example.org:465 tls"},
	},
	"more SRV records than a datagram holds": {
		zone: strings.Repeat("_submissions._tcp.example.org SRV 0 0 465 a-rather-long-name-for-a-mail-server.example.org\n", 20),
		want: map[SourceID]string{SRVSubmissions: "found: " + strings.TrimSuffix(strings.Repeat("a-rather-long-name-for-a-mail-server.example.org:465 tls, ", 20), ", ")},
	},
	"null MX": {
		zone: "example.org MX 0 .",
		want: map[SourceID]string{MX: "none null-mx", AutoconfigMX: "skipped no-mx"},
	},
	"NXDOMAIN": {
		want: map[SourceID]string{
			SRVSubmissions: "none no-such-name", SRVSubmission: "none no-such-name", MX: "none no-such-name", Autoconfig: "none no-such-name", WellKnown: "none no-such-name",
			AutoconfigMX: "skipped no-mx", ISPDB: "none no-such-name",
			Guesses: "none no-such-name: smtp.example.org nxdomain, mail.example.org nxdomain, example.org nxdomain",
		},
	},
	"name servers that fail, and are silent": {
		zone: "_submissions._tcp.example.org SERVFAIL\nexample.org SILENT", limit: 2 * time.Second,
		want: map[SourceID]string{SRVSubmissions: "failed name-server", MX: "failed timeout", AutoconfigMX: "failed timeout", WellKnown: "failed timeout", Autoconfig: "none no-such-name"},
	},
	"the MX host's domain": {
		zone: "example.org MX 10 mx1.mail.example.net\nautoconfig.mail.example.net A\nautoconfig.thunderbird.net A",
		sites: map[string]string{
			"https://autoconfig.mail.example.net" + autoconfigPath: nettest.File(settings(outgoing("smtp.%EMAILDOMAIN%", "587", "STARTTLS"))),
			mozilla: nettest.File(many),
		},
		want: map[SourceID]string{
			MX: "found", AutoconfigMX: "found: smtp.%EMAILDOMAIN%:587 starttls",
			ISPDB: "found: c.example.org:25 none, b.example.org:587 starttls, a.example.org:465 tls",
		},
	},
	"international domain": {
		zone:  "_submissions._tcp.xn--bcher-kva.example SRV 0 0 465 smtp.xn--bcher-kva.example",
		query: Query{Domain: "xn--bcher-kva.example"},
		want:  map[SourceID]string{SRVSubmissions: "found: smtp.xn--bcher-kva.example:465 tls"},
	},
}

// finder returns one that asks the Internet of the case, and what it read there.
func (p proof) finder(t *testing.T) (*Finder, *atomic.Int64) {
	t.Helper()
	n := &nettest.Net{Zone: p.zone, Sites: p.sites, Certificates: p.certs}
	if err := n.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.Close)
	read := new(atomic.Int64)
	names := probe.Resolver{Dial: n.DialNames}
	return &Finder{
		Lookup: names.Addresses, SRV: names.SRV, MX: names.MX, Roots: n.Roots(), Timeout: p.limit,
		Proxy: func(*url.URL) (*url.URL, error) { return nil, nil },
		Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := n.Dial(ctx, network, address)
			return metered{conn, read}, err
		},
	}, read
}

// metered counts what is read.
type metered struct {
	net.Conn
	read *atomic.Int64
}

func (m metered) Read(p []byte) (int, error) {
	n, err := m.Conn.Read(p)
	m.read.Add(int64(n))
	return n, err
}

// TestProof has every kind of domain over real sockets.
func TestProof(t *testing.T) {
	for label, p := range proofs {
		t.Run(label, func(t *testing.T) {
			t.Parallel()
			f, read := p.finder(t)
			q := p.query
			if q.Domain == "" {
				q.Domain = "example.org"
			}
			r := f.Find(t.Context(), q)
			if !r.Settled() {
				t.Error("it has not settled")
			}
			for source, want := range p.want {
				if got := outcome(r, source); got != want {
					a, _ := r.Answer(source)
					t.Errorf("%s: got %q, want %q (%s)", source, got, want, a.Why)
				}
			}
			// Two files of 256 KiB, with what TLS adds, and small ones beside them.
			if got := read.Load(); got > 1<<20 {
				t.Errorf("%d bytes were read", got)
			}
		})
	}
}

// outcome is what a source came to, in a line; "" if it was not asked.
func outcome(r Report, s SourceID) string {
	a, ok := r.Answer(s)
	if !ok {
		return ""
	}
	line := string(a.State)
	if a.Reason != "" {
		line += " " + string(a.Reason)
	}
	for i, f := range a.Findings {
		line += map[bool]string{true: ": ", false: ", "}[i == 0] + brief(f)
		if f.Wildcard {
			line += " wildcard"
		}
	}
	return line
}

// quadratic is an entity bomb that needs no entity inside another.
var quadratic = `<!DOCTYPE x [<!ENTITY a "` + strings.Repeat("a", 100000) + `">]><clientConfig>` + strings.Repeat("&a;", 20000) + `</clientConfig>`

// TestMemory reads files that are as long as may be, and made to grow.
func TestMemory(t *testing.T) {
	fill := func(start, repeat, end string) string {
		return start + strings.Repeat(repeat, (maxBody-len(start)-len(end))/len(repeat)) + end
	}
	for label, body := range map[string]string{
		"laughs":          fill(laughs, " ", ""),
		"quadratic":       quadratic,
		"deep":            fill("<clientConfig>", "<a>", ""),
		"wide":            fill("<clientConfig>", "<a/>", "</clientConfig>"),
		"attributes":      fill("<clientConfig ", `a="" `, "></clientConfig>"),
		"one attribute":   fill(`<clientConfig a="`, `&lt;`, `"></clientConfig>`),
		"a long name":     fill("<clientConfig><", "a", "/></clientConfig>"),
		"namespaces":      fill("<clientConfig ", `xmlns:a="b" `, "></clientConfig>"),
		"servers":         fill("<clientConfig><emailProvider>", outgoing("a.example.org", "465", "SSL"), "</emailProvider></clientConfig>"),
		"servers, no use": fill("<clientConfig><emailProvider>", "<outgoingServer/>", "</emailProvider></clientConfig>"),
		"logins":          fill("<clientConfig><emailProvider><outgoingServer>", "<authentication>x</authentication>", "</outgoingServer></emailProvider></clientConfig>"),
		"a long host":     fill("<clientConfig><emailProvider><outgoingServer><hostname>", "a.", "</hostname></outgoingServer></emailProvider></clientConfig>"),
		"references":      fill("<clientConfig><emailProvider><displayName>", "&#65;", "</displayName></emailProvider></clientConfig>"),
		"comments":        fill("<clientConfig>", "<!---->", "</clientConfig>"),
		"instructions":    fill("<clientConfig>", "<?a?>", "</clientConfig>"),
	} {
		t.Run(label, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			f, err := readFile([]byte(body), "")
			runtime.ReadMemStats(&after)
			if got := after.TotalAlloc - before.TotalAlloc; got > 16<<20 {
				t.Errorf("%d bytes were allocated (%d servers, %v)", got, len(f.findings), err)
			}
		})
	}
}

// TestHostNotInCertificate goes the whole way: SRV records name a host, as they
// stand, and that its certificate is for another name is met at its doors.
func TestHostNotInCertificate(t *testing.T) {
	door := func() *smtptest.Server {
		return &smtptest.Server{Implicit: true, Certificate: smtptest.WrongHost}
	}
	n := &nettest.Net{
		Zone: "_submissions._tcp.example.org SRV 0 0 465 shared.hosting.example\nshared.hosting.example A\n" +
			"_submissions._tcp.example.net SRV 0 0 465 mail.example.net\nmail.example.net A",
		Doors: map[string]*smtptest.Server{"shared.hosting.example:465": door(), "mail.example.net:465": {Implicit: true}},
	}
	if err := n.Start(); err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	names := probe.Resolver{Dial: n.DialNames}
	finder := &Finder{Lookup: names.Addresses, SRV: names.SRV, MX: names.MX, Dial: n.Dial, Roots: n.Roots()}
	prober := &probe.Prober{Lookup: names.Addresses, Dial: n.Dial, Roots: n.Roots()}
	for domain, want := range map[string]advice.Verdict{"example.org": advice.BadCertificate, "example.net": advice.Ready} {
		found := answer(t, finder.Find(t.Context(), Query{Domain: domain}), SRVSubmissions).Findings
		if len(found) != 1 {
			t.Fatalf("%s: found %v", domain, found)
		}
		result := prober.Probe(t.Context(), found[0].Host, []probe.Door{{Port: found[0].Port, Security: found[0].Security}}).Doors[0]
		if got := advice.Judge(result); got != want {
			t.Errorf("%s: %s is %s, want %s: %s", domain, brief(found[0]), got, want, fmt.Sprint(result.TLSError))
		}
	}
}
