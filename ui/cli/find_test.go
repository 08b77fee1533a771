package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/netip"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"postern/probe"
	"postern/probe/discover"
	"postern/probe/smtptest"
	"postern/ui/termtest"
	"postern/wizard/candidate"
)

// readFindSchema reads the published description of the line of find --json.
var readFindSchema = sync.OnceValues(func() (schema map[string]any, err error) {
	body, err := os.ReadFile("find.schema.json")
	if err == nil {
		err = json.Unmarshal(body, &schema)
	}
	return schema, err
})

// says is what sources say in a test; those that are not named know no name.
type says map[discover.SourceID]func(*discover.Answer)

// begin is a search whose sources say that, and are silent for ever where stuck is set.
func (s says) begin(stuck bool) func(context.Context, discover.Query) (discover.Report, <-chan discover.Event) {
	return func(ctx context.Context, q discover.Query) (discover.Report, <-chan discover.Event) {
		f := discover.Finder{
			Lookup: func(context.Context, string) ([]netip.Addr, probe.DNS) { return nil, probe.DNSNXDomain },
			SRV:    func(context.Context, string) ([]*net.SRV, probe.DNS) { return nil, probe.DNSNXDomain },
			MX:     func(context.Context, string) ([]*net.MX, probe.DNS) { return nil, probe.DNSNXDomain },
			Dial:   func(context.Context, string, string) (net.Conn, error) { return nil, errors.New("no way out") },
		}
		end := f.Find(context.Background(), q)
		end.Started = time.Unix(1e9, 0)
		events := make(chan discover.Event, 2*len(end.Answers)) // room for all
		begun := end
		begun.Elapsed, begun.Answers = 0, slices.Clone(end.Answers)
		for i, a := range end.Answers {
			begun.Answers[i] = discover.Answer{Source: a.Source, Words: a.Words, State: discover.Waiting}
			if say, named := s[a.Source]; named {
				a.State, a.Reason, a.Why, a.Findings, a.Exchanges = discover.Found, "", probe.Text{}, nil, nil
				say(&a)
			} else if stuck {
				a = discover.Report{Answers: begun.Answers[i : i+1]}.Stopped().Answers[0]
			}
			a.Since, a.Elapsed = 0, time.Duration(10+i)*time.Millisecond
			events <- discover.Event{Source: i, At: a.Elapsed, Answer: a}
		}
		close(events)
		return begun, events
	}
}

// naming makes a source name a server.
func naming(host string, port int, security probe.Security) func(*discover.Answer) {
	return func(a *discover.Answer) {
		where := a.Words
		if !strings.HasPrefix(where, "DNS") {
			where = "https://autoconfig.analytical.example/mail/config-v1.1.xml"
		}
		a.Provider = probe.NewText("Analytical Mail")
		a.Findings = append(a.Findings, discover.Finding{
			Source: a.Source, Where: probe.NewText(where), Host: host, Port: port, Security: security,
			User: probe.NewText(discover.PlaceAddress), Logins: []discover.Login{discover.LoginPassword},
		})
	}
}

func guessing(host string) func(*discover.Answer) {
	return func(a *discover.Answer) {
		a.Findings = []discover.Finding{{Source: a.Source, Where: probe.NewText("a guess"), Host: host, Guess: true, DNS: probe.DNSOK}}
	}
}

func ending(state discover.State, why discover.Reason) func(*discover.Answer) {
	return func(a *discover.Answer) { a.State, a.Reason = state, why }
}

// agreeing are two sources that name the same door, and one that names another host.
var agreeing = says{
	discover.SRVSubmissions: naming("smtp.analytical.example", 465, probe.ImplicitTLS),
	discover.Autoconfig:     naming("smtp.analytical.example", 465, probe.ImplicitTLS),
	discover.SRVSubmission:  naming("mail.analytical.example", 587, probe.STARTTLS),
	discover.MX: func(a *discover.Answer) {
		a.Exchanges = []discover.Exchange{{Host: "mx.analytical.example", Preference: 10}}
	},
	discover.Guesses: guessing("mx.analytical.example"),
}

// searches runs find in sources that say that.
func searches(t *testing.T, s says, arg string, f findFlags) (out, errOut string, err error) {
	t.Helper()
	return searchesWithin(t.Context(), t, s.begin(false), arg, f)
}

func searchesWithin(ctx context.Context, t *testing.T, begin func(context.Context, discover.Query) (discover.Report, <-chan discover.Event), arg string, f findFlags) (out, errOut string, err error) {
	t.Helper()
	var o, e bytes.Buffer
	a := &app{out: &sink{w: &o}, errOut: &e, getenv: func(string) string { return "C.UTF-8" }}
	w, err := a.wanted(f, arg)
	if err != nil {
		t.Fatal(err)
	}
	err = a.search(ctx, w, begin)
	if f.json {
		schema, schemaErr := readFindSchema()
		if schemaErr != nil {
			t.Fatal(schemaErr)
		}
		if strings.Count(o.String(), "\n") != 1 {
			t.Errorf("not one line: %q", o.String())
		}
		for _, wrong := range checkSchema(schema, decoded(t, o.Bytes())) {
			t.Error(wrong)
		}
	}
	if printable := termtest.CheckPrintable(o.String()); printable != nil {
		t.Error(printable)
	}
	return o.String(), e.String(), err
}

