package advice

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"postern/probe"
	"postern/wizard/catalog"
	"postern/wizard/lesson"
)

// TestControlFor: who is asked, and about which doors.
func TestControlFor(t *testing.T) {
	tests := []struct {
		name     string
		provider string
		doors    doors
		host     string // "" if nobody is asked
		want     string
	}{
		{"all filtered", "", doors{25: "to", 465: "to", 587: "to", 2525: "to"}, "smtp.gmail.com", "465:tls 587:starttls"},
		{"all refused", "", doors{25: "rf", 465: "rf", 587: "rf", 2525: "rf"}, "smtp.gmail.com", "465:tls 587:starttls"},
		{"no network", "", doors{25: "un", 465: "un", 587: "un", 2525: "un"}, "smtp.gmail.com", "465:tls 587:starttls"},
		{"silent", "", doors{465: "held", 587: "held"}, "smtp.gmail.com", "465:tls 587:starttls"},
		{"bad certificates", "", doors{465: "cert", 587: "cert"}, "smtp.gmail.com", "465:tls 587:starttls"},
		{"one of two", "", doors{25: "to", 465: "to", 587: "ok"}, "smtp.gmail.com", "465:tls"},
		{"not oneself", "gmail", doors{465: "to", 587: "to"}, "smtp.mail.yahoo.com", "465:tls 587:starttls"},
		{"not one's own host under another name", "google-workspace", doors{465: "to", 587: "to"}, "smtp.mail.yahoo.com", "465:tls 587:starttls"},
		{"who shares a host", "cox", doors{465: "to"}, "smtp.gmail.com", "465:tls"},
		{"a documented spare too", "sendgrid", doors{25: "to", 465: "to", 587: "to", 2525: "to"}, "smtp.mailgun.org", "465:tls 587:starttls 2525:starttls"},
		{"the spare works", "sendgrid", doors{25: "to", 465: "to", 587: "to", 2525: "ok"}, "smtp.gmail.com", "465:tls 587:starttls"},
		{"twins", "resend", doors{465: "to", 587: "to", 2465: "to", 2587: "to"}, "email-smtp.us-east-1.amazonaws.com", "465:tls 587:starttls 2465:tls 2587:starttls"},
		{"a door nobody documents is left out", "microsoft-365", doors{25: "to", 465: "to", 587: "to"}, "smtp.gmail.com", "587:starttls"},
		{"25 alone was tried", "", doors{25: "to"}, "smtp.sendgrid.net", "25:starttls"},
		{"2525 alone was tried", "", doors{2525: "rf"}, "smtp.sendgrid.net", "2525:starttls"},
		{"a port nobody offers", "", doors{1025: "to"}, "", ""},
		{"all is well", "", doors{25: "ok", 465: "ok", 587: "ok", 2525: "ok"}, "", ""},
		{"an ordinary line", "", doors{25: "to", 465: "ok", 587: "ok", 2525: "to"}, "", ""},
		{"the server's own fault", "", doors{465: "noauth", 587: "noauth"}, "", ""},
		{"not known yet", "", doors{465: "to", 587: "wait"}, "", ""},
		{"Bridge", "proton-bridge", doors{1025: "rf"}, "", ""},
		{"no doors", "", nil, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := caseOf(t, tt.provider, tt.doors, "")
			q, ok := ControlFor(c, catalog.Default())
			var got []string
			for _, d := range q.Doors {
				got = append(got, d.String())
			}
			if q.Host != tt.host || ok != (tt.host != "") || strings.Join(got, " ") != tt.want {
				t.Errorf("%v: %s on %q", ok, q.Host, got)
			}
			if ok && (q.Name == "" || q.Host == c.Report.Host) {
				t.Errorf("%+v", q)
			}
		})
	}
}

// TestControlIsNotAskedInVain: nobody outside is asked where it would tell nothing.
func TestControlIsNotAskedInVain(t *testing.T) {
	shut := func(p int) probe.Result { return unconnected(p, probe.ConnectTimeout) }
	noName := func(how probe.DNS) func(int) probe.Result {
		return func(p int) probe.Result { return unnamed(p, how) }
	}
	stopped := func(p int) probe.Result {
		return with(start(p), func(r *probe.Result) { r.End = probe.EndCancelled })
	}
	tests := []struct {
		name    string
		at      string
		address string
		door    func(int) probe.Result
		want    bool
		words   string // why not
	}{
		{"a host on the Internet", host, "192.0.2.1", shut, true, ""},
		{"this computer", "localhost", "127.0.0.1", shut, false, "on this computer"},
		{"one's own network", "mail.home.example", "192.168.1.2", shut, false, "your own network"},
		{"a known name led aside", "smtp.fastmail.com", "192.168.1.2", shut, true, ""},
		{"a wrong name", host, "", noName(probe.DNSNXDomain), false, "is wrong"},
		{"a known name that is not found", "smtp.fastmail.com", "", noName(probe.DNSNXDomain), true, ""},
		{"no name service", host, "", noName(probe.DNSTimeout), true, ""},
		{"stopped", host, "", stopped, false, "not tried to the end"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := Case{Report: alike(tt.at, tt.door)}
			if tt.address != "" {
				c.Report.Addresses = []netip.Addr{netip.MustParseAddr(tt.address)}
			}
			_, ok := ControlFor(c, catalog.Default())
			got := Conclude(c, probe.Report{})
			if ok != tt.want || !strings.Contains(got.Meaning, tt.words) {
				t.Errorf("%v: %+v", ok, got)
			}
		})
	}
}

