package advice

import (
	"slices"
	"strings"
	"testing"
	"time"

	"postern/probe"
	"postern/wizard/catalog"
)

// known returns a provider of the real catalogue.
func known(t *testing.T, id string) *catalog.Provider {
	t.Helper()
	if id == "" {
		return nil
	}
	p, ok := catalog.Default().Find(id)
	if !ok {
		t.Fatalf("no provider %q", id)
	}
	return p
}

// caseOf makes a case of a provider's own host, or of a host of unknown make.
func caseOf(t *testing.T, provider string, doors map[int]string, p Policy) Case {
	t.Helper()
	c := Case{Report: report(doors), Provider: known(t, provider), Policy: p, Elapsed: 9 * time.Second}
	if c.Provider != nil && len(c.Provider.Hosts()) > 0 {
		c.Report.Host = c.Provider.Hosts()[0]
	}
	return c
}

// said is all the advice says, in one string.
func said(a Advice) string {
	texts := []string{a.Headline}
	for _, r := range a.Reasons {
		texts = append(texts, r.Text)
	}
	return strings.Join(texts, "\n")
}

// doors says what each port does, in the words of doorOf.
type doors = map[int]string

// workedCases are the twenty cases that the rule was worked out with; the
// nineteenth is in TestOwnRelay.
var workedCases = []struct {
	name     string
	provider string
	doors    doors
	port     int // under the default policy, 587 first
	port465  int // with 465 first
	label    string
	words    []string // of the reasons, under the default policy
}{
	{
		"1", "",
		doors{25: "to", 465: "ok", 587: "ok", 2525: "rf"},
		587, 465, "",
		[]string{"Both standard doors work", "587, STARTTLS required", "just as good", "RFC 8314 leans to it"},
	},
	{
		"2", "",
		doors{25: "to", 465: "to", 587: "ok", 2525: "rf"},
		587, 587, "",
		[]string{"587 passed every check", "upgrades to TLS properly", "465 does not answer from here"},
	},
	{
		"3", "",
		doors{25: "to", 465: "ok", 587: "to", 2525: "to"},
		465, 465, "",
		[]string{"465 passed every check", "587 does not answer from here"},
	},
	{
		"4", "gmail",
		doors{25: "to", 465: "ok", 587: "ok"},
		587, 465, "",
		[]string{"Gmail documents 465 and 587 without ranking them", "our policy decides", "app password", "OAuth"},
	},
	{
		"5", "microsoft-365",
		doors{25: "ok", 465: "rf", 587: "ok"},
		587, 587, "",
		[]string{"Microsoft 365 documents 587, STARTTLS required, and no 465", "right, and not second best", "Password login may be off", "plan for OAuth"},
	},
	{
		"6", "sendgrid",
		doors{25: "to", 465: "ok", 587: "ok", 2525: "ok"},
		587, 587, "",
		[]string{"SendGrid names 587 first", "465 is fine too", "2525 works too, but you do not need it"},
	},
	{
		"7", "postmark",
		doors{25: "to", 587: "ok", 2525: "ok"},
		587, 587, "",
		[]string{"Postmark documents 587", "no 465"},
	},
	{
		"8", "sendgrid",
		doors{25: "to", 465: "to", 587: "to", 2525: "ok"},
		2525, 2525, LabelUnofficial,
		[]string{"25, 465 and 587 do not answer", "your host or network filters them", "SendGrid also listens on 2525, with the same TLS and login"},
	},
	{
		"9", "amazon-ses",
		doors{25: "to", 465: "to", 587: "to", 2587: "ok", 2465: "ok"},
		2587, 2465, LabelUnofficial,
		[]string{"25, 465 and 587 do not answer", "filters them", "Amazon SES also listens on 2587"},
	},
	{
		"9, else 2465", "amazon-ses",
		doors{25: "to", 465: "to", 587: "to", 2587: "to", 2465: "ok"},
		2465, 2465, LabelUnofficial,
		[]string{"Amazon SES also listens on 2465", "with the same TLS and login"},
	},
	{
		"10", "amazon-ses",
		doors{25: "ok", 465: "ok", 587: "ok"},
		587, 465, "",
		[]string{"Amazon SES documents 465 and 587 without ranking them", "our policy decides", "25 works as well, but it is the door between servers"},
	},
	{
		"11", "gmail",
		doors{25: "to", 465: "to", 587: "to"},
		0, 0, "",
		[]string{"No door is ready", "filters mail ports", "Try another network", "open 465 or 587"},
	},
	{
		"12", "gmail",
		doors{25: "to", 465: "to", 587: "to", 2525: "to"},
		0, 0, "",
		[]string{"filters mail ports", "Gmail does not offer 2525", "cannot help"},
	},
	{
		"13", "",
		doors{25: "noauth", 465: "rf", 587: "rf", 2525: "rf"},
		0, 0, "",
		[]string{"Only 25 answers, and it offers no login", "receives mail (an MX)", "Ask the provider for the submission host"},
	},
	{
		"14", "",
		doors{25: "ok", 465: "to", 587: "to", 2525: "rf"},
		0, 0, "",
		[]string{"Only 25 answers", "TLS and login", "not a submission port", "Ask the provider for 465 or 587"},
	},
	{
		"15", "gmail",
		doors{25: "to", 465: "to", 587: "noTLS", 2525: "to"},
		0, 0, "",
		[]string{"587 answers without offering encryption", "Gmail does offer it", "someone between is hiding it", "Do not log in here"},
	},
	{
		"16", "",
		doors{25: "to", 465: "cert", 587: "ok", 2525: "rf"},
		587, 587, "",
		[]string{"587 passed every check", "certificate on 465 is for mail.other.example, not for smtp.example.org", "tell the provider"},
	},
	{
		"17", "",
		doors{25: "to", 465: "cert", 587: "cert", 2525: "cert"},
		0, 0, "",
		[]string{"Every certificate is for mail.other.example, not for smtp.example.org", "the server's proper name", "never skips this check"},
	},
	{
		"18", "",
		doors{25: "rf", 465: "rf", 587: "rf", 2525: "rf"},
		0, 0, "",
		[]string{"is reached, but nothing listens", "probably the wrong name", "begins with smtp. or mail.", "Look it up at the provider"},
	},
	{
		"20", "",
		doors{25: "to", 465: "noTLS", 587: "ok", 2525: "rf"},
		587, 587, "",
		[]string{"587 passed every check", "465 speaks clear text, which it must not"},
	},
	{
		"documented 587 before an undocumented 2525", "gmail",
		doors{465: "to", 587: "ok", 2525: "ok"},
		587, 587, "",
		[]string{"465 does not answer", "2525 works too, but you do not need it"},
	},
}

