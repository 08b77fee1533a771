package journey

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"postern/probe"
	"postern/probe/discover"
	"postern/wizard/lesson"
)

// travellers are people of whom more and more is known.
var travellers = map[string]Traveller{
	"nothing known": {},
	"a provider":    {Provider: "Fastmail", Server: "smtp.fastmail.com"},
	"a door":        {Provider: "Fastmail", Server: "smtp.fastmail.com", Port: 465, Implicit: true, Ready: true, Relay: RelayOpen},
	"another door":  {Server: "mail.example.org", Port: 587, Ready: true, Relay: RelayClosed},
	"a domain": {Route: &discover.Route{
		Domain: "example.com", Exchanges: []discover.Exchange{{Host: "mx1.example.net", Preference: 10}},
	}},
	"a domain that takes none": {Route: &discover.Route{Domain: "example.com", Reason: discover.NullMX}},
}

func TestEveryStopIsComplete(t *testing.T) {
	want := []string{"you", "submission", "queue", "mx", "relay", "server", "inbox"}
	for name, who := range travellers {
		t.Run(name, func(t *testing.T) {
			var ids []string
			for _, s := range Stops(who) {
				ids = append(ids, s.ID)
				text := strings.Join(append([]string{s.Name, s.Title, s.Calls, s.Port, s.Login, s.TLS}, s.Body...), "\n")
				for _, part := range []string{s.Name, s.Title, s.Calls, s.Port, s.Login, s.TLS} {
					if part == "" {
						t.Errorf("%s: a part is empty: %+v", s.ID, s)
					}
				}
				if len(s.Body) < 2 || strings.ContainsAny(text, "{}!") || strings.Contains(text, "  ") {
					t.Errorf("%s is not for reading:\n%s", s.ID, text)
				}
				if _, ok := lesson.Get(s.Lesson); !ok {
					t.Errorf("%s leads to the lesson %q, which there is not", s.ID, s.Lesson)
				}
			}
			if !slices.Equal(ids, want) {
				t.Errorf("the stops are %v, want %v", ids, want)
			}
		})
	}
}

func TestStopsHoldWhatIsKnown(t *testing.T) {
	for _, tt := range []struct{ who, stop, want, not string }{
		{"nothing known", "submission", "calls your provider's server", "Seen here"},
		{"nothing known", "submission", "465 or 587", ""},
		{"nothing known", "queue", "Your provider checks", "your provider checks"},
		{"nothing known", "relay", "calls the recipient's server", "Seen here"},
		{"a provider", "queue", "Fastmail checks", "provider"},
		{"a provider", "you", "smtp.fastmail.com", ""},
		{"a door", "submission", "From the first byte", "STARTTLS"},
		{"a door", "submission", "door 465 of smtp.fastmail.com is ready", "Postern tries"},
		{"a door", "relay", "25 of smtp.fastmail.com answers from your computer, and is still not your door", "cannot be reached"},
		{"another door", "submission", "STARTTLS", "first byte"},
		{"another door", "relay", "25 of mail.example.org cannot be reached", "still not your door"},
		{"a domain", "relay", "calls mx1.example.net", "recipient's server"},
		{"a domain that takes none", "relay", "calls the recipient's server", "example.com"},
	} {
		stops := Stops(travellers[tt.who])
		i := slices.IndexFunc(stops, func(s Stop) bool { return s.ID == tt.stop })
		s := stops[i]
		text := strings.Join(append([]string{s.Calls, s.Port, s.Login, s.TLS}, s.Body...), "\n")
		if !strings.Contains(text, tt.want) || tt.not != "" && strings.Contains(text, tt.not) {
			t.Errorf("%s, %s: want %q and not %q in\n%s", tt.who, tt.stop, tt.want, tt.not, text)
		}
	}
}

// TestLoginAndEncryption holds what must never be taught otherwise: login and required
// encryption where mail is handed in, and 25 without a login between servers.
func TestLoginAndEncryption(t *testing.T) {
	for name, who := range travellers {
		for _, s := range Stops(who) {
			switch s.ID {
			case "submission":
				if !strings.HasPrefix(s.Login, "Yes") || !strings.HasPrefix(s.TLS, "Required") || strings.Contains(s.Port, "25.") && !strings.Contains(s.Port, "2525") {
					t.Errorf("%s: %+v", name, s)
				}
			case "relay":
				if !strings.HasPrefix(s.Login, "None") || !strings.HasPrefix(s.Port, "25,") || s.Line != "25" {
					t.Errorf("%s: %+v", name, s)
				}
			}
		}
	}
}

func exchanges(all ...any) []discover.Exchange {
	var out []discover.Exchange
	for i := 0; i < len(all); i += 2 {
		out = append(out, discover.Exchange{Preference: uint16(all[i].(int)), Host: all[i+1].(string)}) //nolint:gosec // small
	}
	return out
}