// TestConclude: what is concluded from how a door fails, and how it fails at the
// other host.
func TestConclude(t *testing.T) {
	// The rows are the case's only door, the columns the control's.
	const want = `
      ok to rf un held cert noTLS noauth lost stop
to    se ne ne ne ne   un   un    se     un   un
rf    se ne ne ne ne   un   un    se     un   un
un    se ne ne ne ne   un   un    se     un   un
held  se ne ne ne ne   un   un    se     un   un
cert  se un un un un   ne   ne    se     un   un
noTLS se un un un un   ne   ne    se     un   un
lost  se un un un un   un   un    se     ne   un
`
	rows := strings.Split(strings.TrimSpace(want), "\n")
	columns := strings.Fields(rows[0])
	for _, row := range rows[1:] {
		cells := strings.Fields(row)
		c := Case{Report: probe.Report{Host: host, Doors: []probe.Result{controlDoor(t, cells[0])}}}
		for i, column := range columns {
			control := probe.Report{Host: "smtp.gmail.com", Doors: []probe.Result{controlDoor(t, column)}}
			got := Conclude(c, control)
			if string(got.ID)[:2] != cells[i+1] {
				t.Errorf("%s, and %s there: %s, want %s", cells[0], column, got.ID, cells[i+1])
			}
			checkConclusion(t, got)
		}
	}
}

// controlDoor is door 587 by a word; "lost" is one whose name was not found out,
// "stop" one that was not tried to the end.
func controlDoor(t *testing.T, word string) probe.Result {
	t.Helper()
	switch word {
	case "lost":
		return unnamed(587, probe.DNSTimeout)
	case "stop":
		return with(start(587), func(r *probe.Result) { r.End = probe.EndCancelled })
	}
	d, ok := doorOf(587, word)
	if !ok {
		t.Fatalf("no door %q", word)
	}
	return d
}

// checkConclusion holds a conclusion to what must be true of any.
func checkConclusion(t *testing.T, c Conclusion) {
	t.Helper()
	for _, text := range []string{c.Headline, c.Meaning, c.Next, c.Ask} {
		if strings.ContainsAny(text, "{}!") || strings.Contains(text, "  ") || utf8.RuneCountInString(text) > 320 {
			t.Errorf("%s: %q", c.ID, text)
		}
	}
	guess := c.ID == ConcludeNetwork || c.ID == ConcludeServer || c.ID == ConcludeBoth
	if c.Headline == "" || c.Meaning == "" || guess && (c.Next == "" || !strings.Contains(c.Headline, "likely")) {
		t.Errorf("%+v", c)
	}
	if _, ok := lesson.Get(c.Lesson); !ok {
		t.Errorf("%s: no lesson %q", c.ID, c.Lesson)
	}
}