func TestWorkedCases(t *testing.T) {
	for _, tt := range workedCases {
		t.Run(tt.name, func(t *testing.T) {
			for policy, want := range map[Policy]int{"": tt.port, Prefer587: tt.port, Prefer465: tt.port465} {
				a := Advise(caseOf(t, tt.provider, tt.doors, policy))
				label := tt.label
				if a.Port != want || a.Label != label {
					t.Errorf("policy %q: port %d, label %q; want %d, %q", policy, a.Port, a.Label, want, label)
				}
				wantState := Final
				if want == 0 {
					wantState = None
				}
				if a.State != wantState || len(a.Waiting) > 0 {
					t.Errorf("policy %q: state %d, waiting for %v", policy, a.State, a.Waiting)
				}
				if want != 0 && a.Security != string(probe.DoorAt(want).Security) {
					t.Errorf("policy %q: security %q on %d", policy, a.Security, want)
				}
			}
			text := said(Advise(caseOf(t, tt.provider, tt.doors, Prefer587)))
			for _, w := range tt.words {
				if !strings.Contains(text, w) {
					t.Errorf("%q is not in:\n%s", w, text)
				}
			}
		})
	}
}

// TestOwnRelay is the nineteenth case, and what belongs to it.
func TestOwnRelay(t *testing.T) {
	tests := []struct {
		name     string
		doors    map[int]string
		own      bool
		port     int
		label    string
		security string
		words    string
	}{
		{"19: no TLS", map[int]string{25: "noTLS"}, true, 25, LabelLocalRelay, "none", "This is your own server"},
		{"with TLS, no login", map[int]string{25: "noauth"}, true, 25, LabelLocalRelay, "starttls", "encrypted"},
		{"with TLS and login", map[int]string{25: "ok"}, true, 25, LabelLocalRelay, "starttls", "No password is sent"},
		{"its certificate proves nothing", map[int]string{25: "cert"}, true, 25, LabelLocalRelay, "none", "No password is sent"},
		{"shut", map[int]string{25: "rf", 587: "rf"}, true, 0, "", "", "nothing listens"},
		{"submission works too", map[int]string{25: "noTLS", 587: "ok"}, true, 587, "", "starttls", "587 passed every check"},
		{"not one's own", map[int]string{25: "noTLS", 465: "rf", 587: "rf"}, false, 0, "", "", "Only 25 answers"},
		{"not one's own, with TLS and login", map[int]string{25: "ok", 465: "rf"}, false, 0, "", "", "Only 25 answers"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := caseOf(t, "", tt.doors, "")
			c.LocalRelay = tt.own
			a := Advise(c)
			if a.Port != tt.port || a.Label != tt.label || a.Security != tt.security {
				t.Errorf("got %d, %q, %q", a.Port, a.Label, a.Security)
			}
			if !strings.Contains(said(a), tt.words) {
				t.Errorf("%q is not in:\n%s", tt.words, said(a))
			}
			if slices.Contains(a.Also, 25) {
				t.Errorf("25 is offered as well: %v", a.Also)
			}
		})
	}
}