func TestExplain(t *testing.T) {
	asked := []probe.Text{probe.NewText("DNS MX example.org")}
	for _, tt := range []struct {
		name  string
		route discover.Route
		want  []string // in the words, in this order
	}{
		{
			"several servers",
			discover.Route{Exchanges: exchanges(5, "a.example.net", 10, "b.example.net")},
			[]string{"goes to a.example.net, or else", "    5  a.example.net  called first\n   10  b.example.net\n", "lowest is called first", "No record names a port"},
		},
		{
			"equal numbers",
			discover.Route{Exchanges: exchanges(5, "a.example.net", 5, "b.example.net", 10, "c.example.net")},
			[]string{"one of the servers with the lowest number", "a.example.net  one of the first", "b.example.net  one of the first", "c.example.net\n", "picks any of them"},
		},
		{
			"equal numbers further down",
			discover.Route{Exchanges: exchanges(5, "a.example.net", 10, "b.example.net", 10, "c.example.net")},
			[]string{"goes to a.example.net, or else", "called first", "picks any of them"},
		},
		{"one of its own", discover.Route{Exchanges: exchanges(0, "mx.example.org")}, []string{"goes to mx.example.org.", "decides nothing", "in the domain itself"}},
		{"one of another's", discover.Route{Exchanges: exchanges(0, "mx.notexample.org")}, []string{"decides nothing", "in another domain"}},
		{"the domain is its server", discover.Route{Exchanges: exchanges(0, "example.org")}, []string{"in the domain itself"}},
		{
			"no MX, an address",
			discover.Route{Reason: discover.NoRecord, Addresses: []netip.Addr{netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db8::1")}},
			[]string{"no MX record, but an address", "called on 25", "192.0.2.1, 2001:db8::1"},
		},
		{"nobody to call", discover.Route{Reason: discover.NoRecord, AddressReason: discover.NoRecord}, []string{"no address of its own", "nobody to call"}},
		{"an address nobody could tell", discover.Route{Reason: discover.NoRecord, AddressReason: discover.NameTimeout}, []string{"has no MX record.", "could not be looked up just now"}},
		{"null MX", discover.Route{Reason: discover.NullMX}, []string{"example.org takes no mail at all", "a null MX"}},
		{"no such domain", discover.Route{Reason: discover.NoSuchName}, []string{"know no domain example.org", "spelling"}},
		{"name servers in trouble", discover.Route{Reason: discover.NameServer}, []string{"could not answer", "says nothing about example.org"}},
		{"no answer", discover.Route{Reason: discover.NameTimeout}, []string{"in time", "says nothing about example.org"}},
		{"no answer, asleep once", discover.Route{Reason: discover.NameTimeout, Slept: time.Hour}, []string{"in time", "so it asked once more"}},
		{"no answer, asleep twice", discover.Route{Reason: discover.NameTimeout, Slept: time.Hour, SleptAgain: true}, []string{"stood still twice", "says nothing about example.org"}},
		{"null MX, asleep twice", discover.Route{Reason: discover.NullMX, Slept: time.Hour, SleptAgain: true}, []string{"takes no mail at all", "so it asked once more"}},
		{"nothing to use", discover.Route{Reason: discover.BadRecords, Notes: []probe.Text{probe.NewText("1.2.3.4 is an address")}}, []string{"none that can be used", "Left out: 1.2.3.4 is an address"}},
		{"of one network", discover.Route{Reason: discover.LocalDomain}, []string{"one network only", "none was asked"}},
		{"no domain", discover.Route{Reason: discover.BadQuery}, []string{"no domain"}},
		{"stopped", discover.Route{Reason: discover.Cancelled}, []string{"was stopped", "Nothing was learned about example.org"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.route.Domain, tt.route.Asked = "example.org", asked
			a := Explain(tt.route)
			text := a.Headline + "\n" + strings.Join(a.Rows, "\n") + "\n" + strings.Join(a.Why, "\n")
			rest := text
			for _, w := range tt.want {
				_, after, ok := strings.Cut(rest, w)
				if !ok {
					t.Fatalf("no %q in its place in\n%s", w, text)
				}
				rest = after
			}
			if a.Headline == "" || slices.Contains(a.Why, "") || strings.ContainsAny(text, "{}!") {
				t.Errorf("that is not for reading:\n%s", text)
			}
			if a.Asked != "Asked: DNS MX example.org. It took 0 ms." {
				t.Errorf("asked: %q", a.Asked)
			}
		})
	}
}

func TestDomain(t *testing.T) {
	for _, tt := range []struct{ typed, want string }{
		{"example.org", "example.org"},
		{"  Ada@Example.ORG ", "example.org"},
		{"ada@home@example.org", "example.org"},
		{"example.org.", "example.org"},
		{"bücher.example", "xn--bcher-kva.example"},
		{"", ""},
		{"ada@", ""},
		{"example", ""},
		{"192.0.2.1", ""},
		{"exa mple.org", ""},
		{"\x1b[31m.org", ""},
		{strings.Repeat("a.", 300) + "org", ""},
	} {
		got, err := Domain(tt.typed)
		if got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("Domain(%q) = %q, %v; want %q", tt.typed, got, err, tt.want)
		}
		if err != nil && strings.ContainsRune(err.Error(), 0x1b) {
			t.Errorf("the error holds an escape: %q", err)
		}
	}
}

func FuzzDomain(f *testing.F) {
	f.Add("ada@example.org")
	f.Add("\xff@..")
	f.Fuzz(func(t *testing.T, typed string) {
		domain, err := Domain(typed)
		if err != nil {
			if strings.ContainsFunc(err.Error(), func(r rune) bool { return r < 0x20 || r == 0x7f }) {
				t.Errorf("the error holds a control character: %q", err)
			}
			return
		}
		if again, err := discover.CheckDomain(domain); err != nil || again != domain {
			t.Errorf("Domain(%q) = %q, which is none: %v", typed, domain, err)
		}
	})
}