// TestConcludeOfSeveralDoors: whose side each door is on, and what is said of it.
func TestConcludeOfSeveralDoors(t *testing.T) {
	tests := []struct {
		name           string
		provider       string
		doors, control doors
		id             ConclusionID
		words          []string // of headline, meaning and next
		ask            string
	}{
		{
			"the network closes all", "fastmail",
			doors{25: "to", 465: "to", 587: "to"},
			doors{465: "to", 587: "to"},
			ConcludeNetwork,
			[]string{"likely this network or your host, and not smtp.fastmail.com", "smtp.gmail.com, another", "on ports 465 and 587 from here either", "Try another network"},
			"open outgoing connections on ports 465 and 587. Neither smtp.fastmail.com nor smtp.gmail.com",
		},
		{
			"the server alone", "",
			doors{465: "to", 587: "to"},
			doors{465: "ok", 587: "ok"},
			ConcludeServer,
			[]string{"likely smtp.example.org or a firewall right before it", "answers on ports 465 and 587"},
			"smtp.example.org cannot be reached on ports 465 and 587",
		},
		{
			"both", "",
			doors{465: "to", 587: "rf"},
			doors{465: "to", 587: "ok"},
			ConcludeBoth,
			[]string{"likely both", "On port 465 smtp.gmail.com", "On port 587 it answers"},
			"connections on port 465.",
		},
		{
			"a door works meanwhile", "",
			doors{465: "to", 587: "ok"},
			doors{465: "to"},
			ConcludeNetwork,
			[]string{"on port 465 from here either", "You can use 587 meanwhile. Try another"},
			"on port 465.",
		},
		{
			"one is not known of", "",
			doors{465: "to", 587: "to"},
			doors{465: "ok", 587: "cert"},
			ConcludeServer,
			[]string{"answers on port 465"},
			"on port 465,",
		},
		{
			"only some could be asked", "",
			doors{465: "to", 587: "to"},
			doors{587: "to"},
			ConcludeNetwork,
			[]string{"on port 587 from here either"},
			"on port 587.",
		},
		{
			"no way out at all", "",
			doors{465: "un", 587: "un"},
			doors{465: "un", 587: "un"},
			ConcludeNetwork,
			[]string{"this computer's own connection", "no way from here to smtp.gmail.com"},
			"",
		},
		{
			"somebody changes what is said", "",
			doors{465: "cert", 587: "cert"},
			doors{465: "cert", 587: "cert"},
			ConcludeNetwork,
			[]string{"something on this network or this computer", "wrong clock", "Do not log in"},
			"changes or opens connections",
		},
		{
			"the server's own certificate", "",
			doors{465: "cert", 587: "cert"},
			doors{465: "ok", 587: "ok"},
			ConcludeServer,
			[]string{"smtp.example.org itself", "with a valid certificate"},
			"TLS settings and certificate",
		},
		{
			"in different ways", "",
			doors{465: "to", 587: "to"},
			doors{465: "cert", 587: "cert"},
			ConcludeUnclear,
			[]string{"not tell for certain", "in another way"},
			"Please open outgoing connections to smtp.example.org",
		},
		{
			"no other server to ask", "",
			doors{1025: "to"},
			nil, ConcludeUnclear,
			[]string{"no other server to ask", "offer port 1025"},
			"on port 1025.",
		},
		{
			"25 alone", "",
			doors{25: "to"},
			doors{25: "to"},
			ConcludeNetwork,
			[]string{"on port 25 from here either", "needs nothing"},
			"deliver mail to other mail servers",
		},
		{
			"25 alone, and it is the server", "",
			doors{25: "to"},
			doors{25: "noauth"},
			ConcludeServer,
			[]string{"answers on port 25", "MX record"},
			"on port 25,",
		},
		{
			"nothing to ask", "",
			doors{25: "to", 465: "ok", 587: "ok"},
			nil, ConcludeNotNeeded,
			[]string{"Another server would not help to tell"},
			"",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			control := report(tt.control)
			control.Host = "smtp.gmail.com"
			got := Conclude(caseOf(t, tt.provider, tt.doors, ""), control)
			checkConclusion(t, got)
			text := got.Headline + " " + got.Meaning + " " + got.Next
			if got.ID != tt.id || !strings.Contains(got.Ask, tt.ask) || (got.Ask == "") != (tt.ask == "") {
				t.Errorf("%s, ask %q", got.ID, got.Ask)
			}
			for _, w := range tt.words {
				if !strings.Contains(text, w) {
					t.Errorf("%q is not in %q", w, text)
				}
			}
		})
	}
}

// TestConclusionsAreWholeAndDocumented: whatever was met, the words are whole, and the answer is
// one of those that are documented.
func TestConclusionsAreWholeAndDocumented(t *testing.T) {
	states := []string{"ok", "to", "rf", "un", "held", "cert", "noTLS", "noauth"}
	ids := []ConclusionID{ConcludeNetwork, ConcludeServer, ConcludeBoth, ConcludeUnclear, ConcludeNotNeeded}
	for i := range len(states) * len(states) {
		c := caseOf(t, "", doors{465: states[i%8], 587: states[i/8], 25: "to"}, "")
		q, ok := ControlFor(c, catalog.Default())
		for j := range len(states) * len(states) {
			control := probe.Report{Host: q.Host}
			for _, d := range q.Doors {
				r, _ := doorOf(d.Port, map[int]string{465: states[j%8], 587: states[j/8]}[d.Port])
				control.Doors = append(control.Doors, r)
			}
			got := Conclude(c, control)
			checkConclusion(t, got)
			if !slices.Contains(ids, got.ID) || ok == (got.ID == ConcludeNotNeeded) {
				t.Errorf("%v: %q", ok, got.ID)
			}
		}
	}
}

// TestNoControlWordsAreIdle: each section is a conclusion, or a variant the code has.
func TestNoControlWordsAreIdle(t *testing.T) {
	code := source(t)
	for section := range controlWords() {
		name, variant, _ := strings.Cut(section, ".")
		whole := strings.Contains(code, `"`+section+`"`)
		if !whole && (!mentions(code, name) || variant != "" && !mentions(code, variant)) {
			t.Errorf("control.txt: nothing leads to [%s]", section)
		}
	}
}