func TestPreference(t *testing.T) {
	all := doors{25: "ok", 465: "ok", 587: "ok", 2525: "ok", 2465: "ok", 2587: "ok", 8025: "ok"}
	tests := []struct {
		name, provider string
		doors          doors
		policy         Policy
		port           int
		also           []int
		label, words   string
	}{
		{"named 465 beats the policy", "fastmail", all, Prefer587, 465, []int{587, 2525, 2587, 8025, 2465}, "", "Fastmail names 465 first"},
		{"named 587 beats the policy", "icloud", all, Prefer465, 587, []int{465, 2525, 2465, 2587, 8025}, "", "iCloud Mail documents 587"},
		{"second choice", "fastmail", doors{465: "to", 587: "ok"}, Prefer465, 587, nil, LabelFallback, "its second choice"},
		{"both named", "scaleway-tem", all, Prefer587, 587, []int{465, 2587, 2465, 2525, 8025}, "", "our policy decides"},
		{"both named, 465 first", "scaleway-tem", all, Prefer465, 465, []int{587, 2465, 2587, 2525, 8025}, "", "our policy decides"},
		{"only 465 documented", "one-com", all, Prefer587, 465, []int{587, 2525, 2587, 8025, 2465}, "", "documents 465, TLS from the first byte, and no 587"},
		{"an undocumented standard door", "one-com", doors{465: "to", 587: "ok"}, Prefer587, 587, nil, "", "does not document 587"},
		{"alternates before 2525", "rackspace", doors{465: "to", 587: "to", 2525: "ok", 8025: "ok"}, Prefer587, 8025, []int{2525}, LabelUnofficial, "also listens on 8025"},
		{"2525 that nobody documents", "", doors{465: "rf", 587: "rf", 2525: "ok"}, Prefer587, 2525, nil, LabelUnofficial, "Of no use from here: 465 and 587. 2525 is not an official mail door"},
		{"only 2525 was asked for", "", doors{2525: "ok"}, Prefer587, 2525, nil, LabelUnofficial, "2525 is not an official mail door"},
		{"some port that was asked for", "", doors{1025: "ok"}, Prefer587, 1025, nil, LabelUnofficial, "1025 is not an official mail door"},
		{"the host is not the provider's", "fastmail", nil, Prefer587, 0, nil, "", ""},
		{"unknown host, all open", "", all, Prefer587, 587, []int{465, 2525, 2587, 8025, 2465}, "", "Both standard doors work"},
		{"unknown host, all open, 465 first", "", all, Prefer465, 465, []int{587, 2525, 2465, 2587, 8025}, "", "Both standard doors work. We start with 465"},
		{"Bridge's own door", "proton-bridge", doors{1025: "ok"}, Prefer587, 1025, nil, "", "Proton Mail names 1025 first"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := Advise(caseOf(t, tt.provider, tt.doors, tt.policy))
			if a.Port != tt.port || a.Label != tt.label || !slices.Equal(a.Also, tt.also) {
				t.Errorf("got %d %q, also %v; want %d %q, also %v", a.Port, a.Label, a.Also, tt.port, tt.label, tt.also)
			}
			if !strings.Contains(said(a), tt.words) {
				t.Errorf("%q is not in:\n%s", tt.words, said(a))
			}
		})
	}
}

