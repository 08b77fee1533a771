package advice

import (
	"strings"
	"testing"
	"time"

	"postern/probe"
)

// alike makes a report of two doors that do the same.
func alike(at string, door func(port int) probe.Result) probe.Report {
	return probe.Report{Host: at, Started: date(2026, 11, 22), Doors: []probe.Result{door(465), door(587)}}
}

// certified returns doors that show a certificate with problems, after a change.
func certified(change func(*probe.Certificate), problems ...probe.CertificateProblem) func(int) probe.Result {
	return func(port int) probe.Result {
		return with(badCertificate(port, problems...), func(r *probe.Result) { change(r.Certificate) })
	}
}

// TestCertificatesAlike: the cause that is told is that of the problem which the
// certificates have, in the words each door has for it, and no other.
func TestCertificatesAlike(t *testing.T) {
	same := func(*probe.Certificate) {}
	until := func(end time.Time) func(*probe.Certificate) {
		return func(c *probe.Certificate) { c.NotAfter = end }
	}
	tests := []struct {
		name  string
		host  string
		door  func(int) probe.Result
		words []string
		none  []string
	}{
		{
			"wrong name", host, certified(same, probe.CertWrongHost),
			[]string{"Every certificate is for mail.other.example, not for smtp.example.org.", "proper name"},
			[]string{"clock", "scanner"},
		},
		{
			"a name that leads here", host, certified(func(c *probe.Certificate) { c.LeadsHere = c.Names }, probe.CertWrongHost),
			[]string{"Every certificate is for mail.other.example, not for", "mail.other.example leads to the same server: use that name"},
			[]string{"clock", "scanner", "belongs"},
		},
		{
			"a name that leads to one door alone", host, func(port int) probe.Result {
				return certified(func(c *probe.Certificate) {
					if port == 587 {
						c.LeadsHere = c.Names
					}
				}, probe.CertWrongHost)(port)
			},
			[]string{"If mail.other.example belongs to your provider"},
			[]string{"leads to the same server"},
		},
		{
			"just expired", host, certified(until(date(2026, 11, 19)), probe.CertExpired),
			[]string{"Every certificate expired on 19 November 2026 (3 days ago).", "not renewed in time", "tell the provider"},
			[]string{"clock", "scanner", "date"},
		},
		{
			"long expired", host, certified(until(date(2025, 11, 22)), probe.CertExpired),
			[]string{"(365 days ago). Likely it was not renewed.", "this computer's clock is wrong"},
			[]string{"scanner", "name"},
		},
		{
			"not yet valid", host, certified(func(c *probe.Certificate) { c.NotBefore = date(2026, 11, 25) }, probe.CertNotYetValid),
			[]string{"valid only from 25 November 2026 (in 3 days)", "clock is slow"},
			[]string{"scanner", "name"},
		},
		{
			"unknown authority", host, certified(same, probe.CertUnknownCA),
			[]string{"issued by “CN=Example CA”", "virus scanner or filter"},
			[]string{"clock"},
		},
		{
			"self-signed", host, certified(same, probe.CertSelfSigned),
			[]string{"vouches for itself"},
			[]string{"clock", "scanner"},
		},
		{
			"two problems", host, certified(until(date(2026, 11, 19)), probe.CertExpired, probe.CertWrongHost),
			[]string{"is for mail.other.example, not for smtp.example.org; it expired on 19 November 2026", "proper name"},
			[]string{"clock"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := alike(tt.host, tt.door)
			a := Advise(Case{Report: r})
			if a.Pattern != CertificatesAlike || a.Reasons[0].Text != a.Likely {
				t.Fatalf("pattern %q, likely %q, and the reasons are:\n%s", a.Pattern, a.Likely, said(a))
			}
			e := ExplainAt(tt.host, r.Doors[0], r.Started)
			for _, w := range append(tt.words, e.Cause, e.Next) {
				if !strings.Contains(strings.ToLower(a.Likely), strings.ToLower(w)) {
					t.Errorf("%q is not in %q", w, a.Likely)
				}
			}
			for _, w := range tt.none {
				if strings.Contains(a.Likely, w) {
					t.Errorf("%q is in %q", w, a.Likely)
				}
			}
		})
	}
}

// TestCertificatesNotQuiteAlike: of several certificates nothing is told that is
// true of one only.
func TestCertificatesNotQuiteAlike(t *testing.T) {
	certs := map[int]probe.Certificate{
		465: {Problems: []probe.CertificateProblem{probe.CertWrongHost, probe.CertUnknownCA}, Names: []probe.Text{probe.NewText("a.example")}, Issuer: probe.NewText("CN=A")},
		587: {Problems: []probe.CertificateProblem{probe.CertUnknownCA, probe.CertWrongHost}, Names: []probe.Text{probe.NewText("b.example")}, Issuer: probe.NewText("CN=B")},
	}
	door := func(port int) probe.Result {
		return with(badCertificate(port), func(r *probe.Result) { c := certs[port]; r.Certificate = &c })
	}
	got := Advise(Case{Report: alike(host, door)}).Likely
	if !strings.Contains(got, "b.example and a.example") || !strings.Contains(got, "issued by an authority") {
		t.Errorf("%q", got)
	}
	ends := map[int]time.Time{465: date(2026, 11, 1), 587: date(2026, 11, 19)}
	got = Advise(Case{Report: alike(host, func(port int) probe.Result {
		return certified(func(c *probe.Certificate) { c.NotAfter = ends[port] }, probe.CertExpired)(port)
	})}).Likely
	if !strings.Contains(got, "expired on 19 November 2026 or earlier (3 days ago)") {
		t.Errorf("%q", got)
	}
}