func TestFindExitCodes(t *testing.T) {
	for _, tt := range []struct {
		name, arg string
		said      says
		flags     findFlags
		want      error
		shows     []string
	}{
		{"named", "ada@analytical.example", agreeing, findFlags{}, nil, []string{
			"analytical.example, for ada@analytical.example", " 1. smtp.analytical.example, 465, TLS at once", "which agree",
			"login name ada@analytical.example", " 2. mail.analytical.example, 587, STARTTLS", "Guesses:", "mx.analytical.example",
			"Asked:", "  DNS MX analytical.example", "postern probe smtp.analytical.example",
			"postern config msmtp --address ada@analytical.example --host smtp.analytical.example --port 465 --security tls",
		}},
		{"a domain", "analytical.example", agreeing, findFlags{}, nil, []string{"--address you@analytical.example"}},
		{"listed", "ada@fastmail.com", nil, findFlags{}, nil, []string{"--provider fastmail"}},
		{"listed, offline", "ada@fastmail.com", nil, findFlags{offline: true}, nil, []string{"Asked: nothing outside.", "postern probe smtp.fastmail.com"}},
		{"a guess", "ada@analytical.example", says{discover.Guesses: guessing("smtp.analytical.example")}, findFlags{}, errSaid, []string{
			"Guesses:", "postern probe smtp.analytical.example", "Words to copy:",
		}},
		{"nothing", "ada@analytical.example", nil, findFlags{}, errSaid, []string{"No place names a server.", "Words to copy:"}},
		{"nothing, offline", "ada@analytical.example", nil, findFlags{offline: true}, errSaid, []string{
			"stay offline", "postern find ada@analytical.example", "Words to copy:",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out, errOut, err := searches(t, tt.said, tt.arg, tt.flags)
			if !errors.Is(err, tt.want) || errOut != "" {
				t.Errorf("got %v and %q, want %v", err, errOut, tt.want)
			}
			flat := strings.Join(strings.Fields(out), " ")
			for _, want := range tt.shows {
				if !strings.Contains(out, want) && !strings.Contains(flat, want) {
					t.Errorf("no %q in\n%s", want, out)
				}
			}
			tt.flags.json = true
			if _, _, err := searches(t, tt.said, tt.arg, tt.flags); !errors.Is(err, tt.want) {
				t.Errorf("with --json: got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestFindPrintsWhatItHasWhenInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	out, _, err := searchesWithin(ctx, t, agreeing.begin(true), "ada@analytical.example", findFlags{})
	if !errors.Is(err, errInterrupted) || !strings.Contains(out, "smtp.analytical.example, 465") || !strings.Contains(out, "not waited for") {
		t.Errorf("got %v and\n%s", err, out)
	}
	searchesWithin(ctx, t, agreeing.begin(true), "ada@analytical.example", findFlags{json: true}) //nolint:errcheck // as above
}

// TestFindAsksNobodyOffline: not even a search that never ends is begun.
func TestFindAsksNobodyOffline(t *testing.T) {
	begin := func(context.Context, discover.Query) (discover.Report, <-chan discover.Event) {
		t.Error("somebody was asked")
		return discover.Report{}, nil
	}
	out, _, err := searchesWithin(t.Context(), t, begin, "ada@analytical.example", findFlags{offline: true})
	if !errors.Is(err, errSaid) || !strings.Contains(out, "Asked: nothing outside.") {
		t.Errorf("got %v and\n%s", err, out)
	}
}

// TestFindSchemaOfEveryEnd holds every state and reason of a source against the schema,
// and text from outside that a terminal would obey.
func TestFindSchemaOfEveryEnd(t *testing.T) {
	for state, reasons := range map[discover.State][]discover.Reason{
		discover.None: {
			discover.NoSuchName, discover.NoRecord, discover.NotOffered, discover.NullMX, discover.NoSuchPage, discover.WebPage, discover.NoServer,
		},
		discover.Skipped: {discover.SameDomain, discover.NoMX, discover.LocalDomain, discover.BadQuery},
		discover.Failed: {
			discover.NameServer, discover.NameTimeout, discover.BadRecords, discover.NoConnection, discover.BadProxy, discover.BadCertificate,
			discover.NoTLS, discover.BadHTTP, discover.BadStatus, discover.BadRedirect, discover.ManyRedirects, discover.TooLong,
			discover.CutOff, discover.BadXML, discover.Timeout, discover.Cancelled,
		},
	} {
		for _, why := range reasons {
			t.Run(string(why), func(t *testing.T) {
				s := says{discover.Autoconfig: ending(state, why), discover.MX: ending(state, why)}
				for _, f := range []findFlags{{}, {json: true}, {json: true, plainHTTP: true, tellAddress: true}} {
					if _, _, err := searches(t, s, "ada@analytical.example", f); !errors.Is(err, errSaid) {
						t.Errorf("got %v", err)
					}
				}
			})
		}
	}
	for _, h := range smtptest.Hostile() {
		hostile := says{discover.Autoconfig: func(a *discover.Answer) {
			naming("smtp.analytical.example", 25, discover.Plaintext)(a)
			a.Provider, a.Why, a.Notes = probe.NewText(h), probe.NewText(h), []probe.Text{probe.NewText(h)}
			a.Findings[0].User, a.Findings[0].Where = probe.NewText(h), probe.NewText(h)
			a.Findings[0].Logins = []discover.Login{discover.Login(probe.NewText(h).String())}
		}}
		for _, f := range []findFlags{{}, {json: true}} {
			searches(t, hostile, "ada@analytical.example", f) //nolint:errcheck // what is printed is looked at there
		}
	}
}

// TestFindJSONKeys writes the contract down a second time: whoever changes the form has
// to change it here too.
func TestFindJSONKeys(t *testing.T) {
	out, _, err := searches(t, agreeing, "ada@analytical.example", findFlags{json: true})
	if err != nil {
		t.Fatal(err)
	}
	var top map[string]json.RawMessage
	unpack(t, []byte(out), &top)
	sameKeys(t, "the line", top, strings.Fields("schema address domain started elapsed_ms offline plain_http told_address servers notes sources asked"), nil)
	var servers, sources, findings []map[string]json.RawMessage
	unpack(t, top["servers"], &servers)
	for _, s := range servers {
		sameKeys(t, "a server", s, strings.Fields("host port security user logins provider name guess plaintext unprotected outside wildcard named_by reason disagreement"), nil)
	}
	unpack(t, top["sources"], &sources)
	for _, s := range sources {
		sameKeys(t, "a source", s, strings.Fields("source words state reason why elapsed_ms asked provider findings exchanges notes"), nil)
		unpack(t, s["findings"], &findings)
		for _, f := range findings {
			sameKeys(t, "a finding", f, strings.Fields("where unprotected host port security logins user priority weight guess dns"), nil)
		}
	}
	if len(servers) != 3 || len(sources) != 8 {
		t.Errorf("got %d servers and %d sources, want 3 and 8", len(servers), len(sources))
	}
}

func TestFindTellsHowItGoes(t *testing.T) {
	var out bytes.Buffer
	a := &app{out: &sink{w: &out}, errOut: &out, getenv: os.Getenv}
	w, err := a.wanted(findFlags{}, "ada@analytical.example")
	if err != nil {
		t.Fatal(err)
	}
	show := &findProgress{w: &out, lines: w.lines}
	report, events := agreeing.begin(false)(t.Context(), w.query)
	show.begin(report)
	show.still(report)
	show.watch(report, events)
	for _, want := range []string{
		"Looking for the servers of analytical.example, in 10 places.", "Still asking: DNS record _submissions._tcp.analytical.example",
		"DNS record _submissions._tcp.analytical.example: smtp.analytical.example:465, 10 ms.",
	} {
		if !strings.Contains(strings.Join(strings.Fields(out.String()), " "), want) {
			t.Errorf("no %q in\n%s", want, &out)
		}
	}
}

func TestSlipsAreNamedAndNotChanged(t *testing.T) {
	alone(t)
	for _, tt := range []struct{ args, want string }{
		{"find ada@gmial.com --offline", "Did you mean ada@gmail.com?"},
		{"config msmtp --address ada@gmial.com --host smtp.example.org", "Did you mean ada@gmail.com?"},
		{"config msmtp --address ada@fastmail.com --host smpt.fastmail.com", "Did you mean smtp.fastmail.com?"},
		{"find ada@fastmail.com --offline", ""},
	} {
		_, out, errOut := run(t, "", strings.Split(tt.args, " ")...)
		if got := strings.Join(strings.Fields(errOut), " "); !strings.Contains(got, tt.want) || tt.want == "" && errOut != "" {
			t.Errorf("%s: got %q, want %q in it", tt.args, errOut, tt.want)
		}
		if strings.Contains(out, "gmail.com") || strings.Contains(tt.args, "smpt") && !strings.Contains(out, "smpt.") {
			t.Errorf("%s: it was changed:\n%s", tt.args, out)
		}
	}
}

// TestFoundNamesAreReadable: an international name is shown as people write it, too.
func TestFoundNamesAreReadable(t *testing.T) {
	got := candidateLine(candidate.Candidate{Host: "smtp.xn--bcher-kva.example", Port: 465, Security: probe.ImplicitTLS})
	if want := "smtp.xn--bcher-kva.example (smtp.bücher.example), 465, TLS at once"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	alone(t)
	_, out, _ := run(t, "", "probe", "bücher.invalid", "--port", "1")
	if !strings.HasPrefix(out, "xn--bcher-kva.invalid (bücher.invalid)\n") {
		t.Errorf("got\n%s", out)
	}
}