// TestFound: what a settings file or DNS names for a host counts as a provider's word
// does, unless the catalogue knows the host.
// TestSaidToBeTheProviders: what a provider documents counts for a host that the person
// says is its, whatever the name.
func TestSaidToBeTheProviders(t *testing.T) {
	for provider, want := range map[string]int{"fastmail": 465, "sendgrid": 587, "postmark": 587} {
		c := Case{Report: report(map[int]string{25: "to", 465: "ok", 587: "ok", 2525: "ok"}), Provider: known(t, provider), Elapsed: time.Minute}
		c.Report.Host = "mail.example.org"
		a := Advise(c)
		if a.Port != want || !strings.Contains(a.Reasons[0].Text, c.Provider.Name) {
			t.Errorf("%s: got %d and %q, want %d", provider, a.Port, a.Reasons[0].Text, want)
		}
	}
}

func TestFound(t *testing.T) {
	all := doors{25: "ok", 465: "ok", 587: "ok", 2525: "ok", 8025: "ok"}
	at := func(ports ...int) (named []probe.Door) {
		for _, p := range ports {
			named = append(named, probe.DoorAt(p))
		}
		return named
	}
	const by = "The settings file at autoconfig.example.org"
	for _, tt := range []struct {
		name   string
		doors  doors
		named  []probe.Door
		by     string
		policy Policy
		port   int
		also   []int
		words  string
	}{
		{"465 first", all, at(465, 587), by, Prefer587, 465, []int{587, 2525, 8025}, by + " names 465 first, and every check passed"},
		{"587 alone", all, at(587), by, Prefer465, 587, []int{465, 2525, 8025}, by + " names 587 first"},
		{"as equals", all, at(587, 465), "", Prefer587, 587, []int{465, 2525, 8025}, "Both standard doors work"},
		{"a port of its own", all, at(8025), by, Prefer587, 8025, []int{587, 465, 2525}, by + " names 8025 first"},
		{"the second", doors{465: "to", 587: "ok"}, at(465, 587), by, Prefer587, 587, nil, "587 passed every check"},
		{"one that nobody names", doors{465: "to", 587: "ok"}, at(465), by, Prefer587, 587, nil, "Nobody names 587 for"},
		{"25 is never one", doors{25: "ok", 587: "ok"}, at(25), by, Prefer587, 587, nil, "Nobody names 587 for"},
		{"a spare of its own", doors{465: "to", 587: "to", 8025: "ok", 2525: "ok"}, at(465, 8025), by, Prefer587, 8025, []int{2525}, "also listens on 8025"},
	} {
		c := caseOf(t, "", tt.doors, tt.policy)
		c.Named, c.NamedBy = tt.named, tt.by
		a := Advise(c)
		if a.Port != tt.port || !slices.Equal(a.Also, tt.also) || !strings.Contains(said(a), tt.words) {
			t.Errorf("%s: got %d, also %v:\n%s", tt.name, a.Port, a.Also, said(a))
		}
	}
}