// TestADocumentedNameIsRight: where the catalogue knows the host, nobody is told
// that they misspelt it, neither by the reasons nor by a door.
func TestADocumentedNameIsRight(t *testing.T) {
	for _, how := range []probe.DNS{probe.DNSNXDomain, probe.DNSNoData, probe.DNSServFail, probe.DNSTimeout} {
		c := Case{Provider: known(t, "fastmail"), Report: alike("smtp.fastmail.com", func(p int) probe.Result { return unnamed(p, how) })}
		a := Advise(c)
		e := Explain("smtp.fastmail.com", c.Report.Doors[0])
		if a.Pattern != NoNameService {
			t.Errorf("%s: pattern %q", how, a.Pattern)
		}
		for _, text := range []string{a.Reasons[0].Text, e.Sentence + " " + e.Cause + " " + e.Next} {
			for _, w := range []string{"not online", "its name lookup does not work", "Check the connection", "with postern config"} {
				if !strings.Contains(strings.ReplaceAll(text, "\n", " "), w) {
					t.Errorf("%s: %q is not in %q", how, w, text)
				}
			}
			if strings.Contains(text, "letter") || strings.Contains(text, "another") || strings.Contains(text, "often begins") {
				t.Errorf("%s: the spelling is blamed: %q", how, text)
			}
		}
	}
	a := Advise(Case{Report: alike(host, func(p int) probe.Result { return unnamed(p, probe.DNSNXDomain) })})
	if a.Pattern != WrongName || !strings.Contains(a.Likely, "a letter is wrong") {
		t.Errorf("a host nobody knows: %q, %q", a.Pattern, a.Likely)
	}
	shut := Case{Provider: known(t, "fastmail"), Report: alike("smtp.fastmail.com", func(p int) probe.Result { return unconnected(p, probe.ConnectRefused) })}
	if got := Advise(shut).Likely; strings.Contains(got, "wrong name") || !strings.Contains(got, "firewall near you") {
		t.Errorf("refused: %q", got)
	}
}

// TestNamesThatAreNotLookedUp: an address or this computer has no name that
// begins with smtp.
func TestNamesThatAreNotLookedUp(t *testing.T) {
	for at, want := range map[string]string{
		"mial.example.org": "It often begins with smtp. or mail.",
		"localhost":        "no mail server runs here", "127.0.0.1": "no mail server runs here", "::1": "no mail server runs here",
		"192.0.2.1": "Look up the server's name", "2001:db8::1": "Look up the server's name",
	} {
		got := Advise(Case{Report: alike(at, func(p int) probe.Result { return unconnected(p, probe.ConnectRefused) })}).Likely
		if !strings.Contains(got, want) {
			t.Errorf("%s: %q is not in %q", at, want, got)
		}
		if hint := strings.Contains(got, "often begins"); hint != (at == "mial.example.org") {
			t.Errorf("%s: %q", at, got)
		}
	}
	bridge := Case{Provider: known(t, "proton-bridge"), Report: alike("127.0.0.1", func(p int) probe.Result { return unconnected(p, probe.ConnectRefused) })}
	if got := Advise(bridge).Likely; !strings.Contains(got, "for Proton Mail. Likely its program does not run") {
		t.Errorf("Bridge: %q", got)
	}
}

// TestLikely: what is said of filtered doors is what they did.
func TestLikely(t *testing.T) {
	tests := []struct {
		name  string
		doors doors
		want  string
	}{
		{"25 stays silent", doors{25: "to", 465: "ok", 587: "ok"}, "25 does not answer, as is common"},
		{"25 is closed", doors{25: "rf", 465: "ok", 587: "ok"}, "25 is closed: likely"},
		{"25 has no route", doors{25: "un", 465: "ok", 587: "ok"}, "25 cannot be reached"},
		{"all stay silent", doors{25: "to", 465: "to", 587: "to"}, "none of the usual doors of smtp.example.org answers"},
		{"all but one have no route", doors{25: "to", 465: "un", 587: "to"}, "none of the usual doors of smtp.example.org can be reached"},
	}
	for _, tt := range tests {
		if got := Advise(caseOf(t, "", tt.doors, "")).Likely; !strings.Contains(got, tt.want) {
			t.Errorf("%s: %q is not in %q", tt.name, tt.want, got)
		}
	}
	r := alike(host, func(p int) probe.Result { return unconnected(p, probe.ConnectRejected) })
	if got := Advise(Case{Report: r}).Likely; !strings.Contains(got, "a firewall turns away calls") {
		t.Errorf("a firewall: %q", got)
	}
}

// TestReasonsOfDoorsAlike: what several doors have in common is said once.
func TestReasonsOfDoorsAlike(t *testing.T) {
	a := Advise(caseOf(t, "", doors{465: "noauth", 587: "noauth", 2525: "noauth"}, ""))
	if len(a.Reasons) != 1 || !strings.HasPrefix(a.Reasons[0].Text, "465, 587 and 2525 are encrypted") || a.Reasons[0].Lesson != "login" {
		t.Errorf("alike:\n%s", said(a))
	}
	a = Advise(caseOf(t, "", doors{465: "noauth", 587: "noTLS"}, ""))
	if len(a.Reasons) != 3 || !strings.Contains(a.Reasons[0].Text, "more than one reason") || a.Reasons[0].Lesson != "login" {
		t.Errorf("not alike:\n%s", said(a))
	}
	a = Advise(caseOf(t, "", doors{465: "wait", 587: "wait", 2525: "ok"}, ""))
	if !strings.Contains(said(a), "587 and 465 are slow to answer") {
		t.Errorf("two that are slow:\n%s", said(a))
	}
}