// TestState: when a recommendation is none, provisional or final.
func TestState(t *testing.T) {
	tests := []struct {
		name     string
		provider string
		doors    doors
		elapsed  time.Duration
		state    State
		port     int
		waiting  []int
		headline string
	}{
		{"nothing yet", "", doors{25: "wait", 465: "wait", 587: "wait", 2525: "wait"}, 0, None, 0, []int{587, 465, 2525}, "No door is ready yet. Still trying 587, 465 and 2525."},
		{"nothing yet, without 25", "", doors{465: "wait", 587: "wait"}, 0, None, 0, []int{587, 465}, "Trying the doors."},
		{"25 came first", "", doors{25: "to", 465: "wait", 587: "wait"}, 0, None, 0, []int{587, 465}, "No door is ready yet. Still trying 587 and 465."},
		{"the better one is waited for", "", doors{465: "ok", 587: "wait"}, time.Second, Provisional, 465, []int{587}, "465 works. Trying 587 a moment longer; enter uses 465."},
		{"not for ever", "", doors{465: "ok", 587: "wait"}, 1500 * time.Millisecond, Final, 465, []int{587}, "Use 465."},
		{"a worse one is not waited for", "", doors{25: "wait", 465: "wait", 587: "ok", 2525: "wait"}, 0, Final, 587, nil, "Use 587."},
		{"the provider's own is in", "fastmail", doors{465: "ok", 587: "wait"}, 0, Final, 465, nil, "Use 465."},
		{"the provider's own is waited for", "fastmail", doors{465: "wait", 587: "ok"}, 0, Provisional, 587, []int{465}, "587 works. Trying 465 a moment longer; enter uses 587."},
		{"the better one failed", "", doors{465: "ok", 587: "to"}, 0, Final, 465, nil, "Use 465."},
		{"a spare is in", "", doors{465: "wait", 587: "wait", 2525: "ok"}, 0, Provisional, 2525, []int{587, 465}, "2525 works. Trying 587 and 465 a moment longer; enter uses 2525."},
		{"a spare is all there is", "", doors{465: "to", 587: "to", 2525: "ok"}, 0, Final, 2525, nil, "Use 2525, a spare door."},
		{"25 is not waited for", "", doors{25: "wait", 465: "rf", 587: "rf"}, 0, None, 0, nil, "No door is ready."},
		{"none", "", doors{25: "to", 465: "rf", 587: "rf"}, 0, None, 0, nil, "No door is ready."},
		{"no doors", "", nil, 0, None, 0, nil, "No door is ready."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := caseOf(t, tt.provider, tt.doors, "")
			c.Elapsed = tt.elapsed
			a := Advise(c)
			if a.State != tt.state || a.Port != tt.port || !slices.Equal(a.Waiting, tt.waiting) || a.Headline != tt.headline {
				t.Errorf("got %d, port %d, waiting %v, %q", a.State, a.Port, a.Waiting, a.Headline)
			}
			if (len(a.Reasons) > 0) != (a.Port != 0 || len(a.Waiting) == 0 && len(tt.doors) > 0) {
				t.Errorf("reasons: %q", said(a))
			}
		})
	}
}

// TestElapsedOfTheReport: a report read later needs no clock of its own.
func TestElapsedOfTheReport(t *testing.T) {
	c := caseOf(t, "", map[int]string{465: "ok", 587: "wait"}, "")
	c.Elapsed, c.Report.Elapsed = 0, 2*time.Second
	if a := Advise(c); a.State != Final {
		t.Errorf("state %d", a.State)
	}
}

func TestUntried(t *testing.T) {
	tests := []struct {
		provider string
		policy   Policy
		doors    map[int]string
		want     []string
	}{
		{"amazon-ses", Prefer587, map[int]string{25: "to", 465: "to", 587: "to"}, []string{"2587:starttls", "2465:tls"}},
		{"amazon-ses", Prefer465, map[int]string{25: "to", 465: "to", 587: "to"}, []string{"2465:tls", "2587:starttls"}},
		{"amazon-ses", Prefer587, map[int]string{465: "to", 587: "wait"}, nil},
		{"amazon-ses", Prefer587, map[int]string{465: "to", 587: "ok"}, nil},
		{"smtp2go", Prefer587, map[int]string{465: "to", 587: "to", 2525: "to"}, []string{"80:starttls", "8025:starttls", "443:tls", "8465:tls"}},
		{"gmail", Prefer587, map[int]string{465: "to", 587: "to"}, nil},
		{"", Prefer587, map[int]string{465: "to", 587: "to"}, nil},
	}
	for _, tt := range tests {
		a := Advise(caseOf(t, tt.provider, tt.doors, tt.policy))
		var got []string
		for _, d := range a.Untried {
			got = append(got, d.String())
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s, %s: %q, want %q", tt.provider, tt.policy, got, tt.want)
		}
		if mentioned := strings.Contains(said(a), "have not been tried yet"); mentioned != (tt.want != nil) {
			t.Errorf("%s: untried doors mentioned: %v\n%s", tt.provider, mentioned, said(a))
		}
	}
}

// TestNotes: what to know of the recommended door.
func TestNotes(t *testing.T) {
	tests := []struct {
		name   string
		change func(*probe.Result)
		words  string
	}{
		{"login in the clear", func(r *probe.Result) { r.Warnings = []probe.Warning{probe.WarnLoginInClear} }, "587 also offers its login before encryption"},
		{"IPv6", func(r *probe.Result) { r.Warnings = []probe.Warning{probe.WarnIPv6Broken} }, "Over IPv6 smtp.example.org does not answer on 587"},
		{"expires soon", func(r *probe.Result) { r.Warnings = []probe.Warning{probe.WarnExpiresSoon} }, "valid until 30 December 2026 only"},
		{"weak key", func(r *probe.Result) { r.Warnings = []probe.Warning{probe.WarnWeakKey} }, "shorter than is good today"},
		{"out of turn", func(r *probe.Result) { r.Warnings = []probe.Warning{probe.WarnUnaskedReply} }, "nobody had asked for"},
		{"slow", func(r *probe.Result) { r.Warnings = []probe.Warning{probe.WarnSlowGreeting} }, "makes callers wait"},
		{"tokens only", func(r *probe.Result) { r.AuthAfterTLS = []string{"XOAUTH2", "OAUTHBEARER"} }, "offers only XOAUTH2 and OAUTHBEARER for the login: a password will not work"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := Case{Report: probe.Report{Host: host, Doors: []probe.Result{with(ready(587), tt.change)}}}
			a := Advise(c)
			if len(a.Reasons) != 2 || !strings.Contains(a.Reasons[1].Text, tt.words) || a.Reasons[1].Port != 587 {
				t.Errorf("%q is not the second reason of:\n%s", tt.words, said(a))
			}
		})
	}
}

// TestPasswordKinds: what goes into the password field is said where it is not
// simply the account's password.
func TestPasswordKinds(t *testing.T) {
	for id, words := range map[string]string{
		"icloud": "iCloud Mail wants an app password", "gmail": "or a program that signs in with OAuth",
		"sendgrid": "The password is an API key", "amazon-ses": "one that Amazon SES issues for SMTP",
		"outlook-com": "Outlook.com takes no password from programs", "posteo": "",
	} {
		a := Advise(caseOf(t, id, map[int]string{465: "ok", 587: "ok"}, ""))
		if text := said(a); words != "" && !strings.Contains(text, words) || words == "" && strings.Contains(text, "password") {
			t.Errorf("%s: %q is not in:\n%s", id, words, text)
		}
	}
	c := caseOf(t, "outlook-com", map[int]string{587: "ok"}, "")
	c.Report.Doors[0].AuthAfterTLS = []string{"XOAUTH2"}
	if text := said(Advise(c)); strings.Count(text, "OAuth") > 0 || !strings.Contains(text, "only XOAUTH2") {
		t.Errorf("the token is asked for twice:\n%s", text)
	}
}
